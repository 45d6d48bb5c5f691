// 可办事项: every action with the fields that it takes. The forms are made from this table; what may be done is
// said by the server alone (`allowed`).

/** What a field holds. */
export type FieldKind =
  | 'text' | 'line' | 'photos' | 'unit' | 'units' | 'person' | 'choice' | 'yesno' | 'standard' | 'moment' | 'money' | 'hazard' | 'sequence' | 'clauses' | 'risk'

export type Form = Record<string, unknown>

export interface Field {
  /** Name in the API, and of the form's value. */
  name: string
  kind: FieldKind
  /** Key of the label in `field.*`, if it is not the name. */
  label?: string
  required?: boolean | ((form: Form) => boolean)
  /** Key in `field_problem.*` of what is said when it is missing, if its kind does not say it. */
  missing?: string
  /** Whether the field matters, given the others. */
  shown?: (form: Form) => boolean
  /** For `choice`: the family of words and its codes. */
  family?: string
  codes?: readonly string[]
  /** For `yesno`: words in `choice.*` for yes and no. */
  words?: readonly [string, string]
  /** For `photos`: what they show, and the name under which they travel if it is not the field's own. */
  role?: string
  /** For `moment`: when something was, not when it will be. */
  past?: boolean
  /** For `moment`: quick choices, days from now. */
  days?: readonly number[]
}

export interface Definition {
  /** forward: moves the case on its way; aside: leaves the way or adds to it; grave: cannot be taken back. */
  weight: 'forward' | 'aside' | 'grave'
  fields: readonly Field[]
}

const said: Field = { name: 'text', kind: 'text' }
const told = (label?: string): Field => ({ name: 'text', kind: 'text', required: true, ...(label ? { label } : {}) })
const photos = (role: string, required = false): Field => ({ name: 'photos', kind: 'photos', role, required })
const choice = (name: string, family: string, codes: readonly string[], label?: string): Field =>
  ({ name, kind: 'choice', family, codes, required: true, ...(label ? { label } : {}) })
/** What the server chooses by itself when it is left out. */
const unasked = (name: string): Field => ({ name, kind: 'line', shown: () => false })
const refused = (form: Form) => form.grant === false
const decision: Field = { name: 'grant', kind: 'yesno', required: true, words: ['granted', 'refused'] }
const reasoned: Field = { name: 'text', kind: 'text', label: 'opinion', required: refused }

export const CODES = {
  grade: ['general', 'larger', 'major'],
  reject_reason: ['unclear', 'repeated', 'not_a_hazard', 'unfounded', 'out_of_area', 'abuse'],
  referral_to: ['superior', 'other_district', 'hotline', 'police', 'fire', 'enforcement'],
  finding: ['founded', 'unfounded', 'undetermined'],
  party_kind: ['company', 'property', 'owner', 'government', 'unknown'],
  verify_method: ['on_site', 'remote', 'sample', 'experts'],
  suspension_cause: ['season', 'funds', 'ownership', 'conditions'],
  reopen_cause: ['unsolved', 'recurred', 'false_closing', 'leader_order'],
  supervision_level: ['letter', 'handover'],
  listing_level: ['county', 'city', 'province'],
  open_purpose: ['call_back', 'clarify', 'life_danger'],
  enforcement_outcome: ['penalised', 'not_penalised', 'transferred', 'withdrawn'],
  overtime_grounds: ['force_majeure', 'waited_for_others', 'wrongly_dispatched', 'system_fault', 'other'],
  stars: ['5', '4', '3', '2', '1'],
  phrase: ['hasten', 'check', 'make_safe', 'look_for_more', 'report'],
} as const

