// 工作日历: what a day of a year is, a notice as rows that can be edited, what a change would change, and whose office
// hours hold. The shapes are the domain's (crates/domain/src/calendar/holidays.rs, office.rs); the API document calls
// them plain objects.
import type { Problem } from '../api/problem'
import { i18n } from '../words'

export interface Holiday { name: string; off: string[]; work?: string[] }
export interface HolidayYear { year: number; notice: string; published?: string; holidays: Holiday[] }
export interface Season { from: string; slots: string[] }
export interface OfficeHours { unit?: string; effective: string; seasons: Season[]; basis: string; basis_en?: string }

export type DayKind = 'working' | 'made_up' | 'weekend' | 'holiday'
export interface DayMark { kind: DayKind; name: string }
/** One line of a notice: days off from a day to a day, or one make-up day. */
export interface NoticeRow { kind: 'off' | 'work'; name: string; from: string; to: string }
/** A day that would be of another kind. */
export interface DayChange { day: string; before: DayMark; after: DayMark }
/** Why a notice cannot be sent as it stands; the codes are the server's. */
export interface NoticeFault { reason: string; at: string }

/** What the server says about a calendar that it does not take, in the console's words. */
export function refusedWords(problem: Problem): string {
  const { t, te } = i18n.global
  if (problem.code === 'stale') return t('calendar_page.stale')
  const key = `calendar_fault.${String(problem.params.reason)}`
  return problem.code === 'calendar_refused' && (te(key) || te(key, 'zh-CN')) ? t(key, { at: String(problem.params.at) }) : problem.words
}

