import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isGood, standsOf } from '../src/account/policy'
import type { DueCount } from '../src/api/contract'
import { drawing } from '../src/account/svg'
import { asked, fromBody, read, toBody, written } from '../src/hazard/filters'
import { tell } from '../src/hazard/tell'
import { fen, yuan } from '../src/money'
import { dayEnd, field, minute, now, short, span, standing, typed } from '../src/time'
import { units } from '../src/registers/known'
import { marks, rate } from '../src/morning/figures'
import { lightOf } from '../src/time'
import { firstLanguage, speak } from '../src/words'

beforeEach(() => speak('zh-CN'))
afterEach(() => vi.useRealTimers())

describe('money', () => {
  it('goes from yuan to fen without floating point', () => {
    expect(['0.29', '1200', '1,200.5', '19.99', ' 7 '].map(fen)).toEqual([29, 120000, 120050, 1999, 700])
    expect(['', '-1', '1.234', '1e3', '十', '1.'].map(fen)).toEqual([null, null, null, null, null, null])
    expect([yuan(120050), yuan(123456700), yuan(5)]).toEqual(['1,200.50', '1,234,567', '0.05'])
  })
})

describe('moments', () => {
  it('are those of the district, whatever the machine thinks', () => {
    expect(minute('2026-03-05T16:30:00Z')).toBe('2026-03-06 00:30')
    expect(typed('2026-03-05T18:00')).toBe('2026-03-05T18:00:00+08:00')
    expect(field(Date.parse('2026-03-05T16:30:00Z'))).toBe('2026-03-06T00:30')
    expect(dayEnd('2026-03-05')).toBe('2026-03-05T23:59:59.999+08:00')
  })
  it('name the year only when it is another', () => {
    now.value = Date.parse('2026-03-05T00:00:00Z')
    expect([short('2026-03-01T00:00:00Z'), short('2025-12-31T15:59:00Z')]).toEqual(['03-01 08:00', '2025-12-31 23:59'])
  })
  it('are told as lengths with the units that matter', async () => {
    expect([30e3, 59 * 60e3, 3600e3, 3 * 3600e3 + 20 * 60e3, 50 * 3600e3, 30 * 86400e3].map(span)).toEqual(['不足 1 分钟', '59 分钟', '1 小时', '3 小时 20 分', '2 天 2 小时', '30 天'])
    await speak('en')
    expect(span(50 * 3600e3)).toBe('2 d 2 h')
  })
  it('are late after, not at, the due moment', () => {
    now.value = Date.parse('2026-03-05T08:00:00+08:00')
    expect(standing('2026-03-05T08:00:00+08:00').late).toBe(false)
    expect(standing('2026-03-05T07:00:00+08:00')).toEqual({ late: true, words: '超期 1 小时' })
  })
  it('are counted down in the unit of the limit, in hours only within a day', async () => {
    now.value = Date.parse('2026-03-05T08:00:00+08:00')
    const count = (unit: string, working_days: number | null = null, on = '2026-03-05') => ({ unit, working_days, on, warn_at: null }) as DueCount
    const said = (due: string, ...of: Parameters<typeof count>) => standing(`${due}+08:00`, count(...of)).words
    expect([said('2026-03-11T00:00:00', 'working_day', 3), said('2026-03-05T18:00:00', 'working_day', 0), said('2026-03-10T10:00:00', 'working_day_slots', 3)]).toEqual(['剩 3 个工作日', '剩 10 小时', '剩 3 个工作日'])
    expect([said('2026-03-08T09:00:00', 'natural_day'), said('2026-03-06T07:30:00', 'natural_day'), standing('2026-03-08T09:00:00+08:00').words]).toEqual(['剩 3 天', '剩 23 小时 30 分', '剩 3 天'])
    expect([said('2026-03-07T08:30:00', 'urgent_hour'), said('2026-03-09T08:30:00', 'urgent_hour')]).toEqual(['剩 48 小时', '剩 4 天'])
    expect([said('2026-03-03T07:00:00', 'urgent_hour'), said('2026-03-05T06:00:00', 'urgent_minute')]).toEqual(['超期 2 天', '超期 2 小时'])
    expect([said('2026-03-09T10:00:00', 'working_hour', 1), said('2026-03-05T10:00:00', 'working_hour', 0)], 'nights are no working hours').toEqual(['03-09 10:00 前', '剩 2 小时'])
    expect([said('2026-03-02T18:00:00', 'working_day', 3), said('2026-03-05T01:00:00', 'working_day', 1), said('2025-08-01T18:00:00', 'working_day')]).toEqual(['超期 3 个工作日', '超期 7 小时', '超期 215 天'])
    await speak('en')
    expect(said('2026-03-11T00:00:00', 'working_day', 3)).toBe('3 working days left')
  })
  it('are not counted by the working days of another day', () => {
    now.value = Date.parse('2026-03-05T08:00:00+08:00')
    const count = { unit: 'working_day', working_days: 4, on: '2026-03-04', warn_at: null } as DueCount
    expect([standing('2026-03-11T00:00:00+08:00', count).words, standing('2026-03-02T18:00:00+08:00', count).words, standing('2026-03-05T18:00:00+08:00', count).words]).toEqual(['03-11 00:00 前', '应于 03-02 18:00', '剩 10 小时'])
  })
})

