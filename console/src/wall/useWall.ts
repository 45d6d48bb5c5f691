// What the wall shows and how it stays true for a year: the server's stream says when something changed, a look every
// minute says so when the stream is silent, and what is held is only ever the last answer.
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { client, got } from '../api/client'
import { asProblem } from '../api/problem'
import type { Overview } from '../api/contract'
import type { Bounds, Drawing, MapCells } from '../map/shapes'
import { backOff, driftOf, isStale, untilMidnight } from './clock'

const EVERY = 60_000
/** Many changes at once are one look, and looks are never closer than this. */
const CALM = 4_000
/** How long a street stays lit after something was reported there. */
const LIT = 2_400

export type Standing = 'live' | 'polling' | 'broken' | 'closed' | 'refused'

export function useWall() {
  const overview = shallowRef<Overview>()
  const cells = shallowRef<MapCells | null>(null)
  const drawing = shallowRef<Drawing | null>(null)
  const bounds = shallowRef<Bounds | null>(null)
  const standing = ref<Standing>('polling')
  const lit = ref<string | null>(null)
  const now = ref(Date.now())
  const asOf = ref('')
  const began = Date.now()
  let drift = 0
  let looked = 0
  let stopped = false
  let source: EventSource | null = null
  let attempts = 0
  const timers = new Set<ReturnType<typeof setTimeout>>()
  function later(act: () => void, wait: number) {
    const timer = setTimeout(() => { timers.delete(timer); if (!stopped) act() }, wait)
    timers.add(timer)
    return timer
  }

  async function draw() {
    const view = await got(client.GET('/api/v1/map'))
    bounds.value = (view.bounds as Bounds | null) ?? null
    if (view.drawing && !drawing.value) drawing.value = JSON.parse(await got(client.GET('/api/v1/map/drawing', { parseAs: 'text' })) as string) as Drawing
  }
  async function look() {
    looked = Date.now()
    try {
      const sent = Date.now()
      const found = await got(client.GET('/api/v1/overview'))
      drift = driftOf(found.at, sent, Date.now())
      overview.value = found
      asOf.value = found.at
      if (!bounds.value) await draw()
      if (bounds.value) {
        const [west, south, east, north] = bounds.value
        const bbox = [west - 0.01, south - 0.01, east + 0.01, north + 0.01].join(',')
        const stage = ['reported', 'supplement', 'verifying', 'self_fixed', 'referred_out', 'filed', 'dispatched', 'return_requested', 'rectifying', 'suspended', 'stop_ordered', 'submitted', 'rework', 'verified', 'reopened'].join(',')
        cells.value = await got(client.GET('/api/v1/map/cells', { params: { query: { bbox, zoom: 14, stage } } }))
      }
      standing.value = source?.readyState === EventSource.OPEN ? 'live' : 'polling'
      if (!source) hear()
    } catch (error) {
      const { status } = asProblem(error)
      standing.value = status === 401 ? 'closed' : status === 403 ? 'refused' : 'broken'
    }
  }
  let pending: ReturnType<typeof setTimeout> | undefined
  function soon() {
    if (pending !== undefined) return
    pending = later(() => { pending = undefined; void look() }, Math.max(CALM, looked + CALM - Date.now()))
  }

  function hear() {
    if (stopped || source) return
    source = new EventSource('/api/v1/stream')
    source.addEventListener('open', () => { attempts = 0; if (standing.value === 'polling') standing.value = 'live' })
    source.addEventListener('change', (event) => {
      soon()
      try {
        const said = JSON.parse((event as MessageEvent<string>).data) as { kind?: string; street?: string | null }
        if (said.kind !== 'reported' || !said.street) return
        lit.value = said.street
        later(() => { if (lit.value === said.street) lit.value = null }, LIT)
      } catch { /* a newer server says more; the look that follows tells */ }
    })
    source.addEventListener('reload', soon)
    source.addEventListener('error', () => {
      if (standing.value === 'live') standing.value = 'polling'
      // The browser tries again by itself unless the server closed the door.
      if (source?.readyState !== EventSource.CLOSED) return
      source.close()
      source = null
      later(hear, backOff(attempts++))
    })
  }

  async function renew() {
    if (!isStale(began, Date.now() + drift)) return
    // Only when there is a server to begin anew with.
    if ((await fetch('/healthz').catch(() => null))?.ok) location.reload()
  }
  function midnight() {
    later(() => { void look(); midnight() }, untilMidnight(Date.now() + drift) + 1_500)
  }
  const ticking = setInterval(() => { now.value = Date.now() + drift }, 1_000)
  const looking = setInterval(() => { void look(); void renew() }, EVERY)
  onMounted(() => { void look(); midnight() })
  onBeforeUnmount(() => {
    stopped = true
    clearInterval(ticking)
    clearInterval(looking)
    for (const timer of timers) clearTimeout(timer)
    source?.close()
  })
  return { overview, cells, drawing, bounds, standing, lit, now, asOf, look }
}
