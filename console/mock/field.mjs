// Field work on the stand-in: what is due, a check list, what was recorded, keys of devices. Coarse.
import { createHash, randomUUID } from 'node:crypto'
import { moment } from './hazards.mjs'
import { places } from './town.mjs'

export const inspections = []
const DAY = 86_400_000
/** Places of one plan, the first of them overdue. */
const due = (now) => places.slice(0, 6).filter((place) => !inspections.some((one) => one.place === place.id)).map((place, i) => ({
  id: place.id, name: place.name, kind: place.kind, street: place.street, address: place.address, position: place.position, plan: { id: 'monthly', name: '每月一查' }, unit: null,
  standing: i ? 'due' : 'overdue', last: null, until: moment(now + 9 * DAY), due: moment(now + (i ? 9 : -3) * DAY),
}))
export const field = () => [
  ['GET', '/session/device-keys', ({ me }) => [{ version: 1, secret: createHash('sha256').update(me.id).digest('hex') }]],
  ['GET', '/coverage/places', ({ now }) => due(now)],
  ['GET', '/checklists/:kind', ({ params }) => ({ kind: params.kind, name: '通用检查表', version: '2026.1', items: [{ id: 'exit', text: '疏散通道、安全出口畅通', clause: '消防法第二十八条', category: '0101' }, { id: 'hydrant', text: '消火栓未被圈占、埋压', clause: '消防法第二十八条', category: '0103' }] })],
  ['GET', '/places/:id/inspections', ({ params }) => inspections.filter((one) => one.place === params.id)],
  ['POST', '/places/:id/inspections', ({ params, body, me, now }) => {
    const one = { id: randomUUID(), place: params.id, at: moment(now), unit: me.unit, result: body.result, done_at: body.done_at ?? null, hazards: body.hazards ?? [], marked: (body.marks ?? []).length, wrong: [], nearness: 'unknown' }
    inspections.push(one)
    return { id: one.id }
  }, 201],
]
