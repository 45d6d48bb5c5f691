// 查看申请 of the stand-in: asked for by one, decided by another, opened once.
const HOUR = 3_600_000
const DAY = 24 * HOUR

const named = (me) => ({ id: me.id, name: me.name })
export const needsSecond = (h) => h.source === 'employee' || h.filing?.grade === 'major'
const pending = (h) => !!h.opening && h.opening.granted === null && !h.opening.lapsed_at
const granted = (h, me) => h.opening?.granted === true && !h.opening.opened_at && h.opening.by.id === me.id

/** Carries out an action; nothing if it is none of these. */
export function opened(h, moment, me, a, on) {
  switch (a.action) {
    case 'ask_opening':
      h.opening = { by: named(me), unit: me.unit, purpose: a.purpose, asked_at: moment(0), due_at: moment(DAY), granted: null, decided_by: null, decided_at: null, until: null, opened_at: null, lapsed_at: null }
      on('opening_asked', { purpose: a.purpose, due: moment(DAY) }); break
    case 'decide_opening':
      Object.assign(h.opening, { granted: a.grant, decided_by: named(me), decided_at: moment(0), until: a.grant ? moment(DAY) : null })
      on('opening_decided', { granted: a.grant, until: h.opening.until }); break
    default: return false
  }
  return true
}

/** Who may do what with the contact. */
export function openable(h, me) {
  const has = (...roles) => roles.some((r) => me.roles.includes(r))
  const list = []
  const add = (test, ...actions) => { if (test) list.push(...actions) }
  const second = needsSecond(h)
  add(h.has_reporter && has('caller', 'shift_lead') && (!second || granted(h, me)), 'open_reporter')
  add(h.has_reporter && second && has('caller', 'shift_lead') && !pending(h) && !granted(h, me), 'ask_opening')
  add(pending(h) && has('leader', 'committee_office') && h.opening.by.id !== me.id, 'decide_opening')
  return list
}

/** Why the contact does not open for this viewer; nothing when it does, and then it has. */
export function refusedToOpen(h, me, purpose, at, on) {
  const second = needsSecond(h)
  if (second && !granted(h, me)) return 'opening_needs_approval'
  if ((purpose === 'life_danger' && h.closed_at) || (second && h.opening.purpose !== purpose)) return 'purpose'
  if (second) h.opening.opened_at = at
  on('reporter_opened', { purpose })
  return null
}
