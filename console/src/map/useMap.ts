// What the map asks the server, and when: after moving, after a filter changed, when something happened.
import { onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import { client, got } from '../api/client'
import { asProblem, type Problem } from '../api/problem'
import { onChange } from '../live'
import type { Filters } from '../hazard/filters'
import { seesHazards } from '../session'
import { asMoments } from './periods'
import { UNSCANNED_DAYS, groundOf, type Bounds, type Drawing, type MapCells, type MapLayer, type MapView, type View } from './shapes'

export interface Asked { filters: Filters; time: 'reported' | 'closed'; layer: MapLayer; heat: boolean }

const CALM = 180
/** Wider than the screen by so much, so that a small move shows no bare edge. */
const MARGIN = 0.08

export function useMap(asked: Ref<Asked>) {
  const config = shallowRef<MapView>()
  const drawing = shallowRef<Drawing | null>(null)
  const cells = shallowRef<MapCells>()
  const warmth = shallowRef<MapCells | null>(null)
  const problem = ref<Problem | null>(null)
  const loading = ref(false)
  let view: View | null = null
  let turn = 0
  /** Ends the question that was overtaken: a phone on a weak line waits for one answer, not for all. */
  let asking: AbortController | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined

  async function begin() {
    problem.value = null
    try {
      const found = await got(client.GET('/api/v1/map'))
      if (found.drawing) drawing.value = JSON.parse(await got(client.GET('/api/v1/map/drawing', { parseAs: 'text' })) as string) as Drawing
      else if (found.bounds && !found.base && !found.tiles) drawing.value = groundOf(found.bounds as Bounds)
      config.value = found
    } catch (error) { problem.value = asProblem(error) }
  }

  function question(heat: boolean, signal: AbortSignal) {
    const { filters: f, time, layer } = asked.value
    const [west, south, east, north] = view!.bounds
    const [wide, high] = [(east - west) * MARGIN, (north - south) * MARGIN]
    const bbox = [west - wide, south - high, east + wide, north + high].map((d) => d.toFixed(6)).join(',')
    const where = { bbox, zoom: Math.max(0, Math.min(24, Math.round(view!.zoom))), system: config.value!.system }
    if (layer !== 'hazards') {
      return got(client.GET('/api/v1/map/places', { signal, params: { query: { ...where, ...(f.street ? { street: f.street } : {}), ...(layer === 'unscanned' ? { unscanned_days: UNSCANNED_DAYS } : {}) } } }))
    }
    const query = {
      ...where, ...(heat ? { heat: true } : {}), ...(f.stage.length ? { stage: f.stage.join(',') } : {}), ...(f.street ? { street: f.street } : {}), ...(f.category ? { category: f.category } : {}),
      ...(f.grade ? { grade: f.grade as never } : {}), ...(f.risk ? { risk: f.risk as never } : {}), ...(f.unit ? { unit: f.unit } : {}), ...(f.late ? { late: true } : {}), ...(f.supervised ? { supervised: true } : {}), ...(f.from || f.to ? { time } : {}), ...asMoments(f.from, f.to),
    }
    return got(client.GET('/api/v1/map/cells', { signal, params: { query } }))
  }

  async function load() {
    clearTimeout(waiting)
    if (!view || !config.value) return
    const mine = ++turn
    asking?.abort()
    const { signal } = (asking = new AbortController())
    loading.value = true
    try {
      const heat = asked.value.heat && asked.value.layer === 'hazards'
      const [found, fine] = await Promise.all([question(false, signal), heat ? question(true, signal) : null])
      // An answer that was overtaken by the next question is not shown.
      if (mine !== turn) return
      cells.value = found
      warmth.value = fine
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  function soon() {
    clearTimeout(waiting)
    waiting = setTimeout(() => void load(), CALM)
  }
  function look(now: View) { view = now; soon() }

  watch(asked, () => void load())
  let stop = () => {}
  onMounted(() => { void begin(); if (seesHazards.value) stop = onChange(soon) })
  onBeforeUnmount(() => { stop(); clearTimeout(waiting); turn++; asking?.abort() })
  return { config, drawing, cells, warmth, problem, loading, begin, load, look }
}
