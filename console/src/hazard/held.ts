// 撤销: what the desk just did is held back for some seconds before it is sent, so that it can be taken back
// without a trace. What was sent is an event and stays. Nothing waits here when the page goes away: it is sent then.
import { ref, shallowRef } from 'vue'
import type { Form } from '../actions/definitions'
import { actAtLast, client, got } from '../api/client'
import type { ActionRequest, HazardSummary } from '../api/contract'
import { asProblem, type Problem } from '../api/problem'

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
/** What the server would not do, until somebody looked at it. */
export const refused = shallowRef<{ held: Held; problem: Problem } | null>(null)
/** Counts what was sent, so that lists can look again. */
export const sent = ref(0)

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

export async function send(what: Held) {
  try {
    await got(client.POST('/api/v1/hazards/{id}/actions', { params: { path: { id: what.hazard.id }, header: { 'Idempotency-Key': what.key } }, body: what.body }))
  } catch (error) {
    refused.value = { held: what, problem: asProblem(error) }
  } finally { sent.value++ }
}
export async function sendNow() {
  const what = held.value
  if (!what) return
  stop()
  await send(what)
}

function sendAtLast() {
  const what = held.value
  if (!what) return
  stop()
  actAtLast(what.hazard.id, what.body, what.key)
}
addEventListener('pagehide', sendAtLast)
addEventListener('freeze', sendAtLast)
