// The one queue and the one bag of this device, and when they move.
import { effectScope, ref, shallowRef, watch } from 'vue'
import { csrfToken, photoUrl } from '../api/client'
import { Problem } from '../api/problem'
import { lapsed, loadSession, me, remembered, rememberSession } from '../session'
import { minute } from '../time'
import { i18n, language } from '../words'
import { localId, type Draft } from './draft'
import { deviceStore, papersOn, shelf } from './indexed'
import { askLater } from './install'
import { Keys } from './keys'
import { askKeys, lineOf, whoIs } from './line'
import { onMoved, tellMoved, type Moved } from './moved'
import { Queue, type Answer, type New, type Ran } from './queue'
import { NoKey } from './seal'
import { shrink } from './shrink'
import { StorageFull } from './store'
import { Bag } from './taken'

const owner = () => me.value?.person ?? null
const inWords = () => language.value
export const drafts = shallowRef<Draft[]>([])
export const othersDrafts = ref(0)
/** Drafts of one's own that do not open any more. */
export const shutDrafts = ref(0)
export const lastSent = ref(0)
export const sending = ref(false)
/** What the last attempt came to. */
export const ran = ref<Ran | null>(null)

const keys = new Keys(shelf, async () => ({ owner: (await whoIs(inWords)).person, keys: await askKeys(inWords) }))
const device = deviceStore(keys)
const line = lineOf({ csrf: csrfToken, renew: loadSession, language: inWords })
const LAST = 'mashang.sent'
export const papers = papersOn(keys)
export const bag = new Bag(device, owner, Date.now)
let retaking = Promise.resolve()
function moved(one: Moved) {
  tellMoved(one)
  const { about } = one
  if (about) retaking = retaking.then(async () => (await import('./take')).retake(about)).catch(() => {})
}
export const queue = new Queue({ store: device, line, owner, now: Date.now, note: (at) => i18n.global.t('drafts.note', { at: minute(at) }), moved, changed: () => void renew() })

/** Why nothing was kept, in words. */
export function unkept(error: unknown): string | null {
  if (error instanceof StorageFull) return i18n.global.t('drafts.full')
  return error instanceof NoKey ? i18n.global.t('drafts.no_key') : null
}

export async function renew() {
  try {
    const lying = await queue.lying()
    drafts.value = lying.drafts
    othersDrafts.value = lying.others
    shutDrafts.value = lying.shut
  } catch { drafts.value = [] }
  try {
    if (queue.lastSent) localStorage.setItem(`${LAST}.${owner()}`, String(queue.lastSent))
    lastSent.value = Number(localStorage.getItem(`${LAST}.${owner()}`) ?? 0)
  } catch { lastSent.value = queue.lastSent }
}

let waking: ReturnType<typeof setTimeout> | undefined
/** Sends what waits; only one window or worker of this browser does it at a time. */
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
    if (next !== null && ran.value !== 'signed_out') {
      waking = setTimeout(() => void sendAll(), Math.max(1000, next - Date.now()))
      void askLater()
    }
  }
  return ran.value
}

/** Keeps what was done and tries to send it; says what came of it. */
export async function submit(made: New): Promise<{ became: 'sent'; answer: Answer } | { became: 'kept' } | { became: 'held'; draft: Draft }> {
  rememberSession()
  const { id } = await queue.add(made)
  await sendAll(true)
  const draft = drafts.value.find((d) => d.id === id)
  const answer = queue.answers.get(id) ?? {}
  queue.answers.clear()
  if (!draft) return { became: 'sent', answer }
  return draft.state === 'waiting' ? { became: 'kept' } : { became: 'held', draft }
}

/** Whether this browser keeps anything at all: not without HTTPS, nor where it has no database. */
export const canKeep = () => isSecureContext && 'indexedDB' in globalThis && 'subtle' in crypto

/** Photos of forms that go through the queue: kept on the device, shrunk, sent with their draft. */
export const keeper = {
  async keep(photo: Blob): Promise<string> {
    const id = localId()
    try { await device.putPhoto(id, owner() ?? '', await shrink(photo), Date.now()) } catch (error) {
      const words = unkept(error)
      throw words ? new Problem('not_kept', 507, words) : error
    }
    return id
  },
  async show(id: string): Promise<string> {
    const photo = await device.photo(id).catch(() => null)
    return photo ? URL.createObjectURL(photo) : ''
  },
  before: (file: string) => thumb(file),
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
  addEventListener('online', () => void sendAll(true))
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { void bag.expire().catch(() => {}); void sendAll() } })
  // The worker sent something while nobody looked.
  navigator.serviceWorker?.addEventListener('message', () => void renew())
  // So did another window.
  onMoved(() => void renew())
  // Outlives the component that began it: signing in again goes on with what waits.
  effectScope(true).run(() => watch(() => (lapsed.value ? undefined : me.value?.person), async (person) => {
    if (!person) { await forgetKeys(); return renew() }
    if (!remembered.value) await keys.renew(person).catch(() => {})
    void queue.sweep().catch(() => {})
    void sendAll(true)
  }, { immediate: true }))
}
/** Without them nothing on the device opens until their owner has signed in again. */
const forgetKeys = () => keys.forget().catch(() => {})
/** At sign-out: what was taken along goes; drafts stay, shut, for when their owner is back. */
export async function leave() {
  await bag.empty().catch(() => {})
  await forgetKeys()
}
