// How the map looks: the district's own drawing, or tiles with its borders over them. No glyphs are fetched, labels
// are written with the system's fonts.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { Drawing, MapView } from './shapes'

export const FONTS = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'sans-serif']
export interface Colours { ground: string; land: string; water: string; green: string; road: string; edge: string; line: string; strong: string; ink: string; halo: string; open: string; done: string; late: string; on: string; inkDone: string; paper: string }
export const LIGHT: Colours = {
  ground: '#eef0f3', land: '#fbfbfa', water: '#d5e3ec', green: '#e5ece0', road: '#ffffff', edge: '#dfe2e6', line: '#b7bec8', strong: '#7d8896', ink: '#4a5565', halo: '#fbfbfa',
  open: '#41638f', done: '#c6cfda', late: '#b3261e', on: '#ffffff', inkDone: '#1b2330', paper: '#ffffff',
}

const is = (layer: string): ExpressionSpecification => ['==', ['get', 'layer'], layer]
const named = (of: string): ExpressionSpecification => ['all', is('label'), ['==', ['get', 'of'], of]]
const grow = (...stops: number[]): ExpressionSpecification => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as unknown as ExpressionSpecification

function label(id: string, of: string, size: number, minzoom: number, maxzoom: number, c: Colours): LayerSpecification {
  return {
    id, type: 'symbol', source: 'drawing', filter: named(of), minzoom, maxzoom,
    layout: { 'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': size, 'text-max-width': 8, 'text-padding': 6 },
    paint: { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.4 },
  }
}

/** Everything of the drawing that lies under the points. */
function drawn(c: Colours): LayerSpecification[] {
  const road = (id: string, rank: number, minzoom: number, width: ExpressionSpecification, casing: ExpressionSpecification): LayerSpecification[] => {
    const filter: ExpressionSpecification = ['all', is('road'), ['==', ['coalesce', ['get', 'rank'], 2], rank]]
    const layout = { 'line-cap': 'round', 'line-join': 'round' } as const
    return [
      { id: `${id}-edge`, type: 'line', source: 'drawing', filter, minzoom, layout, paint: { 'line-color': c.edge, 'line-width': casing } },
      { id, type: 'line', source: 'drawing', filter, minzoom, layout, paint: { 'line-color': c.road, 'line-width': width } },
    ]
  }
  return [
    { id: 'land', type: 'fill', source: 'drawing', filter: is('district'), paint: { 'fill-color': c.land } },
    { id: 'green', type: 'fill', source: 'drawing', filter: is('green'), paint: { 'fill-color': c.green } },
    { id: 'water', type: 'fill', source: 'drawing', filter: is('water'), paint: { 'fill-color': c.water } },
    ...road('lane', 3, 14, grow(14, 0.8, 17, 6), grow(14, 1.6, 17, 8)),
    ...road('street', 2, 12.5, grow(13, 1.2, 17, 9), grow(13, 2.2, 17, 11)),
    ...road('main', 1, 10, grow(11, 1.4, 14, 4, 17, 13), grow(11, 2.4, 14, 5.6, 17, 15)),
    { id: 'grid-line', type: 'line', source: 'drawing', filter: is('grid'), minzoom: 14.5, paint: { 'line-color': c.line, 'line-width': 0.7, 'line-dasharray': [2, 3] } },
    { id: 'community-line', type: 'line', source: 'drawing', filter: is('community'), minzoom: 13.5, paint: { 'line-color': c.line, 'line-width': 1, 'line-dasharray': [4, 3] } },
  ]
}

/** What is drawn over any ground: borders and, if the ground has none, names. */
function borders(c: Colours, names: boolean): LayerSpecification[] {
  const lines: LayerSpecification[] = [
    { id: 'street-line', type: 'line', source: 'drawing', filter: is('street'), layout: { 'line-join': 'round' }, paint: { 'line-color': c.strong, 'line-width': 1.3, 'line-dasharray': [5, 2.5] } },
    { id: 'district-line', type: 'line', source: 'drawing', filter: is('district'), layout: { 'line-join': 'round' }, paint: { 'line-color': c.strong, 'line-width': 2 } },
  ]
  const texts: LayerSpecification[] = names ? [
    {
      id: 'road-name', type: 'symbol', source: 'drawing', minzoom: 14, filter: ['all', is('road'), ['!=', ['coalesce', ['get', 'name'], ''], '']],
      layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-font': FONTS, 'text-size': 11.5, 'symbol-spacing': 320 },
      paint: { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.6 },
    },
    label('water-name', 'water', 12, 11, 24, { ...c, ink: '#4f7390' }),
    label('green-name', 'green', 11.5, 13, 24, { ...c, ink: '#55704a' }),
    label('community-name', 'community', 11.5, 14.2, 24, c),
    label('street-name', 'street', 14, 10, 14.2, c),
  ] : []
  return [...lines, ...texts]
}

