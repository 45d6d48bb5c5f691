/** Makes the console open without a network; where the browser cannot, everything works as before with one. */
export function keepShell() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/console/worker.js', { scope: '/console/', updateViaCache: 'none' }).catch(() => {})
  // Asks the browser not to clear drafts when the device runs short of room.
  void navigator.storage?.persist?.().catch(() => false)
}

const PATIENCE = 20_000
/** When the pages are on the device, or it is clear that this browser will not keep them. */
export async function shellKept() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  await Promise.race([navigator.serviceWorker.ready, new Promise((done) => { setTimeout(done, PATIENCE) })])
}
