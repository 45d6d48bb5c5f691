// A drawing as paths of a plain picture.
import type { Position } from 'geojson'
import type { Bounds, Drawing } from './shapes'

export interface Frame { west: number; north: number; per: number; high: number; width: number; height: number }
const WIDTH = 1000

/** The frame of a picture 1000 wide around some bounds. */
export function outline([west, south, east, north]: Bounds): Frame {
  const margin = 0.03
  const [wide, tall] = [(east - west) * (1 + 2 * margin), (north - south) * (1 + 2 * margin)]
  const per = WIDTH / wide
  // A degree of latitude is longer than one of longitude.
  const high = per / Math.cos((((south + north) / 2) * Math.PI) / 180)
  return { west: west - (east - west) * margin, north: north + (north - south) * margin, per, high, width: WIDTH, height: Math.round(tall * high) }
}

const tenth = (n: number) => Math.round(n * 10) / 10
export const project = (lon: number, lat: number, f: Frame) => ({ x: tenth((lon - f.west) * f.per), y: tenth((f.north - lat) * f.high) })

function line(points: Position[], f: Frame, closed: boolean): string {
  const marks = points.map(([lon = 0, lat = 0]) => { const { x, y } = project(lon, lat, f); return `${x} ${y}` })
  return `M${marks.join('L')}${closed ? 'Z' : ''}`
}

export interface Path { d: string; code?: string; rank?: number }
export interface Paths { land: Path[]; street: Path[]; water: Path[]; green: Path[]; road: Path[]; names: { x: number; y: number; name: string }[] }

export function pathsOf(drawing: Drawing | null, f: Frame): Paths {
  const all: Paths = { land: [], street: [], water: [], green: [], road: [], names: [] }
  const where = { district: all.land, street: all.street, water: all.water, green: all.green, road: all.road } as Record<string, Path[]>
  for (const { geometry, properties } of drawing?.features ?? []) {
    const more = { ...(properties.code ? { code: properties.code } : {}), ...(properties.rank ? { rank: properties.rank } : {}) }
    const into = where[properties.layer]
    if (properties.layer === 'label' && geometry.type === 'Point' && properties.of === 'street') {
      const [lon = 0, lat = 0] = geometry.coordinates
      all.names.push({ ...project(lon, lat, f), name: properties.name ?? '' })
    } else if (!into || (properties.layer === 'road' && (properties.rank ?? 2) > 2)) {
      continue
    } else if (geometry.type === 'Polygon') {
      into.push({ d: geometry.coordinates.map((ring) => line(ring, f, true)).join(''), ...more })
    } else if (geometry.type === 'MultiPolygon') {
      into.push({ d: geometry.coordinates.flat().map((ring) => line(ring, f, true)).join(''), ...more })
    } else if (geometry.type === 'LineString') {
      into.push({ d: line(geometry.coordinates, f, false), ...more })
    } else if (geometry.type === 'MultiLineString') {
      into.push({ d: geometry.coordinates.map((part) => line(part, f, false)).join(''), ...more })
    }
  }
  return all
}
