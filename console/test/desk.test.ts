import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { dismiss, held, hold, refusals, settle, undo, type Held } from '../src/hazard/held'
import { me } from '../src/session'
import { standing } from '../src/hazard/standing'
import { othersTurn } from '../src/hazard/why'
import { isPaused, length, phrase, ruleName, stateOf } from '../src/hazard/clocks'
import type { HazardClock, HazardDetail, Me } from '../src/api/contract'
import { useRows } from '../src/shell/useRows'
import { now } from '../src/time'
import { speak, speakArea } from '../src/words'

const what = (id: string): Held => ({ hazard: { id } as Held['hazard'], kind: 'accept', form: {}, body: { action: 'accept', version: 3 } as Held['body'], key: `key-${id}` })

describe('what is held back', () => {
  const sent: { url: string; key: string | null; keepalive: boolean }[] = []
  let answer = () => new Response(JSON.stringify({ version: 4, stage: 'reported' }), { status: 200, headers: { 'Content-Type': 'application/json' } })
  beforeEach(() => {
    vi.useFakeTimers()
    sent.length = 0
    vi.stubGlobal('fetch', (asked: Request | string, more?: RequestInit) => {
      const headers = new Headers(typeof asked === 'string' ? more?.headers : asked.headers)
      sent.push({ url: typeof asked === 'string' ? asked : asked.url, key: headers.get('Idempotency-Key'), keepalive: !!(more?.keepalive ?? (asked as Request).keepalive) })
      return Promise.resolve(answer())
    })
  })
  afterEach(() => { undo(); refusals.value = []; me.value = undefined; vi.useRealTimers(); vi.unstubAllGlobals() })

  it('is sent when the seconds have run out, and once', async () => {
    hold(what('a'))
    await vi.advanceTimersByTimeAsync(5500)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    expect(sent.map((s) => s.key)).toEqual(['key-a'])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(sent).toHaveLength(1)
    expect(held.value).toBeNull()
  })
  it('is never sent once it was taken back', async () => {
    hold(what('a'))
    await vi.advanceTimersByTimeAsync(3000)
    expect(undo()?.key).toBe('key-a')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(sent).toEqual([])
  })
  it('gives way to the next, which has its own seconds', async () => {
    hold(what('a'))
    await vi.advanceTimersByTimeAsync(4000)
    hold(what('b'))
    await vi.advanceTimersByTimeAsync(4000)
    expect(sent.map((s) => s.key)).toEqual(['key-a'])
    expect(undo()?.key).toBe('key-b')
  })
  it('goes with the page, so that it arrives though nobody waits for the answer', async () => {
    hold(what('a'))
    dispatchEvent(new Event('pagehide'))
    expect(sent).toEqual([{ url: '/api/v1/hazards/a/actions', key: 'key-a', keepalive: true }])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(sent).toHaveLength(1)
  })
  const stale = () => new Response(JSON.stringify({ code: 'stale', status: 409, title: 'x', detail: 'y' }), { status: 409, headers: { 'Content-Type': 'application/problem+json' } })
  const person = (one: string) => ({ person: one, name: one, roles: [] }) as unknown as Me
  it('is kept with its reason if the server would not, each until it was dealt with', async () => {
    answer = stale
    hold(what('a'))
    hold(what('b'))
    await settle()
    expect(refusals.value.map((one) => [one.held.key, one.problem.code])).toEqual([['key-a', 'stale'], ['key-b', 'stale']])
    hold(what('c'))
    expect(refusals.value).toHaveLength(2)
    dismiss(refusals.value[0]!)
    expect(refusals.value.map((one) => one.held.key)).toEqual(['key-b'])
  })
  it('is sent and answered before anybody leaves', async () => {
    answer = () => new Response(JSON.stringify({ version: 4, stage: 'reported' }), { status: 200, headers: { 'Content-Type': 'application/json' } })
    me.value = person('shouli')
    hold(what('a'))
    await settle()
    expect(sent.map((one) => one.key)).toEqual(['key-a'])
    expect([held.value, refusals.value]).toEqual([null, []])
  })
  it('of one person is never shown to the next', async () => {
    answer = stale
    me.value = person('shouli')
    hold(what('a'))
    await settle()
    expect(refusals.value).toHaveLength(1)
    hold(what('b'))
    const leaving = settle()
    me.value = null
    expect(refusals.value).toEqual([])
    me.value = person('paiqian')
    await leaving
    expect([held.value, refusals.value]).toEqual([null, []])
  })
})

describe('how a hazard stands', () => {
  const hazard = (more: object) => ({ stage: 'reported', accepted: null, allowed: [], timeline: [], dispatch: null, lead: null, stage_data: {}, ...more }) as unknown as HazardDetail
  const accepted = { accepted: { by: 'x', at: '2026-03-02T08:00:00Z' }, timeline: [{ kind: 'accepted', person: { id: 'x', name: '王敏' }, office: { id: 'd', name: '值守中心' } }] }
  it('names what was done and with whom it is, not only the stage', async () => {
    await speak('zh-CN')
    expect(standing(hazard({}))).toBe('现在是“待受理”，由值班受理人员办理。')
    expect(standing(hazard(accepted))).toBe('现在是“已受理，待立案”，由王敏办理。')
    expect(standing(hazard({ stage: 'rectifying', dispatch: { lead: { id: 'u', name: '消防大队' } } }))).toBe('现在是“整改中”，由消防大队办理。')
    expect(standing(hazard({ stage: 'archived' }))).toBe('现在是“已归档”。')
  })
  it('hints at nothing that the viewer may not do', () => {
    const why = { role: 'desk', what: 'order_inspection', mine: false, due_at: null, due_count: null } as const
    expect(othersTurn(why, hazard({ allowed: ['order_inspection'] }))).toBeNull()
    expect(othersTurn(why, hazard(accepted))).toContain('王敏')
    expect(othersTurn(why, hazard({}))).toContain('值班受理人员')
  })
})

