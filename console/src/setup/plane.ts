// 墨卡托平面: what of the ground lies where on a small map that is moved by hand. The projection of the tiles (EPSG:3857,
// a world of 512 pixels at zoom 0), so that a base map lies under what is drawn over it.
import type { Box } from './box'

export interface View { lon: number; lat: number; zoom: number }
export interface Spot { x: number; y: number }
export interface Ground { lon: number; lat: number }
export interface Plane { toScreen(lon: number, lat: number): Spot; toGround(x: number, y: number): Ground }

const WORLD = 512
/** Beyond it the projection has no end. */
const MOST_NORTH = 85
export const LEAST_ZOOM = 3
export const MOST_ZOOM = 17
/** All of China, for a district that nobody has placed yet. */
export const ANYWHERE: Box = { west: 73, south: 17, east: 136, north: 54 }

const within = (n: number, least: number, most: number) => Math.min(most, Math.max(least, n))
/** East and south of the corner of the world, from 0 to 1. */
export const across = (lon: number) => (lon + 180) / 360
export const down = (lat: number) => {
  const angle = (within(lat, -MOST_NORTH, MOST_NORTH) * Math.PI) / 180
  return (1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2
}
const north = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
/** Pixels of the world at a zoom. */
export const scaleAt = (zoom: number) => WORLD * 2 ** zoom

export function plane(view: View, width: number, height: number): Plane {
  const scale = scaleAt(view.zoom)
  const [cx, cy] = [across(view.lon), down(view.lat)]
  return {
    toScreen: (lon, lat) => ({ x: width / 2 + (across(lon) - cx) * scale, y: height / 2 + (down(lat) - cy) * scale }),
    toGround: (x, y) => ({ lon: within((cx + (x - width / 2) / scale) * 360 - 180, -180, 180), lat: within(north(cy + (y - height / 2) / scale), -MOST_NORTH, MOST_NORTH) }),
  }
}

/** The view in which a box fills the frame but for a margin. */
export function fitting(box: Box, width: number, height: number, margin = 36): View {
  const [w, h] = [across(box.east) - across(box.west), down(box.south) - down(box.north)]
  const room = (pixels: number, part: number) => Math.log2(Math.max(1, pixels - 2 * margin) / (WORLD * Math.max(part, 1e-9)))
  return { lon: (box.west + box.east) / 2, lat: north((down(box.south) + down(box.north)) / 2), zoom: within(Math.min(room(width, w), room(height, h)), LEAST_ZOOM, MOST_ZOOM) }
}

/** The view moved by pixels. */
export function moved(view: View, dx: number, dy: number): View {
  const { lon, lat } = plane(view, 0, 0).toGround(dx, dy)
  return { ...view, lon, lat }
}

/** The view nearer or farther, with the ground at `at` staying where it is. */
export function zoomed(view: View, by: number, at: Spot, width: number, height: number): View {
  const zoom = within(view.zoom + by, LEAST_ZOOM, MOST_ZOOM)
  const held = plane(view, width, height).toGround(at.x, at.y)
  const spot = plane({ ...view, zoom }, width, height).toScreen(held.lon, held.lat)
  return moved({ ...view, zoom }, spot.x - at.x, spot.y - at.y)
}

/** The box between two opposite corners, whichever they are. */
export const between = (a: Ground, b: Ground): Box => ({ west: Math.min(a.lon, b.lon), south: Math.min(a.lat, b.lat), east: Math.max(a.lon, b.lon), north: Math.max(a.lat, b.lat) })

/** 西北 and so on: which sides meet in a corner. */
export const CORNERS = [['west', 'north'], ['east', 'north'], ['east', 'south'], ['west', 'south']] as const
export type Corner = (typeof CORNERS)[number]
export const cornerOf = (box: Box, [we, ns]: Corner): Ground => ({ lon: box[we], lat: box[ns] })
/** The box with one corner elsewhere; the opposite one stays. Pulled past it, the corner becomes another one. */
export function pulled(box: Box, [we, ns]: Corner, to: Ground): { box: Box; corner: Corner } {
  const other = { lon: box[we === 'west' ? 'east' : 'west'], lat: box[ns === 'north' ? 'south' : 'north'] }
  const now: Corner = CORNERS.find(([a, b]) => a === (to.lon < other.lon ? 'west' : 'east') && b === (to.lat < other.lat ? 'south' : 'north')) ?? [we, ns]
  return { box: between(to, other), corner: now }
}

/** Degrees between the lines of a graticule: so that some five cross the frame. */
const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]
export interface Graticule { lons: number[]; lats: number[]; digits: number }
/** 经纬网 of what is seen. */
export function graticule(view: View, width: number, height: number): Graticule {
  const sheet = plane(view, width, height)
  const [from, to] = [sheet.toGround(0, height), sheet.toGround(width, 0)]
  const step = STEPS.find((one) => (to.lon - from.lon) / one >= 4) ?? STEPS.at(-1)!
  const digits = Math.max(0, Math.round(-Math.log10(step) + 0.49))
  const lines = (least: number, most: number) => {
    const first = Math.ceil(least / step)
    return Array.from({ length: Math.max(0, Math.floor(most / step) - first + 1) }, (_, i) => Number(((first + i) * step).toFixed(6)))
  }
  return { lons: lines(from.lon, to.lon), lats: lines(from.lat, to.lat), digits }
}

/** As fine as about a metre. */
export const rounded = (box: Box): Box => {
  const fine = (n: number) => Number(n.toFixed(5))
  return { west: fine(box.west), south: fine(box.south), east: fine(box.east), north: fine(box.north) }
}
