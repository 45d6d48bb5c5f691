// 待同意 of the stand-in server: what is asked for about an administrator's account, and who answers it.
import { randomUUID } from 'node:crypto'
import { moment } from './hazards.mjs'
import { people, units } from './town.mjs'

const THREE = ['system_admin', 'security_admin', 'audit_admin']
const DAYS = 3 * 86_400_000
const CODE = 'K7QM-2XT9'
const REACHES = ['caller', 'shift_lead', 'committee_office', 'leader']
/** Whose word it takes; nobody's where no account is concerned that takes two. */
const answerer = (roles) => (roles.includes('audit_admin') ? 'system_admin' : roles.some((r) => THREE.includes(r) || REACHES.includes(r)) ? 'audit_admin' : null)

export function consents({ Refused, find }) {
  const waiting = []
  const link = () => `/console/invite/${randomUUID()}`
  const rule = (name) => new Refused(409, 'rule', { params: { rule: name } })
  const seen = ({ done, undone, ...one }, me) => ({ ...one, may_answer: me.roles.includes(one.by) && me.id !== one.asked_by.id && me.id !== one.person.id, may_withdraw: me.roles.includes('security_admin') })
  function ask(me, person, act, roles, now, done, undone = () => {}) {
    const by = answerer([...person.roles, ...roles])
    if (waiting.some((one) => one.person.id === person.id)) throw rule('consent_pending')
    const one = { id: randomUUID(), act, person: { id: person.id, name: person.name }, unit: person.unit, now: person.roles, roles, asked_by: { id: me.id, name: me.name }, at: moment(now), until: moment(now + DAYS), by, makes_link: ['appoint', 'promote', 'invite'].includes(act), done, undone }
    waiting.push(one)
    person.consent = { id: one.id, by, until: one.until }
    return person.consent
  }
  function end(params, me, how) {
    const one = find(waiting, params.id)
    const view = seen(one, me)
    if (how === 'withdrawn' ? !view.may_withdraw : !view.may_answer) throw new Refused(403, 'forbidden')
    waiting.splice(waiting.indexOf(one), 1)
    delete people.find((p) => p.id === one.person.id).consent
    if (how === 'given') one.done()
    else one.undone()
    return one
  }
  const reaches = (roles) => roles.some((r) => REACHES.includes(r))
  const fresh = (roles, had) => roles.some((r) => THREE.includes(r) && !had.includes(r)) || (reaches(roles) && !reaches(had))
  const named = (body) => { const u = units.find((x) => x.id === body.unit); return { ...body, unit: { id: u.id, name: u.name } } }
  const forget = (p) => { p.second_factor = false }
  return [
    ['GET', '/consents', ({ me }) => {
      if (!me.roles.some((r) => THREE.includes(r))) throw new Refused(403, 'forbidden')
      return waiting.map((one) => seen(one, me)).filter((one) => one.may_answer || !me.roles.includes('system_admin'))
    }],
    ['POST', '/consents/:id/give', ({ params, me }) => (end(params, me, 'given').makes_link ? { code: CODE } : {})],
    ['POST', '/consents/:id/decline', ({ params, me }) => { end(params, me, 'declined') }],
    ['POST', '/consents/:id/withdraw', ({ params, me }) => { end(params, me, 'withdrawn') }],
    ['POST', '/people', ({ body, me, now }) => {
      const person = { ...named(body), id: randomUUID(), second_factor: false, has_password: false, disabled_at: null, invited_at: moment(now) }
      people.push(person)
      const made = { id: person.id, invite_link: link() }
      if (!answerer(body.roles)) return made
      person.roles = []
      return { ...made, consent: ask(me, person, 'appoint', body.roles, now, () => { person.roles = body.roles }, () => { people.splice(people.indexOf(person), 1) }) }
    }, 201],
    ['PUT', '/people/:id', ({ params, body, me, now }) => {
      const person = find(people, params.id)
      if (!fresh(body.roles, person.roles)) { Object.assign(person, named(body)); return undefined }
      return { consent: ask(me, person, 'promote', body.roles, now, () => { Object.assign(person, named(body), { has_password: false }); forget(person) }), invite_link: link() }
    }],
    ['POST', '/people/:id/disable', ({ params, now }) => { find(people, params.id).disabled_at = moment(now) }],
    ['POST', '/people/:id/enable', ({ params, me, now }) => {
      const person = find(people, params.id)
      const done = () => { person.disabled_at = null }
      if (answerer(person.roles)) return { consent: ask(me, person, 'enable', person.roles, now, done) }
      done()
      return undefined
    }],
    ['POST', '/people/:id/forget-second-factor', ({ params, me, now }) => {
      const person = find(people, params.id)
      if (answerer(person.roles)) return { consent: ask(me, person, 'forget_second_factor', person.roles, now, () => forget(person)) }
      forget(person)
      return undefined
    }],
    ['POST', '/people/:id/invite', ({ params, me, now }) => {
      const person = find(people, params.id)
      const made = { id: person.id, invite_link: link() }
      if (answerer(person.roles)) return { ...made, consent: ask(me, person, 'invite', person.roles, now, () => { person.invited_at = moment(now) }) }
      person.invited_at = moment(now)
      return made
    }],
    ['GET', '/invites/:token', ({ params }) => {
      if (params.token === 'gone') throw new Refused(404, 'not_found')
      if (params.token === 'waits') throw rule('consent_waits')
      return { login: 'wuye', name: '演示·何物业', ...(params.token === 'coded' ? { needs_code: true } : {}) }
    }, 'open'],
    ['POST', '/invites/:token', ({ params, body }) => {
      if (/password/i.test(body.password)) throw new Refused(422, 'invalid', { errors: [{ field: 'password', problem: 'password_common' }] })
      if (params.token === 'coded' && body.code !== CODE) throw new Refused(422, 'invalid', { errors: [{ field: 'code', problem: 'wrong' }] })
    }, 'open'],
  ]
}
