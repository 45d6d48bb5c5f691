// 列与排序: what a list shows and in which order. Both live in the address beside the filters, and in a saved view.
import type { LocationQuery } from 'vue-router'

/** Every column of the list; the second is the columns of a file that say the same (crates/work/src/hazard/export.rs). */
export const COLUMNS = {
  due: ['due_at'], text: ['number', 'text', 'address'], stage: ['stage'], grade: ['grade'], risk: ['risk'], category: ['category_name'], street: ['street'], place: ['place'], lead: ['lead_unit'],
  source: ['source'], reported: ['reported_at'], updated: ['updated_at'], closed: ['closed_at'], urges: ['urges'],
} as const satisfies Record<string, readonly string[]>
export type Column = keyof typeof COLUMNS
export const USUAL: readonly Column[] = ['due', 'text', 'stage', 'category', 'street', 'lead', 'source', 'reported']
export const ORDERS = ['newest', 'oldest', 'due'] as const
export type Order = (typeof ORDERS)[number]

export interface Look { order: Order; columns: readonly Column[] }
export const USUAL_LOOK: Look = { order: 'newest', columns: USUAL }

/** Known columns, each once, with what the row is: a list without its hazards is none. */
export function tidied(names: readonly string[]): readonly Column[] {
  const known = [...new Set(names)].filter((name): name is Column => name in COLUMNS)
  if (!known.length) return USUAL
  return known.includes('text') ? known : ['text', ...known]
}
export const isUsual = (columns: readonly Column[]) => columns.join() === USUAL.join()
export const isUsualLook = (look: Look) => look.order === 'newest' && isUsual(look.columns)

export function readLook(query: LocationQuery): Look {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const order = ORDERS.find((one) => one === query.order) ?? 'newest'
  return { order, columns: tidied(text(query.columns).split(',')) }
}
/** For the address: what is as usual is left out. */
export const writtenLook = ({ order, columns }: Look): Record<string, string> => ({
  ...(order === 'newest' ? {} : { order }), ...(isUsual(columns) ? {} : { columns: columns.join(',') }),
})
/** The columns of a file: what is shown, in its order. */
export const ofFile = (columns: readonly Column[]): string[] => [...new Set(columns.flatMap((name) => COLUMNS[name] as readonly string[]))]
