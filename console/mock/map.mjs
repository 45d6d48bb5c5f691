// The map's operations of the stand-in: hazards on a made-up ground, counted by squares. Coarse.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hazards, isLate, isOpen } from './hazards.mjs'
import { places } from './town.mjs'

const geo = JSON.parse(readFileSync(fileURLToPath(new URL('../../crates/work/src/demo/district.geojson', import.meta.url)), 'utf8'))
const area = (ring) => ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0)
const middle = (ring) => {
  const [ox, oy] = ring[0]
  const near = ring.map(([x, y]) => [x - ox, y - oy])
  const a = area(near) * 3
  return near.slice(1).reduce(([x, y], p, i) => { const q = near[i]; const c = q[0] * p[1] - p[0] * q[1]; return [x + ((q[0] + p[0]) * c) / a, y + ((q[1] + p[1]) * c) / a] }, [ox, oy])
}
const labels = geo.features.filter((f) => f.geometry.type === 'Polygon' && f.properties.name).map((f) => ({ type: 'Feature', properties: { layer: 'label', of: f.properties.layer, name: f.properties.name, code: f.properties.code ?? '' }, geometry: { type: 'Point', coordinates: middle(f.geometry.coordinates[0]) } }))
const drawing = { type: 'FeatureCollection', features: [...geo.features, ...labels] }
const dot = (n) => { const s = labels.filter((l) => l.properties.of === 'community')[(n * 7) % 33].geometry.coordinates; return { lon: s[0] + (((n * 7919) % 101) - 50) / 9000, lat: s[1] + (((n * 6101) % 101) - 50) / 9000 } }
const where = (h, n) => h.position ?? dot(n)
/** How many times each hazard is on the map, so that far looks far. */
let crowd = 1
export const setCrowd = (n) => { crowd = n }

const within = (q) => { const [w, s, e, n] = q.get('bbox').split(',').map(Number); return (at) => at.lon >= w && at.lon <= e && at.lat >= s && at.lat <= n }
const EMPTY = { clusters: [], hazards: [], places: [], total: 0, cut: false, counted_from: null, counted_to: null }

function cells({ q, now }) {
  const inside = within(q)
  const zoom = Number(q.get('zoom'))
  const wanted = q.get('stage')?.split(',')
  const all = []
  for (let copy = 0; copy < crowd; copy++) {
    hazards.forEach((h, n) => {
      if (wanted && !wanted.includes(h.stage)) return
      if (q.get('late') === 'true' && !isLate(h, now)) return
      if (q.get('risk') && h.risk?.colour !== q.get('risk')) return
      if (q.get('supervised') === 'true' && !h.supervision?.level) return
      if (q.get('street') && h.street?.id !== q.get('street')) return
      const moment = q.get('time') === 'closed' ? h.closed_at : h.reported_at
      if ((q.get('from') || q.get('to')) && (!moment || Date.parse(moment) < Date.parse(q.get('from') ?? 0) || Date.parse(moment) > Date.parse(q.get('to') ?? '2100-01-01'))) return
      const at = copy ? dot(n + copy * 101) : where(h, n)
      if (inside(at)) all.push({ id: h.id, at, stage: h.stage, grade: h.filing?.grade ?? null, category: h.filing?.category ?? h.kind ?? null, life_danger: h.life_danger, open: isOpen(h), late: isLate(h, now) })
    })
  }
  if (all.length <= 300 && q.get('heat') !== 'true') return { ...EMPTY, hazards: all, total: all.length }
  const side = (90 / 2 ** zoom) * (q.get('heat') === 'true' ? 0.5 : 1)
  const squares = new Map()
  for (const h of all) {
    const key = `${Math.floor(h.at.lon / side)} ${Math.floor(h.at.lat / side)}`
    const c = squares.get(key) ?? { lon: 0, lat: 0, n: 0, open: 0, late: 0 }
    squares.set(key, { lon: c.lon + h.at.lon, lat: c.lat + h.at.lat, n: c.n + 1, open: c.open + h.open, late: c.late + h.late })
  }
  return { ...EMPTY, clusters: [...squares.values()].map((c) => ({ at: { lon: c.lon / c.n, lat: c.lat / c.n }, n: c.n, open: Number(c.open), late: Number(c.late) })), total: all.length }
}

export const map = () => [
  ['GET', '/map', () => ({ system: 'cgcs2000', tiles: null, base: null, drawing: true, bounds: [112.5595, 26.8365, 112.6275, 26.8995], unplaced: 2 })],
  ['GET', '/map/drawing', () => drawing],
  ['GET', '/map/cells', cells],
  ['GET', '/map/places', ({ q }) => { const inside = within(q); const found = places.filter((p) => p.position && inside(p.position)).map((p, n) => ({ id: p.id, at: p.position, name: p.name, kind: p.kind, plate: ['active', 'printed', 'trouble'][n % 3], scanned_on: n % 2 ? '2026-03-01' : null })); return { ...EMPTY, places: found, total: found.length } }],
]
