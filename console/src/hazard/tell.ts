// 办理经过 in words: what an event says besides its title.
import { categoryName, streetName, unitName } from '../registers/known'
import { yuan } from '../money'
import { minute } from '../time'
import { i18n, word } from '../words'
import type { Step } from '../api/contract'

export interface Told {
  /** Short statements, shown one after the other. */
  facts: string[]
  /** What was written, with a label where there is more than one text. */
  words: { label: string; text: string }[]
  /** The words were erased later. */
  erased: boolean
}

type Facts = Record<string, unknown>
type Link = (id: string) => string

/** Tells `step`; `receipt` names other hazards, if they are known. */
export function tell(step: Pick<Step, 'kind' | 'facts' | 'words'>, receipt: Link = (id) => id.slice(0, 8), erased = false): Told {
  const facts = (step.facts ?? {}) as Facts
  const words = (step.words ?? {}) as Record<string, string>
  // 台账原文: what a row said has names of its own.
  const family = step.kind === 'reported' ? 'ledger' : 'told'
  const texts = Object.entries(words).filter(([name, text]) => text && name !== 'address').map(([name, text]) => ({ label: name === 'text' ? '' : i18n.global.te(`${family}.${name}`) ? i18n.global.t(`${family}.${name}`) : name, text }))
  return { facts: statements(step.kind, facts, receipt).filter(Boolean), words: texts, erased }
}

/** Values of a risk's factors in the order in which the methods multiply them; the state keeps them by the alphabet. */
const byFactor = (inputs: Record<string, string>) => Object.entries(inputs).sort(([a], [b]) => 'LESC'.indexOf(a) - 'LESC'.indexOf(b)).map(([, value]) => value).join(' × ')

/** Who was written to: a unit by its name, a seat of the desk by what it is called. */
function addressee(to: unknown): string {
  const { seat, unit } = (to ?? {}) as { seat?: string; unit?: string | null }
  return (unit && unitName(unit)) || word('seat', String(seat ?? ''))
}

