import createClient, { type Middleware } from 'openapi-fetch'
import { language } from '../words'
import type { ActionRequest } from './contract'
import { Problem, asProblem } from './problem'
import type { paths } from './schema'

let csrf = ''
let onSignedOut: () => void = () => {}
let onStranger: (over: 'ended' | 'other') => Promise<boolean> = () => Promise.resolve(false)

/** The token of the session, sent with everything that changes something. */
export function useCsrf(token: string) { csrf = token }
export const csrfToken = () => csrf
/** What to do when the server no longer knows the session. */
export function whenSignedOut(act: () => void) { onSignedOut = act }
/**
 * What to do when a request was refused because the session has ended, or is not the one whose token was sent. Once it
 * answers true, the same request is sent again: whoever filled in a form does not notice.
 */
export function whenStranger(act: (over: 'ended' | 'other') => Promise<boolean>) { onStranger = act }

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.value)
    if (!['GET', 'HEAD'].includes(request.method) && csrf) request.headers.set('X-CSRF-Token', csrf)
    return request
  },
}

const SESSION = '/api/v1/session'
/** Answers to a wrong password or code are no end of the session. */
const WRONG = ['wrong_credentials', 'second_factor_required']

async function ask(request: Request): Promise<Response> {
  const reads = ['GET', 'HEAD'].includes(request.method)
  // A body can be read once only; a copy of the request would be sent as a stream, of unknown length.
  const bytes = reads || !request.body ? null : await request.arrayBuffer()
  const send = () => {
    if (!bytes) return globalThis.fetch(request)
    const { url, method, headers, credentials, signal } = request
    return globalThis.fetch(new Request(url, { method, headers, credentials, signal, body: bytes }))
  }
  const answer = await send()
  if ((answer.status !== 401 && answer.status !== 403) || new URL(request.url).pathname === SESSION) return answer
  const { code } = Problem.from(answer.status, await answer.clone().json().catch(() => null))
  const over = answer.status === 401 ? (WRONG.includes(code) ? null : 'ended') : code === 'csrf' ? 'other' : null
  if (!over || !(await onStranger(over))) return answer
  if (!reads) request.headers.set('X-CSRF-Token', csrf)
  return send()
}

export const client = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: ask })
client.use(headers)

/** The body of an answer, or a thrown [`Problem`]. */
export async function got<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result
  try { result = await answer } catch (error) { throw asProblem(error) }
  const { data, error, response } = result
  if (response.ok) return data as T
  const problem = Problem.from(response.status, error)
  if (response.status === 401 && !WRONG.includes(problem.code)) onSignedOut()
  throw problem
}

/** One per intention: repeated with the same key, a request is carried out once. */
export const idempotencyKey = () => crypto.randomUUID()

/** Sends an action as the page goes away; nobody hears the answer, and the key keeps it from being done twice. */
export function actAtLast(id: string, body: ActionRequest, key: string) {
  void globalThis.fetch(`/api/v1/hazards/${id}/actions`, {
    method: 'POST', keepalive: true, credentials: 'same-origin', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Accept-Language': language.value, 'X-CSRF-Token': csrf, 'Idempotency-Key': key },
  }).catch(() => {})
}

export async function uploadPhoto(photo: Blob, name: string): Promise<{ file: string }> {
  const body = new FormData()
  body.append('photo', photo, name)
  return got(client.POST('/api/v1/photos', {
    body: body as never, bodySerializer: (b: unknown) => b as FormData,
  }))
}

export const photoUrl = (file: string, size: 'view' | 'thumb') => `/api/v1/photos/${file}/${size}.jpg`
export const qrUrl = (code: string) => `/api/v1/codes/${encodeURIComponent(code)}/qr.svg`

/** A file as the body of a request. */
export const asFile = (file: Blob) => ({
  body: file as never, bodySerializer: (body: unknown) => body as Blob, headers: { 'Content-Type': 'application/octet-stream' },
})
