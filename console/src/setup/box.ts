// 辖区范围: a box in degrees, and the box around whatever a GeoJSON file holds. The file stays in the browser.
export interface Box { west: number; south: number; east: number; north: number }

/** The box around every position in a GeoJSON text; nothing where there is none. */
export function boxOf(text: string): Box | null {
  let whole: unknown
  try { whole = JSON.parse(text) } catch { return null }
  let box: Box | null = null
  const stack: unknown[] = [whole]
  while (stack.length) {
    const one = stack.pop()
    if (Array.isArray(one)) {
      const [lon, lat] = one
      if (typeof lon === 'number' && typeof lat === 'number') {
        box = box ? { west: Math.min(box.west, lon), south: Math.min(box.south, lat), east: Math.max(box.east, lon), north: Math.max(box.north, lat) } : { west: lon, south: lat, east: lon, north: lat }
      } else for (const part of one) stack.push(part)
    } else if (one && typeof one === 'object') {
      // Only where positions stand: properties may hold numbers of their own.
      for (const part of ['features', 'geometry', 'geometries', 'coordinates']) if (part in one) stack.push((one as Record<string, unknown>)[part])
    }
  }
  return box && box.west < box.east && box.south < box.north ? box : null
}
/** Where districts lie that this is for: longitude and latitude there have no number in common. */
const LON = [73, 136] as const
const LAT = [3, 54] as const
const all = (range: readonly [number, number], ...numbers: number[]) => numbers.every((n) => n >= range[0] && n <= range[1])

/** What was probably meant by a box that is none: with longitudes and latitudes, or opposite sides, the other way round. */
export function mended({ west, south, east, north }: Box): { box: Box; fault: 'swapped' | 'turned' } | null {
  const swapped = all(LAT, west, east) && all(LON, south, north)
  const [x, y] = swapped ? [[south, north], [west, east]] as const : [[west, east], [south, north]] as const
  if (!swapped && west <= east && south <= north) return null
  return { box: { west: Math.min(...x), south: Math.min(...y), east: Math.max(...x), north: Math.max(...y) }, fault: swapped ? 'swapped' : 'turned' }
}
/** Kilometres across and up, on a sphere of the earth's mean radius (6,371 km). */
export function spans({ west, south, east, north }: Box): { w: number; h: number } {
  const degree = (Math.PI / 180) * 6371
  return { w: (east - west) * degree * Math.cos((((south + north) / 2) * Math.PI) / 180), h: (north - south) * degree }
}
export const kilometres = (n: number): string => (n < 10 ? n.toFixed(1) : String(Math.round(n)))
