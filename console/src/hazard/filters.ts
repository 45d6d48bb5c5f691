// Filters live in the address, so that a list can be kept, sent and found again.
import type { LocationQuery } from 'vue-router'
import type { HazardFilter } from '../api/contract'
import { day, dayEnd, dayStart } from '../time'

export interface Filters {
  q: string; number: string; stage: string[]; street: string; category: string; grade: string; risk: string; unit: string; source: string; place: string; late: boolean; supervised: boolean; from: string; to: string
}
export const NO_FILTERS: Filters = { q: '', number: '', stage: [], street: '', category: '', grade: '', risk: '', unit: '', source: '', place: '', late: false, supervised: false, from: '', to: '' }
const one = (value: unknown) => (typeof value === 'string' ? value : '')
const date = (value: unknown) => (/^\d{4}-\d{2}-\d{2}$/.test(one(value)) ? one(value) : '')

export function read(query: LocationQuery): Filters {
  return {
    q: one(query.q), number: one(query.number), stage: one(query.stage).split(',').filter(Boolean), street: one(query.street), category: one(query.category), grade: one(query.grade), risk: RISKS.find((colour) => colour === query.risk) ?? '', unit: one(query.unit),
    source: one(query.source), place: one(query.place), late: query.late === 'true', supervised: query.supervised === 'true', from: date(query.from), to: date(query.to),
  }
}

/** For the address bar: blank filters are left out. */
export function written(f: Filters): Record<string, string> {
  const all: Record<string, string> = { ...f, q: f.q.trim(), number: f.number.trim(), stage: f.stage.join(','), late: f.late ? 'true' : '', supervised: f.supervised ? 'true' : '' }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value))
}

/** For the server: days become moments of the district. */
export function asked(f: Filters) {
  const { from, to, late, supervised, ...rest } = written(f)
  return { ...rest, ...(late ? { late: true } : {}), ...(supervised ? { supervised: true } : {}), ...(from ? { from: dayStart(from) } : {}), ...(to ? { to: dayEnd(to) } : {}) }
}

/** The same as a body, for views, bulk actions and exports. */
export function toBody(f: Filters): HazardFilter {
  const { stage: _, ...rest } = asked(f) as Record<string, unknown>
  const none = { category: null, from: null, grade: null, risk: null, late: false, supervised: false, number: null, place: null, q: null, source: null, street: null, to: null, unit: null }
  return { ...none, ...rest, stages: [...f.stage] } as HazardFilter
}
export function fromBody(b: Partial<HazardFilter>): Filters {
  const { stages, late, supervised, from, to, ...rest } = b
  const texts = Object.fromEntries(Object.entries(rest).filter(([, value]) => value)) as Partial<Filters>
  return { ...NO_FILTERS, ...texts, stage: stages ?? [], late: !!late, supervised: !!supervised, from: from ? day(from) : '', to: to ? day(to) : '' }
}

export const inUse = (f: Filters): number => Object.keys(written(f)).length
export const OPEN_STAGES = ['reported', 'supplement', 'verifying', 'self_fixed', 'referred_out', 'filed', 'dispatched', 'return_requested', 'rectifying', 'suspended', 'stop_ordered', 'submitted', 'rework', 'verified', 'reopened']
export const STAGES = ['reported', 'supplement', 'verifying', 'self_fixed', 'rejected', 'merged', 'referred_out', 'filed', 'dispatched', 'return_requested', 'rectifying', 'suspended', 'stop_ordered', 'submitted', 'rework', 'verified', 'closed', 'follow_up', 'reopened', 'archived']
/** 风险颜色, the highest first. */
export const RISKS = ['red', 'orange', 'yellow', 'blue'] as const
export const SOURCES = ['resident', 'employee', 'inspector', 'bureau', 'self_check', 'hotline', 'leader', 'superior', 'media', 'system', 'ledger']
