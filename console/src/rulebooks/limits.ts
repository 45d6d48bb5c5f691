// 时限规则 as a book: how they are read and compared, rows of its form, what they send, and files in and out.
import { client, got } from '../api/client'
import type { LimitDifference, LimitRule, LimitRuleInput, Limits, LimitsDraft } from '../api/contract'
import { catalogue, units } from '../registers/known'
import { choiceOf, contentOf, fileOf, listOf, numberOf, textOf, type Book, type Choice, type Writing } from './book'

export interface Row {
  stage: LimitRule['stage']
  grade: string
  urgent: Choice
  category: string
  source: string
  amount: string
  unit: string
  rest_day_moves: boolean
  basis: string
  basis_en: string
}

export const rowOf = (rule: LimitRule): Row => ({
  stage: rule.stage, grade: rule.grade ?? '', urgent: choiceOf(rule.urgent), category: rule.category ?? '', source: rule.source ?? '',
  amount: String(rule.limit.amount), unit: rule.limit.unit, rest_day_moves: rule.limit.rest_day_moves, basis: rule.basis_zh, basis_en: rule.basis_en,
})

export const ruleOf = (row: Row): LimitRuleInput => ({
  stage: row.stage, ...(row.grade ? { grade: row.grade as LimitRuleInput['grade'] } : {}), ...(row.urgent ? { urgent: row.urgent === 'yes' } : {}), ...(row.category.trim() ? { category: row.category.trim() } : {}), ...(row.source ? { source: row.source as LimitRuleInput['source'] } : {}),
  amount: numberOf(row.amount), unit: row.unit as LimitRuleInput['unit'], rest_day_moves: row.rest_day_moves, basis: row.basis.trim(), basis_en: row.basis_en.trim(),
})

/** A rule without conditions for a stage, to begin with. */
export const blank = (stage: Row['stage']): Row => ({ stage, grade: '', urgent: '', category: '', source: '', amount: '', unit: 'urgent_hour', rest_day_moves: false, basis: '', basis_en: '' })

/** In the order in which stages are first named, each with the places of its rows. */
export function byStage<T extends { stage: string }>(rows: T[]): { stage: T['stage']; at: number[] }[] {
  const found: { stage: T['stage']; at: number[] }[] = []
  rows.forEach((row, i) => {
    const group = found.find((g) => g.stage === row.stage)
    if (group) group.at.push(i)
    else found.push({ stage: row.stage, at: [i] })
  })
  return found
}

/** A stage that has a limit, by name. */
export type Clock = Pick<LimitRule, 'stage' | 'name'>
export const stagesOf = (rules: LimitRule[]): Clock[] => byStage(rules).map((group) => rules[group.at[0]!]!)

/** Rows of a file; null where it is none. */
export function rowsOfFile(content: string): Row[] | null {
  const rows = listOf(contentOf(content).rules).map((rule) => ({
    stage: textOf(rule.stage), grade: textOf(rule.grade), urgent: choiceOf(rule.urgent), category: textOf(rule.category), source: textOf(rule.source), amount: String(rule.amount ?? ''), unit: textOf(rule.unit), rest_day_moves: rule.rest_day_moves === true, basis: textOf(rule.basis), basis_en: textOf(rule.basis_en),
  }) as Row)
  return rows.length && rows.length <= 500 && rows.every((row) => row.stage && row.unit) ? rows : null
}

export const read = (version?: string) => got(client.GET('/api/v1/catalogue/limits', { params: { query: version ? { version } : {} } }))
export const book: Book<Limits, LimitDifference[]> = {
  name: 'limits', words: 'limits_page', read,
  versions: () => got(client.GET('/api/v1/catalogue/limits/versions')),
  compare: (old, now) => got(client.GET('/api/v1/catalogue/limits/compare', { params: { query: { old, new: now } } })),
  file: ({ version, rules }) => fileOf({ version, rules: rules.map((rule) => ruleOf(rowOf(rule))) }),
  load: () => Promise.all([units.load(), catalogue.load()]),
}
export const writing: Writing<Limits, Row[], LimitsDraft, LimitDifference[]> = {
  rows: (newest) => newest.rules.map(rowOf), rowsOfFile,
  look: (head, rows) => got(client.POST('/api/v1/catalogue/limits/preview', { body: { ...head, rules: rows.map(ruleOf) } })),
  publish: (head, rows, key) => got(client.POST('/api/v1/catalogue/limits/versions', { params: { header: { 'Idempotency-Key': key } }, body: { ...head, rules: rows.map(ruleOf) } })),
  differences: (draft) => (draft.differences.length ? draft.differences : null),
  loose: (draft) => draft.faults.filter((f) => (f.rule ?? null) === null),
}