const DAY = 86_400_000
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`)
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && plus(text, 0) === text
export const plus = (day: string, n: number): string => new Date(utc(day) + n * DAY).toISOString().slice(0, 10)
export const between = (from: string, to: string): number => (utc(to) - utc(from)) / DAY
/** 1 is Monday, 7 Sunday. */
export const weekday = (day: string): number => new Date(utc(day)).getUTCDay() || 7
export const isWeekend = (day: string): boolean => weekday(day) > 5

export function ends(span: string): { from: string; to: string } {
  const [from = '', to = from] = span.split('/')
  return { from, to }
}
function days({ from, to }: { from: string; to: string }): string[] {
  return isDay(from) && isDay(to) && between(from, to) >= 0 && between(from, to) < 366 ? Array.from({ length: between(from, to) + 1 }, (_, n) => plus(from, n)) : []
}

/** What the notices say, day by day; where two speak of one day, the later year's holds. */
export function marksOf(years: readonly HolidayYear[]): Map<string, DayMark> {
  const marks = new Map<string, DayMark>()
  for (const { holidays } of [...years].sort((a, b) => a.year - b.year)) {
    for (const { name, off, work } of holidays) {
      for (const day of off.flatMap((span) => days(ends(span)))) marks.set(day, { kind: 'holiday', name })
      for (const day of work ?? []) marks.set(day, { kind: 'made_up', name })
    }
  }
  return marks
}
export const kindOf = (marks: ReadonlyMap<string, DayMark>, day: string): DayMark => marks.get(day) ?? { kind: isWeekend(day) ? 'weekend' : 'working', name: '' }

/** The weeks of a month, Monday first; blank where another month's days would stand. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  const cells: (string | null)[] = Array.from({ length: weekday(first) - 1 }, () => null)
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = plus(day, 1)) cells.push(day)
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(7 * i, 7 * i + 7))
}

/** Where a key leads from a day; nowhere outside of its year. */
export function walk(day: string, key: string): string | null {
  const month = (n: number) => {
    const [y, m, d] = day.split('-').map(Number) as [number, number, number]
    const last = new Date(Date.UTC(y, m + n, 0)).getUTCDate()
    return new Date(Date.UTC(y, m - 1 + n, Math.min(d, last))).toISOString().slice(0, 10)
  }
  const to = ({ ArrowLeft: () => plus(day, -1), ArrowRight: () => plus(day, 1), ArrowUp: () => plus(day, -7), ArrowDown: () => plus(day, 7), Home: () => plus(day, 1 - weekday(day)), End: () => plus(day, 7 - weekday(day)), PageUp: () => month(-1), PageDown: () => month(1) } as Record<string, () => string>)[key]?.()
  return to && to.slice(0, 4) === day.slice(0, 4) ? to : null
}

export function rowsOf(year: HolidayYear): NoticeRow[] {
  return year.holidays.flatMap(({ name, off, work }) => [...off.map((span): NoticeRow => ({ kind: 'off', name, ...ends(span) })), ...(work ?? []).map((day): NoticeRow => ({ kind: 'work', name, from: day, to: day }))])
}
/** Rows by holiday, in the order of their days; days off that follow each other become one span. */
export function gathered(rows: readonly NoticeRow[]): Holiday[] {
  const found = new Map<string, { name: string; off: string[]; work: string[] }>()
  for (const row of [...rows].sort((a, b) => a.from.localeCompare(b.from))) {
    const name = row.name.trim()
    const holiday = found.get(name) ?? { name, off: [], work: [] }
    found.set(name, holiday)
    const last = holiday.off.at(-1)
    if (row.kind === 'work') holiday.work.push(row.from)
    else if (last && isDay(row.from) && plus(ends(last).to, 1) === row.from) holiday.off[holiday.off.length - 1] = `${ends(last).from}/${row.to}`
    else holiday.off.push(row.from === row.to ? row.from : `${row.from}/${row.to}`)
  }
  return [...found.values()].map(({ name, off, work }) => ({ name, off, ...(work.length ? { work } : {}) }))
}

/** The first thing that is wrong with a notice; by the server's own rules, so that one need not send it to know. */
export function faultOf(year: number, notice: string, rows: readonly NoticeRow[]): NoticeFault | null {
  if (!(year >= 2000 && year <= 2100)) return { reason: 'year', at: String(year) }
  if (!notice.trim()) return { reason: 'no_notice', at: String(year) }
  if (!rows.some((r) => r.kind === 'off')) return { reason: 'empty', at: String(year) }
  const seen = new Set<string>()
  for (const row of rows) {
    if (!isDay(row.from) || !isDay(row.to)) return { reason: 'date', at: row.name || row.from || row.to || String(year) }
    if (!row.name.trim()) return { reason: 'name', at: row.from }
    const long = between(row.from, row.to)
    if (long < 0 || long > 30) return { reason: 'span', at: `${row.from}/${row.to}` }
    if (row.kind === 'work' && !isWeekend(row.from)) return { reason: 'no_weekend', at: row.from }
    for (const day of days(row)) {
      if (!(day.startsWith(`${year}-`) || day >= `${year - 1}-12-25` && day < `${year}`)) return { reason: 'elsewhere', at: day }
      if (seen.has(day)) return { reason: 'twice', at: day }
      seen.add(day)
    }
  }
  return null
}

/** Which days would become another kind or another holiday's. */
export function changed(before: readonly HolidayYear[], after: readonly HolidayYear[]): DayChange[] {
  const [old, fresh] = [marksOf(before), marksOf(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().map((day) => ({ day, before: kindOf(old, day), after: kindOf(fresh, day) })).filter(({ before: b, after: a }) => b.kind !== a.kind || b.name !== a.name)
}
/** Changes of days that follow each other, told in one line. */
export function runs(changes: readonly DayChange[]): (DayChange & { to: string })[] {
  const found: (DayChange & { to: string })[] = []
  const same = (a: DayMark, b: DayMark) => a.name === b.name && (a.kind === b.kind || (['working', 'weekend'].includes(a.kind) && ['working', 'weekend'].includes(b.kind)))
  for (const change of changes) {
    const last = found.at(-1)
    if (last && plus(last.to, 1) === change.day && same(last.before, change.before) && same(last.after, change.after)) last.to = change.day
    else found.push({ ...change, to: change.day })
  }
  return found
}

export interface Brought { year: number | null; notice: string; published: string; rows: NoticeRow[] }
const OFF = ['off', '放假', '休']
const WORK = ['work', '补班', '上班', '班']
type Shape = { year?: unknown; notice?: unknown; published?: unknown; papers?: unknown; holidays?: unknown; days?: unknown }
const said = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'object' && v !== null) : [])

/** A notice from what people have: our JSON, the flat list of days that is commonly published, or lines
 * `date,kind,name` with commas or tabs, where a date may be a span. Throws the fault of the first line it cannot read. */
export function brought(text: string): Brought {
  const plain = text.replace(/^\uFEFF/, '').trim()
  if (plain.startsWith('{')) return fromJson(plain)
  const rows: NoticeRow[] = []
  plain.split(/\r?\n/).forEach((line, index) => {
    if (!line.trim()) return
    const [date = '', kind = '', ...name] = line.split(/[,，\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''))
    const at = String(index + 1)
    if (index === 0 && !/^\d/.test(date)) return
    if (!name.join('').trim()) throw { reason: 'line', at } satisfies NoticeFault
    const { from, to } = ends(date)
    if (!isDay(from) || !isDay(to)) throw { reason: 'date', at: `${at}：${date}` } satisfies NoticeFault
    if (![...OFF, ...WORK].includes(kind)) throw { reason: 'kind', at } satisfies NoticeFault
    rows.push({ kind: OFF.includes(kind) ? 'off' : 'work', name: name.join(','), from, to })
  })
  return { year: yearOf(rows), notice: '', published: '', rows: joined(rows) }
}
function fromJson(text: string): Brought {
  let value: Shape
  try { value = JSON.parse(text) as Shape } catch (error) { throw { reason: 'json', at: error instanceof Error ? error.message : '' } satisfies NoticeFault }
  const flat = list(value.days).map((d): NoticeRow => ({ kind: d.isOffDay === true ? 'off' : 'work', name: said(d.name), from: said(d.date), to: said(d.date) }))
  const own = list(value.holidays).map((h) => ({ name: said(h.name), off: (Array.isArray(h.off) ? h.off : []).map(said), work: (Array.isArray(h.work) ? h.work : []).map(said) }))
  const rows = flat.length ? joined(flat) : rowsOf({ year: 0, notice: '', holidays: own })
  if (!rows.length) throw { reason: 'json', at: '' } satisfies NoticeFault
  const papers = Array.isArray(value.papers) ? value.papers.map(said).join(' ') : ''
  return { year: typeof value.year === 'number' ? value.year : yearOf(rows), notice: said(value.notice) || papers, published: said(value.published), rows }
}
/** The year that most rows lie in. */
function yearOf(rows: readonly NoticeRow[]): number | null {
  const counts = new Map<number, number>()
  for (const { to } of rows) { const year = Number(to.slice(0, 4)); counts.set(year, (counts.get(year) ?? 0) + 1) }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}
const joined = (rows: readonly NoticeRow[]): NoticeRow[] => rowsOf({ year: 0, notice: '', holidays: gathered(rows) })

export interface Timetable extends OfficeHours { standing: 'now' | 'past' | 'future' }
/** Everybody's hours, the district's first; each with its versions, the newest first. */
export function timetables(all: readonly OfficeHours[], today: string): { unit: string | null; versions: Timetable[] }[] {
  const units = [...new Set(all.map((h) => h.unit ?? null))].sort((a, b) => (a === null ? -1 : b === null ? 1 : a.localeCompare(b)))
  return units.map((unit) => {
    const versions = all.filter((h) => (h.unit ?? null) === unit).sort((a, b) => b.effective.localeCompare(a.effective))
    const begun = versions.find((h) => h.effective <= today)
    return { unit, versions: versions.map((h) => ({ ...h, standing: h === begun ? 'now' : h.effective > today ? 'future' : 'past' })) }
  })
}
/** Slots as typed, `8:00-12:00 14:00-18:00` with any usual dash and separator, as the server takes them; null if they
 * cannot be read, overlap, or are out of order. */
export function slotsOf(text: string): string[] | null {
  const found = text.replace(/[：]/g, ':').trim().split(/[\s,，、;；]+/).filter(Boolean).map((part) => /^(\d{1,2}):(\d{2})[-–—~～至](\d{1,2}):(\d{2})$/.exec(part))
  if (!found.length) return null
  const slots: string[] = []
  let last = 0
  for (const match of found) {
    if (!match) return null
    const [h1, m1, h2, m2] = match.slice(1).map(Number) as [number, number, number, number]
    const [from, to] = [60 * h1 + m1, 60 * h2 + m2]
    if (m1 > 59 || m2 > 59 || to > 1440 || from >= to || from < last) return null
    last = to
    const two = (n: number) => String(n).padStart(2, '0')
    slots.push(`${two(h1)}:${two(m1)}-${two(h2)}:${two(m2)}`)
  }
  return slots
}