function statements(kind: string, f: Facts, receipt: Link): string[] {
  const { t } = i18n.global
  const at = (moment: unknown) => (typeof moment === 'string' ? minute(moment) : '')
  const when = (key: string, moment: unknown) => (moment ? t(`told.${key}`, { at: at(moment) }) : '')
  const units = (ids: unknown) => (Array.isArray(ids) ? ids.map(unitName).filter(Boolean).join(t('common.comma')) : '')
  const said = (family: string, code: unknown) => word(family, String(code ?? ''))
  const amount = (fen: unknown) => `${yuan(Number(fen ?? 0))} ${t('form.yuan')}`
  const place = f.place as { code?: string | null } | null | undefined
  switch (kind) {
    case 'reported':
      return [
        said('source', f.source), place?.code ? t('told.place_code') : '', f.life_danger ? t('told.life_danger') : '',
        f.category ? t('told.category', { name: categoryName(f.category) }) : '', f.street ? streetName(f.street) : '',
      ]
    case 'supplement_asked': return [when('answer_by', f.until)]
    case 'inspection_ordered': return [t('told.to_unit', { unit: unitName(f.unit) }), when('due', f.due)]
    case 'inspected': return [t('told.founded', { finding: said('finding', f.finding) })]
    case 'rejected': return [t('told.because', { reason: said('reject_reason', f.reason) }), f.by ? '' : t('told.nobody')]
    case 'appeal_decided': return [t(f.upheld ? 'told.upheld' : 'told.dismissed')]
    case 'merged': return [t('told.into', { receipt: receipt(String(f.into)) })]
    case 'child_merged': return [t('told.child', { receipt: receipt(String(f.child)) })]
    case 'child_unmerged': return [t('told.child_out', { receipt: receipt(String(f.child)) })]
    case 'referred_out': {
      const to = f.to as { to?: string; number?: string | null } | undefined
      return [t('told.to', { to: said('referral_to', to?.to) }), to?.number ? t('told.outside_number', { number: to.number }) : '']
    }
    case 'filed': {
      const filing = f.filing as Facts | undefined
      if (!filing) return []
      return [
        t('told.filed', { grade: said('grade', filing.grade), number: String(filing.number) }), categoryName(filing.category),
        t('told.party', { party: unitName(filing.party_unit) || said('party_kind', filing.party) }),
      ]
    }
    case 'dispatched': {
      const [co, copies] = [units(f.co), units(f.copies)]
      return [t('told.lead', { unit: unitName(f.lead) }), co && t('told.co', { units: co }), copies && t('told.copies', { units: copies })]
    }
    case 'signed': case 'stop_released': case 'rework_ordered': return [when('rectify_by', f.rectify_due)]
    case 'return_requested': return [unitName(f.unit)]
    case 'return_decided': return [t(f.granted ? 'told.return_granted' : 'told.return_refused'), f.arbitration ? t('told.arbitrated') : '']
    case 'planned': {
      const plan = f.fulfilments as Facts | undefined
      return plan ? [t('told.funds', { amount: amount(plan.funds_fen) }), when('planned_at', plan.planned_at)] : []
    }
    case 'extension_requested': return [when('until', f.until)]
    case 'extension_decided': return [t(f.granted ? 'told.granted' : 'told.refused'), when('rectify_by', f.rectify_due)]
    case 'suspension_requested': return [t('told.because', { reason: said('suspension_cause', f.cause) }), when('suspended_until', f.until), when('review_at', f.review_at)]
    case 'suspension_decided': return [t(f.granted ? 'told.granted' : 'told.refused'), f.granted ? when('suspended_until', f.until) : '', f.granted ? when('review_at', f.review_at) : '']
    case 'suspension_reviewed': return [when('review_at', f.review_at)]
    case 'resumed': return [f.automatic ? t('told.resumed_by_itself') : '', when('rectify_by', f.rectify_due)]
    case 'stop_ordered': return [t('told.order', { order: String(f.order ?? '') })]
    case 'escalated': {
      const [next, clock] = [f.next as { level?: string; at?: string } | null | undefined, f.clock as { stage?: string } | undefined]
      return [
        t('told.about_clock', { clock: said('clock_stage', clock?.stage) }), t('told.level_to', { level: said('supervision_level', f.level), to: addressee(f.to) }), when('owed_at', f.owed),
        f.level === 'listing' ? when('proposed', f.due) : when('reply_by', f.due), next ? t('told.next_level', { level: said('supervision_level', next.level), at: at(next.at) }) : '',
      ]
    }
    case 'supervised': return [t('told.letter_no', { n: Number(f.letter) }), t('told.level_to', { level: said('supervision_level', f.level), to: addressee(f.to) }), said('supervision_cause', f.cause), when('reply_by', f.due)]
    case 'supervision_replied': case 'supervision_withdrawn': return [t('told.letter_no', { n: Number(f.letter) })]
    case 'reply_decided': return [t('told.letter_no', { n: Number(f.letter) }), t(f.accepted ? 'told.reply_accepted' : 'told.reply_sent_back'), f.accepted ? '' : when('reply_by', f.due)]
    case 'listed': return [t('told.listing_no', { number: String(f.number ?? '') }), said('listing_level', f.level), when('until', f.until), when('publish_by', f.due)]
    case 'listing_published': return [String(f.address ?? ''), when('published_at', f.published_at)]
    case 'listing_extension_requested': return [when('until', f.until)]
    case 'listing_extension_decided': return [t(f.granted ? 'told.granted' : 'told.refused'), when('until', f.until)]
    case 'delisted': return [when('publish_by', f.due)]
    case 'submitted': return [f.cost_fen == null ? '' : t('told.cost', { amount: amount(f.cost_fen) })]
    case 'verified': return [t('told.method', { method: said('verify_method', f.method) })]
    case 'closed': return [said('closing_kind', f.closing)]
    case 'rated': return [t(f.solved ? 'told.solved' : 'told.unsolved'), t('told.stars', { n: Number(f.stars) })]
    case 'called_back':
      return [t(f.reached ? 'told.reached' : 'told.not_reached'), f.solved == null ? '' : t(f.solved ? 'told.solved' : 'told.unsolved'), f.stars == null ? '' : t('told.stars', { n: Number(f.stars) })]
    case 'reopened': return [t('told.because', { reason: said('reopen_cause', f.cause) })]
    case 'enforcement_referred': return [unitName(f.unit)]
    case 'enforcement_answered': return [t(f.filed ? 'told.case_filed' : 'told.case_not_filed'), f.number ? t('told.case_number', { number: String(f.number) }) : '']
    case 'enforcement_extended': return [when('until', f.until)]
    case 'enforcement_decided': return [said('enforcement_outcome', f.outcome), f.document ? t('told.document', { number: String(f.document) }) : '', f.fine_fen == null ? '' : t('told.fine', { amount: amount(f.fine_fen) })]
    case 'overtime_appealed': return [said('overtime_grounds', f.grounds)]
    case 'overtime_reviewed': return [t(f.granted ? 'told.granted' : 'told.refused')]
    case 'look_back_opened': return [t('told.days_after', { n: Number(f.days) })]
    case 'looked_back': return [t('told.days_after', { n: Number(f.days) }), t(f.found ? 'told.came_back' : 'told.not_again')]
    case 'repeats_found': return ((f.earlier as { hazard: string; days: number }[] | undefined) ?? []).map((r) => t('told.repeats', { receipt: receipt(r.hazard), n: r.days }))
    case 'recurred': {
      const again = f.again as { hazard: string; days: number } | undefined
      return again ? [t('told.again', { receipt: receipt(again.hazard), n: again.days })] : []
    }
    case 'risk_graded': {
      const risk = f.risk as { inputs?: Record<string, string>; value?: string; colour?: string } | undefined
      return risk ? [t('told.risk', { working: `${byFactor(risk.inputs ?? {})} = ${risk.value}`, colour: said('risk_level', risk.colour) })] : []
    }
    case 'judged': {
      const judged = f.judgement as { grade?: string; clauses?: string[]; version?: string; second?: { state?: string } } | undefined
      if (!judged) return []
      return [t('told.judged', { grade: said('grade', judged.grade) }), judged.clauses?.length ? t('told.clauses', { n: judged.clauses.length }) : '', t('told.by_version', { version: String(judged.version) }), judged.second?.state === 'awaited' ? t('told.second_awaited') : '']
    }
    case 'recheck_drawn': return [t('told.drawn_in', { period: String(f.period) }), t('told.to_unit', { unit: unitName(f.unit) }), when('due', f.due)]
    case 'rechecked': return [t(f.passed ? 'told.recheck_passed' : 'told.recheck_failed')]
    case 'instructed': return [said('phrase', f.phrase), f.unit ? t('told.to_unit', { unit: unitName(f.unit) }) : t('instruction.desk'), when('due', f.due)]
    case 'instruction_settled': return [t(f.accepted ? 'told.enough' : 'told.not_enough'), when('due', f.due)]
    case 'opening_asked': return [t('told.purpose', { purpose: said('open_purpose', f.purpose) }), when('due', f.due)]
    case 'opening_decided': return [t(f.granted ? 'told.granted' : 'told.refused'), when('until', f.until)]
    case 'reporter_opened': return [t('told.purpose', { purpose: said('open_purpose', f.purpose) })]
    case 'words_erased': return [t('told.of_entry', { n: Number(f.sequence) })]
    default: return []
  }
}
