// 撤销: what the desk just did is held back for some seconds before it is sent, so that it can be taken back
// without a trace. What was sent is an event and stays. Nothing waits here when the page goes away: it is sent then.
import { ref, shallowRef, watch } from 'vue'
import type { Form } from '../actions/definitions'
import { actAtLast, client, got } from '../api/client'
import type { ActionRequest, HazardDetail, HazardSummary } from '../api/contract'
import { asProblem, type Problem } from '../api/problem'
import { me } from '../session'

export const UNDO_SECONDS = 6

export interface Held {
  hazard: HazardSummary
  kind: string
  /** What was typed, in case it has to be shown again. */
  form: Form
  body: ActionRequest
  /** Drawn at the click: sent twice, it is done once. */
  key: string
}

export const held = shallowRef<Held | null>(null)
/** Seconds until it is sent. */
export const left = ref(0)
export interface Refused {
  held: Held
  problem: Problem
  /** The hazard as it stands since, where it had changed. */
  now: HazardDetail | null
}
/** What the server would not do: each until somebody has dealt with it, on every page. */
export const refusals = shallowRef<Refused[]>([])
/** One of them that is to be filled in again. */
export const refill = shallowRef<Refused | null>(null)
/** Counts what was sent, so that lists can look again. */
export const sent = ref(0)

let under: Promise<void>[] = []
let until = 0
let ticking: ReturnType<typeof setInterval> | undefined

function stop() {
  clearInterval(ticking)
  held.value = null
}

/** Holds `what` back; what was held before is sent at once. */
export function hold(what: Held) {
  void sendNow()
  held.value = what
  until = Date.now() + UNDO_SECONDS * 1000
  left.value = UNDO_SECONDS
  ticking = setInterval(() => {
    left.value = Math.max(0, (until - Date.now()) / 1000)
    if (left.value === 0) void sendNow()
  }, 200)
}

/** Takes it back, as if nothing had happened. */
export function undo(): Held | null {
  const taken = held.value
  if (taken) stop()
  return taken
}

async function post(what: Held) {
  const whose = me.value?.person
  const path = { id: what.hazard.id }
  try {
    await got(client.POST('/api/v1/hazards/{id}/actions', { params: { path, header: { 'Idempotency-Key': what.key } }, body: what.body }))
  } catch (error) {
    const problem = asProblem(error)
    const now = problem.status === 409 ? await got(client.GET('/api/v1/hazards/{id}', { params: { path } })).catch(() => null) : null
    // What was refused to one person is told to nobody else.
    if (me.value?.person === whose) refusals.value = [...refusals.value, { held: what, problem, now }]
  } finally { sent.value++ }
}
export async function send(what: Held) {
  const one = post(what)
  under.push(one)
  await one
  under = under.filter((other) => other !== one)
}
export async function sendNow() {
  const what = held.value
  if (!what) return
  stop()
  await send(what)
}
/** Sends what is held, and waits until nothing is under way any more. */
export async function settle() {
  await sendNow()
  await Promise.all(under)
}
export function dismiss(one: Refused) { refusals.value = refusals.value.filter((other) => other !== one) }
// What one person did and what was refused is never shown to the next.
watch(() => me.value?.person, () => {
  stop()
  refusals.value = []
  refill.value = null
}, { flush: 'sync' })

function sendAtLast() {
  const what = held.value
  if (!what) return
  stop()
  actAtLast(what.hazard.id, what.body, what.key)
}
addEventListener('pagehide', sendAtLast)
addEventListener('freeze', sendAtLast)
