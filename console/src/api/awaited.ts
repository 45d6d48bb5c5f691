// Operations that the server is getting (views, bulk, search, export, related cases, overview). They stand here in
// the form of the generated schema until `npm run api` brings them; then this file goes.
import type { components } from './schema'

type Summary = components['schemas']['HazardSummary']
type Named = components['schemas']['Named']
type Stage = components['schemas']['Stage']

export interface FilterBody {
  stages?: Stage[] | null; street?: string | null; category?: string | null; grade?: string | null; unit?: string | null; place?: string | null; source?: string | null
  late?: boolean | null; from?: string | null; to?: string | null; number?: string | null; q?: string | null
}
export interface SavedView { id: string; name: string; filter: FilterBody; order: 'newest' | 'due'; columns: string[]; shared: boolean; mine: boolean; owner: Named | null; version: number; updated_at: string }
export interface ViewInput { name: string; filter: FilterBody; order?: 'newest' | 'due'; columns?: string[]; shared?: boolean }
export interface Said { code: string; title: string; detail: string }
export interface BulkPreview { items: { hazard: Summary; allowed: boolean; problem: Said | null }[]; unknown: string[]; more: boolean }
export interface BulkResults { results: { id: string; done: boolean; version: number | null; stage: Stage | null; problem: Said | null }[] }
export interface Lookup { found: { asked: string; hazard: Summary }[]; missing: string[]; more: boolean }
export interface Related {
  place: { days30: number; days90: number; days365: number }; kind: { days30: number; days90: number; days365: number }
  items: (Summary & { same_place: boolean; same_kind: boolean; distance_m: number | null; days_apart: number })[]
}
/** 时限 of a hazard with its working. */
export interface ClockView {
  clock: string; name: string
  rule: { version: string; id: string } | null
  limit: { amount: number; unit: string; rest_day_moves?: boolean } | null
  limit_text: string; started: string; due: string | null; provisional: boolean
  pauses: { from: string; to: string | null; cause: string }[]
  finished: string | null; outcome: 'done' | 'ended' | null
  used_seconds: number; total_seconds: number | null; overdue_seconds: number
  light: 'green' | 'yellow' | 'red' | 'dark_red'; current: boolean
  steps: { code: string; text: string; params: unknown }[]
}
export interface Figures { reported: number; closed: number; on_time: number }
export interface Share { id: string; name: string; now: Figures; before: Figures }
export interface Span { from: string; to: string; now: Figures; before: Figures; year_ago: Figures; streets: Share[]; categories: Share[]; units: Share[] }
export interface Overview {
  at: string; whole: boolean
  mine: { total: number; late: number; items: Summary[] }
  open: number
  late: { total: number; by: { awaits: string; unit: Named | null; n: number; oldest_due: string }[]; items: Summary[] }
  today: Figures; hours: { hour: number; reported: number; closed: number }[]
  week: Span; month: Span
  days: { date: string; reported: number; closed: number; on_time: number }[]
  stages: { stage: Stage; n: number }[]
}

type Answer<A> = { 200: { headers: { [name: string]: unknown }; content: { 'application/json': A } } }
type Body<B> = { content: { 'application/json': B } }
interface None { query?: never; header?: never; path?: never; cookie?: never }
type With<P> = Omit<None, keyof P> & P
interface Key { header?: { 'Idempotency-Key'?: string } }

export interface AwaitedPaths {
  '/api/v1/hazards/count': { get: { parameters: With<{ query?: { [name: string]: unknown } }>; responses: Answer<{ count: number }> } }
  '/api/v1/hazards/views': {
    get: { parameters: None; responses: Answer<SavedView[]> }
    post: { parameters: With<Key>; requestBody: Body<ViewInput>; responses: Answer<{ id: string; version: number }> }
  }
  '/api/v1/hazards/views/{id}': {
    put: { parameters: With<Key & { path: { id: string } }>; requestBody: Body<ViewInput & { version: number }>; responses: Answer<{ id: string; version: number }> }
    delete: { parameters: With<Key & { path: { id: string } }>; responses: { 204: { headers: { [name: string]: unknown }; content?: never } } }
  }
  '/api/v1/hazards/bulk/preview': { post: { parameters: None; requestBody: Body<{ ids?: string[]; filter?: FilterBody; action: { action: string; [field: string]: unknown } }>; responses: Answer<BulkPreview> } }
  '/api/v1/hazards/bulk': { post: { parameters: With<Key>; requestBody: Body<{ items: { id: string; version: number }[]; action: { action: string; [field: string]: unknown } }>; responses: Answer<BulkResults> } }
  '/api/v1/hazards/lookup': { post: { parameters: None; requestBody: Body<{ text: string }>; responses: Answer<Lookup> } }
  '/api/v1/hazards/exports': { post: { parameters: With<Key>; requestBody: Body<{ filter: FilterBody; format: 'xlsx' | 'csv'; reason: string }>; responses: Answer<{ id: string; file: string; count: number }> } }
  '/api/v1/hazards/{id}/related': { get: { parameters: With<{ path: { id: string } }>; responses: Answer<Related> } }
  '/api/v1/overview': { get: { parameters: None; responses: Answer<Overview> } }
}
