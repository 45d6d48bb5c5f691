// Risk methods as they are edited: rows and what they send, the scores there can be, files in and out.
import { describe, expect, it } from 'vitest'
import { rust } from './rust'
import { blankBand, blankLevel, blankMethod, bodyOf, book, formulaOf, rowsOf, rowsOfFile, scores, writing, type Methods } from '../src/rulebooks/methods'

const methods = JSON.parse(rust('hazard/data/risk-2026.json')) as Methods

describe('risk methods', () => {
  it('come back as they were sent', () => {
    expect(bodyOf(rowsOf(methods))).toEqual({ methods: methods.methods })
    expect(JSON.stringify(writing.rows(methods))).toBe(JSON.stringify(writing.rows(methods)))
    // What is new has a key to move by; a new method leaves its id to the server.
    expect(blankLevel().key).not.toBe(blankLevel().key)
    expect(bodyOf({ methods: [blankMethod()] }).methods[0]).toEqual({ id: '', name: '', name_en: '', basis: '', basis_en: '', formula: ' = ', factors: [{ id: '', name: '', name_en: '', levels: [{ value: '', text: '', text_en: '' }] }], bands: [{ from: '', colour: 'red', text: '', text_en: '' }] })
  })
  it('say their formula by their factors, and what was typed without blanks around it', () => {
    const [lec] = rowsOf(methods).methods
    expect([lec!.result, formulaOf(lec!)]).toEqual(['D', 'D = L × E × C'])
    lec!.factors.pop()
    lec!.result = ' Q '
    lec!.factors[0]!.levels[0]!.value = ' 10 '
    const [sent] = bodyOf({ methods: [lec!] }).methods
    expect([sent!.formula, sent!.factors[0]!.levels[0]!.value]).toEqual(['Q = L × E', '10'])
  })
  it('tell which scores there can be once every figure is one', () => {
    expect(methods.methods.map(({ factors }) => scores(factors))).toEqual([{ least: 0.05, largest: 10000 }, { least: 1, largest: 25 }])
    const figures = (...all: string[]) => ({ levels: all.map((value) => ({ value })) })
    expect(scores([figures('0.1', '3'), figures('0.7')])).toEqual({ least: 0.07, largest: 2.1 })
    for (const odd of ['', 'x', '-1', '1,5', '１', '0.0001', '1234567']) expect(scores([figures('1', odd)]), odd).toBeNull()
    expect([scores([]), scores([figures()])]).toEqual([null, null])
  })
  it('add the colour below the one before', () => {
    const [, ls] = rowsOf(methods).methods
    expect([blankBand(), blankBand(ls!.bands[0]), blankBand(ls!.bands[3])].map(({ colour }) => colour)).toEqual(['red', 'orange', 'blue'])
  })
  it('go out as a file and come back, and nothing else does', async () => {
    expect(bodyOf(rowsOfFile(await book.file!(methods).text())!)).toEqual({ methods: methods.methods })
    const coloured = JSON.stringify({ methods: [{ name: '甲', bands: [{ from: '0', colour: 'green' }] }] })
    for (const odd of ['', 'x', 'null', '{}', '{"methods":[]}', '{"methods":[null]}', '{"methods":[{"name":5}]}', coloured]) expect(rowsOfFile(odd), odd).toBeNull()
  })
  it('tell beside no row only what no row can show', () => {
    const fault = (path: string) => ({ path, fault: 'empty' as const, text: path })
    expect(writing.loose({ upon: 'a', differences: [], faults: [fault('methods.0.name'), fault('')] })).toEqual([fault('')])
  })
})
