// The small map on which an extent is drawn: what lies where, corners that are pulled, the net of degrees.
import { describe, expect, it } from 'vitest'
import { between, CORNERS, cornerOf, fitting, graticule, LEAST_ZOOM, moved, MOST_ZOOM, plane, pulled, rounded, zoomed } from '../src/setup/plane'

const [W, H] = [640, 400]
const BOX = { west: 112.55, south: 26.83, east: 112.68, north: 26.93 }

describe('the plane', () => {
  it('goes from degrees to pixels and back', () => {
    const sheet = plane(fitting(BOX, W, H), W, H)
    for (const corner of CORNERS) {
      const at = cornerOf(BOX, corner)
      const { x, y } = sheet.toScreen(at.lon, at.lat)
      const back = sheet.toGround(x, y)
      expect(back.lon).toBeCloseTo(at.lon, 9)
      expect(back.lat).toBeCloseTo(at.lat, 9)
    }
    // As tiles lie: the whole world is 512 pixels wide at zoom 0, and as high up to 85.05°.
    const world = plane({ lon: 0, lat: 0, zoom: 0 }, 512, 512)
    expect(world.toScreen(180, 0)).toEqual({ x: 512, y: 256 })
    expect(world.toScreen(0, 66.51326)).toMatchObject({ y: expect.closeTo(128, 3) as number })
  })
  it('shows the whole of what it fits, as near as that goes', () => {
    const view = fitting(BOX, W, H, 36)
    const sheet = plane(view, W, H)
    const [a, z] = [sheet.toScreen(BOX.west, BOX.north), sheet.toScreen(BOX.east, BOX.south)]
    expect(Math.min(a.x, a.y, W - z.x, H - z.y)).toBeCloseTo(36, 3)
    expect(fitting({ west: 1, east: 1, south: 2, north: 2 }, W, H).zoom).toBe(MOST_ZOOM)
    expect(fitting({ west: -180, east: 180, south: -85, north: 85 }, 100, 100).zoom).toBe(LEAST_ZOOM)
  })
  it('moves by pixels and comes nearer around what the pointer is on', () => {
    const view = fitting(BOX, W, H)
    const before = plane(view, W, H).toGround(100, 80)
    const now = plane(moved(view, 30, -20), W, H).toScreen(before.lon, before.lat)
    expect([now.x, now.y]).toEqual([expect.closeTo(70, 6), expect.closeTo(100, 6)])
    const near = plane(zoomed(view, 1.5, { x: 100, y: 80 }, W, H), W, H).toScreen(before.lon, before.lat)
    expect([near.x, near.y]).toEqual([expect.closeTo(100, 6), expect.closeTo(80, 6)])
    expect(zoomed(view, 99, { x: 0, y: 0 }, W, H).zoom).toBe(MOST_ZOOM)
  })
})

describe('a box', () => {
  it('lies between two corners, from wherever it is drawn', () => {
    const [a, b] = [{ lon: 3, lat: 1 }, { lon: 1, lat: 2 }]
    expect(between(a, b)).toEqual(between(b, a))
    expect(between(a, b)).toEqual({ west: 1, south: 1, east: 3, north: 2 })
  })
  it('keeps the opposite corner; pulled past it, the corner is another one', () => {
    const north_west = CORNERS[0]
    expect(pulled(BOX, north_west, { lon: 112.6, lat: 26.9 })).toEqual({ box: { ...BOX, west: 112.6, north: 26.9 }, corner: north_west })
    const past = pulled(BOX, north_west, { lon: 112.7, lat: 26.8 })
    expect(past).toEqual({ box: { west: 112.68, south: 26.8, east: 112.7, north: 26.83 }, corner: ['east', 'south'] })
  })
  it('is as fine as a metre', () => {
    expect(rounded({ west: 112.123456789, south: 1, east: 2, north: 3 }).west).toBe(112.12346)
  })
})

describe('the graticule', () => {
  it('has few lines with round figures at every zoom', () => {
    for (let zoom = LEAST_ZOOM; zoom <= 15; zoom += 0.5) {
      const { lons, lats, digits } = graticule({ lon: 112.6, lat: 26.9, zoom }, W, H)
      expect(lons.length, `zoom ${zoom}`).toBeGreaterThanOrEqual(4)
      expect(lons.length).toBeLessThanOrEqual(12)
      expect(lats.length).toBeGreaterThanOrEqual(1)
      expect(new Set(lons.map((lon) => lon.toFixed(digits))).size).toBe(lons.length)
    }
  })
})
