// 时限 as they are shown: a light, what is left, and lengths on the clock's own time.
import type { HazardDetail } from '../api/contract'
import type { Light } from '../shell/StatusDot.vue'
import { lightOf, now, span } from '../time'
import { i18n, word } from '../words'
import type { Clock, ClockView } from './shapes'

/** Working time is told in hours: a working day is no day and night. */
export function length(seconds: number, clock: Pick<ClockView, 'limit'>): string {
  const { t } = i18n.global
  if (!clock.limit?.unit.startsWith('working')) return span(seconds * 1000)
  const m = Math.floor(seconds / 60)
  if (m < 60) return t('time.minutes', { n: m })
  return m % 60 ? t('time.hm', { h: Math.floor(m / 60), m: m % 60 }) : t('time.hours', { n: m / 60 })
}

export const isPaused = (clock: ClockView): boolean => !clock.finished && clock.pauses.some((p) => !p.to)

export function stateOf(clock: ClockView): Light {
  if (clock.finished) return clock.outcome === 'ended' ? 'none' : clock.overdue_seconds ? 'late' : 'done'
  if (isPaused(clock)) return 'paused'
  return clock.light === 'green' ? 'ok' : clock.light === 'yellow' ? 'soon' : 'late'
}

/** What the clock says in one phrase. */
export function phrase(clock: ClockView): string {
  const { t } = i18n.global
  if (clock.overdue_seconds) return t('clocks.over', { t: length(clock.overdue_seconds, clock) })
  if (clock.finished) return t(clock.outcome === 'ended' ? 'light.none' : 'light.done')
  if (isPaused(clock)) return t('light.paused')
  return clock.total_seconds === null ? '' : t('clocks.left', { t: length(Math.max(0, clock.total_seconds - clock.used_seconds), clock) })
}

/** The clocks of a hazard; of an older server only that of the present stage. */
export function clocksOf(hazard: HazardDetail): ClockView[] {
  const known = (hazard as { clocks?: ClockView[] }).clocks
  if (known) return known
  const clock = hazard.clock as Clock | null
  if (!clock || hazard.closed_at) return []
  const [started, due] = [Date.parse(clock.started), Date.parse(clock.due)]
  const light = lightOf(clock.due, clock.started)
  return [{
    clock: hazard.stage, name: word('stage', hazard.stage), rule: null, limit: null, limit_text: span(due - started), started: clock.started, due: clock.due, provisional: false, pauses: [], finished: null, outcome: null,
    used_seconds: Math.max(0, (Math.min(now.value, due) - started) / 1000), total_seconds: (due - started) / 1000, overdue_seconds: Math.max(0, (now.value - due) / 1000),
    light: light === 'ok' ? 'green' : light === 'soon' ? 'yellow' : 'red', current: true, steps: [],
  }]
}
