// The queue of drafts against a server that fails in every way, with a store in memory.
import { beforeEach, describe, expect, it } from 'vitest'
import { localId, stageAfter, type Draft, type Present, type Reason } from '../src/field/draft'
import { metres } from '../src/field/distance'
import { pause, Queue, type Line, type New } from '../src/field/queue'
import { StorageFull, type Store, type Taken } from '../src/field/store'
import { Bag, LONGEST, MOST_BYTES } from '../src/field/taken'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
class Memory implements Store {
  kept = new Map<string, Draft>()
  blobs = new Map<string, { owner: string; at: number; photo: Blob }>()
  bag = new Map<string, Taken>()
  full = false
  private check() { if (this.full) throw new StorageFull() }
  async drafts() { return [...this.kept.values()].map(copy).sort((a, b) => a.order - b.order) }
  async put(draft: Draft) { this.check(); this.kept.set(draft.id, copy(draft)) }
  async remove(id: string, photos: string[]) { this.kept.delete(id); for (const one of photos) this.blobs.delete(one) }
  async photo(id: string) { return this.blobs.get(id)?.photo ?? null }
  async putPhoto(id: string, owner: string, photo: Blob, at: number) { this.check(); this.blobs.set(id, { owner, at, photo }) }
  async photos() { return [...this.blobs].map(([id, { owner, at }]) => ({ id, owner, at })) }
  async removePhoto(id: string) { this.blobs.delete(id) }
  async taken(key: string) { return this.bag.get(key) ?? null }
  async allTaken() { return [...this.bag.values()] }
  async putTaken(one: Taken) { this.check(); this.bag.set(one.key, one) }
  async removeTaken(keys: string[]) { for (const key of keys) this.bag.delete(key) }
}
const no = (status: number, code = `http_${status}`, more: Partial<Reason> = {}): Reason => ({ code, status, detail: '', params: {}, allowed: null, errors: [], ...more })
/** A server with the contract of the real one: the same key with the same content is carried out once. */
class Server implements Line {
  version = new Map<string, number>()
  carried: { kind: string; about: string | null; body: Record<string, unknown> }[] = []
  answers = new Map<string, { content: string; answer: { id?: string; version?: number } }>()
  uploads = 0
  asked = 0
  /** What happens to the next requests: thrown before, or `lost`: carried out, but nobody hears it. */
  faults: (Reason | 'lost' | null)[] = []
  present: Present | null = null
  async upload() { this.uploads++; const fault = this.faults[0]; if (fault && fault !== 'lost' && fault.code === 'upload') { this.faults.shift(); throw no(0) } return `file-${this.uploads}` }
  async send(draft: Draft, body: Record<string, unknown>) {
    this.asked++
    const fault = this.faults.shift()
    if (fault && fault !== 'lost') throw fault
    const content = JSON.stringify(body)
    const before = this.answers.get(draft.key)
    if (before && before.content !== content) throw no(409, 'key_reused')
    if (before && fault === 'lost') throw no(0)
    if (before) return before.answer
    const answer: { id?: string; version?: number } = {}
    if (draft.kind === 'action') {
      const now = this.version.get(draft.about!) ?? 1
      if (body.version !== now) throw no(409, 'stale')
      this.version.set(draft.about!, now + 1)
      answer.version = now + 1
    } else answer.id = `made-${this.carried.length}`
    this.carried.push({ kind: draft.kind, about: draft.about, body: copy(body) })
    this.answers.set(draft.key, { content, answer })
    if (fault === 'lost') throw no(0)
    return answer
  }
  async look() { return this.present }
}
const act = (about: string, action: string, version = 1, more: Record<string, unknown> = {}): New => ({ kind: 'action', about, name: about, action, body: { action, version, ...more } })

