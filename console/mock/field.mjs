// Inspections of the stand-in: a check list and what was recorded. Coarse.
import { randomUUID } from 'node:crypto'
import { moment } from './hazards.mjs'

export const inspections = []
export const field = () => [
  ['GET', '/checklists/:kind', ({ params }) => ({ kind: params.kind, name: '通用检查表', version: '2026.1', items: [{ id: 'exit', text: '疏散通道、安全出口畅通', clause: '消防法第二十八条', category: '0101' }, { id: 'hydrant', text: '消火栓未被圈占、埋压', clause: '消防法第二十八条', category: '0103' }] })],
  ['GET', '/places/:id/inspections', ({ params }) => inspections.filter((one) => one.place === params.id)],
  ['POST', '/places/:id/inspections', ({ params, body, me, now }) => {
    const one = { id: randomUUID(), place: params.id, at: moment(now), unit: me.unit, result: body.result, hazards: body.hazards ?? [], marked: (body.marks ?? []).length, wrong: [], nearness: 'unknown' }
    inspections.push(one)
    return { id: one.id }
  }, 201],
]