/** Main roads and others, at three zooms: white roads on light ground are seen by their edges. */
const wide = (...at: [number, number][]): ExpressionSpecification => {
  const one = ([main, other]: [number, number]) => ['match', ['get', 'kind'], ['highway', 'major_road'], main, other]
  return ['interpolate', ['exponential', 1.5], ['zoom'], ...at.flatMap((pair, i) => [[11, 14, 17][i], one(pair)])] as unknown as ExpressionSpecification
}

/** The Protomaps basemap's layers, for a base map in one file. */
function base(c: Colours): LayerSpecification[] {
  const source = 'base'
  return [
    { id: 'base-earth', type: 'fill', source, 'source-layer': 'earth', paint: { 'fill-color': c.land } },
    { id: 'base-green', type: 'fill', source, 'source-layer': 'landuse', filter: ['in', ['get', 'kind'], ['literal', ['park', 'forest', 'wood', 'grass', 'nature_reserve', 'cemetery']]], paint: { 'fill-color': c.green } },
    { id: 'base-water', type: 'fill', source, 'source-layer': 'water', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': c.water } },
    { id: 'base-buildings', type: 'fill', source, 'source-layer': 'buildings', minzoom: 15, paint: { 'fill-color': c.edge } },
    { id: 'base-roads-edge', type: 'line', source, 'source-layer': 'roads', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': c.line, 'line-width': wide([2.6, 1.4], [6, 3.2], [15, 10]) } },
    { id: 'base-roads', type: 'line', source, 'source-layer': 'roads', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': c.road, 'line-width': wide([1.4, 0.5], [4.4, 1.8], [13, 8]) } },
    { id: 'base-road-names', type: 'symbol', source, 'source-layer': 'roads', minzoom: 14, layout: { 'symbol-placement': 'line', 'text-field': ['coalesce', ['get', 'name:zh'], ['get', 'name'], ''], 'text-font': FONTS, 'text-size': 11.5 }, paint: { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.6 } },
    { id: 'base-places', type: 'symbol', source, 'source-layer': 'places', layout: { 'text-field': ['coalesce', ['get', 'name:zh'], ['get', 'name'], ''], 'text-font': FONTS, 'text-size': 13 }, paint: { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.6 } },
  ]
}

const radius: ExpressionSpecification = ['interpolate', ['linear'], ['log10', ['max', 1, ['get', 'n']]], 0, 9, 1, 13, 2, 17, 3, 22, 4, 27, 5, 32]

/** What is late stands at the edge of its cluster: further out where the cluster is wide, so that both numbers are read. */
const LATE_LAYERS = [['late', false], ['late-far', true]] as const
/** Layers that give way to the heat. */
export const COUNTED = ['spot', 'cluster', 'cluster-n', ...LATE_LAYERS.flatMap(([id]) => [id, `${id}-n`])]

/** Clusters, points, what is late, heat. */
function points(c: Colours): LayerSpecification[] {
  const cluster: ExpressionSpecification = ['>', ['coalesce', ['get', 'n'], 1], 1]
  const alive: ExpressionSpecification = ['>', ['coalesce', ['get', 'open'], 0], 0]
  const badge: [number, number] = [15, -14]
  return [
    {
      id: 'heat', type: 'heatmap', source: 'heat', layout: { visibility: 'none' },
      paint: {
        'heatmap-weight': ['interpolate', ['linear'], ['log10', ['+', 1, ['get', 'n']]], 0, 0, 3, 1], 'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 11, 24, 16, 64], 'heatmap-intensity': 1.5, 'heatmap-opacity': 0.75,
        'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], 0, 'rgba(65,99,143,0)', 0.2, 'rgba(65,99,143,0.35)', 0.6, 'rgba(48,74,112,0.7)', 1, 'rgba(20,32,54,0.9)'],
      },
    },
    { id: 'spot', type: 'circle', source: 'points', filter: ['!', cluster], paint: { 'circle-radius': 6, 'circle-color': ['case', ['==', ['get', 'late'], 1], c.late, alive, c.open, c.done], 'circle-stroke-color': c.paper, 'circle-stroke-width': 1.5 } },
    { id: 'cluster', type: 'circle', source: 'points', filter: cluster, paint: { 'circle-radius': radius, 'circle-color': ['case', alive, c.open, c.done], 'circle-opacity': 0.93, 'circle-stroke-color': c.paper, 'circle-stroke-width': 1.5 } },
    {
      id: 'cluster-n', type: 'symbol', source: 'points', filter: cluster,
      layout: { 'text-field': ['to-string', ['get', 'n']], 'text-font': FONTS, 'text-size': ['interpolate', ['linear'], ['get', 'n'], 1, 11.5, 1000, 13], 'text-allow-overlap': true, 'text-ignore-placement': true },
      paint: { 'text-color': ['case', alive, c.on, c.inkDone] },
    },
    ...LATE_LAYERS.flatMap(([id, far]): LayerSpecification[] => {
      const filter: ExpressionSpecification = ['all', cluster, ['>', ['get', 'late'], 0], [far ? '>=' : '<', ['get', 'n'], 1000]]
      const at = far ? [22, -22] as [number, number] : badge
      return [
        { id, type: 'circle', source: 'points', filter, paint: { 'circle-radius': ['step', ['get', 'late'], 8.5, 10, 10, 100, 12.5, 1000, 15, 10_000, 17], 'circle-color': c.late, 'circle-stroke-color': c.paper, 'circle-stroke-width': 1.5, 'circle-translate': at } },
        {
          id: `${id}-n`, type: 'symbol', source: 'points', filter,
          layout: { 'text-field': ['to-string', ['get', 'late']], 'text-font': FONTS, 'text-size': 10.5, 'text-allow-overlap': true, 'text-ignore-placement': true },
          paint: { 'text-color': c.on, 'text-translate': at },
        },
      ]
    }),
  ]
}

const EMPTY = { type: 'FeatureCollection' as const, features: [] }

/** The whole style. */
export function styleOf(view: MapView, drawing: Drawing | null, origin: string, c: Colours = LIGHT): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    drawing: { type: 'geojson', data: drawing ?? EMPTY, tolerance: 0.2 },
    // Points of one spot stay together at every zoom and open as a list.
    points: {
      type: 'geojson', data: EMPTY, cluster: true, clusterRadius: 22, maxzoom: 23, clusterMaxZoom: 22,
      clusterProperties: { n: ['+', ['get', 'n']], open: ['+', ['get', 'open']], late: ['+', ['get', 'late']] },
    },
    heat: { type: 'geojson', data: EMPTY },
  }
  const ground: LayerSpecification[] = [{ id: 'ground', type: 'background', paint: { 'background-color': c.ground } }]
  let names = true
  if (view.tiles) {
    names = false
    ground.push(...drawn(c))
    for (const layer of view.tiles.layers) {
      sources[`tiles-${layer}`] = { type: 'raster', tiles: [`${origin}/api/v1/map/tiles/${layer}/{z}/{x}/{y}`], tileSize: 256, minzoom: view.tiles.min_zoom, maxzoom: view.tiles.max_zoom, attribution: view.tiles.attribution }
      ground.push({ id: `tiles-${layer}`, type: 'raster', source: `tiles-${layer}`, paint: { 'raster-saturation': -0.35, 'raster-fade-duration': 0 } })
    }
  } else if (view.base) {
    const address = `pmtiles://${origin}/api/v1/map/district.pmtiles`
    if (view.base.kind === 'vector') {
      sources.base = { type: 'vector', url: address }
      ground.push(...base(c))
    } else {
      sources.base = { type: 'raster', url: address, tileSize: 256 }
      ground.push({ id: 'base', type: 'raster', source: 'base' })
    }
    names = false
  } else {
    ground.push(...drawn(c))
  }
  return { version: 8, sources, layers: [...ground, ...borders(c, names), ...points(c)] }
}