let store: Memory, server: Server, owner: string | null, now: number, queue: Queue
beforeEach(() => {
  store = new Memory()
  server = new Server()
  owner = 'li'
  now = Date.parse('2026-03-05T09:00:00+08:00')
  queue = new Queue({ store, line: server, owner: () => owner, now: () => now, note: (at) => `(${at})`, changed: () => {} })
})
const states = async () => (await queue.drafts()).map((d) => d.state)

describe('the queue', () => {
  it('sends in the order in which things were done, and forgets what was sent', async () => {
    for (const one of ['a', 'b', 'c']) await queue.add(act(one, 'sign'))
    expect(await queue.run()).toBe('sent')
    expect(server.carried.map((c) => c.about)).toEqual(['a', 'b', 'c'])
    expect(await queue.drafts()).toEqual([])
    expect(queue.lastSent).toBe(now)
  })
  it('does each thing once, however many answers are lost', async () => {
    const photo = localId()
    await store.putPhoto(photo, 'li', new Blob(['x']), now)
    await queue.add(act('a', 'submit', 1, { text: 'done', photos: [photo] }))
    server.faults = ['lost', 'lost', no(503), no(0), 'lost']
    for (let i = 0; i < 5; i++) expect(await queue.run(true)).toBe('kept')
    // Another page of the same browser goes on where this one was closed.
    const next = new Queue({ store, line: server, owner: () => owner, now: () => now + 3_600_000, note: () => 'late', changed: () => {} })
    expect(await next.run()).toBe('sent')
    expect(server.carried).toEqual([{ kind: 'action', about: 'a', body: { action: 'submit', version: 1, text: 'done', photos: ['file-1'] } }])
    expect(server.uploads).toBe(1)
    expect(store.blobs.size).toBe(0)
  })
  it('runs once at a time', async () => {
    await queue.add(act('a', 'sign'))
    await Promise.all([queue.run(), queue.run(), queue.run()])
    expect(server.asked).toBe(1)
  })
  it('stops where there is no network and goes past what the server cannot do now', async () => {
    await queue.add(act('a', 'sign'))
    await queue.add(act('b', 'sign'))
    server.faults = [no(0)]
    expect(await queue.run()).toBe('kept')
    expect(server.asked).toBe(1)
    server.faults = [no(500)]
    expect(await queue.run(true)).toBe('kept')
    expect(server.carried.map((c) => c.about)).toEqual(['b'])
    expect(await states()).toEqual(['waiting'])
  })
  it('waits longer after every failure, and not at all when somebody presses', async () => {
    await queue.add(act('a', 'sign'))
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      server.faults = [no(0)]
      await queue.run()
      waits.push((await queue.next())! - now)
      expect(await queue.run()).toBe('kept')
      expect(server.asked).toBe(i + 1)
      now = (await queue.next())!
    }
    expect(waits).toEqual([5_000, 15_000, 45_000, 135_000])
    expect(pause(99)).toBe(15 * 60_000)
    server.faults = [no(0)]
    await queue.run()
    expect(await queue.run(true)).toBe('sent')
  })
  it('carries two things done on one case one after the other, on the version that the first led to', async () => {
    await queue.add(act('a', 'sign', 1))
    await queue.add(act('a', 'submit', 1, { text: 'done' }))
    expect(await queue.run()).toBe('sent')
    expect(server.carried.map((c) => [c.body.action, c.body.version])).toEqual([['sign', 1], ['submit', 2]])
  })
  it('puts the hazard that was made in the place of its draft', async () => {
    const report = await queue.add({ kind: 'report', about: null, name: 'r', body: { text: 'x' } })
    await queue.add({ kind: 'inspection', about: 'p', name: 'p', body: { result: 'found', hazards: [report.id] } })
    server.faults = [no(422, 'invalid')]
    expect(await queue.run()).toBe('kept')
    expect(server.carried).toEqual([])
    await queue.again((await queue.drafts())[0]!)
    expect(await queue.run()).toBe('sent')
    expect(server.carried[1]!.body.hazards).toEqual(['made-0'])
  })
  it('says in the text when something was done long before it was sent, and fixes that with the first attempt', async () => {
    await queue.add({ kind: 'report', about: null, name: 'r', body: { text: 'x' } })
    const done = now
    now += 3_600_000
    server.faults = ['lost']
    await queue.run()
    now += 3_600_000
    await queue.run()
    expect(server.carried.map((c) => c.body.text)).toEqual([`x\n(${done})`])
  })
})

