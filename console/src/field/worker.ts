// The service worker: keeps the shell and the pages of the console, so that they open without a network, and sends
// drafts when there is a network again and no page is open. It never keeps an answer of the API.
// vite.config.ts puts the list of files and its digest before it, so every build is a new worker.
import { deviceStore, shelf } from './indexed'
import { Keys } from './keys'
import { lineOf, whoIs } from './line'
import { tellMoved } from './moved'
import { Queue } from './queue'
import { NoKey } from './seal'

interface Lasting extends Event { waitUntil(done: Promise<unknown>): void }
interface Asked extends Lasting { request: Request; respondWith(answer: Promise<Response>): void }
interface Syncing extends Lasting { tag: string }
interface Scope {
  addEventListener(kind: 'install' | 'activate', act: (event: Lasting) => void): void
  addEventListener(kind: 'fetch', act: (event: Asked) => void): void
  addEventListener(kind: 'sync', act: (event: Syncing) => void): void
  clients: { claim(): Promise<void>; matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<{ postMessage(said: unknown): void }[]> }
  location: { origin: string }
  registration: { scope: string }
}
declare const BUILD: string
declare const FILES: string[]

const worker = self as unknown as Scope
const MINE = 'mashang-console-'
const CACHE = MINE + BUILD
const SHELL = '/console/'
/** How long a page waits for the network before it opens from here. */
const PATIENCE = 4000
/** This worker also stands behind the addresses on the plates, and keeps nothing there. */
const isShell = () => worker.registration.scope.endsWith(SHELL)

worker.addEventListener('install', (event) => {
  if (isShell()) event.waitUntil((async () => {
    const cache = await caches.open(CACHE)
    await cache.addAll(FILES.map((file) => new Request(SHELL + file, { cache: file.startsWith('assets/') ? 'default' : 'reload' })))
    await cache.add(new Request(SHELL, { cache: 'reload' }))
  })())
})
worker.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    if (isShell()) for (const name of await caches.keys()) if (name.startsWith(MINE) && name !== CACHE) await caches.delete(name)
    await worker.clients.claim()
  })())
})

async function page(request: Request): Promise<Response> {
  const kept = async () => (await (await caches.open(CACHE)).match(SHELL)) ?? Response.error()
  try {
    const late = new Promise<null>((done) => { setTimeout(() => done(null), PATIENCE) })
    const answer = await Promise.race([fetch(request), late])
    return answer && answer.status < 500 ? answer : await kept()
  } catch { return kept() }
}
const file = async (request: Request): Promise<Response> => (await (await caches.open(CACHE)).match(request, { ignoreSearch: true })) ?? fetch(request)
/** A plate scanned without a network: the console may know its place. */
const plate = (request: Request, code: string) => fetch(request).catch(() => Response.redirect(`${SHELL}scan/${code}`, 302))

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  const scanned = /^\/s\/([0-9A-Za-z-]+)$/.exec(url.pathname)?.[1]
  if (scanned && request.mode === 'navigate') event.respondWith(plate(request, scanned))
  if (!url.pathname.startsWith(SHELL)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else event.respondWith(file(request))
})

const language = () => navigator.language
// Asks for no keys: where they are gone somebody has signed out, and nothing is sent behind that person's back.
const keys = new Keys(shelf, () => Promise.reject(new NoKey()))
const store = deviceStore(keys)

/** Sends the drafts of whoever is signed in; throws if some still wait, and the browser tries again later. */
async function send() {
  let who = await whoIs(language).catch((error: { status?: number }) => { if (error.status === 401) return null; throw new Error('no network') })
  if (!who) return
  const { person } = who
  const renew = async () => { who = await whoIs(language) }
  const line = lineOf({ csrf: () => who?.csrf ?? '', renew, language })
  const queue = new Queue({ store, line, owner: () => person, now: Date.now, note: () => '', moved: tellMoved, changed: () => {} })
  try { await navigator.locks.request('mashang.drafts', () => queue.run(true)) } catch (error) {
    if (error instanceof NoKey) return
    throw error
  }
  for (const window of await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })) window.postMessage('drafts')
  if (await queue.next() !== null) throw new Error('some wait')
}
worker.addEventListener('sync', (event) => { if (event.tag === 'mashang.drafts') event.waitUntil(send()) })
