// The calendar's own work: what a day is, texts of notices, what a change changes, hours as typed.
import { describe, expect, it } from 'vitest'
import { brought, changed, faultOf, gathered, kindOf, marksOf, rowsOf, runs, slotsOf, timetables, walk, weeksOf, type HolidayYear, type NoticeRow } from '../src/admin/calendar'

const year = (holidays: HolidayYear['holidays'], y = 2026): HolidayYear => ({ year: y, notice: '试', holidays })
const spring = year([{ name: '春节', off: ['2026-02-15/2026-02-23'], work: ['2026-02-14', '2026-02-28'] }])

describe('what a day is', () => {
  it('goes by the notice, then by the weekday', () => {
    const marks = marksOf([spring])
    expect(['2026-02-13', '2026-02-14', '2026-02-15', '2026-02-23', '2026-02-28', '2026-03-01'].map((d) => kindOf(marks, d).kind)).toEqual(['working', 'made_up', 'holiday', 'holiday', 'made_up', 'weekend'])
    expect(kindOf(marks, '2026-02-16').name).toBe('春节')
  })
  it('lets the later notice speak of the weeks around New Year', () => {
    const marks = marksOf([year([{ name: '元旦', off: ['2026-12-31'] }], 2027), year([{ name: '旧', off: ['2026-12-31'] }])])
    expect(kindOf(marks, '2026-12-31').name).toBe('元旦')
  })
  it('stands in weeks from Monday, whole', () => {
    const weeks = weeksOf(2026, 2)
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-02-01'])
    expect(weeks.flat().filter(Boolean)).toHaveLength(28)
    expect(weeksOf(2024, 2).flat().filter(Boolean)).toHaveLength(29)
    expect(weeksOf(2026, 8).every((w) => w.length === 7)).toBe(true)
  })
  it('is walked by keys, over months and never out of the year', () => {
    expect(walk('2026-01-31', 'ArrowRight')).toBe('2026-02-01')
    expect(walk('2026-03-31', 'PageUp')).toBe('2026-02-28')
    expect(walk('2026-02-18', 'Home')).toBe('2026-02-16')
    expect(walk('2026-02-18', 'End')).toBe('2026-02-22')
    expect(walk('2026-12-31', 'ArrowDown')).toBeNull()
    expect(walk('2026-12-31', 'PageDown')).toBeNull()
    expect(walk('2026-02-18', 'a')).toBeNull()
  })
})

describe('a notice', () => {
  it('is the same after it was rows', () => { expect(gathered(rowsOf(spring))).toEqual(spring.holidays) })
  it('is read from lines, sheets and both shapes of JSON', () => {
    const holidays = [{ name: '劳动节', off: ['2026-05-01/2026-05-03'], work: ['2026-05-09'] }]
    const lines = '\uFEFF日期,类别,名称\r\n2026-05-01,放假,劳动节\r\n2026-05-02/2026-05-03,休,劳动节\r\n\r\n2026-05-09,work,劳动节\r\n'
    const days = [['2026-05-03', true], ['2026-05-01', true], ['2026-05-02', true], ['2026-05-09', false]].map(([date, isOffDay]) => ({ name: '劳动节', date, isOffDay }))
    for (const text of [lines, lines.replaceAll(',', '\t'), lines.replaceAll(',', '，'), JSON.stringify({ year: 2026, papers: ['试'], days }), JSON.stringify(year(holidays))]) {
      const found = brought(text)
      expect(found.year).toBe(2026)
      expect(gathered(found.rows)).toEqual(holidays)
    }
    expect(brought(JSON.stringify({ year: 2026, papers: ['甲', '乙'], days })).notice).toBe('甲 乙')
  })
  it('says which line cannot be read', () => {
    const fault = (text: string) => { try { brought(text); return null } catch (error) { return error } }
    expect(fault('2026-05-01,放假')).toEqual({ reason: 'line', at: '1' })
    expect(fault('2026-05-01,放假,甲\n2026-05-02,半天,甲')).toEqual({ reason: 'kind', at: '2' })
    expect(fault('2026-02-30,放假,甲')).toEqual({ reason: 'date', at: '1：2026-02-30' })
    expect(fault('{')).toMatchObject({ reason: 'json' })
    for (const odd of ['{}', '{"days":5}', '{"holidays":[null,7]}']) expect(fault(odd)).toMatchObject({ reason: 'json' })
  })
  it('is refused for what the server would refuse', () => {
    const off = (from: string, to = from): NoticeRow => ({ kind: 'off', name: '甲', from, to })
    const one = off('2026-05-01')
    const of = (...rows: NoticeRow[]) => faultOf(2026, '试', rows)?.reason ?? null
    expect(of(...rowsOf(spring))).toBeNull()
    expect([of(), of({ ...one, name: ' ' }), of(off('2026-05-04', '2026-05-01')), of(off('2026-05-01', '2026-06-30')), of(one, one), of(off('2027-01-01')), of(off('2025-12-31')), of(off('2025-12-01'))]).toEqual(['empty', 'name', 'span', 'span', 'twice', 'elsewhere', null, 'elsewhere'])
    expect(of(one, { ...one, kind: 'work', from: '2026-05-06', to: '2026-05-06' })).toBe('no_weekend')
    expect(of(off(''))).toBe('date')
    expect(faultOf(2026, '  ', [one])?.reason).toBe('no_notice')
    expect(faultOf(1999, '试', [one])?.reason).toBe('year')
  })
  it('tells what it would change, spans in one line', () => {
    const after = year([{ name: '春节', off: ['2026-02-16/2026-02-24'], work: ['2026-02-14', '2026-02-28'] }])
    expect(runs(changed([spring], [after])).map((c) => [c.day, c.to, c.before.kind, c.after.kind])).toEqual([['2026-02-15', '2026-02-15', 'holiday', 'weekend'], ['2026-02-24', '2026-02-24', 'working', 'holiday']])
    expect(runs(changed([], [spring])).map((c) => [c.day, c.to])).toEqual([['2026-02-14', '2026-02-14'], ['2026-02-15', '2026-02-23'], ['2026-02-28', '2026-02-28']])
    expect(changed([spring], [spring])).toEqual([])
  })
})

describe('office hours', () => {
  it('are read as they are typed', () => {
    expect(slotsOf('8:00—12:00、14：30～18：00')).toEqual(['08:00-12:00', '14:30-18:00'])
    expect(slotsOf('00:00-24:00')).toEqual(['00:00-24:00'])
    for (const bad of ['', '8-12', '12:00-08:00', '08:00-12:00 11:00-13:00', '08:60-12:00', '08:00-25:00']) expect(slotsOf(bad), bad).toBeNull()
  })
  it('stand by unit, the district first, with what is in force, past and to come', () => {
    const of = (effective: string, unit?: string) => ({ effective, seasons: [], basis: '', ...(unit ? { unit } : {}) })
    const [district, own] = timetables([of('2020-01-01'), of('2025-01-01', 'u'), of('2027-01-01'), of('2024-01-01')], '2026-06-01')
    expect(district!.unit).toBeNull()
    expect(district!.versions.map((v) => [v.effective, v.standing])).toEqual([['2027-01-01', 'future'], ['2024-01-01', 'now'], ['2020-01-01', 'past']])
    expect(own!.versions.map((v) => v.standing)).toEqual(['now'])
  })
})
