import { beforeAll, describe, expect, it } from 'vitest'
import { asProblem } from '../src/api/problem'
import { speakArea } from '../src/words'
import { faultList, lastLine, ledgerName, type LedgerReport } from '../src/ledgers/ledger'

const REPORT = { rows: 2, source: '台账', refused: [{ sheet: '一', row: 3, column: 'A', header: '检查时间', code: 'unreadable_date', reason: '日期看不懂', shown: '=1+1' }], doubtful: [{ sheet: '一', row: 4, column: 'B', header: '期限', code: 'unreadable_date', reason: '当作没有填写' }] } as unknown as LedgerReport

/** An answer that arrives in these pieces. */
const answer = (...pieces: (string | Uint8Array)[]) => new ReadableStream<Uint8Array>({
  start(stream) {
    for (const piece of pieces) stream.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
    stream.close()
  },
})
const said = async (stream: ReadableStream<Uint8Array>) => {
  const told: string[] = []
  try { return { told, report: await lastLine(stream, (done, total) => told.push(`${done}/${total}`)) } } catch (error) { return { told, problem: asProblem(error) } }
}

beforeAll(() => speakArea('ledgers'))

describe('a ledger', () => {
  it('is called like its file, and a copy of it like the file', () => {
    const names = ['隐患台账.xlsx', '隐患台账 (1).xlsx', '隐患台账（2）.csv', '隐患台账 - 副本.xlsx', '隐患台账 - 副本 (3).xlsx', 'ledger - Copy.xlsx', '2025.3月.csv', '(1).csv', '.csv']
    expect(names.map(ledgerName)).toEqual(['隐患台账', '隐患台账', '隐患台账', '隐患台账', '隐患台账', 'ledger', '2025.3月', '(1)', '.csv'])
  })
  it('is followed line by line, however the lines arrive', async () => {
    const bytes = new TextEncoder().encode(`{"progress":{"done":1,"total":2}}\n${JSON.stringify({ report: REPORT })}\n`)
    const cut = bytes.length - 30
    expect(await said(answer('{"progress":{"done":0,', '"total":2}}\n', bytes.slice(0, cut), bytes.slice(cut)))).toEqual({ told: ['0/2', '1/2'], report: REPORT })
  })
  it('that stops says why, and a line that breaks says that the server goes on', async () => {
    const stopped = await said(answer('{"problem":{"code":"overloaded","status":503,"detail":"稍后"}}\n'))
    expect(stopped.problem?.code).toBe('overloaded')
    for (const pieces of [['{"progress":{"done":1,"total":2}}\n{"rep'], [], ['{"rep\n']]) expect((await said(answer(...pieces))).problem?.code).toBe('import_cut')
    const failing = new ReadableStream<Uint8Array>({ pull(stream) { stream.error(new TypeError('network')) } })
    expect((await said(failing)).problem?.code).toBe('import_cut')
  })
  it('gives its faults as a file in which nothing is a formula', () => {
    const lines = faultList(REPORT, { head: ['类别', '工作表', '行', '列', '列', '原因', '内容'], refused: '不能导入', doubtful: '请核对' }).split('\r\n')
    expect(lines).toEqual(['\ufeff"类别","工作表","行","列","列","原因","内容"', `"不能导入","一","3","A","检查时间","日期看不懂","'=1+1"`, '"请核对","一","4","B","期限","当作没有填写",""', ''])
  })
})
