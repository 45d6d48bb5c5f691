// 台账导入: a file on its way to the server, what the server says while it goes in, and the list of what is wrong with it.
import { asFile, client, got } from '../api/client'
import { Problem } from '../api/problem'
import { csvCell } from '../admin/save'
import type { components } from '../api/schema'
import { i18n } from '../words'

type Schemas = components['schemas']
export type LedgerReport = Schemas['LedgerReport']
type Line = Schemas['ImportLine']
export type Told = (done: number, total: number) => void

export const SYSTEMS = ['cgcs2000', 'wgs84', 'gcj02', 'bd09'] as const
/** crates/work/src/spreadsheet.rs, `LONGEST`. */
export const LONGEST = 8 * 1024 * 1024
/** No sheet's name has it. */
const BETWEEN = '/'

/** How a ledger is to be taken. */
export interface Settings { source: string; system: string; sheets: string[] }
/** A file as it was when it was chosen: what was looked at is what comes in. */
export interface Chosen { name: string; bytes: Blob }

/** A file's name without its ending, and without what browsers and desks add to a copy. */
export function ledgerName(file: string): string {
  const stem = file.replace(/(.)\.[^.]*$/, '$1')
  const bare = stem.replace(/(\s*[(（]\d+[)）]|\s*-\s*副本|\s+- copy)+$/i, '')
  return (bare || stem).trim()
}

/** The line broke in the middle; the server goes on by itself. */
const cut = () => new Problem('import_cut', 499, i18n.global.t('ledger_import.cut'))

/** Reads the answer line by line: progress is told, the report is given back, and a problem is thrown. */
export async function lastLine(answer: ReadableStream<Uint8Array>, told: Told): Promise<LedgerReport> {
  const reader = answer.getReader()
  const text = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      rest += text.decode(value, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const said = JSON.parse(line) as Line
        if ('report' in said) return said.report
        if ('problem' in said) throw Problem.from(said.problem.status, said.problem)
        told(said.progress.done, said.progress.total)
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw error
  }
  throw cut()
}

export async function bring(file: Chosen, { source, system, sheets }: Settings, dry_run: boolean, told: Told): Promise<LedgerReport> {
  const query = { name: file.name, source, dry_run, ...(system ? { system } : {}), ...(sheets.length ? { sheets: sheets.join(BETWEEN) } : {}) }
  const answer = await got(client.POST('/api/v1/hazards/import', { params: { query }, ...asFile(file.bytes), parseAs: 'stream' }))
  if (!answer) throw cut()
  return lastLine(answer, told)
}

/** Everything that is refused or doubtful, as a file to work through. */
export function faultList(report: LedgerReport, words: { head: string[]; refused: string; doubtful: string }): string {
  const rows = [
    ...report.refused.map((one) => [words.refused, one.sheet, one.row ? String(one.row) : '', one.column ?? '', one.header ?? '', one.reason, one.shown]),
    ...report.doubtful.map((one) => [words.doubtful, one.sheet, String(one.row), one.column, one.header, one.reason, '']),
  ]
  return `\ufeff${[words.head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}
