// 重大事故隐患判定标准 as a book: how they are read and compared, rows of its form, what they send, and files in and out.
import { client, got } from '../api/client'
import type { JudgingRules, RulesDifference, RulesDraft } from '../api/contract'
import { catalogue } from '../registers/known'
import { i18n } from '../words'
import { contentOf, fileOf, listOf, textOf, type Book, type Head, type Writing } from './book'

/** 条款 as it travels. */
export interface Clause { id: string; place: string; text: string; text_en: string; judging: 'direct' | 'composite'; categories: string[]; words: string[] }
const TEXTS = ['id', 'title', 'title_en', 'number', 'issuer', 'nature', 'nature_en', 'field', 'field_en', 'note', 'note_en'] as const
type Texts = Record<(typeof TEXTS)[number], string>
/** 判定标准文件 as it travels. */
export interface Document extends Texts { effective?: string | null; ended?: string | null; supplements?: string | null; clauses: Clause[] }
export interface Criteria { version: string; effective: string; checked: string; documents: Document[] }

/** `key` stays while a row moves; what is new has no id yet, the server gives one. */
export interface ClauseRow extends Omit<Clause, 'words'> { key: string; words: string }
export interface DocumentRow extends Texts { key: string; effective: string; ended: string; supplements: string; clauses: ClauseRow[] }
export interface CriteriaRows { checked: string; documents: DocumentRow[] }

let fresh = 0
const keyOf = (id: string) => id || `new ${(fresh += 1)}`
const texts = (from: Partial<Record<keyof Texts, unknown>>) => Object.fromEntries(TEXTS.map((name) => [name, textOf(from[name])])) as Texts
const clauseRow = (clause: Clause): ClauseRow => ({ ...clause, categories: [...clause.categories], key: keyOf(clause.id), words: clause.words.join('、') })
const documentRow = (document: Document): DocumentRow => ({ ...texts(document), key: keyOf(document.id), effective: document.effective ?? '', ended: document.ended ?? '', supplements: document.supplements ?? '', clauses: document.clauses.map(clauseRow) })
export const blankClause = (): ClauseRow => clauseRow({ id: '', place: '', text: '', text_en: '', judging: 'direct', categories: [], words: [] })
export const blankDocument = (): DocumentRow => documentRow({ ...texts({}), clauses: [] })
export const rowsOf = ({ checked, documents }: Pick<Criteria, 'checked' | 'documents'>): CriteriaRows => ({ checked, documents: documents.map(documentRow) })

const clauseOf = ({ key: _, words, ...clause }: ClauseRow): Clause => ({ ...clause, text: clause.text.trim(), text_en: clause.text_en.trim(), place: clause.place.trim(), words: words.split(/[、,，;；\n]+/).map((one) => one.trim()).filter(Boolean) })
function documentOf(row: DocumentRow): Document {
  const said = Object.fromEntries(TEXTS.map((name) => [name, row[name].trim()])) as Texts
  return { ...said, effective: row.effective || null, ...(row.ended ? { ended: row.ended } : {}), ...(row.supplements ? { supplements: row.supplements } : {}), clauses: row.clauses.map(clauseOf) }
}
/** What rows send. */
export const bodyOf = ({ checked, documents }: CriteriaRows) => ({ checked, documents: documents.map(documentOf) })

/** Rows of a file; null where it is none. */
export function rowsOfFile(file: string): CriteriaRows | null {
  const { checked, documents } = contentOf(file)
  const strings = (value: unknown) => (Array.isArray(value) ? value.map(textOf).filter(Boolean) : [])
  const clause = (one: Record<string, unknown>): Clause => ({ id: textOf(one.id), place: textOf(one.place), text: textOf(one.text), text_en: textOf(one.text_en), judging: one.judging === 'composite' ? 'composite' : 'direct', categories: strings(one.categories), words: strings(one.words) })
  const found = listOf(documents).map((one): Document => ({ ...texts(one), effective: textOf(one.effective), ended: textOf(one.ended), supplements: textOf(one.supplements), clauses: listOf(one.clauses).map(clause) }))
  return found.length && found.length <= 500 && found.every((one) => one.title) ? rowsOf({ checked: textOf(checked), documents: found }) : null
}

const path = { subject: 'criteria' as const }
const shownOf = ({ version, versions, body }: JudgingRules): Criteria => ({ ...(body as unknown as Omit<Criteria, 'version' | 'effective'>), version, effective: versions.find((one) => one.version === version)?.effective ?? '' })
const read = (version?: string) => got(client.GET('/api/v1/rules/{subject}', { params: { path, query: version ? { version } : {} } }))
const sent = (head: Head, rows: CriteriaRows) => ({ ...head, body: bodyOf(rows) as never })
export const book: Book<Criteria, RulesDifference[]> = {
  name: 'criteria_rules', words: 'criteria_rules',
  read: async (version) => shownOf(await read(version)),
  versions: async () => (await read()).versions,
  compare: (old, now) => got(client.GET('/api/v1/rules/{subject}/compare', { params: { path, query: { old, new: now } } })),
  file: ({ version, checked, documents }) => fileOf({ version, checked, documents }),
  load: () => catalogue.load(),
}
export const writing: Writing<Criteria, CriteriaRows, RulesDraft, RulesDifference[]> = {
  rows: rowsOf, rowsOfFile,
  look: (head, rows) => got(client.POST('/api/v1/rules/{subject}/preview', { params: { path }, body: sent(head, rows) })),
  publish: (head, rows, key) => got(client.POST('/api/v1/rules/{subject}', { params: { path, header: { 'Idempotency-Key': key } }, body: sent(head, rows) })),
  differences: ({ differences }) => (differences.length ? differences : null),
  loose: ({ faults }) => faults.filter((fault) => !fault.path.includes('.')).map((fault) => (fault.path === 'documents' ? { text: i18n.global.t('criteria_rules.no_document') } : fault)),
}
