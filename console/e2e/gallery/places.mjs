import { hand } from '../../../tests/browser/hands.js'

/** A place of the district, and a code of its places in each state that there is, as an address spells it. */
export async function codes(town) {
  const { get } = await hand(town, town.named('xitong'))
  const found = { place: null, active: null, printed: null, revoked: null }
  for (const { id } of (await get('/places?limit=40').catch(() => null))?.items ?? []) {
    found.place ??= id
    const one = await get(`/places/${id}`).catch(() => null)
    for (const { state: { state }, plate } of one?.codes ?? []) if (state in found) found[state] ??= plate?.printed?.replaceAll('-', '')
    if (found.active && found.printed && found.revoked) break
  }
  return found
}
