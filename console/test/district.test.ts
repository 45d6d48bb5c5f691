// Columns and orders of lists, check lists as drafts, the box around an outline.
import { describe, expect, it } from 'vitest'
import { moved, wayOf, blank } from '../src/checks/draft'
import { COLUMNS, isUsualLook, ofFile, readLook, tidied, USUAL, USUAL_LOOK, writtenLook } from '../src/hazard/columns'
import { boxOf, kilometres, mended, spans } from '../src/setup/box'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

describe('columns', () => {
  it('an address keeps what is not as usual, and nothing else', () => {
    expect(writtenLook(USUAL_LOOK)).toEqual({})
    const look = { order: 'due', columns: ['text', 'urges'] } as const
    expect(readLook(writtenLook(look))).toEqual(look)
    expect(isUsualLook(readLook({ order: 'loudest', columns: 'nonsense' }))).toBe(true)
  })
  it('a list always shows what the rows are', () => {
    expect(tidied(['urges', 'urges', 'x'])).toEqual(['text', 'urges'])
    expect(tidied([])).toEqual(USUAL)
  })
  it('a file has the columns of the server, each once', () => {
    const rust = readFileSync(join(process.cwd(), '../crates/work/src/hazard/export.rs'), 'utf8')
    const known = [...rust.slice(rust.indexOf('pub const COLUMNS'), rust.indexOf('];')).matchAll(/^ {4}\("(\w+)"/gm)].map((m) => m[1])
    const all = ofFile(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[])
    expect(all.filter((name) => !known.includes(name))).toEqual([])
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('check lists', () => {
  it('a field is found by the way that the server names', () => {
    expect(wayOf('lists[2].items[10].clause')).toEqual({ list: 2, item: 10, name: 'clause' })
    expect(wayOf('lists[0].name')).toEqual({ list: 0, item: null, name: 'name' })
    expect(wayOf('version')).toBeNull()
  })
  it('an item goes one place and not over the edge', () => {
    const items = ['a', 'b', 'c'].map((id) => ({ ...blank(), id }))
    expect(moved(items, 0, 1).map((i) => i.id)).toEqual(['b', 'a', 'c'])
    expect(moved(items, 2, 1).map((i) => i.id)).toEqual(['a', 'b', 'c'])
    expect(items.map((i) => i.id)).toEqual(['a', 'b', 'c'])
  })
})

describe('extent', () => {
  it('goes around everything in a file, and not around its properties', () => {
    const file = { type: 'FeatureCollection', features: [{ properties: { coordinates: [1, 2] }, geometry: { type: 'MultiPolygon', coordinates: [[[[112.5, 26.8], [112.6, 26.9]]]] } }, { geometry: { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [112.7, 26.85, 80] }] } }] }
    expect(boxOf(JSON.stringify(file))).toEqual({ west: 112.5, south: 26.8, east: 112.7, north: 26.9 })
    for (const nothing of ['', '{', '[]', '{"type":"Point","coordinates":[112,26]}', '"coordinates"']) expect(boxOf(nothing)).toBeNull()
  })
  it('is measured in kilometres', () => {
    const { w, h } = spans({ west: 112.5, south: 26.8, east: 112.6, north: 26.9 })
    expect([kilometres(w), kilometres(h)]).toEqual(['9.9', '11'])
  })
  it('is noticed when it was typed the other way round', () => {
    const box = { west: 112.5, south: 26.8, east: 112.7, north: 26.95 }
    expect(mended(box)).toBeNull()
    expect(mended({ west: 26.8, south: 112.5, east: 26.95, north: 112.7 })).toEqual({ box, fault: 'swapped' })
    expect(mended({ west: 26.95, south: 112.7, east: 26.8, north: 112.5 })).toEqual({ box, fault: 'swapped' })
    expect(mended({ ...box, west: 112.7, east: 112.5 })).toEqual({ box, fault: 'turned' })
    // Half of it may be a slip of the keyboard: what was meant is not known.
    expect(mended({ ...box, west: 26.8 })).toBeNull()
  })
})