describe('a clock', () => {
  it('is soon from the moment on that the server names, in lists as in the detail, and late after its end', () => {
    now.value = Date.parse('2026-03-05T08:00:00+08:00')
    const due = '2026-03-05T11:00:00+08:00'
    const warned = (at: string) => ({ unit: 'working_day', working_days: 0, on: '2026-03-05', warn_at: `2026-03-05T${at}+08:00` }) as DueCount
    expect([lightOf(due, warned('08:00:01')), lightOf(due, warned('08:00:00')), lightOf('2026-03-05T07:59:59+08:00', warned('07:00:00'))]).toEqual(['ok', 'soon', 'late'])
    expect([lightOf('2026-03-05T11:59:00+08:00'), lightOf('2026-03-05T12:01:00+08:00')], 'without a clock').toEqual(['soon', 'ok'])
  })
})

describe('figures', () => {
  it('are rates with two decimals, half up, and nothing out of nothing', () => {
    const of = (on_time: number, closed: number) => rate({ reported: 0, closed, on_time })
    expect([of(911, 972), of(245, 251), of(8335, 8462), of(1, 3), of(2, 3), of(5, 5), of(0, 7), of(0, 0)]).toEqual(['93.72 %', '97.61 %', '98.50 %', '33.33 %', '66.67 %', '100.00 %', '0.00 %', null])
  })
  it('have axes of round numbers', () => {
    expect([marks(0), marks(7), marks(40), marks(41), marks(1234)]).toEqual([[0, 1], [0, 2, 4, 6, 8], [0, 10, 20, 30, 40], [0, 20, 40, 60], [0, 500, 1000, 1500]])
  })
})

describe('the first language', () => {
  it('is the one kept, else the browser\'s, else Chinese', async () => {
    localStorage.clear()
    expect([firstLanguage(['fr', 'en-GB', 'zh-CN']), firstLanguage(['zh-TW', 'en']), firstLanguage(['de']), firstLanguage([])]).toEqual(['en', 'zh-CN', 'zh-CN', 'zh-CN'])
    await speak('zh-CN')
    expect(firstLanguage(['en'])).toBe('zh-CN')
    await speak('en', false)
    expect(firstLanguage(['en'])).toBe('zh-CN')
  })
})

