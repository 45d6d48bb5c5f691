// What the map knows of itself: the answer of the server, the drawing, and what one looks at.
import type { FeatureCollection, Geometry } from 'geojson'
import type { components } from '../api/schema'
import { STAGES } from '../hazard/filters'

export type MapView = components['schemas']['MapView']
export type MapCells = components['schemas']['MapCells']
export type MapCluster = components['schemas']['MapCluster']
export type HazardSpot = components['schemas']['HazardSpot']
export type PlaceSpot = components['schemas']['PlaceSpot']

export interface DrawingProperties { layer: 'district' | 'street' | 'community' | 'grid' | 'road' | 'water' | 'green' | 'label'; of?: string; name?: string; code?: string; rank?: number }
export type Drawing = FeatureCollection<Geometry, DrawingProperties>

/** West, south, east, north in degrees. */
export type Bounds = [number, number, number, number]
export interface View { bounds: Bounds; zoom: number }
/** 辖区范围 as a drawing: the ground where nobody drew the district and there is no base map. */
export const groundOf = ([west, south, east, north]: Bounds): Drawing => ({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: { layer: 'district' }, geometry: { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] } }],
})
/** What somebody pressed: some hazards or places at one spot. */
export interface Pick { lon: number; lat: number; ids: string[]; places: boolean }
export const MAP_LAYERS = ['hazards', 'places', 'unscanned'] as const
export type MapLayer = (typeof MAP_LAYERS)[number]
/** 久未扫码: so many days without a scan. */
export const UNSCANNED_DAYS = 90

/** 办理阶段, the same as the server's groups: cells know no finer ones. */
export const STAGE_GROUPS: Record<string, string[]> = {
  desk: ['reported', 'supplement', 'verifying', 'filed', 'reopened'],
  rectifying: ['dispatched', 'return_requested', 'rectifying', 'suspended', 'stop_ordered', 'rework'],
  checking: ['self_fixed', 'submitted', 'verified'],
  referred: ['referred_out'],
  closed: ['closed', 'follow_up', 'archived'],
  dropped: ['rejected', 'merged'],
}
/** The groups of which every stage is chosen. */
export const groupsOf = (stages: string[]): string[] =>
  Object.entries(STAGE_GROUPS).filter(([, of]) => of.every((s) => stages.includes(s))).map(([name]) => name)
/** Their stages, in the usual order. */
export const stagesOf = (groups: string[]): string[] => {
  const chosen = groups.flatMap((g) => STAGE_GROUPS[g] ?? [])
  return STAGES.filter((s) => chosen.includes(s))
}

/** The name nearest to a point, for whoever hears the map instead of seeing it. */
export function nameNear(drawing: Drawing | null, lon: number, lat: number): string {
  let best = ''
  let least = Infinity
  for (const { geometry, properties } of drawing?.features ?? []) {
    if (properties.layer !== 'label' || geometry.type !== 'Point' || !['community', 'street', 'green'].includes(properties.of ?? '')) continue
    const [x = 0, y = 0] = geometry.coordinates
    const far = ((x - lon) * Math.cos((lat * Math.PI) / 180)) ** 2 + (y - lat) ** 2
    if (far < least) { least = far; best = properties.name ?? '' }
  }
  return best
}
