// Details at hand for the preview: the next one is fetched while this one is read.
import { client, got } from '../api/client'
import type { HazardDetail, HazardSummary } from '../api/contract'

const MOST = 40
const fetched = new Map<string, Promise<HazardDetail>>()

export function peek(hazard: Pick<HazardSummary, 'id' | 'version'>): Promise<HazardDetail> {
  const key = `${hazard.id} ${hazard.version}`
  const known = fetched.get(key)
  if (known) return known
  const asked = got(client.GET('/api/v1/hazards/{id}', { params: { path: { id: hazard.id } } }))
  fetched.set(key, asked)
  asked.catch(() => fetched.delete(key))
  if (fetched.size > MOST) fetched.delete(fetched.keys().next().value!)
  return asked
}
/** Forgets what is no longer so. */
export function forget(id: string) {
  for (const key of fetched.keys()) if (key.startsWith(id)) fetched.delete(key)
}
