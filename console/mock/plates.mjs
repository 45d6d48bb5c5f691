// 标牌 on the stand-in: one that is printed and one that hangs, at two places; activated and looked at as the server does.
import { id, places } from './town.mjs'

const WHOLE = { printed: '1A2B3C4D5E6F7GPQRSTVWXYZ', active: '1H2J3K4M5N6P7QPQRSTVWXYZ' }
export { WHOLE as PLATES }
/** What was sent of plates, for tests to look at. */
export const mounted = []
export const checked = []
/** How far from the place the next activation finds the phone. */
export const away = { m: 6 }

export function plates({ Refused, codes, moment }) {
  const stem = (whole) => whole.slice(0, 14)
  const made = (whole, state) => ({ id: id(`plate ${whole}`), stem: stem(whole), state, checked: null, made_at: '2026-03-01T10:00:00+08:00', nearness: null, plate: { printed: whole.match(/.{4}/g).join('-'), url: `http://127.0.0.1/s/${whole}` } })
  const printed = made(WHOLE.printed, { state: 'printed' })
  const active = made(WHOLE.active, { state: 'active', at: '2026-03-04T09:30:00+08:00', distance_m: 6, limit_m: 50 })
  codes.get(places[0].id).push(printed)
  codes.get(places[1].id).push(active)
  const all = () => [...codes].flatMap(([place, list]) => list.map((code) => ({ place, code })))
  const whole = (text) => all().find(({ code }) => code.stem === text.toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, 14)) ?? (() => { throw new Refused(404, 'not_found') })()
  const rule = (name) => { throw new Refused(409, 'rule', { params: { rule: name }, detail: name }) }
  return [
    ['GET', '/codes/patrol', () => ({ items: all().filter(({ code }) => code.state.state === 'active').slice(0, 6).map(({ place, code }) => { const p = places.find((one) => one.id === place); return { id: code.id, stem: code.stem, place, name: p.name, address: p.address, community: null, street: p.street, position: p.position, has_picture: false, checked_at: code.checked?.at ?? null, condition: code.checked?.condition ?? null } }), next: null })],
    ['GET', '/codes/health', () => ({ hanging: 42, sound: 39, troubled: 2, days: 90 })],
    ['GET', '/codes/quiet', () => ({ items: [], next: null })],
    ['GET', '/codes/:code', ({ params }) => { const { place, code } = whole(params.code); return { place, code, hanging: codes.get(place).filter((c) => c !== code && c.state.state === 'active') } }],
    ['POST', '/codes/:code/activate', ({ params, body, now }) => {
      const { code } = whole(params.code)
      if (code.state.state === 'active') rule('code_active')
      if (code.state.state === 'revoked') rule('code_revoked')
      mounted.push(body)
      code.state = { state: 'active', at: moment(now), ...(body.done_at ? { done_at: body.done_at } : {}), distance_m: body.fix ? away.m : null, limit_m: 50 }
      return { distance_m: body.fix ? away.m : null, limit_m: 50, nearness: !body.fix ? 'unknown' : away.m > 50 ? 'far' : 'near' }
    }],
    ['POST', '/codes/:code/check', ({ params, body, now }) => {
      const { code } = all().find((one) => one.code.id === params.code) ?? (() => { throw new Refused(404, 'not_found') })()
      if (code.state.state !== 'active') rule('code_not_hanging')
      const at = body.done_at ?? moment(now)
      if (code.checked && Date.parse(code.checked.done_at ?? code.checked.at) > Date.parse(at)) rule('code_checked_since')
      checked.push(body)
      code.checked = { at: moment(now), ...(body.done_at ? { done_at: body.done_at } : {}), condition: body.condition }
    }],
  ]
}
