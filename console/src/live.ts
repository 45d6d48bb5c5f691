// What changes while one looks: the server's stream, heard once for the whole console. Nothing of what it says is
// shown by itself; lists look again.
/** Which hazards changed; nothing where it may be any. */
type Heard = ReadonlySet<string> | null
const hearers = new Set<(changed: Heard) => void>()
let changed: Set<string> | null = new Set()
let source: EventSource | null = null
let waiting: ReturnType<typeof setTimeout> | undefined
/** Many changes at once are one look. */
const CALM = 1500

function heard() {
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    const all = changed
    changed = new Set()
    if (!document.hidden) for (const hearer of hearers) hearer(all)
  }, CALM)
}
function note(event: Event) {
  const { hazard } = JSON.parse((event as MessageEvent).data) as { hazard?: string }
  if (hazard) changed?.add(hazard)
  else changed = null
  heard()
}
function anything() {
  changed = null
  heard()
}
function listen() {
  if (source || typeof EventSource === 'undefined') return
  source = new EventSource('/api/v1/stream')
  source.addEventListener('change', note)
  source.addEventListener('reload', (event) => {
    anything()
    if (String((event as MessageEvent).data).includes('session')) silence()
  })
  // A server that answers with an error is not asked again; pages still look every minute.
  source.addEventListener('error', () => { if (source?.readyState === EventSource.CLOSED) source = null })
}
export function silence() {
  source?.close()
  source = null
}

/** After signing in again: what still hears goes on hearing. */
export function hearAgain() {
  if (!hearers.size) return
  silence()
  listen()
  anything()
}

/** Calls `hearer` soon after something changed; returns how to stop it. */
export function onChange(hearer: (changed: Heard) => void): () => void {
  hearers.add(hearer)
  listen()
  return () => {
    hearers.delete(hearer)
    if (!hearers.size) silence()
  }
}
