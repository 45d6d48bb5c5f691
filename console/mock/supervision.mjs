// 督办 of the stand-in: letters, replies, listing. Coarse: enough to press every button once.
const DAY = 86_400_000

const who = (me) => ({ id: me.id, name: me.name })
const empty = () => ({ level: null, climbs: [], letters: [], listing_proposed: null, listings: [], release_asked: null })
const open = (h) => h.supervision?.letters.find((l) => !l.ended) ?? null
const level = (h) => { const s = h.supervision; s.level = s.listings.some((l) => !l.removed_at) ? 'listing' : open(h)?.level ?? null }

export function letter(h, at, { level, cause, clock = null, by = null, text = null, seat = 'unit', owed = at }) {
  h.supervision ??= empty()
  const before = open(h)
  if (before) Object.assign(before, { ended: at, end: 'raised', awaits_reply: false })
  h.supervision.letters.unshift({ number: h.supervision.letters.length + 1, level, cause, clock, by, to: { seat, unit: seat === 'unit' ? h.dispatch?.lead ?? null : null }, text, owed, issued: at, reply_due: new Date(Date.parse(at) + 3 * DAY + 8 * 3_600_000).toISOString().replace('Z', '+08:00'), awaits_reply: true, late: false, reviewers: level === 'handover' ? 'committee_office' : 'shift_lead', replies: [], ended: null, end: null })
  return h.supervision.letters[0]
}

/** Carries out an action; nothing if it is none of these. `on` writes the story, `later` gives a moment so many days on. */
export function supervise(h, at, me, a, on, later) {
  switch (a.action) {
    case 'supervise': { const l = letter(h, at, { level: a.level, cause: 'by_hand', by: who(me), text: a.text }); on('supervised', { letter: l.number, by: me.id, level: a.level, cause: 'by_hand', to: { seat: 'unit', unit: h.dispatch?.lead.id }, due: l.reply_due }); break }
    case 'reply_supervision': { const l = open(h); l.awaits_reply = false; l.replies.push({ by: who(me), at, text: a.text, review_due: later(2), accepted: null, decided_by: null, decided_at: null, decision: null }); on('supervision_replied', { letter: l.number, due: later(2) }); break }
    case 'decide_reply': { const l = open(h); Object.assign(l.replies.at(-1), { accepted: a.accept, decided_by: who(me), decided_at: at, decision: a.text ?? null }); l.awaits_reply = !a.accept; if (!a.accept) l.reply_due = later(3); on('reply_decided', { letter: l.number, accepted: a.accept, due: a.accept ? null : later(3) }); break }
    case 'withdraw_supervision': { const l = open(h); Object.assign(l, { ended: at, end: 'withdrawn', awaits_reply: false }); on('supervision_withdrawn', { letter: l.number }); break }
    case 'list':
      h.supervision ??= empty()
      h.supervision.listing_proposed = null
      h.supervision.listings.unshift({ number: a.number, level: a.level, by: who(me), hung_at: at, until: a.until, ask_by: later(60), extensions: 0, extension_until: null, extension_due: null, publish_by: later(7), published: null, removed_at: null, publish_removal_by: null, removal: null })
      on('listed', { number: a.number, level: a.level, until: a.until, ask_by: later(60), due: later(7) }); break
    case 'publish_listing': { const l = h.supervision.listings[0]; l[l.published ? 'removal' : 'published'] = { address: a.address, published_at: a.published_at }; on('listing_published', { address: a.address, published_at: a.published_at }); break }
    default: return false
  }
  level(h)
  return true
}

/** Who may do what: coarse. */
export function supervisable(h, me, isOpen) {
  const has = (...roles) => roles.some((r) => me.roles.includes(r))
  const now = open(h)
  const list = []
  const add = (test, ...actions) => { if (test) list.push(...actions) }
  add(isOpen && h.dispatch && has('leader', 'committee_office') && now?.level !== 'handover', 'supervise')
  add(now?.awaits_reply && h.dispatch?.lead.id === me.unit.id && has('handler'), 'reply_supervision')
  add(now && !now.awaits_reply && now.replies.at(-1)?.accepted == null && (has(now.reviewers) || now.by?.id === me.id), 'decide_reply')
  add(now && has('leader', 'committee_office'), 'withdraw_supervision')
  add(isOpen && h.filing?.grade === 'major' && !h.supervision?.listings.some((l) => !l.removed_at) && has('leader', 'committee_office'), 'list')
  add(h.supervision?.listings[0] && !h.supervision.listings[0].published && has('committee_office'), 'publish_listing')
  return list
}