describe('filters', () => {
  it('survive the address bar', () => {
    const filters = { q: '漏油 加油站', number: 'YF07', stage: ['filed', 'dispatched'], street: '430406001', category: '', grade: 'major', risk: 'red', unit: '', source: '', place: '', late: true, supervised: true, from: '2026-01-01', to: '' }
    expect(read(written(filters))).toEqual(filters)
    expect(asked(filters)).toEqual({ q: '漏油 加油站', number: 'YF07', stage: 'filed,dispatched', street: '430406001', grade: 'major', risk: 'red', late: true, supervised: true, from: '2026-01-01T00:00:00+08:00' })
  })
  it('and a saved view', () => {
    const filters = read({ stage: 'filed,dispatched', late: 'true', from: '2026-01-01', to: '2026-01-31', q: '井盖' })
    expect(toBody(filters)).toMatchObject({ q: '井盖', street: null, unit: null, stages: ['filed', 'dispatched'], late: true, from: '2026-01-01T00:00:00+08:00', to: '2026-01-31T23:59:59.999+08:00' })
    expect(fromBody(toBody(filters))).toEqual(filters)
    expect(fromBody({ stages: [], street: null, late: false })).toEqual(read({}))
  })
  it('ignore what is no date', () => {
    expect(read({ from: "2026' or 1", late: 'yes', stage: ['a', 'b'], risk: 'pink' })).toMatchObject({ from: '', late: false, stage: [], risk: '' })
  })
})

describe('the story', () => {
  it('names offices and moments in words', () => {
    units.value.value = [{ id: 'u1', code: 'XF', name: '消防大队', kind: 'bureau', parent: null, area: null, phone: null, since: null, ended_at: null }]
    expect(tell({ kind: 'dispatched', facts: { lead: 'u1', co: [], copies: ['u1'] }, words: { text: '抓紧' } })).toEqual({ facts: ['主办 消防大队', '抄告 消防大队'], words: [{ label: '', text: '抓紧' }], erased: false })
    expect(tell({ kind: 'signed', facts: { rectify_due: '2026-03-05T10:00:00+08:00' }, words: {} }).facts).toEqual(['整改期限 2026-03-05 10:00'])
    expect(tell({ kind: 'planned', facts: { fulfilments: { funds_fen: 50, planned_at: '2026-03-05T10:00:00+08:00' } }, words: { measures: '清理' } })).toMatchObject({ facts: ['资金 0.50 元', '计划 2026-03-05 10:00 前完成'], words: [{ label: '措施', text: '清理' }] })
    expect(tell({ kind: 'reported', facts: {}, words: { text: '井盖缺失', address: '演示路', status: '已整改', due_at: '2026-03-05', party: '甲厂' } }).words.filter((said) => said.label).map((said) => said.text)).toEqual(['已整改', '2026-03-05', '甲厂'])
  })
  it('does not stumble over kinds and facts that it does not know', () => {
    expect(tell({ kind: 'invented', facts: {}, words: {} })).toEqual({ facts: [], words: [], erased: false })
    expect(() => tell({ kind: 'filed', facts: {}, words: {} })).not.toThrow()
    expect(() => tell({ kind: 'referred_out', facts: { to: null } as never, words: null as never })).not.toThrow()
  })
})

describe('a new password', () => {
  it('stands against the policy', () => {
    expect(isGood('红砖 竹椅 夜市 渡口', 'chen')).toBe(true)
    expect(standsOf('13800000000', 'chen')).toEqual({ length: true, login: true, common: false })
    expect(standsOf('my-CHEN-word', 'chen').login).toBe(false)
    expect(standsOf('', 'chen')).toEqual({ length: false, login: false, common: false })
  })
})

describe('a drawing from the server', () => {
  it('keeps shapes and nothing else', () => {
    const svg = drawing('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2" onload="x()"><script>x()</script><rect width="2" height="2" fill="url(http://evil)" onclick="x()"/><path d="M0 0h1"/><image href="http://evil"/></svg>', 'QR')!
    expect(svg.outerHTML).not.toMatch(/script|onload|onclick|evil|image/)
    expect(svg.querySelectorAll('rect, path')).toHaveLength(2)
    expect(drawing('<html></html>', 'x')).toBeNull()
  })
})
