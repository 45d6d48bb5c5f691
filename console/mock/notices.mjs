// 通知 of the stand-in server: what was told, what one wants to be told, what did not arrive, and who else is told.
import { hazards, moment } from './hazards.mjs'
import { id, units } from './town.mjs'

const HOUR = 3_600_000
const SAYS = [['待签收', '已派您单位主办，请签收。期限：11-22 18:00。'], ['待验收', '已提交整改结果，请验收。'], ['领导批示', '领导作出批示，请您单位办理并反馈。'], ['超期提醒', '已超过期限，请尽快办理。'], ['同意延期', '延期申请已获批准。']]
const SAYS_EN = [['To sign', 'Your unit is the lead. Sign for it. Due 11-22 18:00.'], ['To verify', 'It is said to be rectified. Verify it.'], ['Instruction', 'A leader gave an instruction. Act and answer.'], ['Overdue', 'It is past its deadline. Act now.'], ['Extension granted', 'It has more time.']]
const read = new Map()
const settings = new Map()
const quietOf = new Map()
const QUIET = { from: '22:00', to: '07:00' }
const failed = [
  { id: id('delivery 1'), route: 'sms', to: '演示·钱处置', urgent: true, unknown: true, attempts: 1, reason: 'interrupted', at: '2026-11-22T03:12:00+08:00', things: 1 },
  { id: id('delivery 2'), route: 'webhook', to: '住建局业务系统', urgent: false, unknown: false, attempts: 10, reason: 'no_connection', at: '2026-11-21T17:40:00+08:00', things: 1 },
]
const webhooks = [{ id: id('hook 1'), name: '住建局业务系统', unit: units[2].id, url: 'https://jz.example.gov.cn/mashang/hook' }]

/** Why somebody must act, as coarse as the stand-in's state machine. */
const MOVES = { accept: 'desk', file: 'desk', dispatch: 'dispatcher', sign: 'unit', submit: 'unit', inspect: 'inspectors', verify: 'verifiers', approve_closing: 'approver', call_back: 'callers', decide_extension: 'dispatcher', decide_return: 'dispatcher', reply_instruction: 'unit', settle_instruction: 'instructor' }
export function whyMe(h, me, allowed) {
  const all = allowed.filter((a) => a in MOVES && !(a === 'file' && allowed.includes('accept')))
  return all.map((what) => ({ role: MOVES[what], mine: what === 'file' && h.accepted?.by === me.id, what, due_at: h.clock?.due ?? null }))
}

export function notices({ Refused, find }) {
  const own = (me, now, en) => hazards.slice(0, 14).map((h, n) => {
    const [title, text] = (en ? SAYS_EN : SAYS)[n % SAYS.length]
    const number = h.filing?.number ?? h.receipt
    const danger = h.life_danger ? (en ? '[Danger to life] ' : '【危及生命】') : ''
    const key = id(`notice ${me.login} ${n}`)
    const at = moment(now - n * 3 * HOUR)
    return { id: key, hazard: h.id, at, title: `${danger}${title}${en ? ': ' : '：'}${number}`, text: `${number} ${text}`, urgent: h.life_danger, read_at: read.get(key) ?? (n > 4 ? at : null) }
  })
  const english = (request) => (request?.headers['accept-language'] ?? '').startsWith('en')
  const kept = (me) => settings.get(me.id) ?? { preferences: { mail: 'digest', sms: 'danger', quiet: null, digests: ['08:30', '14:30'], language: 'zh-CN' }, contacts: { mail: null, phone: null }, unit_quiet: QUIET, routes: ['mail', 'sms', 'webhook'], version: 0 }
  return [
    ['GET', '/notices/unread', ({ me, now, request }) => { const all = own(me, now, english(request)).filter((n) => !n.read_at); return { count: all.length, newest: all.slice(0, 6) } }],
    ['GET', '/notices/settings', ({ me }) => kept(me)],
    ['PUT', '/notices/settings', ({ me, body }) => {
      if (body.contacts.mail && !/^\S+@\S+\.\S+$/.test(body.contacts.mail)) throw new Refused(422, 'invalid', { errors: [{ field: 'mail', problem: 'malformed' }] })
      if (body.contacts.phone && !/^1\d{10}$/.test(body.contacts.phone)) throw new Refused(422, 'invalid', { errors: [{ field: 'phone', problem: 'not_a_phone' }] })
      const version = body.version + 1
      settings.set(me.id, { ...kept(me), preferences: body.preferences, contacts: body.contacts, version })
      return { version }
    }],
    ['GET', '/notices/units/:id', ({ params }) => quietOf.get(params.id) ?? { quiet: null, version: 0 }],
    ['PUT', '/notices/units/:id', ({ params, body }) => {
      const now = quietOf.get(params.id)?.version ?? 0
      if (now !== body.version) throw new Refused(409, 'stale', { params: { expected: body.version, actual: now } })
      quietOf.set(params.id, { quiet: body.quiet, version: now + 1 })
      return { version: now + 1 }
    }],
    ['GET', '/notices/deliveries', () => ({ failed, routes: [{ route: 'mail', on: true, waiting: 3, under_way: 0, delivered: 412, failed: 0 }, { route: 'sms', on: true, waiting: 0, under_way: 0, delivered: 37, failed: 1 }, { route: 'webhook', on: true, waiting: 0, under_way: 1, delivered: 958, failed: 1 }] })],
    ['POST', '/notices/deliveries/:id/retry', ({ params }) => { failed.splice(failed.indexOf(find(failed, params.id)), 1) }],
    ['POST', '/notices/read', ({ me, now, body }) => { for (const n of own(me, now)) if (body.notice === n.id || body.hazard === n.hazard || (body.until && n.at <= body.until)) read.set(n.id, moment(now)) }],
    ['GET', '/notices', ({ me, now, request }) => ({ items: own(me, now, english(request)), next: null })],
    ['GET', '/webhooks', () => webhooks],
    ['POST', '/webhooks', ({ body }) => {
      if (!/^https?:\/\/[^@]+$/.test(body.url)) throw new Refused(422, 'invalid', { errors: [{ field: 'url', problem: 'malformed' }] })
      if (/^https?:\/\/(127\.|10\.|192\.168\.|localhost\b)/.test(body.url)) throw new Refused(422, 'invalid', { errors: [{ field: 'url', problem: 'address_not_allowed' }] })
      const made = { ...body, id: id(`hook ${webhooks.length + 1}`) }
      webhooks.push(made)
      return { id: made.id, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=' }
    }, 201],
    ['DELETE', '/webhooks/:id', ({ params }) => { webhooks.splice(webhooks.indexOf(find(webhooks, params.id)), 1) }],
  ]
}
