// Ladders of supervision as they are edited: rows and what they send, the next level, files in and out.
import { describe, expect, it } from 'vitest'
import { conditions } from '../src/rulebooks/book'
import { blank, book, ladderOf, next, reworkOf, rowOf, rowsOfFile } from '../src/rulebooks/ladders'
import type { Ladder } from '../src/api/contract'

const ladder = (more: Partial<Ladder> = {}): Ladder => ({
  stage: 'rectify', name: '整改', grade: 'major', urgent: null, basis: '依据', basis_zh: '依据', basis_en: '',
  rungs: [{ level: 'reminder', name: '提醒', after: null, after_text: null }, { level: 'letter', name: '督办单', after: { amount: 1, unit: 'working_day', rest_day_moves: false }, after_text: '1个工作日' }], ...more,
})

describe('a ladder', () => {
  it('comes back as it was sent; the first level waits for nothing', () => {
    const sent = ladderOf(rowOf(ladder()))
    expect(sent).toEqual({ stage: 'rectify', grade: 'major', rungs: [{ level: 'reminder' }, { level: 'letter', amount: 1, unit: 'working_day' }], basis: '依据', basis_en: '' })
    expect(ladderOf({ ...rowOf(ladder()), urgent: 'yes', stage: '' })).toMatchObject({ urgent: true })
    const odd = rowOf(ladder())
    odd.rungs[1]!.amount = '1.5'
    expect(ladderOf(odd).rungs[1]).toMatchObject({ amount: 0 })
  })
  it('rises by the next level, and not above a listing', () => {
    const row = blank()
    expect(next(row)).toEqual({ level: 'letter', amount: '', unit: 'working_day' })
    expect(next({ ...row, urgent: 'yes' })!.unit).toBe('urgent_hour')
    row.rungs.push({ level: 'listing', amount: '5', unit: 'natural_day' })
    expect(next(row)).toBeNull()
    expect(next({ ...row, rungs: [] })!.level).toBe('reminder')
  })
  it('says for whom it is', () => {
    expect(conditions(ladder())).toContain('重大')
    expect(reworkOf([{ times: '2', level: 'letter' }, { times: 'x', level: 'handover' }])).toEqual([{ times: 2, level: 'letter' }, { times: 0, level: 'handover' }])
  })
})

describe('a file of ladders', () => {
  it('is read back, and nothing else is', async () => {
    const content = await book.file!({ version: 'x', effective: '', ladders: [ladder()], rework: [{ times: 2, level: 'letter', name: '督办单' }] }).text()
    const found = rowsOfFile(content)!
    expect(found.ladders.map(ladderOf)).toEqual([ladderOf(rowOf(ladder()))])
    expect(found.rework).toEqual([{ times: '2', level: 'letter' }])
    for (const odd of ['', 'x', 'null', '{}', '[]', '{"ladders":[]}', '{"ladders":[null]}', '{"ladders":[{"rungs":[{"level":5}]}]}', '{"ladders":[{"rungs":[{"level":"jail"}]}]}']) expect(rowsOfFile(odd), odd).toBeNull()
  })
})
