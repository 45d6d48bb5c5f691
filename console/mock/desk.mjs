// The desk's operations of the stand-in: views, bulk, lookup, export, related cases, the morning page. Coarse.
import { createHash, randomUUID } from 'node:crypto'
import { allowed, hazards, isLate, isOpen, moment, move, summary, waits } from './hazards.mjs'
import { people, streets, units } from './town.mjs'

const DAY = 86_400_000
const views = []
const files = new Map()
const titles = { illegal_move: '当前环节不能办理这一事项', stale: '刚刚被别人办理过，内容已变化' }
const said = (code) => ({ code, title: titles[code] ?? code, detail: titles[code] ?? code })
const query = (filter) => new URLSearchParams(Object.entries({ ...filter, stage: filter.stages?.join(','), stages: undefined }).filter(([, v]) => v != null && v !== '').map(([k, v]) => [k, String(v)]))
const figures = (list) => ({ reported: list.length, closed: list.filter((h) => h.closed_at).length, on_time: list.filter((h) => h.closed_at).length - list.filter((h, i) => h.closed_at && i % 6 === 0).length })

function span(now, days) {
  const within = (from, to) => hazards.filter((h) => Date.parse(h.reported_at) > from && Date.parse(h.reported_at) <= to)
  const [is, was] = [within(now - days * DAY, now), within(now - 2 * days * DAY, now - days * DAY)]
  const share = (list) => list.map(({ id, name, of }) => ({ id, name, now: figures(is.filter(of)), before: figures(was.filter(of)) })).filter((s) => s.now.reported).sort((a, b) => b.now.reported - a.now.reported)
  const kinds = [...new Map(hazards.map((h) => summary(h, now)).filter((h) => h.category).map((h) => [h.category.id, h.category])).values()]
  return {
    from: moment(now - days * DAY), to: moment(now), now: figures(is), before: figures(was), year_ago: figures([]),
    streets: share(streets.map((s) => ({ id: s.code, name: s.name, of: (h) => h.street?.id === s.code }))),
    categories: share(kinds.map((c) => ({ id: c.id, name: c.name, of: (h) => (h.filing?.category ?? h.kind) === c.id }))),
    units: share(units.map((u) => ({ id: u.id, name: u.name, of: (h) => h.dispatch?.lead.id === u.id }))),
  }
}

