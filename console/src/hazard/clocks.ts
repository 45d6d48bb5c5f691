// 时限 as they are shown: a light, what is left, and lengths on the clock's own time.
import type { HazardClock } from '../api/contract'
import type { Light } from '../shell/StatusDot.vue'
import { span, standing, URGENT } from '../time'
import { categoryName } from '../registers/known'
import { i18n, word } from '../words'

/** 工作日的时长: one that is counted has a day and a night, one that is reckoned in office time eight hours. */
const HOURS: Record<string, number> = { working_day: 24, working_day_slots: 8 }

/** A length on the clock's own time, in the unit of its limit. */
export function length(seconds: number, clock: Pick<HazardClock, 'limit'>): string {
  const { t } = i18n.global
  const unit = clock.limit?.unit ?? ''
  const urgent = unit.startsWith('urgent') && seconds >= 86_400 && seconds * 1000 < URGENT
  if (urgent) return t('time.hours', { n: Math.floor(seconds / 3600) })
  if (!unit.startsWith('working')) return span(seconds * 1000)
  const m = Math.floor(seconds / 60)
  const day = (HOURS[unit] ?? Infinity) * 60
  const [days, hours] = [Math.floor(m / day), Math.floor((m % day) / 60)]
  if (days) return unit === 'working_day_slots' && hours ? t('time.working_dh', { n: days, h: hours }) : t('time.working_days', { n: days })
  if (unit === 'working_day') return t('time.part_of_day')
  if (m < 60) return t('time.minutes', { n: m })
  return m % 60 ? t('time.hm', { h: Math.floor(m / 60), m: m % 60 }) : t('time.hours', { n: m / 60 })
}

/** 规则 by what it says: the id names the clock, and for which hazards (crates/domain/src/hazard/limits.rs). */
export function ruleName(id: string): string {
  const { t } = i18n.global
  const [clock, ...conditions] = id.split('/')
  const said = (code: string) => {
    if (code === 'urgent' || code === 'not_urgent') return t(`clocks.${code}`)
    const known = ['grade', 'source'].map((family) => word(family, code)).find((one) => one !== code)
    return known ?? categoryName(code)
  }
  return [word('clock_stage', clock), ...conditions.map(said)].join(' · ')
}

export const isPaused = (clock: HazardClock): boolean => !clock.finished && clock.pauses.some((p) => !p.to)

export function stateOf(clock: HazardClock): Light {
  if (clock.finished) return clock.outcome === 'ended' ? 'none' : clock.overdue_seconds ? 'late' : 'done'
  if (isPaused(clock)) return 'paused'
  return clock.light === 'green' ? 'ok' : clock.light === 'yellow' ? 'soon' : 'late'
}

/** What the clock says in one phrase. */
export function phrase(clock: HazardClock): string {
  const { t } = i18n.global
  if (clock.due && !clock.finished && !isPaused(clock)) return standing(clock.due, clock.count).words
  if (clock.overdue_seconds) return t('clocks.over', { t: length(clock.overdue_seconds, clock) })
  if (clock.finished) return t(clock.outcome === 'ended' ? 'light.none' : 'light.done')
  if (isPaused(clock)) return t('light.paused')
  return t('clocks.left', { t: length(Math.max(0, clock.total_seconds - clock.used_seconds), clock) })
}
