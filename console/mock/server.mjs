// A stand-in for the server while the console is built and looked at: node mock/server.mjs [port] [hazards]. It keeps
// everything in memory, knows the contract of the API and a coarse state machine, and serves dist/ under
// /console/ with the same content security policy as the product. For 127.0.0.1 only.
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { calendar } from './calendar.mjs'
import { consents } from './consents.mjs'
import { ladders } from './ladders.mjs'
import { limits } from './limits.mjs'
import { judging } from './judging.mjs'
import { desk } from './desk.mjs'
import { districtRules } from './district.mjs'
import { allowed, begin, detail, fill, hazards, isLate, knowUnits, moment, move, openFor, photoSeeds, slip, summary, waits } from './hazards.mjs'
import { field } from './field.mjs'
import { map } from './map.mjs'
import { plates } from './plates.mjs'
import { ledgers } from './ledgers.mjs'
import { notices, whyMe } from './notices.mjs'
import { photo, qr } from './pictures.mjs'
import { catalogue, district, id, people, places, streets, units } from './town.mjs'

const DIST = process.env.DIST ?? join(fileURLToPath(new URL('.', import.meta.url)), '..', 'dist')
export const PASSWORD = 'demo demo demo'
export const CODE = '123456'
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.png': 'image/png' }

knowUnits(units)
let stands = null
const clock = () => stands ?? Date.now()
const sessions = new Map()
const keys = new Map()
const plate = (stem) => ({ printed: `${stem}-0QK7-M3TX-82AB`, url: `http://127.0.0.1/s/${stem}` })
const made = (seed, made_at, state) => { const stem = `1${id(seed).slice(0, 3)}-${id(seed).slice(4, 8)}`.toUpperCase(); return { id: id(`code ${seed}`), stem, state, made_at, plate: plate(stem) } }
const codes = new Map(places.map((p) => [p.id, [made(p.id, '2026-03-01T10:00:00+08:00', { state: 'active', at: '2026-03-04T09:30:00+08:00', distance_m: 6 })]]))

class Refused extends Error {
  constructor(status, code, more = {}) { super(code); this.body = { type: 'about:blank', title: code, status, code, detail: code, ...more } }
}
const staffOf = (me) => people.find((p) => p.id === me)
const view = (s) => {
  const p = staffOf(s.person)
  return { person: p.id, login: p.login, name: p.name, unit: { ...p.unit, code: units.find((u) => u.id === p.unit.id).code, kind: units.find((u) => u.id === p.unit.id).kind }, area: p.area, roles: p.roles, csrf: s.csrf, second_factor: p.second_factor, second_factor_due: p.roles.some((r) => r.endsWith('_admin')) && !p.second_factor, district, demo: true }
}
const slice = (items, q) => {
  const limit = Math.min(Number(q.get('limit') ?? 50), 200)
  const from = Number(q.get('after') ?? 0)
  return { items: items.slice(from, from + limit), next: from + limit < items.length ? String(from + limit) : null }
}
const find = (list, key) => list.find((x) => x.id === key) ?? (() => { throw new Refused(404, 'not_found') })()

function listed(q, now) {
  const one = (n) => q.get(n)
  return hazards.filter((h) => {
    const category = h.filing?.category ?? h.kind
    return (!one('stage') || one('stage').split(',').includes(h.stage)) && (!one('street') || h.street?.id === one('street')) && (!one('category') || category === one('category')) && (!one('grade') || h.filing?.grade === one('grade')) && (!one('risk') || h.risk?.colour === one('risk'))
      && (!one('unit') || h.dispatch?.lead.id === one('unit')) && (!one('source') || h.source === one('source')) && (!one('place') || h.place?.id === one('place')) && (one('late') !== 'true' || isLate(h, now)) && (one('supervised') !== 'true' || h.supervision?.level)
      && (!one('q') || one('q').split(/\s+/).every((w) => (h.text + h.address + (h.place?.name ?? '')).includes(w)) || h.receipt === one('q').toUpperCase() || h.filing?.number === one('q')) && (!one('from') || h.reported_at >= one('from')) && (!one('to') || h.reported_at <= one('to')) && (!one('number') || h.receipt === one('number').toUpperCase() || h.filing?.number === one('number'))
  }).sort((a, b) => {
    const order = one('late') === 'true' ? 'due' : one('q') ? 'newest' : one('order') ?? 'newest'
    if (order === 'due') return (a.clock?.due ?? '9').localeCompare(b.clock?.due ?? '9')
    return order === 'oldest' ? a.reported_at.localeCompare(b.reported_at) : b.reported_at.localeCompare(a.reported_at)
  })
}
function metres(a, b) {
  const x = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180) * 111320
  return Math.hypot(x, (a.lat - b.lat) * 110540)
}

