// Moments as the district's offices read them: always China Standard Time, whatever this machine thinks.
import { ref } from 'vue'
import type { DueCount } from './api/contract'
import { i18n } from './words'

const ZONE = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

/** The wall clock, renewed often enough for minutes. */
export const now = ref(Date.now())
let ticking = false
export function tick() {
  if (ticking) return
  ticking = true
  setInterval(() => { now.value = Date.now() }, 20_000)
}

function wall(moment: string | number) {
  const found: Record<string, string> = {}
  for (const p of parts.formatToParts(new Date(moment))) found[p.type] = p.value
  return found as { year: string; month: string; day: string; hour: string; minute: string; second: string }
}

/** `2026-03-05 14:20` */
export function minute(moment: string | number): string {
  const w = wall(moment)
  return `${w.year}-${w.month}-${w.day} ${w.hour}:${w.minute}`
}

/** `03-05 14:20`, with the year only where it is another than now. */
export function short(moment: string): string {
  const w = wall(moment)
  const text = `${w.month}-${w.day} ${w.hour}:${w.minute}`
  return w.year === wall(now.value).year ? text : `${w.year}-${text}`
}

/** `2026-03-05` */
export const day = (moment: string | number): string => minute(moment).slice(0, 10)

/** `03-05`, with the year only where it is another than now. */
export const shortDay = (moment: string): string => short(moment).slice(0, -6)

/** A length of time in words, with the two largest units that matter. */
export function span(milliseconds: number): string {
  const { t } = i18n.global
  const m = Math.floor(Math.abs(milliseconds) / 60_000)
  if (m < 1) return t('time.just_now')
  if (m < 60) return t('time.minutes', { n: m })
  const h = Math.floor(m / 60)
  if (h < 24) return m % 60 ? t('time.hm', { h, m: m % 60 }) : t('time.hours', { n: h })
  const d = Math.floor(h / 24)
  return d < 10 && h % 24 ? t('time.dh', { d, h: h % 24 }) : t('time.days', { n: d })
}

const DAY = 86_400_000
/** Urgent limits run day and night: up to so long they are told in hours. */
export const URGENT = 3 * DAY
/** What is left, or past, in the unit of the limit; nothing where only the moment itself says it rightly. */
function counted(milliseconds: number, late: boolean, count: DueCount | null | undefined): string | null {
  const { t } = i18n.global
  if (count?.unit?.startsWith('working') && !(late && milliseconds < DAY)) {
    const n = count.working_days ?? 0
    // Holidays are known to the server: a count of another day is no count of today.
    if (count.on !== day(now.value)) return milliseconds < DAY ? span(milliseconds) : null
    if (n && (late || count.unit !== 'working_hour')) return t('time.working_days', { n })
    if (n) return null
  }
  if (milliseconds < DAY) return span(milliseconds)
  if (!late && milliseconds < URGENT && count?.unit?.startsWith('urgent')) return t('time.hours', { n: Math.floor(milliseconds / 3_600_000) })
  return t('time.days', { n: Math.floor(milliseconds / DAY) })
}

/** What a clock says now: counted down as its limit is given, in hours only within a day. */
export function standing(due: string, count?: DueCount | null): { late: boolean; words: string } {
  const left = Date.parse(due) - now.value
  const late = left < 0
  const { t } = i18n.global
  const words = counted(Math.abs(left), late, count)
  if (words === null) return { late, words: t(late ? 'time.was_due' : 'time.by', { at: short(due) }) }
  return { late, words: t(late ? 'time.late' : 'time.left', { t: words }) }
}

/** What has no clock of its own, as history from elsewhere, ends soon in its last four hours. */
const LAST_HOURS = 4
/** The light of a clock now, in lists as in the detail: the server says when it turns yellow. */
export function lightOf(due: string, count?: DueCount | null): 'ok' | 'soon' | 'late' {
  const left = Date.parse(due) - now.value
  if (left < 0) return 'late'
  const warn = count?.warn_at ? Date.parse(count.warn_at) : Date.parse(due) - LAST_HOURS * 3_600_000
  return now.value >= warn ? 'soon' : 'ok'
}

/** `2026-03-05T14:20` as typed becomes a moment of the district. */
export const typed = (local: string): string => `${local.length === 16 ? `${local}:00` : local.slice(0, 19)}+08:00`
/** The reverse, for a field. */
export function field(moment: number): string {
  const w = wall(moment)
  return `${w.year}-${w.month}-${w.day}T${w.hour}:${w.minute}`
}
/** First and last moment of days, for filters. */
export const dayStart = (date: string): string => `${date}T00:00:00+08:00`
export const dayEnd = (date: string): string => `${date}T23:59:59.999+08:00`
