// 视图: filters, columns and order that one keeps. They stand in the menu under 隐患; the address carries the filters themselves, so
// that a view can be sent to somebody who does not have it.
import { shallowRef } from 'vue'
import { client, got, idempotencyKey } from '../api/client'
import type { SavedView } from '../api/contract'
import { isUsual, readLook, tidied, writtenLook, type Look } from './columns'
import { fromBody, toBody, written, type Filters } from './filters'

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
