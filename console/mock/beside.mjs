// 移交执法, 超时申诉, 回头看 of the stand-in: coarse, enough to press every button once.
const DAY = 86_400_000
const empty = () => ({ enforcements: [], overtime: null, look_backs: [], repeats: [], recurred: [] })
const local = (t) => new Date(t + 8 * 3_600_000).toISOString().slice(0, 19) + '+08:00'
const open = (h) => { const e = h.beside?.enforcements.at(-1); return e && !e.outcome && e.filed !== false ? e : null }
export const besideOf = (h) => h.beside ?? empty()
export const overtimeOf = (h) => (h.beside?.overtime?.granted ? 'exempt' : h.closed_at && h.was_late ? 'was_late' : null)

/** A case that was closed late, is to be looked back at now, and came back. */
export function aftermath(h, t, other) {
  h.was_late = true
  h.beside = { ...empty(), look_backs: [{ days: 30, planned: local(t - 2 * DAY), due: local(t + 5 * DAY), done_at: null, by: null, found: null }, { days: 90, planned: local(t + 58 * DAY), due: null, done_at: null, by: null, found: null }], recurred: other ? [{ id: other.id, receipt: other.receipt, days: 21, same_place: true }] : [] }
  if (other) other.beside = { ...besideOf(other), repeats: [{ id: h.id, receipt: h.receipt, days: 21, same_place: true }] }
}

/** Carries out an action; nothing if it is none of these. `on` writes the story. */
export function alongside(h, t, me, a, on, unitOf) {
  const who = { id: me?.id ?? '', name: me?.name ?? '' }
  const b = (h.beside ??= empty())
  switch (a.action) {
    case 'refer_enforcement': b.enforcements.push({ number: b.enforcements.length + 1, unit: unitOf(a.unit), at: local(t), due: local(t + 7 * DAY), received_at: null, filed: null, answered_at: null, case_number: null, decide_by: null, outcome: null, document: null, fine_fen: null, decided_at: null }); on('enforcement_referred', { unit: a.unit, due: local(t + 7 * DAY) }); break
    case 'receive_enforcement': open(h).received_at = local(t); on('enforcement_received'); break
    case 'answer_enforcement': Object.assign(open(h), { received_at: open(h).received_at ?? local(t), filed: a.filed, answered_at: local(t), case_number: a.number ?? null, decide_by: a.filed ? local(t + 90 * DAY) : null }); on('enforcement_answered', { filed: a.filed, number: a.number ?? null }); break
    case 'decide_enforcement': Object.assign(open(h), { outcome: a.outcome, document: a.document ?? null, fine_fen: a.fine_fen ?? null, decided_at: local(t) }); on('enforcement_decided', { outcome: a.outcome, document: a.document ?? null, fine_fen: a.fine_fen ?? null }); break
    case 'appeal_overtime': b.overtime = { unit: h.dispatch.lead, at: local(t), grounds: a.grounds, stages: ['rectify'], due: local(t + 7 * DAY), first: null, second: null, granted: false }; on('overtime_appealed', { grounds: a.grounds }); break
    case 'review_overtime': { const o = b.overtime; o[o.first ? 'second' : 'first'] = { by: who, at: local(t), granted: a.grant }; o.granted = !!(o.first?.granted && o.second?.granted); if (!a.grant || o.second) o.due = null; on('overtime_reviewed', { granted: a.grant }); break }
    case 'look_back': { const l = b.look_backs.find((one) => one.due && !one.done_at); Object.assign(l, { done_at: local(t), by: who, found: a.found }); on('looked_back', { days: l.days, found: a.found }); break }
    default: return false
  }
  return true
}

/** Who may do what: coarse. */
export function alongsideOf(h, me) {
  const has = (...roles) => roles.some((r) => me.roles.includes(r))
  const list = []
  const add = (test, ...actions) => { if (test) list.push(...actions) }
  const e = open(h)
  const overtime = h.beside?.overtime
  add(h.filing && !e && has('shift_lead', 'committee_office', 'enforcer'), 'refer_enforcement')
  add(e && has('enforcer') && e.unit.id === me.unit.id && !e.received_at, 'receive_enforcement')
  add(e && has('enforcer') && e.unit.id === me.unit.id && e.filed === null, 'answer_enforcement')
  add(e && has('enforcer') && e.unit.id === me.unit.id && e.filed, 'decide_enforcement')
  add(h.closed_at && h.was_late && !overtime && h.dispatch?.lead.id === me.unit.id && has('handler'), 'appeal_overtime')
  add(overtime?.due && has('shift_lead', 'committee_office') && overtime.first?.by.id !== me.id, 'review_overtime')
  add(h.closed_at && h.beside?.look_backs.some((l) => l.due && !l.done_at) && has('verifier', 'inspector'), 'look_back')
  return list
}
