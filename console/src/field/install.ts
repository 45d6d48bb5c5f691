const WORKER = '/console/worker.js'
/** The pages of the console; and the plates, so that one that is scanned without a network still leads somewhere. */
const SCOPES = ['/console/', '/s/']
export const SYNC = 'mashang.drafts'

let registered: Promise<unknown> = Promise.resolve()
const active = (found: ServiceWorkerRegistration) => new Promise<void>((done) => {
  const coming = found.installing ?? found.waiting
  if (found.active || !coming) return done()
  coming.addEventListener('statechange', () => { if (found.active) done() })
})
const may = () => import.meta.env.PROD && 'serviceWorker' in navigator

/** Makes the console open without a network; where the browser cannot, everything works as before with one. */
export function keepShell() {
  if (!may()) return
  registered = Promise.all(SCOPES.map((scope) => navigator.serviceWorker.register(WORKER, { scope, updateViaCache: 'none' }).then(active, () => {})))
  // Asks the browser not to clear drafts when the device runs short of room.
  void navigator.storage?.persist?.().catch(() => false)
}

const PATIENCE = 20_000
/** When the pages are on the device, or it is clear that this browser will not keep them. */
export async function shellKept() {
  if (!may()) return
  await Promise.race([Promise.all([navigator.serviceWorker.ready, registered]), new Promise((done) => { setTimeout(done, PATIENCE) })])
}

interface Syncing { sync?: { register(tag: string): Promise<void> } }
/** Asks the browser to send drafts when there is a network again, also with the console closed; few browsers can. */
export async function askLater() {
  if (!may()) return
  const worker = await navigator.serviceWorker.getRegistration(SCOPES[0]).catch(() => undefined)
  await (worker as unknown as Syncing | undefined)?.sync?.register(SYNC).catch(() => {})
}
