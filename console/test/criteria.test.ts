// Criteria of major hazards as they are edited: rows and what they send, files in and out.
import { describe, expect, it } from 'vitest'
import { blankClause, blankDocument, bodyOf, book, rowsOf, rowsOfFile, writing, type Criteria } from '../src/rulebooks/criteria'

const criteria: Criteria = {
  version: 'a', effective: '2026-01-01T00:00:00+08:00', checked: '2026-10-31',
  documents: [
    { id: 'X-1', title: '甲', title_en: '', number: 'X 1', issuer: '某部', nature: '', nature_en: '', field: '消防', field_en: 'Fire', note: '', note_en: '', effective: '2025-01-01', clauses: [{ id: 'X-1/1', place: '', text: '一', text_en: '', judging: 'direct', categories: ['0101'], words: ['安全出口+锁', '堵'] }] },
    { id: 'X-2', title: '乙', title_en: '', number: 'X 2', issuer: '', nature: '', nature_en: '', field: '消防', field_en: '', note: '日期待核', note_en: '', effective: null, supplements: 'X-1', clauses: [] },
  ],
}

describe('criteria', () => {
  it('come back as they were sent', () => {
    const { checked, documents } = criteria
    expect(bodyOf(rowsOf(criteria))).toEqual({ checked, documents })
    // What is new has a key to move by, and leaves its id to the server.
    expect(blankClause().key).not.toBe(blankClause().key)
    expect(bodyOf({ checked, documents: [{ ...blankDocument(), clauses: [blankClause()] }] }).documents[0]).toMatchObject({ id: '', effective: null, clauses: [{ id: '', words: [] }] })
  })
  it('know when nothing was changed, and which words stand between marks', () => {
    expect(JSON.stringify(writing.rows(criteria))).toBe(JSON.stringify(writing.rows(criteria)))
    const rows = rowsOf(criteria)
    rows.documents[0]!.clauses[0]!.words = ' 安全出口+锁，堵；、\n占用 '
    expect(bodyOf(rows).documents[0]!.clauses[0]!.words).toEqual(['安全出口+锁', '堵', '占用'])
  })
  it('go out as a file and come back, and nothing else does', async () => {
    const found = rowsOfFile(await book.file!(criteria).text())!
    expect(bodyOf(found)).toEqual(bodyOf(rowsOf(criteria)))
    for (const odd of ['', 'x', 'null', '{}', '{"documents":[]}', '{"documents":[null]}', '{"documents":[{"title":5}]}']) expect(rowsOfFile(odd), odd).toBeNull()
  })
  it('tell beside no row only what no row can show', () => {
    const fault = (path: string) => ({ path, fault: 'empty' as const, text: path })
    expect(writing.loose({ upon: 'a', differences: [], faults: [fault('documents.0.title'), fault('')] })).toEqual([fault('')])
  })
})
