// 时限规则 as they are edited: rows of a form, what they send, and files in and out.
import type { LimitRule, LimitRuleInput } from '../api/contract'
import { catalogue } from '../registers/known'
import { i18n, word } from '../words'

export interface Row {
  stage: LimitRule['stage']
  grade: string
  urgent: '' | 'yes' | 'no'
  category: string
  source: string
  amount: string
  unit: string
  rest_day_moves: boolean
  basis: string
  basis_en: string
}
export const UNITS = ['urgent_minute', 'urgent_hour', 'natural_day', 'working_hour', 'working_day', 'working_day_slots'] as const
export const GRADES = ['general', 'larger', 'major'] as const

export const rowOf = (rule: LimitRule): Row => ({
  stage: rule.stage, grade: rule.grade ?? '', urgent: rule.urgent === true ? 'yes' : rule.urgent === false ? 'no' : '', category: rule.category ?? '', source: rule.source ?? '',
  amount: String(rule.limit.amount), unit: rule.limit.unit, rest_day_moves: rule.limit.rest_day_moves, basis: rule.basis_zh, basis_en: rule.basis_en,
})

export const ruleOf = (row: Row): LimitRuleInput => ({
  stage: row.stage, ...(row.grade ? { grade: row.grade as LimitRuleInput['grade'] } : {}), ...(row.urgent ? { urgent: row.urgent === 'yes' } : {}), ...(row.category.trim() ? { category: row.category.trim() } : {}), ...(row.source ? { source: row.source as LimitRuleInput['source'] } : {}),
  amount: /^\d{1,9}$/.test(row.amount.trim()) ? Number(row.amount) : 0, unit: row.unit as LimitRuleInput['unit'], rest_day_moves: row.rest_day_moves, basis: row.basis.trim(), basis_en: row.basis_en.trim(),
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

/** 大类 or 小类 by name; a code that the catalogue does not have stands for itself. */
function categoryOf(code: string): string {
  const majors = catalogue.value.value.majors
  return majors.flatMap((m) => [{ code: m.code, name: m.name }, ...m.minors]).find((c) => c.code === code)?.name ?? code
}

/** Which hazards a rule is for. */
export function conditions(rule: Pick<LimitRule, 'grade' | 'urgent' | 'category' | 'source'>): string {
  const { t } = i18n.global
  const parts = [rule.grade ? word('grade', rule.grade) : '', rule.urgent === true ? t('limits_page.urgent') : rule.urgent === false ? t('limits_page.not_urgent') : '', rule.category ? categoryOf(rule.category) : '', rule.source ? word('source', rule.source) : ''].filter(Boolean)
  return parts.join(t('common.comma')) || t('limits_page.all')
}

/** The file that a version is kept as, and brought back from. */
export const fileOf = (version: string, rules: LimitRule[]): Blob => new Blob([JSON.stringify({ version, rules: rules.map((rule) => ruleOf(rowOf(rule))) }, null, 1)], { type: 'application/json' })

const text = (value: unknown) => (typeof value === 'string' ? value : '')
/** Rows of such a file; null where it is none. */
export function rowsOfFile(content: string): Row[] | null {
  let found: unknown
  try { found = JSON.parse(content) } catch { return null }
  const rules = (found as { rules?: unknown } | null)?.rules
  if (!Array.isArray(rules) || !rules.length || rules.length > 500) return null
  const rows = rules.map((one: unknown) => {
    const rule = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>
    return { stage: text(rule.stage), grade: text(rule.grade), urgent: rule.urgent === true ? 'yes' : rule.urgent === false ? 'no' : '', category: text(rule.category), source: text(rule.source), amount: String(rule.amount ?? ''), unit: text(rule.unit), rest_day_moves: rule.rest_day_moves === true, basis: text(rule.basis), basis_en: text(rule.basis_en) } as Row
  })
  return rows.every((row) => row.stage && row.unit) ? rows : null
}