/** In the order in which they are offered. */
export const ACTIONS: Record<string, Definition> = {
  accept: { weight: 'forward', fields: [] },
  confirm_spot_fix: { weight: 'forward', fields: [{ ...said, label: 'opinion' }] },
  file: {
    weight: 'forward',
    fields: [
      { name: 'standard', kind: 'standard', required: true },
      choice('grade', 'grade', CODES.grade),
      { name: 'clauses', kind: 'clauses', required: (form) => form.grade === 'major' && !String(form.clause ?? '').trim(), missing: 'no_clause' },
      { name: 'clause', kind: 'line', label: 'clause_other', shown: (form) => form.grade === 'major' },
      choice('party', 'party_kind', CODES.party_kind),
      { name: 'party_unit', kind: 'unit', shown: (form) => form.party !== 'unknown' },
      said,
    ],
  },
  dispatch: {
    weight: 'forward',
    fields: [
      { name: 'lead', kind: 'unit', required: true },
      { name: 'co', kind: 'units' },
      { name: 'copies', kind: 'units' },
      { ...said, label: 'task' },
    ],
  },
  inspect: { weight: 'forward', fields: [choice('finding', 'finding', CODES.finding), told('found'), photos('inspection')] },
  fix_on_spot: {
    weight: 'forward',
    fields: [
      told('result'),
      { name: 'photos_before', kind: 'photos', role: 'before', label: 'photos' },
      { name: 'photos', kind: 'photos', role: 'after', required: true },
    ],
  },
  decide_appeal: { weight: 'forward', fields: [{ name: 'uphold', kind: 'yesno', required: true, words: ['upheld', 'dismissed'] }, told('opinion')] },
  close_referral: { weight: 'forward', fields: [told('referral_result')] },
  sign: { weight: 'forward', fields: [] },
  decide_return: { weight: 'forward', fields: [decision, told('opinion')] },
  decide_extension: { weight: 'forward', fields: [decision, reasoned] },
  decide_suspension: { weight: 'forward', fields: [decision, reasoned] },
  submit: { weight: 'forward', fields: [told('result'), photos('after', true), { name: 'cost_fen', kind: 'money' }] },
  verify: { weight: 'forward', fields: [choice('method', 'verify_method', CODES.verify_method), told('conclusion'), photos('verification')] },
  approve_closing: { weight: 'forward', fields: [{ ...said, label: 'opinion' }] },
  call_back: {
    weight: 'forward',
    fields: [
      { name: 'reached', kind: 'yesno', required: true, words: ['reached', 'not_reached'] },
      { name: 'solved', kind: 'yesno', words: ['solved', 'unsolved'], shown: (form) => form.reached === true, required: (form) => !!form.stars },
      { name: 'stars', kind: 'choice', family: 'choice', codes: CODES.stars, shown: (form) => form.reached === true, required: (form) => form.solved !== undefined },
      said,
    ],
  },
  receive_enforcement: { weight: 'forward', fields: [said] },
  answer_enforcement: {
    weight: 'forward',
    fields: [
      { name: 'filed', kind: 'yesno', required: true, words: ['case_filed', 'case_not_filed'] },
      { name: 'number', kind: 'line', label: 'case_number', shown: (form) => form.filed === true, required: true },
      { name: 'text', kind: 'text', label: 'reason', required: (form) => form.filed === false },
    ],
  },
  extend_enforcement: { weight: 'aside', fields: [{ name: 'until', kind: 'moment', required: true, days: [10, 20, 30] }, told('reason')] },
  decide_enforcement: {
    weight: 'forward',
    fields: [
      choice('outcome', 'enforcement_outcome', CODES.enforcement_outcome),
      { name: 'document', kind: 'line', required: (form) => form.outcome === 'penalised' },
      { name: 'fine_fen', kind: 'money', shown: (form) => form.outcome === 'penalised' },
      { name: 'text', kind: 'text', label: 'opinion', required: (form) => !!form.outcome && form.outcome !== 'penalised' },
    ],
  },
  review_overtime: { weight: 'forward', fields: [decision, reasoned] },
  decide_opening: { weight: 'forward', fields: [decision, reasoned] },
  look_back: { weight: 'forward', fields: [{ name: 'found', kind: 'yesno', label: 'came_back', required: true, words: ['came_back', 'not_again'] }, told('found'), photos('verification', true)] },
  confirm_judgement: { weight: 'forward', fields: [{ ...said, label: 'opinion' }] },
  recheck: { weight: 'forward', fields: [{ name: 'passed', kind: 'yesno', required: true, words: ['recheck_passed', 'recheck_failed'] }, told('found'), photos('verification', true)] },
  settle_doubts: { weight: 'forward', fields: [told('found')] },
  reply_supervision: { weight: 'forward', fields: [{ ...told('supervision_answer') }, photos('proof'), unasked('letter')] },
  decide_reply: {
    weight: 'forward',
    fields: [
      { name: 'accept', kind: 'yesno', required: true, words: ['reply_enough', 'reply_back'] },
      { name: 'text', kind: 'text', label: 'opinion', required: (form) => form.accept === false },
      unasked('letter'),
    ],
  },
  list: {
    weight: 'forward',
    fields: [
      { name: 'number', kind: 'line', label: 'listing_number', required: true },
      choice('level', 'listing_level', CODES.listing_level),
      { name: 'until', kind: 'moment', label: 'listing_until', required: true, days: [60, 90, 180] },
      { ...said, label: 'opinion' },
    ],
  },
  decline_listing: { weight: 'forward', fields: [told('reason')] },
  publish_listing: { weight: 'forward', fields: [{ name: 'address', kind: 'line', label: 'publish_address', required: true }, { name: 'published_at', kind: 'moment', required: true, past: true }] },
  decide_listing_extension: { weight: 'forward', fields: [decision, reasoned] },
  refuse_release: { weight: 'forward', fields: [told('opinion')] },
  release_stop: { weight: 'forward', fields: [told('opinion')] },
  review_suspension: { weight: 'forward', fields: [{ name: 'review_at', kind: 'moment', required: true, days: [30] }, told('found')] },
  judge: { weight: 'aside', fields: [{ name: 'clauses', kind: 'clauses', required: (form) => form.grade === 'major' }, choice('grade', 'grade', CODES.grade), told('reason')] },
  grade_risk: { weight: 'aside', fields: [{ name: 'risk', kind: 'risk', required: true }, said] },
  plan: {
    weight: 'aside',
    fields: [
      { name: 'responsible', kind: 'person', required: true },
      { name: 'measures', kind: 'text', required: true },
      { name: 'funds_fen', kind: 'money', required: true },
      { name: 'planned_at', kind: 'moment', required: true, days: [1, 3, 5, 15] },
      { name: 'plan', kind: 'text', required: true },
    ],
  },
  measure_interim: { weight: 'aside', fields: [told('control'), photos('interim')] },
  order_inspection: { weight: 'aside', fields: [{ name: 'unit', kind: 'unit', required: true }, { ...said, label: 'task' }] },
  ask_supplement: { weight: 'aside', fields: [told('question')] },
  merge: { weight: 'aside', fields: [{ name: 'into', kind: 'hazard', required: true }, said] },
  unmerge: { weight: 'aside', fields: [told('reason')] },
  refer_out: { weight: 'aside', fields: [choice('to', 'referral_to', CODES.referral_to), { name: 'number', kind: 'line' }, told('advice')] },
  bounce: { weight: 'aside', fields: [told('reason')] },
  request_return: { weight: 'aside', fields: [told('objection'), photos('proof')] },
  request_extension: { weight: 'aside', fields: [{ name: 'until', kind: 'moment', required: true, days: [1, 3, 5] }, told('objection')] },
  request_suspension: {
    weight: 'aside',
    fields: [
      choice('cause', 'suspension_cause', CODES.suspension_cause, 'suspension_cause'),
      { name: 'until', kind: 'moment', label: 'suspend_until', required: true, days: [30, 90, 180] },
      { name: 'review_at', kind: 'moment', required: true, days: [30] },
      told('control'),
    ],
  },
  resume: { weight: 'aside', fields: [said] },
  supervise: { weight: 'aside', fields: [choice('level', 'supervision_level', CODES.supervision_level), told('supervision_reason')] },
  withdraw_supervision: { weight: 'aside', fields: [told('reason'), unasked('letter')] },
  request_listing_extension: { weight: 'aside', fields: [{ name: 'until', kind: 'moment', label: 'listing_until', required: true, days: [30, 60] }, told('objection')] },
  request_release: { weight: 'aside', fields: [told('result'), photos('proof')] },
  order_rework: { weight: 'aside', fields: [told('reason'), photos('verification')] },
  order_stop: { weight: 'aside', fields: [{ name: 'order', kind: 'line', required: true }, told('reason')] },
  reject: { weight: 'aside', fields: [choice('reason', 'reject_reason', CODES.reject_reason, 'reject_reason'), told('advice')] },
  supplement: { weight: 'aside', fields: [{ ...said, required: (form) => !(form.photos as unknown[] | undefined)?.length }, photos('supplement')] },
  reply: { weight: 'aside', fields: [told('reply')] },
  open_reporter: { weight: 'aside', fields: [choice('purpose', 'open_purpose', CODES.open_purpose), told('particulars')] },
  ask_opening: { weight: 'aside', fields: [choice('purpose', 'open_purpose', CODES.open_purpose), told('particulars')] },
  lapse_opening: { weight: 'aside', fields: [] },
  refer_enforcement: { weight: 'aside', fields: [{ name: 'unit', kind: 'unit', label: 'enforcement_unit', required: true }, told('reason'), photos('proof')] },
  appeal_overtime: { weight: 'aside', fields: [choice('grounds', 'overtime_grounds', CODES.overtime_grounds), told('particulars'), photos('proof')] },
  reopen: { weight: 'aside', fields: [choice('cause', 'reopen_cause', CODES.reopen_cause, 'reopen_cause'), told('particulars')] },
  archive: { weight: 'aside', fields: [] },
  appeal: { weight: 'aside', fields: [told('objection')] },
  urge: { weight: 'aside', fields: [said] },
  rate: {
    weight: 'aside',
    fields: [
      { name: 'solved', kind: 'yesno', required: true, words: ['solved', 'unsolved'] },
      { name: 'stars', kind: 'choice', family: 'choice', codes: CODES.stars, required: true },
      said,
    ],
  },
  instruct: {
    weight: 'aside',
    fields: [
      { name: 'phrase', kind: 'choice', family: 'phrase', codes: CODES.phrase },
      { name: 'text', kind: 'text', label: 'instruction', required: (form) => !form.phrase },
      { name: 'unit', kind: 'unit', label: 'instruction_unit' },
      { ...photos('instruction'), label: 'instruction_photos' },
    ],
  },
  reply_instruction: { weight: 'aside', fields: [told('feedback'), photos('proof')] },
  settle_instruction: {
    weight: 'aside',
    fields: [
      { name: 'accept', kind: 'yesno', required: true, words: ['enough', 'not_enough'] },
      { name: 'text', kind: 'text', label: 'opinion', required: (form) => form.accept === false },
    ],
  },
  lapse: { weight: 'aside', fields: [] },
  escalate: { weight: 'aside', fields: [unasked('clock')] },
  draw_recheck: { weight: 'aside', fields: [{ name: 'period', kind: 'line', required: true }, { name: 'unit', kind: 'unit', required: true }] },
  open_look_back: { weight: 'aside', fields: [unasked('days')] },
  erase_words: { weight: 'grave', fields: [{ name: 'sequence', kind: 'sequence', required: true }, told('reason')] },
  erase_reporter: { weight: 'grave', fields: [told('reason')] },
}

const order = Object.keys(ACTIONS)
const rank = { forward: 0, aside: 1, grave: 2 }

/** What the server allows: first what is expected of the viewer, then in the order of the table; what the console does not know is left out. */
export function offered(allowed: readonly string[], why: readonly { what: string }[] = []): string[] {
  const rest = (action: string) => (isExpected(action, why) ? 0 : 1)
  return allowed
    .filter((action) => action in ACTIONS)
    .sort((a, b) => rest(a) - rest(b) || rank[ACTIONS[a]!.weight] - rank[ACTIONS[b]!.weight] || order.indexOf(a) - order.indexOf(b))
}
export const isExpected = (action: string, why: readonly { what: string }[]) => why.some((one) => one.what === action)
/** The one button of a page that stands out: the next step, or what this viewer is waited for. */
export const isForward = (action: string, why: readonly { what: string }[]) => ACTIONS[action]!.weight === 'forward' || isExpected(action, why)

export const isShown = (field: Field, form: Form) => field.shown?.(form) ?? true
export const isRequired = (field: Field, form: Form) =>
  isShown(field, form) && (typeof field.required === 'function' ? field.required(form) : !!field.required)
