// A draft of check lists: what a district changes before it puts it in force.
import type { CheckListBook } from '../api/contract'

export type List = CheckListBook['lists'][number]
export type Item = List['items'][number]

/** The server names a field by its way: `lists[2].items[0].clause`. */
export function wayOf(field: string): { list: number; item: number | null; name: string } | null {
  const found = /^lists\[(\d+)\](?:\.items\[(\d+)\])?\.(\w+)$/.exec(field)
  return found ? { list: Number(found[1]), item: found[2] === undefined ? null : Number(found[2]), name: found[3]! } : null
}
export const blank = (): Item => ({ id: '', text: '', text_en: '', clause: '', category: '' })
export const copyOf = (lists: readonly List[]): List[] => lists.map((list) => ({ ...list, kinds: [...list.kinds], items: list.items.map((item) => ({ ...item })) }))
/** An item one place further; the same list where it cannot go. */
export function moved(items: readonly Item[], at: number, by: -1 | 1): Item[] {
  const to = at + by
  if (to < 0 || to >= items.length) return [...items]
  const next = [...items]
  ;[next[at], next[to]] = [next[to]!, next[at]!]
  return next
}
