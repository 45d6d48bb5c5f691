// 待查场所: what waits for a look by one's own unit, and which plate belongs to which place.
import { client, got } from '../api/client'
import type { components } from '../api/schema'
import { seesPlans } from '../places/area'
import { me } from '../session'

export type DuePlace = components['schemas']['DuePlace']
/** A place once, however many plans want it: by the first of them. */
export interface DueVisit extends DuePlace { plans: string[] }

export function byPlace(rows: readonly DuePlace[]): DueVisit[] {
  const found = new Map<string, DueVisit>()
  for (const row of rows) {
    const known = found.get(row.id)
    const plans = [...(known?.plans ?? []), row.plan.name]
    found.set(row.id, known && known.due <= row.due ? { ...known, plans } : { ...row, plans })
  }
  return [...found.values()].sort((a, b) => Date.parse(a.due) - Date.parse(b.due) || a.name.localeCompare(b.name, 'zh'))
}
export async function fetchDue(): Promise<DueVisit[]> {
  if (!seesPlans() || !me.value) return []
  return byPlace(await got(client.GET('/api/v1/coverage/places', { params: { query: { unit: me.value.unit.id } } })))
}

/** Which plate hangs where, of places that were taken along, for those who may see codes. */
export type Plates = Record<string, { place: string; state: string; id: string }>
/** Version and random part of a code as scanned or typed (crates/domain/src/place/code.rs); the rest proves to the server that it is ours. */
const STEM = 14
const WHOLE = 24
export function stemOf(code: string): string | null {
  const clean = code.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return clean.length === WHOLE ? clean.slice(0, STEM) : null
}
