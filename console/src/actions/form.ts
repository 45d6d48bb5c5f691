// From what was typed to what is sent, and what is wrong with it.
import type { InjectionKey } from 'vue'
import { fen } from '../money'
import { typed } from '../time'
import { ACTIONS, isRequired, isShown, type Field, type Form } from './definitions'

export interface KeptPhoto { file: string }
/** Where a form's photos go, if not to the server at once: kept on the device under an id, shown from there. */
export interface PhotoKeeper {
  keep(photo: Blob): Promise<string>
  show(id: string): Promise<string>
  /** A picture that the server has, from the device if it was taken along. */
  before(file: string): Promise<string>
}
export const PHOTO_KEEPER: InjectionKey<PhotoKeeper> = Symbol('where photos are kept')
export interface ChosenRisk { method: string; inputs: Record<string, string> }
export interface ChosenStandard { category: string; standard: string }

function isBlank(value: unknown) {
  return value === undefined || value === null || (typeof value === 'string' && !value.trim()) || (Array.isArray(value) && !value.length)
}

/** One writes, picks, or adds a photo. */
function missing(field: Field): string {
  if (field.missing) return field.missing
  if (field.kind === 'photos') return 'no_photo'
  return ['text', 'line', 'money'].includes(field.kind) ? 'required' : 'not_chosen'
}

/** Problems by field, found before anything is sent. */
export function check(action: string, form: Form): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const field of ACTIONS[action]?.fields ?? []) {
    if (!isShown(field, form)) continue
    const value = form[field.name]
    if (isBlank(value) || (field.kind === 'standard' && !(value as ChosenStandard).standard)) {
      if (isRequired(field, form)) problems[field.name] = missing(field)
    } else if (field.kind === 'money' && fen(String(value)) === null) {
      problems[field.name] = 'money'
    } else if (field.kind === 'text' && [...String(value)].length > 4000) {
      problems[field.name] = 'too_long'
    }
  }
  return problems
}

/** The fields of the request. Blank ones are left out. */
export function wire(action: string, form: Form): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  const photoFields = (ACTIONS[action]?.fields ?? []).filter((f) => f.kind === 'photos')
  for (const field of ACTIONS[action]?.fields ?? []) {
    const value = form[field.name]
    if (!isShown(field, form) || isBlank(value)) continue
    put(body, field, value)
  }
  // An action with one kind of photos says by itself what they show; with two, each photo says it.
  if (photoFields.length === 1) body.photos = ((form.photos as KeptPhoto[] | undefined) ?? []).map((p) => p.file)
  if (photoFields.length > 1) {
    body.photos = photoFields.flatMap((f) => ((form[f.name] as KeptPhoto[] | undefined) ?? []).map((p) => ({ file: p.file, role: f.role })))
  }
  if (action === 'fix_on_spot') delete body.photos_before
  return body
}

function put(body: Record<string, unknown>, field: Field, value: unknown) {
  switch (field.kind) {
    case 'photos': break
    case 'money': body[field.name] = fen(String(value)); break
    case 'moment': body[field.name] = typed(String(value)); break
    case 'sequence': body[field.name] = Number(value); break
    case 'standard': Object.assign(body, value as ChosenStandard); break
    case 'risk': Object.assign(body, value as ChosenRisk); break
    case 'text': case 'line': body[field.name] = String(value).trim(); break
    case 'choice': body[field.name] = field.name === 'stars' ? Number(value) : value; break
    default: body[field.name] = value
  }
}

/** What of one action's form means the same in another's. */
export function taken(from: string, to: string, form: Form): Form {
  const same = (a: Field, b: Field) => a.name === b.name && a.kind === b.kind && a.family === b.family
  const shared = (ACTIONS[to]?.fields ?? []).filter((field) => ACTIONS[from]?.fields.some((other) => same(other, field)))
  return Object.fromEntries(shared.filter((field) => !isBlank(form[field.name])).map((field) => [field.name, form[field.name]]))
}

/** Which field of the form shows a problem that the server found in one of its fields. */
export function fieldOf(action: string, serverField: string): string | null {
  const name = serverField === 'category' && action === 'file' ? 'standard' : action === 'grade_risk' && ['method', 'inputs'].includes(serverField) ? 'risk' : serverField
  return ACTIONS[action]?.fields.some((f) => f.name === name) ? name : null
}

/** A rule of the trade that is about one field belongs beside it. */
export const RULE_FIELD: Record<string, string> = {
  needs_photo: 'photos', needs_photo_before: 'photos_before', needs_clause: 'clause', needs_experts: 'method', merge_self: 'into', merge_into_child: 'into',
  merge_not_live: 'into', extension_too_long: 'until', suspension_a_year: 'until', purpose: 'purpose', needs_unsolved: 'cause', recurrence_window: 'cause',
}
