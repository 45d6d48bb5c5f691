// 底稿: what is being edited is kept until it is published or dropped, and says so when it is not.
import { describe, expect, it, vi } from 'vitest'
import { Keeping } from '../src/shell/useKeptDraft'
import type { Papers } from '../src/field/store'

class Drawer implements Papers {
  lying = new Map<string, { at: number; value: unknown }>()
  broken = false
  writes = 0
  async read(owner: string, name: string) { return this.lying.get(`${owner}/${name}`) ?? null }
  async keep(owner: string, name: string, at: number, value: unknown) {
    this.writes++
    if (this.broken) throw new Error('full')
    this.lying.set(`${owner}/${name}`, { at, value })
  }
  async drop(owner: string, name: string) { this.lying.delete(`${owner}/${name}`) }
}

const made = (owner: string | null = 'li') => {
  const drawer = new Drawer()
  const who = { owner }
  return { drawer, who, keeping: new Keeping<{ n: number }>(drawer, () => who.owner, () => 1000) }
}

describe('a draft', () => {
  it('is kept once it is calm, as it was then, and says when', async () => {
    vi.useFakeTimers()
    const { drawer, keeping } = made()
    const draft = { n: 1 }
    keeping.change('checks', draft)
    draft.n = 2
    keeping.change('checks', draft)
    draft.n = 99
    expect(drawer.writes).toBe(0)
    await vi.runAllTimersAsync()
    vi.useRealTimers()
    expect(drawer.writes).toBe(1)
    expect(await keeping.read('checks')).toEqual({ at: 1000, value: { n: 2 } })
    expect([keeping.at.value, keeping.isPending, keeping.failed.value]).toEqual([1000, false, false])
  })
  it('is another one for everybody, and none without anybody', async () => {
    const { drawer, who, keeping } = made()
    keeping.change('checks', { n: 1 })
    await keeping.flush()
    who.owner = 'chen'
    expect(await keeping.read('checks')).toBeNull()
    who.owner = null
    keeping.change('checks', { n: 3 })
    expect(await keeping.flush()).toBe(false)
    expect(drawer.lying.size).toBe(1)
  })
  it('that could not be kept stays pending and says so, until it can', async () => {
    const { drawer, keeping } = made()
    drawer.broken = true
    keeping.change('limits', { n: 1 })
    expect(await keeping.flush()).toBe(false)
    expect([keeping.failed.value, keeping.isPending]).toEqual([true, true])
    drawer.broken = false
    expect(await keeping.flush()).toBe(true)
    expect(keeping.failed.value).toBe(false)
  })
  it('that was dropped is gone, also if it was about to be written', async () => {
    const { drawer, keeping } = made()
    keeping.change('limits', { n: 1 })
    const writing = keeping.flush()
    await keeping.drop('limits')
    await writing
    expect(drawer.lying.size).toBe(0)
    keeping.change('limits', { n: 2 })
    await keeping.drop('limits')
    expect(await keeping.flush()).toBe(true)
    expect(drawer.lying.size).toBe(0)
  })
})
