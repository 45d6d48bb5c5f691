// 现在到了哪一步: how a hazard stands now, and with whom, in one sentence.
import type { HazardDetail } from '../api/contract'
import { unitName } from '../registers/known'
import { i18n, word } from '../words'
import type { StageData } from './shapes'

/** With whom each stage lies, where it is not one unit. */
const WITH: Record<string, string> = {
  reported: 'desk', supplement: 'reporter', self_fixed: 'confirmers', rejected: 'desk', referred_out: 'elsewhere', filed: 'dispatcher', reopened: 'dispatcher', return_requested: 'dispatcher', submitted: 'verifiers', verified: 'approver', follow_up: 'callers',
}
const LEADS = ['dispatched', 'rectifying', 'suspended', 'stop_ordered', 'rework']

function holder(hazard: HazardDetail): string {
  const stage = hazard.stage_data as unknown as StageData | null
  if (LEADS.includes(hazard.stage)) return hazard.dispatch?.lead.name ?? hazard.lead?.name ?? ''
  if (hazard.stage === 'verifying') return stage?.unit ? unitName(stage.unit) : ''
  const by = hazard.stage === 'reported' && hazard.accepted ? [...hazard.timeline].reverse().find((step) => step.kind === 'accepted') : undefined
  return by?.person?.name ?? by?.office?.name ?? word('holder', WITH[hazard.stage])
}

/** A report that was accepted is no longer to be accepted, though its stage is the same. */
export const stageOf = (hazard: HazardDetail): string => (hazard.stage === 'reported' && hazard.accepted ? i18n.global.t('result.accepted_stage') : word('stage', hazard.stage))

export function standing(hazard: HazardDetail): string {
  const { t } = i18n.global
  const stage = stageOf(hazard)
  const who = holder(hazard)
  return who ? t('result.stands_with', { stage, who }) : t('result.now_at', { stage })
}
