// A base map in one file, as a closed network has it: written by hand, read in slices, drawn, and looked at.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { enters, fresh } from './fresh.js'
import { pmtiles } from './pmtiles.js'

const BOUNDS = [112.58, 26.86, 112.64, 26.91]
const box = ([west, south, east, north]) => [[west, north], [east, north], [east, south], [west, south]]
const LAYERS = {
  earth: [{ kind: 3, lines: [box([112.3, 26.6, 112.9, 27.2])], tags: { kind: 'earth' } }],
  landuse: [{ kind: 3, lines: [box([112.583, 26.888, 112.598, 26.906])], tags: { kind: 'park' } }],
  water: [{ kind: 3, lines: [box([112.622, 26.864, 112.638, 26.885])], tags: { kind: 'lake' } }],
  roads: [
    { kind: 2, lines: [[[112.58, 26.8865], [112.64, 26.8865]]], tags: { kind: 'major_road', name: '解放大道' } },
    { kind: 2, lines: [[[112.61, 26.86], [112.61, 26.91]]], tags: { kind: 'minor_road', name: '先锋路' } },
  ],
  places: [{ kind: 1, lines: [[[112.603, 26.877]]], tags: { kind: 'neighbourhood', name: '先锋社区' } }],
}
let town
before(async () => { town = await fresh({ gl: true, files: { 'map/district.pmtiles': pmtiles(LAYERS, BOUNDS, [10, 14]) } }) }, { timeout: 60000 })
after(async () => { assert.equal(await town?.stop(), 0) })

/** What colours a picture has at places of the map, by the eye of the browser. */
const coloursAt = (page, png, points) => page.evaluate(async ([png, points]) => {
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const pen = Object.assign(new OffscreenCanvas(image.width, image.height)).getContext('2d')
  pen.drawImage(image, 0, 0)
  return points.map(([x, y]) => [...pen.getImageData(Math.round(x * image.width), Math.round(y * image.height), 1, 1).data].slice(0, 3))
}, [png.toString('base64'), points])
const near = (a, b) => a.every((n, i) => Math.abs(n - b[i]) <= 4)
const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))

test('ground, park, water and streets are drawn from the file', { timeout: 120000 }, async () => {
  const page = await enters(town, town.links.system, null, { viewport: { width: 1100, height: 760 } })
  page.setDefaultTimeout(30000)
  const slices = []
  page.on('response', (r) => { if (r.url().endsWith('district.pmtiles')) slices.push(r.status()) })
  await page.goto('/console/map')
  await page.waitForSelector('.canvas canvas')
  const about = await page.evaluate(async () => (await fetch('/api/v1/map')).json())
  assert.deepEqual([about.base.kind, about.base.min_zoom, about.base.max_zoom], ['vector', 10, 14])
  assert.deepEqual(about.bounds, BOUNDS, 'without an extent the map opens where the file is')
  const canvas = page.locator('.canvas canvas')
  // The colours of console/src/map/style.ts, LIGHT.
  const wanted = { park: rgb('#e5ece0'), water: rgb('#d5e3ec'), land: rgb('#fbfbfa') }
  const [west, south, east, north] = BOUNDS
  const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
  let seen
  for (let n = 0; n < 40; n++) {
    await page.waitForTimeout(500)
    const png = await canvas.screenshot()
    if (process.env.PICTURES) (await import('node:fs')).writeFileSync(`${process.env.PICTURES}/pmtiles.png`, png)
    const { width, height } = await canvas.boundingBox()
    // The bounds are fitted into the canvas, north up: the smaller of the two scales, around the middle.
    const across = (east - west) * (Math.PI / 180)
    const up = mercator(north) - mercator(south)
    const at = (scale) => ([lon, lat]) => [
      0.5 + ((lon - (west + east) / 2) * (Math.PI / 180) * scale) / width,
      0.5 - ((mercator(lat) - (mercator(north) + mercator(south)) / 2) * scale) / height,
    ]
    const scale = Math.min(width / across, height / up) * 0.86
    const [park, water, land] = await coloursAt(page, png, [[112.5905, 26.897], [112.63, 26.8745], [112.62, 26.9]].map(at(scale)))
    seen = { park, water, land }
    if (near(park, wanted.park) && near(water, wanted.water) && near(land, wanted.land)) break
  }
  for (const [name, colour] of Object.entries(wanted)) assert.ok(near(seen[name], colour), `${name}: ${seen[name]}, not ${colour}`)
  assert.ok(slices.length > 1 && slices.every((status) => status === 206), `read in slices: ${slices}`)
  assert.deepEqual(town.complaints, [])
})
