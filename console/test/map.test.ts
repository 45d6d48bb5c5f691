import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STAGES } from '../src/hazard/filters'
import { periods, stepOf } from '../src/map/periods'
import { groupsOf, nameNear, STAGE_GROUPS, stagesOf, type Drawing } from '../src/map/shapes'
import { outline, pathsOf, project } from '../src/map/sketch'
import { styleOf } from '../src/map/style'
import { backOff, driftOf, isNight, isStale, untilMidnight, wander } from '../src/wall/clock'
import { rust, snake } from './rust'

const at = (text: string) => Date.parse(text)
const drawing = JSON.parse(readFileSync(resolve(process.cwd(), '../crates/work/src/demo/district.geojson'), 'utf8')) as Drawing

describe('groups of stages', () => {
  it('are those of the domain', () => {
    const source = rust('hazard/stage_group.rs')
    const arms = source.slice(source.indexOf('match self {', source.indexOf('pub fn group')))
    for (const [name, stages] of Object.entries(STAGE_GROUPS)) {
      const arm = new RegExp(`([\\s\\S]*?)=>\\s*StageGroup::(\\w+)`, 'g')
      const found = [...arms.matchAll(arm)].find((m) => snake(m[2]!) === name)!
      expect([...found[1]!.matchAll(/S::(\w+)/g)].map((m) => snake(m[1]!)).sort(), name).toEqual([...stages].sort())
    }
    expect(Object.values(STAGE_GROUPS).flat().sort()).toEqual([...STAGES].sort())
  })
  it('come back from the address as they were chosen', () => {
    expect(groupsOf(stagesOf(['closed', 'desk'])).sort()).toEqual(['closed', 'desk'])
    expect(groupsOf(['reported'])).toEqual([])
  })
})

describe('the time slider', () => {
  const now = at('2026-03-31T23:30:00+08:00')
  it('counts months back over the turn of the year', () => {
    const months = periods('month', 15, now)
    expect(months.at(-1)).toEqual({ from: '2026-03-01', to: '2026-03-31', label: '2026-03' })
    expect(months.at(-2)!.to).toBe('2026-02-28')
    expect(months[0]!.label).toBe('2025-01')
    expect(new Set(months.map((m) => m.label)).size).toBe(15)
    expect(stepOf(months, '2025-12-01', '2025-12-31')).toBe(11)
    expect(stepOf(months, '2025-12-02', '2025-12-31')).toBe(-1)
  })
  it('counts days of the district, wherever the machine is', () => {
    const days = periods('day', 40, now)
    expect(days.at(-1)!.label).toBe('2026-03-31')
    expect(days[0]!.label).toBe('2026-02-20')
    expect(new Set(days.map((d) => d.label)).size).toBe(40)
  })
})

describe('the drawing', () => {
  const bounds: [number, number, number, number] = [112.56, 26.84, 112.63, 26.9]
  it('keeps its proportions on paper', () => {
    const frame = outline(bounds)
    const [a, b] = [project(112.6, 26.87, frame), project(112.6, 26.87 + 1 / 110.77, frame)]
    const east = project(112.6 + 1 / (111.32 * Math.cos((26.87 * Math.PI) / 180)), 26.87, frame)
    expect((a.y - b.y) / (east.x - a.x)).toBeCloseTo(1, 1)
  })
  it('has every street, and no lanes', () => {
    const paths = pathsOf(drawing, outline(bounds))
    expect(paths.street.map((s) => s.code).sort()).toHaveLength(8)
    expect(paths.land).toHaveLength(1)
    expect(paths.road.every((r) => (r.rank ?? 2) < 3)).toBe(true)
    expect(pathsOf(null, outline(bounds)).land).toEqual([])
  })
  it('names what is near', () => {
    const labels: Drawing = { type: 'FeatureCollection', features: ['甲', '乙'].map((name, n) => ({ type: 'Feature', properties: { layer: 'label', of: 'community', name }, geometry: { type: 'Point', coordinates: [112.6 + n / 100, 26.87] } })) }
    expect(nameNear(labels, 112.6081, 26.87)).toBe('乙')
    expect(nameNear(null, 112.6, 26.87)).toBe('')
  })
})

describe('the style', () => {
  const view = { system: 'cgcs2000', tiles: null, base: null, drawing: true, bounds: null }
  const tiles = { layers: ['vec', 'cva'], attribution: '某图', min_zoom: 1, max_zoom: 18 }
  it('is one that MapLibre takes, whatever lies underneath', () => {
    for (const one of [view, { ...view, tiles }, { ...view, base: { kind: 'vector', min_zoom: 0, max_zoom: 15 } }, { ...view, base: { kind: 'picture', min_zoom: 0, max_zoom: 15 } }]) {
      expect(validateStyleMin(styleOf(one as never, drawing, 'https://town.example') as never)).toEqual([])
    }
  })
  it('fetches nothing from anybody else, no glyphs and no keys', () => {
    const text = JSON.stringify(styleOf({ ...view, tiles } as never, null, 'https://town.example'))
    expect(text).not.toContain('glyphs')
    expect([...text.matchAll(/https?:\/\/([\w.]+)/g)].every((m) => m[1] === 'town.example')).toBe(true)
    expect(styleOf({ ...view, tiles } as never, null, '').layers.map((l) => l.id)).toContain('tiles-cva')
  })
})

describe('the wall\'s clock', () => {
  it('follows the server\'s', () => {
    expect(driftOf('2026-03-01T10:00:05+08:00', at('2026-03-01T10:00:00+08:00'), at('2026-03-01T10:00:02+08:00'))).toBe(4000)
    expect(untilMidnight(at('2026-03-01T23:59:59+08:00'))).toBe(1000)
    expect(untilMidnight(at('2026-03-01T00:00:00+08:00'))).toBe(86_400_000)
  })
  it('tries again ever more patiently, never never', () => {
    expect([0, 1, 5, 50].map(backOff)).toEqual([2000, 4000, 60_000, 60_000])
  })
  it('wanders a few pixels and comes back', () => {
    const steps = Array.from({ length: 16 }, (_, n) => wander(n * 120_000))
    expect(Math.max(...steps.flatMap((s) => [Math.abs(s.x), Math.abs(s.y)]))).toBe(5)
    expect(new Set(steps.map((s) => `${s.x} ${s.y}`)).size).toBeGreaterThan(10)
    expect(wander(16 * 120_000)).toEqual(wander(0))
  })
  it('sleeps at night and begins anew when nobody looks', () => {
    expect([isNight(at('2026-03-01T22:00:00+08:00')), isNight(at('2026-03-01T05:59:00+08:00')), isNight(at('2026-03-01T06:00:00+08:00'))]).toEqual([true, true, false])
    expect(isStale(at('2026-03-01T08:00:00+08:00'), at('2026-03-02T04:10:00+08:00'))).toBe(true)
    expect(isStale(at('2026-03-01T18:00:00+08:00'), at('2026-03-02T04:10:00+08:00'))).toBe(false)
    expect(isStale(at('2026-03-01T08:00:00+08:00'), at('2026-03-02T09:00:00+08:00'))).toBe(false)
  })
})