describe('the next attempt', () => {
  it('is not earlier for those behind, when there is no network at all', async () => {
    await queue.add(act('a', 'sign'))
    await queue.add(act('b', 'sign'))
    server.faults = [no(0)]
    await queue.run()
    expect(await queue.next()).toBe(now + 5_000)
    await queue.run()
    expect(server.asked).toBe(1)
  })
  it('is none for what waits behind something to be decided', async () => {
    server.version.set('a', 7)
    await queue.add(act('a', 'sign', 1))
    await queue.add(act('a', 'submit', 1))
    await queue.run()
    expect(await states()).toEqual(['conflict', 'waiting'])
    expect(await queue.next()).toBeNull()
  })
})

describe('a conflict', () => {
  const present: Present = { version: 7, stage: 'rectifying', allowed: ['submit', 'supplement'], updated_at: '2026-03-05T10:00:00+08:00', last: null }
  beforeEach(async () => {
    const photo = localId()
    await store.putPhoto(photo, 'li', new Blob(['x']), now)
    server.version.set('a', 7)
    server.present = present
    await queue.add(act('a', 'submit', 1, { text: 'done', photos: [photo] }))
    await queue.add(act('a', 'supplement', 1, { text: 'more' }))
    await queue.add(act('b', 'sign'))
    await queue.run()
  })
  it('keeps the draft beside the present state, holds what came after it, and lets others pass', async () => {
    expect(server.carried.map((c) => c.about)).toEqual(['b'])
    expect(await states()).toEqual(['conflict', 'waiting'])
    expect((await queue.drafts())[0]!.present).toEqual(present)
    expect(store.blobs.size).toBe(1)
    const asked = server.asked
    await queue.run(true)
    expect(server.asked).toBe(asked)
  })
  it('is sent again on the present version, under a new key, with what was done on top of it', async () => {
    const draft = (await queue.drafts())[0]!
    await queue.again(draft)
    expect((await queue.drafts())[0]!.key).not.toBe(draft.key)
    expect(await queue.run()).toBe('sent')
    expect(server.carried.slice(1).map((c) => c.body)).toEqual([{ action: 'submit', version: 7, text: 'done', photos: ['file-1'] }, { action: 'supplement', version: 8, text: 'more' }])
  })
  it('becomes a supplement with the same words and photos', async () => {
    await queue.asSupplement((await queue.drafts())[0]!, 'supplement', 'meant as submit')
    await queue.run()
    expect(server.carried[1]!.body).toEqual({ action: 'supplement', version: 7, text: 'meant as submit\ndone', photos: ['file-1'] })
  })
  it('is gone only when somebody gives it up', async () => {
    await queue.discard((await queue.drafts())[0]!)
    expect((await queue.drafts()).length).toBe(1)
    expect(store.blobs.size).toBe(0)
  })
})

describe('what the server will not have', () => {
  it('stays with its reason and is not sent again by itself', async () => {
    await queue.add(act('a', 'submit', 1, { text: '' }))
    server.faults = [no(422, 'invalid', { errors: [{ field: 'text', problem: 'required' }] })]
    await queue.run()
    await queue.run(true)
    expect(server.asked).toBe(1)
    expect(await states()).toEqual(['refused'])
    expect((await queue.drafts())[0]!.reason?.errors).toEqual([{ field: 'text', problem: 'required' }])
  })
  it('says so when a photo is no longer there, and sends nothing in its place', async () => {
    await queue.add(act('a', 'submit', 1, { text: 'x', photos: [localId()] }))
    await queue.run()
    expect(server.asked).toBe(0)
    expect((await queue.drafts())[0]!.reason?.code).toBe('photo_lost')
  })
})

