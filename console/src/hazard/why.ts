// 办理缘由 in words.
import type { HazardDetail, HazardSummary, WhyMe } from '../api/contract'
import { i18n, word } from '../words'

/** Why it is whoever reads this. */
export const reasonOf = (one: WhyMe): string => (one.mine && one.role === 'desk' ? i18n.global.t('why.desk_mine') : word('why.role', one.role))

/** Nothing where the viewer may do it; else who can. */
export function othersTurn(one: WhyMe, detail: HazardDetail): string | null {
  if (detail.allowed.includes(one.what)) return null
  const { t } = i18n.global
  const by = one.role === 'desk' ? [...detail.timeline].reverse().find((step) => step.kind === 'accepted') : undefined
  const who = by?.person?.name ?? by?.office?.name
  return who ? t('why.acceptor_does', { who }) : t('why.others_do', { who: word('holder', one.role) })
}

/** The clock of the stage. After closing only the call back has one that somebody must keep. */
export const stageClock = (hazard: HazardSummary) =>
  hazard.due_at && (!hazard.closed_at || hazard.stage === 'follow_up') ? { due: hazard.due_at, count: hazard.due_count } : null

/** By when the viewer must act; the clock of the stage where nothing is asked of them. */
export function dueOf(hazard: HazardSummary) {
  const mine = hazard.why.filter((one) => one.due_at).sort((a, b) => Date.parse(a.due_at!) - Date.parse(b.due_at!))[0]
  return mine ? { due: mine.due_at!, count: mine.due_count } : stageClock(hazard)
}
