// The service worker: keeps the shell and the pages of the console, so that they open without a network. It never
// touches an answer of the API; what was taken along lies in the database of field/indexed.ts, not here.
// vite.config.ts puts the list of files and its digest in place of the two names, so every build is a new worker.
interface Lasting extends Event { waitUntil(done: Promise<unknown>): void }
interface Asked extends Lasting { request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  addEventListener(kind: 'install' | 'activate', act: (event: Lasting) => void): void
  addEventListener(kind: 'fetch', act: (event: Asked) => void): void
  clients: { claim(): Promise<void> }
  location: { origin: string }
}
declare const BUILD: string
declare const FILES: string[]

const worker = self as unknown as Scope
const MINE = 'mashang-console-'
const CACHE = MINE + BUILD
const SHELL = '/console/'
/** How long a page waits for the network before it opens from here. */
const PATIENCE = 4000

worker.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE)
    await cache.addAll(FILES.map((file) => new Request(SHELL + file, { cache: file.startsWith('assets/') ? 'default' : 'reload' })))
    await cache.add(new Request(SHELL, { cache: 'reload' }))
  })())
})
worker.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(MINE) && name !== CACHE) await caches.delete(name)
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

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin || !url.pathname.startsWith(SHELL)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else event.respondWith(file(request))
})
