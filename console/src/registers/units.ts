import type { Unit, UnitKind } from '../api/contract'
import { now } from '../time'

export const UNIT_KINDS: UnitKind[] = ['desk', 'committee_office', 'street', 'bureau', 'company', 'property', 'system']

/** Whether the unit no longer acts. */
export const isOver = (unit: Pick<Unit, 'ended_at'>, at = now.value): boolean => !!unit.ended_at && Date.parse(unit.ended_at) <= at

/** The desk first, then streets, bureaux, companies; each by code. */
export const ordered = (units: readonly Unit[]): Unit[] =>
  [...units].sort((a, b) => UNIT_KINDS.indexOf(a.kind) - UNIT_KINDS.indexOf(b.kind) || a.code.localeCompare(b.code))

/** Units by what they stand below. One whose parent is not in the list stands at the top. */
export function forest(units: readonly Unit[]): { roots: Unit[]; below: (id: string) => Unit[] } {
  const known = new Set(units.map((u) => u.id))
  const children = new Map<string, Unit[]>()
  const roots: Unit[] = []
  for (const unit of units) {
    if (unit.parent && known.has(unit.parent) && unit.parent !== unit.id) children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit])
    else roots.push(unit)
  }
  return { roots, below: (id) => children.get(id) ?? [] }
}

/** The unit and everything below it: it cannot stand below any of these. */
export function within(units: readonly Unit[], id: string): Set<string> {
  const { below } = forest(units)
  const all = new Set<string>()
  const walk = (one: string) => { if (!all.has(one)) { all.add(one); below(one).forEach((u) => walk(u.id)) } }
  walk(id)
  return all
}