const routes = [
  ['GET', '/session', ({ session }) => view(session)],
  ['POST', '/session', ({ body, answer }) => {
    const p = people.find((one) => one.login === body.login && !one.disabled_at)
    if (!p || body.password !== PASSWORD) throw new Refused(401, 'wrong_credentials')
    if (p.second_factor && !body.code) throw new Refused(401, 'second_factor_required')
    if (p.second_factor && body.code !== CODE) throw new Refused(401, 'second_factor_required')
    const key = randomUUID()
    sessions.set(key, { person: p.id, csrf: randomUUID() })
    answer.setHeader('Set-Cookie', `mock=${key}; HttpOnly; SameSite=Lax; Path=/`)
    return view(sessions.get(key))
  }, 'open'],
  ['DELETE', '/session', ({ sessionKey }) => { sessions.delete(sessionKey) }],
  ['PUT', '/session/password', ({ body }) => { if (body.old !== PASSWORD) throw new Refused(422, 'invalid', { errors: [{ field: 'old', problem: 'malformed' }] }) }],
  ['POST', '/session/totp', () => ({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/demo', qr_svg: qr('otpauth') })],
  ['POST', '/session/totp/confirm', ({ body, me }) => {
    if (body.code !== CODE) throw new Refused(422, 'invalid', { errors: [{ field: 'code', problem: 'malformed' }] })
    me.second_factor = true
    return { recovery: Array.from({ length: 10 }, (_, i) => id(`recovery ${i}`).slice(0, 11).toUpperCase()) }
  }],
  ...desk({ Refused, find: (list, key) => find(list, key), listed }),
  ...map(),
  ...plates({ Refused, codes, moment }),
  ...ledgers({ Refused }),
  ...notices({ Refused, find: (list, key) => find(list, key) }),
  ...calendar({ Refused }),
  ...consents({ Refused, find: (list, key) => find(list, key) }),
  ...districtRules({ Refused }),
  ...limits({ Refused }),
  ...ladders({ Refused }),
  ...judging({ Refused, find, hazards, units, summary: (h) => summary(h, clock()) }),
  ['GET', '/hazards', ({ q, now }) => { const s = slice(listed(q, now), q); return { ...s, items: s.items.map((h) => summary(h, now)) } }],
  ['GET', '/hazards/inbox', ({ q, me, now }) => {
    const all = hazards.filter((h) => waits(h, me)).sort((a, b) => (a.clock?.due ?? '9').localeCompare(b.clock?.due ?? '9'))
    const s = slice(all, q)
    return { ...s, items: s.items.map((h) => ({ ...summary(h, now), why: whyMe(h, me, allowed(h, me)) })), counts: { total: all.length, late: all.filter((h) => isLate(h, now)).length } }
  }],
  ['POST', '/hazards', ({ body, me, now }) => {
    if (!body.text && !body.photos?.length) throw new Refused(422, 'invalid', { errors: [{ field: 'text', problem: 'required' }] })
    if (body.reporter?.phone && !/^[\d-]{5,}$/.test(body.reporter.phone)) throw new Refused(422, 'invalid', { errors: [{ field: 'reporter.phone', problem: 'malformed' }] })
    const h = begin({ n: hazards.length + 1, t: now, source: body.source, text: body.text, address: body.address, place: places.find((p) => p.id === body.place) ?? null, category: body.category, danger: body.life_danger, photos: 0, reporter: !!body.reporter, by: me.login })
    return { id: h.id, receipt: h.receipt, link: `http://127.0.0.1/r/${h.receipt}-demo` }
  }, 201],
  ...field(),
  ['GET', '/hazards/:id/slip', ({ params }) => slip(find(hazards, params.id)) ?? (() => { throw new Refused(404, 'not_found') })()],
  ['GET', '/hazards/:id', ({ params, me, now }) => { const h = find(hazards, params.id); return { ...detail(h, me, now), why: whyMe(h, me, allowed(h, me)) } }],
  ['POST', '/hazards/:id/actions', ({ params, body, me, now }) => {
    const h = find(hazards, params.id)
    const may = allowed(h, me)
    if (body.version !== h.version) throw new Refused(409, 'stale', { params: { expected: body.version, actual: h.version } })
    if (!may.includes(body.action)) throw new Refused(409, 'illegal_move', { allowed: may, params: { action: body.action, stage: h.stage } })
    if (body.action === 'file' && body.grade === 'major' && !body.clause) throw new Refused(409, 'rule', { params: { rule: 'needs_clause' } })
    if (body.action === 'request_extension' && body.until <= h.rectify_due) throw new Refused(422, 'invalid', { errors: [{ field: 'until', problem: 'not_later' }] })
    if (body.action === 'verify' && h.filing?.grade === 'major' && body.method !== 'experts') throw new Refused(409, 'rule', { params: { rule: 'needs_experts' } })
    move(h, now, me.login, body)
    return { version: h.version, stage: h.stage }
  }],
  ['GET', '/hazards/:id/duplicates', ({ params, now }) => {
    const h = find(hazards, params.id)
    return hazards.filter((o) => o !== h && o.stage !== 'merged' && !o.closed_at && (o.place?.id === h.place?.id || (o.position && h.position && metres(o.position, h.position) <= 50))).slice(0, 5)
      .map((o) => ({ ...summary(o, now), distance_m: o.position && h.position ? metres(o.position, h.position) : null, same_place: o.place?.id === h.place?.id, minutes_apart: Math.round(Math.abs(Date.parse(o.reported_at) - Date.parse(h.reported_at)) / 60000) }))
  }],
  ['POST', '/hazards/:id/reporter', ({ params, body, me, now }) => {
    const refused = openFor(find(hazards, params.id), now, me.login, body.purpose)
    if (refused) throw new Refused(409, 'rule', { params: { rule: refused } })
    return { name: '演示·李女士', phone: '138 0000 0000', contact: null, note: '晚上七点后方便接电话' }
  }],
  ['GET', '/hazards/:id/proof', ({ params }) => {
    const h = find(hazards, params.id)
    return { events: h.timeline.map((s, i) => ({ sequence: s.sequence, kind: s.kind, hash: s.hash, index: i === h.timeline.length - 1 ? null : 4200 + i * 3 })), inclusion: { index: 4200, path: [], checkpoint: { checkpoint: { origin: 'mashang/430406', size: 5120, root: h.timeline[0].hash, at: moment(Date.now()) }, signature: 'demo' } }, public_key: 'demo+0f3a9c11+AbCdEfGhIjKlMnOpQrStUvWxYz0123456789' }
  }],
  ['POST', '/photos', ({ raw }) => { if (raw.length < 200) throw new Refused(422, 'invalid', { errors: [{ field: 'photo', problem: 'malformed' }] }); const file = randomUUID(); photoSeeds.set(file, { role: 'after' }); return { file, width: 1600, height: 1200 } }, 201],
  ['GET', '/units', () => units],
  ['POST', '/units', ({ body }) => { if (units.some((u) => u.code === body.code)) throw new Refused(422, 'invalid', { errors: [{ field: 'code', problem: 'taken' }] }); const u = { id: randomUUID(), ended_at: null, ...body }; units.push(u); knowUnits([u]); return { id: u.id } }, 201],
  ['POST', '/units/:id/end', ({ params, now }) => { find(units, params.id).ended_at = moment(now) }],
  ['PUT', '/units/:id', ({ params, body }) => { Object.assign(find(units, params.id), body) }],
  ['GET', '/people', ({ me }) => (me.roles.some((r) => ['security_admin', 'audit_admin'].includes(r)) ? people : people.filter((p) => p.unit.id === me.unit.id).map((p) => ({ id: p.id, name: p.name, unit: p.unit })))],
  ['GET', '/places', ({ q }) => slice(places.filter((p) => (!q.get('q') || (p.name + p.address).includes(q.get('q'))) && (!q.get('street') || p.street?.id === q.get('street')) && (!q.get('kind') || p.kind === q.get('kind'))), q)],
  ['POST', '/places', ({ body }) => { const p = { ...placed(body), id: randomUUID() }; places.push(p); codes.set(p.id, []); return { id: p.id } }, 201],
  ['GET', '/places/:id', ({ params }) => ({ ...find(places, params.id), open: hazards.filter((h) => h.place?.id === params.id && !h.closed_at).length, codes: codes.get(params.id) })],
  ['PUT', '/places/:id', ({ params, body }) => { Object.assign(find(places, params.id), placed(body)) }],
  ['POST', '/places/:id/codes', ({ params, now }) => { const c = made(randomUUID(), moment(now), { state: 'printed' }); codes.get(params.id).unshift(c); return [{ stem: c.stem, ...c.plate }] }, 201],
  ['POST', '/codes/:code/revoke', ({ params, body, now }) => { const c = [...codes.values()].flat().find((x) => x.id === params.code); c.state = { state: 'revoked', at: moment(now), reason: body.reason, replaced_by: body.replaced_by ?? null } }],
  ['GET', '/catalogue', () => catalogue],
  ['GET', '/streets', () => streets],
]
const namedUnit = (key) => (key ? { id: key, name: units.find((u) => u.id === key).name } : null)
const placed = (b) => ({ name: b.name, kind: b.kind, address: b.address, street: b.street ? { id: b.street, name: streets.find((s) => s.code === b.street).name } : null, party_unit: namedUnit(b.party_unit), regulator_unit: namedUnit(b.regulator_unit), grid: b.grid, phone: b.phone, photo: b.photo, ended_at: b.ended ? moment(Date.now()) : null, ended: b.ended, position: b.position })
const compiled = routes.map(([method, path, act, ...flags]) => ({ method, act, open: flags.includes('open'), status: flags.find((f) => typeof f === 'number'), re: new RegExp(`^/api/v1${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }))

/** Answers to be lost: how many POSTs are carried out without anybody hearing of it. */
export const lost = { answers: 0 }
function breakOff(request, answer) {
  lost.answers--
  // Begun and cut: a connection that closes without a word would be tried again by the browser itself.
  answer.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 999 })
  answer.write('{', () => request.socket.destroy())
}
export const forgetSessions = () => sessions.clear()
const hearers = new Set()
/** For a long day: what time it is, how soon a browser listens again, who listens, and a network that goes away. */
export const long = { at(time) { stands = time }, retry: 3000, hearing: () => hearers.size, drop() { for (const one of hearers) one.destroy() } }
function stream(request, answer) {
  answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  answer.write(`retry: ${long.retry}\nevent: hello\ndata: {"at":0}\n\n`)
  hearers.add(answer)
  request.on('close', () => hearers.delete(answer))
}

async function readBody(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
async function api(request, answer, url) {
  const path = url.pathname
  const picture = /^\/api\/v1\/photos\/([^/]+)\/(view|thumb)\.jpg$/.exec(path)
  if (picture) return send(answer, 200, photo(picture[1], photoSeeds.get(picture[1]), picture[2] === 'view'), 'image/svg+xml')
  const code = /^\/api\/v1\/codes\/([^/]+)\/qr\.svg$/.exec(path)
  if (code) return send(answer, 200, qr(code[1]), 'image/svg+xml')
  if (path === '/api/v1/stream') return stream(request, answer)
  const sessionKey = /mock=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  const session = sessions.get(sessionKey)
  const raw = await readBody(request)
  try {
    const route = compiled.find((r) => r.method === request.method && r.re.test(path))
    if (!route) throw new Refused(404, 'not_found')
    if (!route.open && !session) throw new Refused(401, 'not_signed_in')
    if (!route.open && request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf) throw new Refused(403, 'csrf')
    const key = request.headers['idempotency-key']
    if (key && keys.has(key)) return lost.answers > 0 ? breakOff(request, answer) : send(answer, ...keys.get(key))
    const body = request.headers['content-type']?.startsWith('application/json') && raw.length ? JSON.parse(raw.toString()) : {}
    const value = route.act({ q: url.searchParams, params: Object.fromEntries(Object.entries(path.match(route.re).groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)])), body, raw, session, sessionKey, me: session ? staffOf(session.person) : null, now: clock(), answer, request })
    if (answer.headersSent) return
    const said = value === undefined ? [204, '', 'application/json'] : [route.status ?? 200, JSON.stringify(value), 'application/json']
    if (key) keys.set(key, said)
    if (request.method === 'POST' && /actions$|bulk$|hazards$/.test(path)) for (const hearer of hearers) hearer.write('event: change\ndata: {}\n\n')
    if (request.method === 'POST' && path.endsWith('/actions') && lost.answers > 0) return breakOff(request, answer)
    send(answer, ...said)
  } catch (error) {
    if (!(error instanceof Refused)) console.error(error)
    const body = error instanceof Refused ? error.body : { type: 'about:blank', title: 'internal', status: 500, code: 'internal', detail: String(error) }
    send(answer, body.status, JSON.stringify(body), 'application/problem+json')
  }
}
function send(answer, status, body, type) {
  answer.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
  answer.end(body)
}
async function page(answer, path) {
  const wanted = normalize(path.replace(/^\/console\//, '/'))
  const file = extname(wanted) && !wanted.includes('..') ? wanted : '/index.html'
  try {
    const body = await readFile(join(DIST, file))
    answer.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', ...(file === '/worker.js' ? { 'Service-Worker-Allowed': '/' } : {}) })
    answer.end(body)
  } catch { send(answer, 404, 'not found', 'text/plain') }
}

/** `amount`: how many hazards there are, 0 for none at all; `at`: the moment at which the clock stands still. */
export function serve(port = 8321, amount = 72, at = null) {
  stands = at
  if (!hazards.length) fill(clock(), amount)
  const server = createServer((request, answer) => {
    const url = new URL(request.url, 'http://127.0.0.1')
    if (url.pathname.startsWith('/api/')) return void api(request, answer, url)
    if (url.pathname.startsWith('/console')) return void page(answer, url.pathname)
    answer.writeHead(302, { Location: '/console/' })
    answer.end()
  })
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)))
}
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await serve(Number(process.argv[2] ?? 8321), Number(process.argv[3] ?? 72))
  console.log(`mock: http://127.0.0.1:${server.address().port}/console/  (shouli, paiqian, zhiban, chuzhi, hecha …; ${PASSWORD}; ${CODE})`)
}
