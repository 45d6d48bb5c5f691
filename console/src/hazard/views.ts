// 视图: filters, columns and order that one keeps. They stand in the menu under 隐患; the address carries the filters themselves, so
// that a view can be sent to somebody who does not have it.
import { shallowRef } from 'vue'
import { client, got, idempotencyKey } from '../api/client'
import type { SavedView } from '../api/contract'
import { isUsual, readLook, tidied, writtenLook, type Look } from './columns'
import { has } from '../session'
import { i18n } from '../words'
import { fromBody, NO_FILTERS, toBody, written, type Filters } from './filters'

/** 随附视图: what everybody of a role finds without having made it. Its name is its id; nobody changes or drops it. */
export interface Shipped { id: string; name: string; filters: Filters; look: Look }
const SHIPPED: { id: string; filters: Partial<Filters>; look: Look; may: () => boolean }[] = [
  { id: 'under-supervision', filters: { supervised: true }, look: { order: 'oldest', columns: ['due', 'text', 'grade', 'risk', 'stage', 'street', 'lead', 'reported'] }, may: () => has('acceptor', 'dispatcher', 'shift_lead', 'committee_office', 'leader') },
]
export const shipped = (): Shipped[] => SHIPPED.filter((one) => one.may()).map(({ id, filters, look }) => ({ id, name: i18n.global.t(`shipped_view.${id.replaceAll('-', '_')}`), filters: { ...NO_FILTERS, ...filters }, look }))
export const shippedTo = (view: Shipped) => ({ name: 'hazards', query: { ...written(view.filters), ...writtenLook(view.look), view: view.id } })

export const views = shallowRef<SavedView[]>([])
let asked = false

export async function loadViews(again = false) {
  if (asked && !again) return
  asked = true
  try { views.value = await got(client.GET('/api/v1/hazards/views')) } catch { asked = false }
}
export function forgetViews() {
  asked = false
  views.value = []
}
export const lookOf = (view: SavedView): Look => ({ ...readLook({ order: view.order }), columns: tidied(view.columns) })
export const viewTo = (view: SavedView) => ({ name: 'hazards', query: { ...written(fromBody(view.filter)), ...writtenLook(lookOf(view)), view: view.id } })

export async function saveView(filters: Filters, look: Look, name: string, shared: boolean, existing?: SavedView): Promise<string> {
  const body = { name, shared, filter: toBody(filters), order: look.order, columns: isUsual(look.columns) ? [] : [...look.columns] }
  const header = { 'Idempotency-Key': idempotencyKey() }
  const saved = existing
    ? await got(client.PUT('/api/v1/hazards/views/{id}', { params: { path: { id: existing.id }, header }, body: { ...body, version: existing.version } }))
    : await got(client.POST('/api/v1/hazards/views', { params: { header }, body }))
  await loadViews(true)
  return saved.id
}
export async function dropView(view: SavedView) {
  await got(client.DELETE('/api/v1/hazards/views/{id}', { params: { path: { id: view.id }, header: { 'Idempotency-Key': idempotencyKey() } } }))
  await loadViews(true)
}
