// The movable map: everything that knows MapLibre, in a file of its own that only the map page fetches.
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { AttributionControl, type GeoJSONSource, Map as Canvas, type MapGeoJSONFeature, NavigationControl, ScaleControl, addProtocol, setWorkerUrl } from 'maplibre-gl'
import { Protocol } from 'pmtiles'
import type { FeatureCollection, Point } from 'geojson'
import type { Bounds, Drawing, MapCells, MapView, Pick, View } from './shapes'
import { COUNTED, styleOf } from './style'

setWorkerUrl(workerUrl)
let understood = false

export interface Engine {
  show(cells: MapCells, places: boolean): void
  heat(cells: MapCells | null): void
  fit(bounds: Bounds): void
  zoomTo(lon: number, lat: number, by?: number): void
  view(): View
  stop(): void
}
export interface Heard { moved(view: View): void; picked(pick: Pick): void; failed(): void }

/** Whether this browser has what the map needs. */
export function canDraw(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2')
    context?.getExtension('WEBGL_lose_context')?.loseContext()
    return !!context
  } catch { return false }
}

interface Properties { n: number; open: number; late: number; id: string }
function features(cells: MapCells): FeatureCollection<Point, Properties> {
  const one = (lon: number, lat: number, properties: Properties) => ({ type: 'Feature' as const, geometry: { type: 'Point' as const, coordinates: [lon, lat] }, properties })
  return {
    type: 'FeatureCollection',
    features: [
      ...cells.clusters.map((c) => one(c.at.lon, c.at.lat, { n: c.n, open: c.open, late: c.late, id: '' })),
      ...cells.hazards.map((h) => one(h.at.lon, h.at.lat, { n: 1, open: h.open ? 1 : 0, late: h.late ? 1 : 0, id: h.id })),
      ...cells.places.map((p) => one(p.at.lon, p.at.lat, { n: 1, open: p.plate === 'trouble' || p.plate === 'active' || p.plate === null ? 1 : 0, late: 0, id: p.id })),
    ],
  }
}

function understand(config: MapView) {
  if (!config.base || understood) return
  addProtocol('pmtiles', new Protocol().tile)
  understood = true
}

/** The base map alone, under something else that says where it looks. */
export interface Still { look(view: { lon: number; lat: number; zoom: number }): void; fitted(): void; stop(): void }
export function still(container: HTMLElement, config: MapView, drawing: Drawing | null, start: { lon: number; lat: number; zoom: number }): Still {
  understand(config)
  const map = new Canvas({ container, style: styleOf(config, drawing, location.origin), center: [start.lon, start.lat], zoom: start.zoom, interactive: false, attributionControl: config.tiles ? { compact: true } : false, fadeDuration: 0, maxZoom: 20, minZoom: 0 })
  return {
    look: ({ lon, lat, zoom }) => { map.jumpTo({ center: [lon, lat], zoom }) },
    fitted: () => { map.resize() },
    stop: () => { map.remove() },
  }
}

export function begin(container: HTMLElement, config: MapView, drawing: Drawing | null, start: Bounds, words: { zoomIn: string; zoomOut: string }, heard: Heard): Engine {
  understand(config)
  const map = new Canvas({
    container, style: styleOf(config, drawing, location.origin), bounds: start, fitBoundsOptions: { padding: 24 }, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 20, minZoom: 3, fadeDuration: 0,
    locale: { 'NavigationControl.ZoomIn': words.zoomIn, 'NavigationControl.ZoomOut': words.zoomOut },
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 96 }), 'bottom-left')
  if (config.tiles) map.addControl(new AttributionControl({ compact: false }), 'bottom-right')
  let ofPlaces = false
  let waiting: MapCells | null = null
  let warmth: MapCells | null | undefined
  const view = (): View => {
    const b = map.getBounds()
    return { bounds: [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], zoom: map.getZoom() }
  }
  const source = (name: string) => map.getSource(name) as GeoJSONSource | undefined
  function draw() {
    if (waiting) source('points')?.setData(features(waiting))
    if (warmth !== undefined) {
      source('heat')?.setData(features(warmth ?? { clusters: [], hazards: [], places: [], total: 0, cut: false, counted_from: null, counted_to: null }))
      map.setLayoutProperty('heat', 'visibility', warmth ? 'visible' : 'none')
      for (const id of COUNTED) map.setLayoutProperty(id, 'visibility', warmth ? 'none' : 'visible')
    }
  }
  let ready = false
  map.on('load', () => { ready = true; draw(); heard.moved(view()) })
  map.on('moveend', () => { if (ready) heard.moved(view()) })
  let told = false
  map.on('error', (event) => {
    const { sourceId } = event as unknown as { sourceId?: string }
    if (!told && (sourceId?.startsWith('tiles-') || sourceId === 'base')) { told = true; heard.failed() }
  })
  async function press(feature: MapGeoJSONFeature) {
    const [lon = 0, lat = 0] = (feature.geometry as Point).coordinates
    const { cluster_id: cluster, id } = feature.properties as { cluster_id?: number; id?: string }
    const points = source('points')
    if (cluster !== undefined && points) {
      const leaves = await points.getClusterLeaves(cluster, 200, 0)
      const ids = leaves.map((leaf) => (leaf.properties as Properties).id)
      // Counts of the server, or points that part when one comes nearer, are zoomed into.
      if (ids.some((one) => !one)) return zoomTo(lon, lat)
      const apart = leaves.some((leaf) => (leaf.geometry as Point).coordinates.some((x, i) => Math.abs(x - ((leaves[0]!.geometry as Point).coordinates[i] ?? x)) > 3e-5))
      if (apart && map.getZoom() < 18.5) return zoomTo(lon, lat)
      return heard.picked({ lon, lat, ids, places: ofPlaces })
    }
    if (id) heard.picked({ lon, lat, ids: [id], places: ofPlaces })
    else zoomTo(lon, lat)
  }
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  function zoomTo(lon: number, lat: number, by = 2) {
    map.easeTo({ center: [lon, lat], zoom: Math.min(map.getZoom() + by, 19), ...(calm ? { duration: 0 } : { duration: 250 }) })
  }
  for (const layer of ['cluster', 'spot']) {
    map.on('click', layer, (event) => { const feature = event.features?.[0]; if (feature) void press(feature) })
    map.on('mouseenter', layer, () => { map.getCanvas().style.cursor = 'pointer' })
    map.on('mouseleave', layer, () => { map.getCanvas().style.cursor = '' })
  }
  const watch = new ResizeObserver(() => map.resize())
  watch.observe(container)
  return {
    show(cells, places) { waiting = cells; ofPlaces = places; if (ready) draw() },
    heat(cells) { warmth = cells; if (ready) draw() },
    fit(bounds) { map.fitBounds(bounds, { padding: 24, ...(calm ? { duration: 0 } : { duration: 300 }) }) },
    zoomTo, view,
    stop() { watch.disconnect(); map.remove() },
  }
}
