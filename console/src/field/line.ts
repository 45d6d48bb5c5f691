// The server as the queue sees it, spoken to by a page or by the service worker.
import type { Draft, Present, PresentPlate, Reason } from './draft'
import type { DeviceKey } from './seal'
import type { Line } from './queue'

/** After that long an answer is taken for lost. */
const PATIENCE = 60_000

const NO_ANSWER: Reason = { code: 'offline', status: 0, detail: '', params: {}, allowed: null, errors: [] }
function reasonOf(status: number, body: Record<string, unknown>): Reason {
  return {
    code: typeof body.code === 'string' ? body.code : `http_${status}`, status, detail: String(body.detail ?? body.title ?? ''), params: (body.params as Reason['params'] | undefined) ?? {},
    allowed: Array.isArray(body.allowed) ? body.allowed.map(String) : null, errors: Array.isArray(body.errors) ? (body.errors as Reason['errors']) : [],
  }
}

export interface Speaker {
  csrf: () => string
  /** Fetches the token anew; it is no longer the session's. */
  renew: () => Promise<unknown>
  language: () => string
}

async function ask<T>(who: Pick<Speaker, 'csrf' | 'language'>, method: string, path: string, init: { body?: BodyInit; headers?: Record<string, string> } = {}): Promise<T> {
  let answer: Response
  let body: unknown
  try {
    // A good answer that breaks off is none: what it would have said is needed.
    answer = await fetch(`/api/v1${path}`, { method, credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE), ...init, headers: { 'Accept-Language': who.language(), ...(method === 'GET' ? {} : { 'X-CSRF-Token': who.csrf() }), ...init.headers } })
    body = answer.status === 204 ? {} : answer.ok ? await answer.json() : await answer.json().catch(() => ({}))
  } catch { throw NO_ANSWER }
  if (!answer.ok) throw reasonOf(answer.status, (body ?? {}) as Record<string, unknown>)
  return body as T
}

interface Detail { version: number; stage: string; allowed: string[]; updated_at: string; timeline: { sequence: number; kind: string; at: string; office?: { name: string } | null }[] }
export function presentOf(found: Detail): Present {
  const last = found.timeline.reduce<Detail['timeline'][number] | null>((a, b) => (a && a.sequence > b.sequence ? a : b), null)
  return { version: found.version, stage: found.stage, allowed: [...found.allowed], updated_at: found.updated_at, last: last ? { kind: last.kind, at: last.at, office: last.office?.name ?? '' } : null }
}

const PATHS: Record<Draft['kind'], (about: string) => string> = {
  report: () => '/hazards', inspection: (place) => `/places/${place}/inspections`, action: (hazard) => `/hazards/${hazard}/actions`,
  mount: (code) => `/codes/${encodeURIComponent(code)}/activate`, plate: (id) => `/codes/${id}/check`,
}
interface Plate { id: string; stem: string; state: { state: string; at?: string }; checked: { at: string; condition: string } | null }
const plateOf = ({ state, checked }: Plate): PresentPlate => ({ state: state.state, at: state.at ?? null, condition: checked?.condition ?? null, checked_at: checked?.at ?? null })

export function lineOf(who: Speaker): Line {
  /** A token that is no longer the session's is fetched anew, once. */
  async function tokened<T>(act: () => Promise<T>): Promise<T> {
    try { return await act() } catch (error) {
      if ((error as Reason).code !== 'csrf') throw error
      await who.renew().catch(() => null)
      return act()
    }
  }
  return {
    upload: (photo, key) => tokened(async () => {
      const body = new FormData()
      body.append('photo', photo, 'photo.jpg')
      return (await ask<{ file: string }>(who, 'POST', '/photos', { body, headers: { 'Idempotency-Key': key } })).file
    }),
    send: (draft, body) => tokened(() => ask(who, 'POST', PATHS[draft.kind](draft.about ?? ''), { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'Idempotency-Key': draft.key } })),
    plate: async (draft) => {
      if (draft.kind === 'mount') return plateOf((await ask<{ code: Plate }>(who, 'GET', `/codes/${encodeURIComponent(draft.about ?? '')}`)).code)
      const { codes } = await ask<{ codes: Plate[] }>(who, 'GET', `/places/${String(draft.form.place)}`)
      const found = codes.find((code) => code.id === draft.about)
      return found ? plateOf(found) : null
    },
    look: async (id) => presentOf(await ask<Detail>(who, 'GET', `/hazards/${id}`)),
  }
}

/** Whoever the cookie belongs to. */
export const whoIs = (language: () => string) => ask<{ person: string; csrf: string }>({ csrf: () => '', language }, 'GET', '/session')
export const askKeys = (language: () => string) => ask<DeviceKey[]>({ csrf: () => '', language }, 'GET', '/session/device-keys')
