// 没有加载: what does not come over the line is asked for again until it does.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const page = (name: string) => `<html><head><script type="module" crossorigin src="/console/assets/${name}.js"></script></head></html>`
let answers: (() => Response | Promise<Response>)[]
beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
  document.head.innerHTML = '<script type="module" src="/console/assets/shell-1.js"></script>'
  answers = []
  vi.stubGlobal('fetch', async () => (answers.length > 1 ? answers.shift()! : answers[0]!)())
})
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); document.head.innerHTML = '' })
const offline = () => Promise.reject(new TypeError('no network'))
const version = (name: string) => () => new Response(page(name))

describe('what does not come', () => {
  it('is asked for twice more at once where the server is there and is the same', async () => {
    const { fetched, lack } = await import('../src/fetched')
    answers = [version('shell-1')]
    let asked = 0
    const found = fetched(async () => { if (++asked < 3) throw new Error('cut'); return 'here' })
    await vi.advanceTimersByTimeAsync(2000)
    expect([await found, asked, lack.value]).toEqual(['here', 3, null])
  })

  it('is said to be missing, and waits to be asked for, where it still does not come', async () => {
    const { fetched, lack, retry } = await import('../src/fetched')
    answers = [version('shell-1')]
    let asked = 0
    let there = false
    const found = fetched(async () => { asked++; if (!there) throw new Error('broken'); return 'here' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([asked, lack.value]).toEqual([3, 'failed'])
    there = true
    retry()
    await vi.advanceTimersByTimeAsync(0)
    expect([await found, lack.value]).toEqual(['here', null])
  })

  it('is asked for by itself until there is a network, and the notice goes when the last of it has come', async () => {
    const { fetched, lack } = await import('../src/fetched')
    answers = [offline]
    let there = false
    let late = false
    const one = fetched(async () => { if (!there) throw new Error('cut'); return 1 })
    const two = fetched(async () => { if (!late) throw new Error('cut'); return 2 })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(lack.value).toBe('offline')
    there = true
    await vi.advanceTimersByTimeAsync(10_000)
    expect([await one, lack.value]).toEqual([1, 'offline'])
    late = true
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect([await two, lack.value]).toEqual([2, null])
  })

  it('is of a version that is gone where the server has another one', async () => {
    const { fetched, lack } = await import('../src/fetched')
    answers = [version('shell-2')]
    let asked = 0
    void fetched(async () => { asked++; throw new Error('404') })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([asked, lack.value]).toEqual([1, 'newer'])
  })

  it('does not reload over what somebody could not keep', async () => {
    const { beforeReload, reload } = await import('../src/fetched')
    const stop = beforeReload(() => Promise.reject(new Error('full')))
    expect(await reload()).toBe(false)
    stop()
  })
})