describe('who is signed in', () => {
  it('a session that has ended keeps everything, and the next one goes on', async () => {
    await queue.add(act('a', 'sign'))
    await queue.add(act('b', 'sign'))
    server.faults = [no(401, 'not_signed_in')]
    expect(await queue.run()).toBe('signed_out')
    expect(await states()).toEqual(['waiting', 'waiting'])
    expect(await queue.run()).toBe('sent')
  })
  it('nobody sees or sends the drafts of another', async () => {
    await queue.add(act('a', 'sign'))
    owner = 'wang'
    expect(await queue.drafts()).toEqual([])
    expect(await queue.ofOthers()).toBe(1)
    expect(await queue.run()).toBe('sent')
    expect(server.asked).toBe(0)
    owner = null
    await expect(queue.add(act('a', 'sign'))).rejects.toThrow()
    owner = 'li'
    expect(await queue.run()).toBe('sent')
    expect(server.carried.length).toBe(1)
  })
})

describe('a full device', () => {
  it('refuses a new draft aloud and keeps the old ones', async () => {
    await queue.add(act('a', 'sign'))
    store.full = true
    await expect(queue.add(act('b', 'sign'))).rejects.toBeInstanceOf(StorageFull)
    expect((await queue.drafts()).map((d) => d.about)).toEqual(['a'])
  })
  it('sends nothing that it could not note before', async () => {
    await queue.add(act('a', 'sign'))
    store.full = true
    await expect(queue.run()).rejects.toBeInstanceOf(StorageFull)
    expect(server.asked).toBe(0)
    store.full = false
    expect(await queue.run()).toBe('sent')
  })
  it('forgets photos of forms that were closed, and no others', async () => {
    const [used, unused, fresh] = [localId(), localId(), localId()]
    await store.putPhoto(used, 'li', new Blob(), now - 2 * 3_600_000)
    await store.putPhoto(unused, 'li', new Blob(), now - 2 * 3_600_000)
    await store.putPhoto(fresh, 'li', new Blob(), now)
    await queue.add(act('a', 'fix_on_spot', 1, { photos: [{ file: used, role: 'after' }] }))
    await queue.sweep()
    expect([...store.blobs.keys()]).toEqual([used, fresh])
  })
})

describe('what is taken along', () => {
  it('is one person’s, for a day and a half, and bounded', async () => {
    const bag = new Bag(store, () => owner, () => now)
    expect(await bag.keepJson('hazard/1', { a: 1 })).toBe(true)
    expect((await bag.read('hazard/1'))?.value).toEqual({ a: 1 })
    expect(await bag.keep('photo/1', {}, MOST_BYTES)).toBe(false)
    owner = 'wang'
    expect(await bag.read('hazard/1')).toBeNull()
    owner = 'li'
    now += LONGEST + 1
    expect(await bag.read('hazard/1')).toBeNull()
    await bag.expire()
    expect(store.bag.size).toBe(0)
  })
  it('stands in for the network only when there is none', async () => {
    const bag = new Bag(store, () => owner, () => now)
    await bag.keepJson('x', 'old')
    expect(await bag.orTaken('x', async () => 'new')).toEqual({ value: 'new', at: null })
    expect(await bag.orTaken('x', () => Promise.reject(new TypeError('Failed to fetch')))).toEqual({ value: 'old', at: now })
    await expect(bag.orTaken('y', () => Promise.reject(new TypeError('Failed to fetch')))).rejects.toThrow()
  })
})

it('foresees where drafts lead', () => {
  expect(stageAfter('dispatched', ['sign', 'measure_interim', 'submit'])).toBe('submitted')
})
it('measures on the sphere', () => {
  expect(metres({ lon: 112.6154, lat: 26.8894 }, { lon: 112.6206318, lat: 26.8858054 })).toBeCloseTo(655, -1)
})
