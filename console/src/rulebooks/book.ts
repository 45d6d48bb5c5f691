// 规则版本: what every rule book has in common, whatever its rules say.
import type { LimitRule, RulesVersion } from '../api/contract'
import { catalogue } from '../registers/known'
import { i18n, word } from '../words'

/** A rule book as it is read. `Shown` is one version of it, `Differences` is what two of them say differently. */
export interface Book<Shown, Differences> {
  /** The name of its page, its files and its draft. */
  name: string
  /** The family of its words. */
  words: string
  /** One version; the one in force, if none is named. */
  read: (version?: string) => Promise<Shown>
  versions: () => Promise<RulesVersion[]>
  compare: (old: string, now: string) => Promise<Differences>
  /** The file that a version is kept as. */
  file?: (shown: Shown) => Blob
  /** What else its page needs. */
  load?: () => Promise<unknown>
}

/** A new version: upon which one it was made, what it is called, and from when on it is in force. */
export interface Head { upon: string; version: string; effective: string }
/** What the server finds in a new version before it is in force. */
export interface Looked { upon: string; faults: { text: string }[] }

/** How the next version is written. `Rows` is what somebody types, `Draft` is what the server finds in it. */
export interface Writing<Shown, Rows, Draft, Differences> {
  rows: (newest: Shown) => Rows
  /** The rows of a file; null where it is none. */
  rowsOfFile: (content: string) => Rows | null
  look: (head: Head, rows: Rows) => Promise<Draft>
  publish: (head: Head, rows: Rows, key: string) => Promise<unknown>
  /** What it says otherwise than the newest version; null where that is nothing. */
  differences: (draft: Draft) => Differences | null
  /** Faults that no row can show. */
  loose: (draft: Draft) => { text: string }[]
}

/** A blank, a yes or a no of a form, for a condition that may be left open. */
export type Choice = '' | 'yes' | 'no'
export const choiceOf = (is: unknown): Choice => (is === true ? 'yes' : is === false ? 'no' : '')
export const GRADES = ['general', 'larger', 'major'] as const
export const UNITS = ['urgent_minute', 'urgent_hour', 'natural_day', 'working_hour', 'working_day', 'working_day_slots'] as const

/** A whole number; what is none is sent as 0, which the server refuses beside its row. */
export const numberOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : 0)
/** Parts of a file that may be anything. */
export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
export const fieldsOf = (value: unknown) => (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
export const listOf = (value: unknown) => (Array.isArray(value) ? value.map(fieldsOf) : [])
export function contentOf(file: string): Record<string, unknown> {
  try { return fieldsOf(JSON.parse(file)) } catch { return {} }
}
export const fileOf = (content: object) => new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' })

/** 大类 or 小类 by name; a code that the catalogue does not have stands for itself. */
export function categoryOf(code: string): string {
  const majors = catalogue.value.value.majors
  return majors.flatMap((m) => [{ code: m.code, name: m.name }, ...m.minors]).find((c) => c.code === code)?.name ?? code
}

/** For which hazards a rule is. */
export function conditions(rule: Partial<Pick<LimitRule, 'grade' | 'urgent' | 'category' | 'source'>>): string {
  const { t } = i18n.global
  const urgent = choiceOf(rule.urgent)
  const parts = [word('grade', rule.grade), urgent && t(urgent === 'yes' ? 'rulebook.urgent' : 'rulebook.not_urgent'), rule.category ? categoryOf(rule.category) : '', word('source', rule.source)].filter(Boolean)
  return parts.join(t('common.comma')) || t('rulebook.all')
}