describe('rows', () => {
  const make = (...ids: string[]) => {
    const rows = ref(ids.map((id) => ({ id })))
    return { rows, ...useRows(() => rows.value, { frame: ref(null) }) }
  }
  it('are walked to both ends and no further', async () => {
    const list = make('a', 'b', 'c')
    await list.previous()
    expect(list.current.value).toBe('a')
    for (let i = 0; i < 5; i++) await list.next()
    expect(list.current.value).toBe('c')
  })
  it('bring up the next when the current one leaves, the last one when it was the last', async () => {
    const list = make('a', 'b', 'c', 'd')
    list.current.value = 'b'
    list.rows.value = [{ id: 'a' }, { id: 'd' }]
    await nextTick()
    expect(list.current.value).toBe('d')
    list.rows.value = [{ id: 'a' }]
    await nextTick()
    expect(list.current.value).toBe('a')
    list.rows.value = []
    await nextTick()
    expect(list.current.value).toBeNull()
  })
  it('are chosen one by one and in a row, in either direction', async () => {
    const list = make('a', 'b', 'c', 'd', 'e')
    list.choose('d')
    list.choose('b', true)
    expect([...list.chosen.value].sort()).toEqual(['b', 'c', 'd'])
    list.choose('c')
    expect([...list.chosen.value].sort()).toEqual(['b', 'd'])
    list.rows.value = list.rows.value.filter((r) => r.id !== 'd')
    await nextTick()
    expect([...list.chosen.value]).toEqual(['b'])
  })
})

describe('a clock of a hazard', () => {
  const clock = (more: Partial<HazardClock>): HazardClock => ({
    clock: 'rectify', name: '整改', rule: null, limit: { amount: 5, unit: 'working_day', rest_day_moves: false }, limit_text: '5 个工作日', started: '2026-03-02T09:00:00+08:00', due: '2026-03-09T24:00:00+08:00', provisional: false,
    pauses: [], finished: null, outcome: null, used_seconds: 26 * 3600, total_seconds: 40 * 3600, overdue_seconds: 0, light: 'green', light_text: '绿灯', current: true, count: null, steps: [], ...more,
  })
  beforeEach(async () => { await speak('zh-CN'); await speakArea('hazard') })
  it('tells lengths in the unit of the limit', () => {
    const of = (unit: string) => clock({ limit: { amount: 5, unit, rest_day_moves: false } as HazardClock['limit'] })
    // A day that is counted has a day and a night; one that is reckoned in office time has eight hours.
    expect([length(134 * 3600, of('working_day')), length(5 * 3600, of('working_day'))]).toEqual(['5 个工作日', '不足 1 个工作日'])
    expect([40, 37, 5].map((h) => length(h * 3600, of('working_day_slots')))).toEqual(['5 个工作日', '4 个工作日 5 小时', '5 小时'])
    expect([length(90 * 60, of('working_hour')), length(40 * 3600, of('natural_day'))]).toEqual(['1 小时 30 分', '1 天 16 小时'])
    expect([24, 71, 264, 4].map((h) => length(h * 3600, of('urgent_hour')))).toEqual(['24 小时', '71 小时', '11 天', '4 小时'])
  })
  it('names its rule in words', () => {
    expect([ruleName('first_reply'), ruleName('rectify/hotline/major/urgent'), ruleName('accept/not_urgent')]).toEqual(['首次答复', '整改 · 12345 热线 · 重大 · 危及生命', '受理立案 · 不危及生命'])
  })
  it('says what is left as lists do', () => {
    now.value = Date.parse('2026-03-04T10:00:00+08:00')
    expect(phrase(clock({ count: { unit: 'working_day', working_days: 3, on: '2026-03-04', warn_at: null } }))).toBe('剩 3 个工作日')
  })
  it('has a light for every state', () => {
    expect([clock({}), clock({ light: 'yellow' }), clock({ light: 'red', overdue_seconds: 60 }), clock({ light: 'dark_red', overdue_seconds: 1e6 })].map(stateOf)).toEqual(['ok', 'soon', 'late', 'late'])
    expect([clock({ finished: 'x', outcome: 'done' }), clock({ finished: 'x', outcome: 'ended' }), clock({ finished: 'x', outcome: 'done', overdue_seconds: 60 })].map(stateOf)).toEqual(['done', 'none', 'late'])
    const paused = clock({ due: null, pauses: [{ from: 'x', to: null, cause: 'suspended' }] })
    expect([isPaused(paused), stateOf(paused), phrase(paused)]).toEqual([true, 'paused', '暂停计时'])
  })
})
