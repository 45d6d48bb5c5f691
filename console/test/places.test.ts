// Words of places, codes and inspections for every code of the domain, read from the Rust sources.
import { describe, expect, it } from 'vitest'
import { CONDITIONS, PARTY_KINDS, PERIODS, SYSTEMS } from '../src/places/shapes'
import en from '../src/places/words/en'
import zh from '../src/places/words/zh-CN'
import { rust, snake } from './rust'

function variants(file: string, name: string): string[] {
  const source = rust(file)
  const body = source.slice(source.indexOf(`pub enum ${name} {`))
  return [...body.slice(0, body.indexOf('\n}')).matchAll(/^ {4}(\w+)\s*[,{(]/gm)].map((m) => snake(m[1]!))
}
const families: [string, string[]][] = [
  ['coord_system', variants('place/shift.rs', 'System')],
  ['plate_condition', variants('place/register.rs', 'PlateCondition')],
  ['inspection_result', variants('place/inspection.rs', 'InspectionResult')],
  ['check_mark', variants('place/inspection.rs', 'MarkResult')],
  ['every', variants('place/plan.rs', 'Every')],
  ['standing', variants('place/plan.rs', 'Standing')],
]

describe('words of places', () => {
  it.each(families)('of the family %s cover every code', (family, codes) => {
    expect(codes.length, family).toBeGreaterThan(1)
    for (const language of [zh, en] as unknown as Record<string, Record<string, string>>[]) {
      expect(codes.filter((code) => !language[family]?.[code]), family).toEqual([])
    }
  })
  it('and the lists of the pages know every code', () => {
    const of = (family: string) => [...families.find(([name]) => name === family)![1]].sort()
    expect([...SYSTEMS].sort()).toEqual(of('coord_system'))
    expect([...CONDITIONS].sort()).toEqual(of('plate_condition'))
    expect([...PERIODS].sort()).toEqual(of('every'))
    expect([...PARTY_KINDS].sort()).toEqual(variants('hazard/kinds.rs', 'PartyKind').sort())
  })
  it('name every field of a place that can change', () => {
    const source = rust('place/register.rs')
    const body = source.slice(source.indexOf('pub struct Place {'))
    const fields = [...body.slice(0, body.indexOf('\n}')).matchAll(/^ {4}pub (\w+):/gm)].map((m) => m[1]!).filter((f) => f !== 'id')
    // What a photo is made of follows the photo and is not told by itself.
    expect(fields.filter((f) => f !== 'photo_kept' && !(f in zh.place_field))).toEqual([])
  })
})
