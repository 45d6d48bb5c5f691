// A case has moved because of what the queue sent, or was found to have moved when it was sent: told to every window
// of this browser, so that a page that shows it looks again.

/** Which case or place; of what was done on a case, upon which version of it, and which that became. */
export interface Moved { about: string | null; upon?: number | undefined; version?: number | undefined }

const hearers = new Set<(one: Moved) => void>()
const windows = new BroadcastChannel('mashang.moved')
windows.addEventListener('message', (event: MessageEvent<Moved>) => { for (const hearer of hearers) hearer(event.data) })

export function tellMoved(one: Moved) {
  windows.postMessage(one)
  for (const hearer of hearers) hearer(one)
}
/** Calls `hearer` after each; returns how to stop it. */
export function onMoved(hearer: (one: Moved) => void): () => void {
  hearers.add(hearer)
  return () => { hearers.delete(hearer) }
}
