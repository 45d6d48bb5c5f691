export interface Spot { lon: number; lat: number }
const RADIUS = 6_371_008.8
const rad = (degrees: number) => (degrees * Math.PI) / 180

/** Metres between two positions on the sphere (haversine); WGS-84 and CGCS2000 are the same here. */
export function metres(a: Spot, b: Spot): number {
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)))
}