export const desk = ({ Refused, find, listed }) => [
  ['GET', '/hazards/views', ({ me }) => views.filter((v) => v.by === me.id || v.shared).map(({ by, ...v }) => ({ ...v, mine: by === me.id, owner: { id: by, name: people.find((p) => p.id === by).name } }))],
  ['POST', '/hazards/views', ({ body, me, now }) => { const v = { id: randomUUID(), order: 'newest', columns: [], shared: false, ...body, by: me.id, version: 1, updated_at: moment(now) }; views.push(v); return { id: v.id, version: 1 } }, 201],
  ['PUT', '/hazards/views/:id', ({ params, body, now }) => { const v = find(views, params.id); if (v.version !== body.version) throw new Refused(409, 'stale'); Object.assign(v, body, { version: v.version + 1, updated_at: moment(now) }); return { id: v.id, version: v.version } }],
  ['DELETE', '/hazards/views/:id', ({ params }) => { views.splice(views.indexOf(find(views, params.id)), 1) }],
  ['GET', '/hazards/count', ({ q, now }) => ({ count: listed(q, now).length })],
  ['POST', '/hazards/bulk/preview', ({ body, me, now }) => {
    const known = (body.ids ?? listed(query(body.filter ?? {}), now).map((h) => h.id)).map((id) => [id, hazards.find((h) => h.id === id)])
    return {
      items: known.filter(([, h]) => h).slice(0, 200).map(([, h]) => { const may = allowed(h, me).includes(body.action.action); return { hazard: summary(h, now), allowed: may, problem: may ? null : said('illegal_move') } }),
      unknown: known.filter(([, h]) => !h).map(([id]) => id), more: known.length > 200,
    }
  }],
  ['POST', '/hazards/bulk', ({ body, me, now }) => ({
    results: body.items.map(({ id, version }) => {
      const h = hazards.find((o) => o.id === id)
      const code = !h ? 'not_found' : h.version !== version ? 'stale' : !allowed(h, me).includes(body.action.action) ? 'illegal_move' : null
      if (!code) move(h, now, me.login, body.action)
      return { id, done: !code, version: h?.version ?? null, stage: h?.stage ?? null, problem: code ? said(code) : null }
    }),
  })],
  ['POST', '/hazards/lookup', ({ body, now }) => {
    const asked = [...new Set(body.text.split(/[\s,，;；、]+/).filter((w) => /\d/.test(w) && w.length > 4))]
    const pairs = asked.slice(0, 500).map((w) => [w, hazards.find((h) => h.receipt === w.toUpperCase() || h.filing?.number === w || h.id === w)])
    return { found: pairs.filter(([, h]) => h).map(([asked, h]) => ({ asked, hazard: summary(h, now) })), missing: pairs.filter(([, h]) => !h).map(([w]) => w), more: asked.length > 500 }
  }],
  ['POST', '/hazards/exports', ({ body, me, now }) => {
    if (!me.roles.some((r) => ['shift_lead', 'committee_office', 'audit_admin'].includes(r))) throw new Refused(403, 'forbidden')
    if (!body.reason) throw new Refused(422, 'invalid', { errors: [{ field: 'reason', problem: 'required' }] })
    const id = randomUUID()
    const rows = listed(query(body.filter), now)
    files.set(id, rows.map((h) => `${h.receipt},${h.stage}`).join('\n'))
    return { id, file: `/api/v1/hazards/exports/${id}/file`, count: rows.length }
  }, 201],
  ['GET', '/hazards/exports/:id/file', ({ params }) => files.get(params.id) ?? ''],
  ['GET', '/hazards/:id/related', ({ params, now }) => {
    const h = find(hazards, params.id)
    const apart = (o) => Date.parse(h.reported_at) - Date.parse(o.reported_at)
    const items = hazards.filter((o) => o !== h && h.place && o.place?.id === h.place.id).map((o) => ({ ...summary(o, now), same_place: true, same_kind: o.kind === h.kind, distance_m: 0, days_apart: Math.floor(Math.abs(apart(o)) / DAY), later: apart(o) < 0 })).sort((a, b) => a.days_apart - b.days_apart)
    const n = (list) => ({ days30: list.filter((o) => o.days_apart <= 30).length, days90: list.filter((o) => o.days_apart <= 90).length, days365: list.length })
    const before = items.filter((o) => !o.later)
    return { place: n(before), kind: n(before.filter((o) => o.same_kind)), later: items.length - before.length, items: items.slice(0, 50) }
  }],
  ['GET', '/overview', ({ me, now }) => {
    const late = hazards.filter((h) => isLate(h, now)).sort((a, b) => a.clock.due.localeCompare(b.clock.due))
    const mine = hazards.filter((h) => waits(h, me))
    const by = new Map()
    for (const h of late) {
      const unit = h.dispatch && ['dispatched', 'rectifying', 'rework', 'stop_ordered', 'suspended'].includes(h.stage) ? h.dispatch.lead : null
      const awaits = unit ? 'unit' : ['submitted'].includes(h.stage) ? 'verifiers' : 'desk'
      const key = awaits + (unit?.id ?? '')
      const one = by.get(key) ?? { awaits, unit, n: 0, oldest_due: h.clock.due }
      by.set(key, { ...one, n: one.n + 1 })
    }
    const noise = (i, k) => createHash('sha256').update(`${i} ${k}`).digest()[0] / 255
    const much = hazards.length > 12
    return {
      at: moment(now), whole: !me.roles.includes('handler'), mine: { total: mine.length, late: mine.filter((h) => isLate(h, now)).length, items: mine.slice(0, 5).map((h) => summary(h, now)) }, open: hazards.filter(isOpen).length, unplaced: me.roles.includes('handler') ? null : 2,
      late: { total: late.length, by: [...by.values()].sort((a, b) => b.n - a.n), items: late.slice(0, 10).map((h) => summary(h, now)) },
      today: figures(hazards.filter((h) => now - Date.parse(h.reported_at) < DAY)), hours: Array.from({ length: 24 }, (_, hour) => { const of = (at) => at && now - Date.parse(at) < DAY && (new Date(Date.parse(at)).getUTCHours() + 8) % 24 === hour; return { hour, reported: hazards.filter((h) => of(h.reported_at)).length, closed: hazards.filter((h) => of(h.closed_at)).length } }), week: span(now, 7), month: span(now, 30),
      days: Array.from({ length: 90 }, (_, i) => { const reported = much ? Math.round(14 + 9 * Math.sin(i / 9) + 8 * noise(i, 'r')) : 0; const closed = much ? Math.max(0, Math.round(reported - 3 + 6 * noise(i, 'c'))) : 0; return { date: moment(now - (89 - i) * DAY).slice(0, 10), reported, closed, on_time: Math.round(closed * 0.9) } }),
      stages: [...new Set(hazards.filter(isOpen).map((h) => h.stage))].map((stage) => ({ stage, n: hazards.filter((h) => h.stage === stage).length })).sort((a, b) => b.n - a.n),
    }
  }],
]
