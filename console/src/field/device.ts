// The one queue and the one bag of this device, and when they move.
import { effectScope, ref, shallowRef, watch } from 'vue'
import { client, got, photoUrl, uploadPhoto } from '../api/client'
import type { ActionRequest, HazardDetail, NewReport } from '../api/contract'
import { asProblem, Problem } from '../api/problem'
import type { components } from '../api/schema'
import { loadSession, me, remembered, rememberSession } from '../session'
import { minute } from '../time'
import { i18n } from '../words'
import { localId, type Draft, type Present, type Reason } from './draft'
import { device } from './indexed'
import { Queue, type Line, type New, type Ran } from './queue'
import { shrink } from './shrink'
import { StorageFull } from './store'
import { Bag } from './taken'

const owner = () => me.value?.person ?? null
export const drafts = shallowRef<Draft[]>([])
export const othersDrafts = ref(0)
export const lastSent = ref(0)
export const sending = ref(false)
/** What the last attempt came to. */
export const ran = ref<Ran | null>(null)

function reasonOf(error: unknown): Reason {
  const { code, status, detail, params, allowed, errors } = asProblem(error)
  return { code, status, detail, params, allowed, errors }
}
/** A token that is no longer the session's is fetched anew, once. */
async function tokened<T>(act: () => Promise<T>): Promise<T> {
  try { return await act() } catch (error) {
    if (reasonOf(error).code !== 'csrf') throw reasonOf(error)
    await loadSession().catch(() => null)
    try { return await act() } catch (again) { throw reasonOf(again) }
  }
}
/** After that long an answer is taken for lost. */
const PATIENCE = 60_000
const patient = () => AbortSignal.timeout(PATIENCE)

export function presentOf(found: HazardDetail): Present {
  const last = found.timeline.reduce<HazardDetail['timeline'][number] | null>((a, b) => (a && a.sequence > b.sequence ? a : b), null)
  return { version: found.version, stage: found.stage, allowed: [...found.allowed], updated_at: found.updated_at, last: last ? { kind: last.kind, at: last.at, office: last.office?.name ?? '' } : null }
}
const line: Line = {
  upload: (photo) => tokened(async () => (await uploadPhoto(photo, 'photo.jpg')).file),
  send: (draft, body) => tokened(async () => {
    const header = { 'Idempotency-Key': draft.key }
    const signal = patient()
    if (draft.kind === 'report') return got(client.POST('/api/v1/hazards', { params: { header }, body: body as unknown as NewReport, signal }))
    const path = { id: draft.about ?? '' }
    if (draft.kind === 'inspection') return got(client.POST('/api/v1/places/{id}/inspections', { params: { path, header }, body: body as unknown as components['schemas']['InspectionInput'], signal }))
    return got(client.POST('/api/v1/hazards/{id}/actions', { params: { path, header }, body: body as ActionRequest, signal }))
  }),
  look: async (id) => presentOf(await got(client.GET('/api/v1/hazards/{id}', { params: { path: { id } } }))),
}
const LAST = 'mashang.sent'
export const bag = new Bag(device, owner, Date.now)
export const queue = new Queue({ store: device, line, owner, now: Date.now, note: (at) => i18n.global.t('drafts.note', { at: minute(at) }), changed: () => void renew() })

export async function renew() {
  try {
    drafts.value = await queue.drafts()
    othersDrafts.value = await queue.ofOthers()
  } catch { drafts.value = [] }
  try {
    if (queue.lastSent) localStorage.setItem(`${LAST}.${owner()}`, String(queue.lastSent))
    lastSent.value = Number(localStorage.getItem(`${LAST}.${owner()}`) ?? 0)
  } catch { lastSent.value = queue.lastSent }
}

let waking: ReturnType<typeof setTimeout> | undefined
/** Sends what waits; only one window of this browser does it at a time. */
export async function sendAll(at_once = false): Promise<Ran | null> {
  clearTimeout(waking)
  if (!owner()) return null
  await renew()
  if (!drafts.value.some((d) => d.state === 'waiting')) return 'sent'
  sending.value = true
  try {
    if (remembered.value && !(await loadSession())) return (ran.value = 'signed_out')
    const run = () => queue.run(at_once)
    ran.value = navigator.locks ? await navigator.locks.request('mashang.drafts', run) : await run()
  } catch { ran.value = 'kept' } finally {
    sending.value = false
    await renew()
    const next = await queue.next().catch(() => null)
    if (next !== null && ran.value !== 'signed_out') waking = setTimeout(() => void sendAll(), Math.max(1000, next - Date.now()))
  }
  return ran.value
}

/** Keeps what was done and tries to send it; says what came of it. */
export async function submit(made: New): Promise<{ became: 'sent' | 'kept' } | { became: 'held'; draft: Draft }> {
  rememberSession()
  const { id } = await queue.add(made)
  await sendAll(true)
  const draft = drafts.value.find((d) => d.id === id)
  if (!draft) return { became: 'sent' }
  return draft.state === 'waiting' ? { became: 'kept' } : { became: 'held', draft }
}

/** Photos of forms that go through the queue: kept on the device, shrunk, sent with their draft. */
export const keeper = {
  async keep(photo: Blob): Promise<string> {
    const id = localId()
    try { await device.putPhoto(id, owner() ?? '', await shrink(photo), Date.now()) } catch (error) {
      throw error instanceof StorageFull ? new Problem('storage_full', 507, i18n.global.t('drafts.full')) : error
    }
    return id
  },
  async show(id: string): Promise<string> {
    const photo = await device.photo(id)
    return photo ? URL.createObjectURL(photo) : ''
  },
}
/** A small picture of a task: what was taken along, else the server's. */
export async function thumb(file: string): Promise<string> {
  const kept = await bag.read<{ bytes: ArrayBuffer; type: string }>(`photo/${file}`).catch(() => null)
  return kept ? URL.createObjectURL(new Blob([kept.value.bytes], { type: kept.value.type })) : photoUrl(file, 'thumb')
}

let begun = false
/** From the first page on: at the start, when the network is back, when the window is looked at again. */
export function begin() {
  if (begun) return
  begun = true
  void bag.expire().catch(() => {})
  void queue.sweep().catch(() => {})
  addEventListener('online', () => void sendAll(true))
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { void bag.expire().catch(() => {}); void sendAll() } })
  // Outlives the component that began it: signing in again goes on with what waits.
  effectScope(true).run(() => watch(() => me.value?.person, (person) => { if (person) void sendAll(true); else void renew() }, { immediate: true }))
}
/** At sign-out: what was taken along goes; drafts stay for when their owner is back. */
export const leave = () => bag.empty().catch(() => {})
