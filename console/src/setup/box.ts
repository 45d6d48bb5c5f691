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
/** Kilometres across and up, on a sphere of the earth's mean radius (6,371 km). */
export function spans({ west, south, east, north }: Box): { w: number; h: number } {
  const degree = (Math.PI / 180) * 6371
  return { w: (east - west) * degree * Math.cos((((south + north) / 2) * Math.PI) / 180), h: (north - south) * degree }
}
export const kilometres = (n: number): string => (n < 10 ? n.toFixed(1) : String(Math.round(n)))
