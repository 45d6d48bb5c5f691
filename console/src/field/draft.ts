// A draft: something done in the field that the server has not confirmed yet. Its photos lie beside it.
import type { Form } from '../actions/definitions'

/** What stands before the id of a photo, or of a report, that only this device knows. */
const LOCAL = 'local:'
export const localId = () => LOCAL + crypto.randomUUID()
export const isLocal = (id: unknown): id is string => typeof id === 'string' && id.startsWith(LOCAL)

/** mount: 启用标牌, about the whole code; plate: 标牌情况, about the code's id. */
export type Kind = 'action' | 'inspection' | 'report' | 'mount' | 'plate'
/**
 * waiting: to be sent, or sent without having heard the answer; conflict: the case has moved on; refused: the server
 * will not have it as it is; told: done, with something that somebody has to hear. Only `waiting` is sent without
 * somebody asking for it.
 */
export type State = 'waiting' | 'conflict' | 'refused' | 'told'

/** What the server said instead of yes. */
export interface Reason { code: string; status: number; detail: string; params: Record<string, unknown>; allowed: string[] | null; errors: { field: string; problem: string; text?: string }[] }

/** How the case stood when it was found to have moved on. */
export interface Present { version: number; stage: string; allowed: string[]; updated_at: string; last: { kind: string; at: string; office: string } | null }

/** How a plate stood when what was done to it was not taken. */
export interface PresentPlate { state: string; at: string | null; condition: string | null; checked_at: string | null }
/** 位置证据, as the server found it when a plate was activated. */
export interface Compared { distance_m: number | null; limit_m: number; nearness: string }

export interface Draft {
  /** Drawn on the device; also the placeholder for what it will make. */
  id: string
  /** Idempotency-Key of what is sent; a new one only after the server said no. */
  key: string
  /** Whose draft it is: nobody else on this device sees or sends it. */
  owner: string
  kind: Kind
  /** The hazard or place, none for a report; what it is called in lists. */
  about: string | null
  name: string
  action: string | null
  /** What was typed, to open the form again. */
  form: Form
  /** The request with local ids in it. */
  body: Record<string, unknown>
  /** When it was done, by this device's clock; the same in words. */
  captured_at: number
  noted: string
  /** The server could not believe the clock: the words say it. */
  undated: boolean
  /** Place in the order of sending. */
  order: number
  state: State
  tries: number
  /** Not to be sent by itself before then. */
  not_before: number
  reason: Reason | null
  present: Present | null
  plate?: PresentPlate | null
  /** What is to be heard of a plate that was activated. */
  compared?: Compared
  /** What became of its photos: local id to the server's. */
  uploaded: Record<string, string>
  /** The request as it was first sent; sent again unchanged as long as no answer came. */
  wire: Record<string, unknown> | null
}

/** Every local id in a request, in its order. */
export function locals(value: unknown): string[] {
  if (isLocal(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(locals)
  return value && typeof value === 'object' ? Object.values(value).flatMap(locals) : []
}
export const localPhotos = (draft: Draft): string[] => [...new Set([...locals(draft.body.photos), ...locals(draft.body.photo)])]

/** What has to be done in order: a case, or a plate. */
export const subjectOf = (draft: Draft): string | null => (draft.kind === 'action' ? draft.about : typeof draft.form.stem === 'string' ? `plate/${draft.form.stem}` : null)

/** `value` with ids in place of local ones. */
export function placed(value: unknown, ids: Record<string, string>): unknown {
  if (isLocal(value)) return ids[value] ?? value
  if (Array.isArray(value)) return value.map((one) => placed(one, ids))
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, placed(v, ids)]))
  return value
}

/** Where an action done offline leads, so that the next one can be done on top of it. */
const LEADS: Record<string, string> = { sign: 'rectifying', submit: 'submitted', inspect: 'reported', fix_on_spot: 'self_fixed', verify: 'verified', order_rework: 'rework' }
export const stageAfter = (stage: string, actions: string[]): string => actions.reduce((now, action) => LEADS[action] ?? now, stage)

/** What one does on site, by stage; the server has the last word. */
export const ON_SITE: Record<string, readonly string[]> = {
  verifying: ['inspect', 'fix_on_spot'], dispatched: ['sign', 'request_return'], rework: ['sign'],
  rectifying: ['submit', 'measure_interim', 'request_extension'], submitted: ['verify', 'order_rework'],
}
/** Whose they are. */
export const ROLES: Record<string, readonly string[]> = {
  inspect: ['inspector'], fix_on_spot: ['inspector'], sign: ['handler'], request_return: ['handler'], submit: ['handler'],
  measure_interim: ['handler'], request_extension: ['handler'], verify: ['verifier'], order_rework: ['verifier'],
}
