// 时限 as they are shown: a light, what is left, and lengths on the clock's own time.
import type { HazardClock } from '../api/contract'
import type { Light } from '../shell/StatusDot.vue'
import { span } from '../time'
import { i18n } from '../words'

/** Working time is told in hours: a working day is no day and night. */
export function length(seconds: number, clock: Pick<HazardClock, 'limit'>): string {
  const { t } = i18n.global
  if (!clock.limit?.unit.startsWith('working')) return span(seconds * 1000)
  const m = Math.floor(seconds / 60)
  if (m < 60) return t('time.minutes', { n: m })
  return m % 60 ? t('time.hm', { h: Math.floor(m / 60), m: m % 60 }) : t('time.hours', { n: m / 60 })
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
  if (clock.overdue_seconds) return t('clocks.over', { t: length(clock.overdue_seconds, clock) })
  if (clock.finished) return t(clock.outcome === 'ended' ? 'light.none' : 'light.done')
  if (isPaused(clock)) return t('light.paused')
  return t('clocks.left', { t: length(Math.max(0, clock.total_seconds - clock.used_seconds), clock) })
}
