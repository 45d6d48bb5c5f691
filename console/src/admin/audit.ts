import type { LocationQuery } from 'vue-router'
import type { AuditEvent } from '../api/contract'
import { dayEnd, dayStart } from '../time'

/** What the ledger holds histories of. */
export const NOUNS = ['hazard', 'unit', 'person', 'place', 'code', 'rules', 'client', 'grid', 'export', 'inspection', 'plan', 'draw'] as const

/** The search that an address asks for; whole days where it names days. */
export function asked(query: LocationQuery): Record<string, string | boolean> {
  const one = (name: string) => (typeof query[name] === 'string' ? (query[name] as string) : '')
  const day = /^\d{4}-\d{2}-\d{2}$/
  return Object.fromEntries(Object.entries({
    person: one('person'), noun: one('noun'), kind: one('kind'), stream: one('stream').trim(),
    from: day.test(one('from')) ? dayStart(one('from')) : '', to: day.test(one('to')) ? dayEnd(one('to')) : '', openings: one('openings') === 'true',
  }).filter(([, value]) => value))
}

/** The fields of an event, one a line; how a thing of a register stands is told field by field. */
export function facts(event: Pick<AuditEvent, 'facts'>): [string, string][] {
  const { kind: _, now, ...rest } = event.facts as Record<string, unknown>
  const all = { ...rest, ...(typeof now === 'object' && now !== null ? now : {}) }
  const said = (value: unknown) => { const text = typeof value === 'string' ? value : JSON.stringify(value); return text.length > 300 ? `${text.slice(0, 300)}…` : text }
  return Object.entries(all).filter(([, value]) => value !== null && value !== '').map(([name, value]) => [name, said(value)])
}
