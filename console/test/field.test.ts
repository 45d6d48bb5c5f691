// The queue of drafts against a server that fails in every way, with a store in memory.
import { beforeEach, describe, expect, it } from 'vitest'
import { localId, stageAfter, type Draft, type Present, type PresentPlate, type Reason } from '../src/field/draft'
import { metres } from '../src/field/distance'
import { byPlace, stemOf, type DuePlace } from '../src/field/due'
import { Keys } from '../src/field/keys'
import { hold, NoKey, seal, unseal, type HeldKey } from '../src/field/seal'
import { onMoved, tellMoved, type Moved } from '../src/field/moved'
import { pause, Queue, type Answer, type Line, type New } from '../src/field/queue'
import { StorageFull, type Store, type Taken } from '../src/field/store'
import { Bag, LONGEST, MOST_BYTES } from '../src/field/taken'

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
class Memory implements Store {
  kept = new Map<string, Draft>()
  blobs = new Map<string, { owner: string; at: number; photo: Blob }>()
  bag = new Map<string, Taken>()
  full = false
  private check() { if (this.full) throw new StorageFull() }
  async lying(owner: string | null) {
    const all = [...this.kept.values()].map(copy).sort((a, b) => a.order - b.order)
    return { drafts: all.filter((d) => d.owner === owner), shut: 0, others: all.filter((d) => d.owner !== owner).length }
  }
  async lastOrder() { return Math.max(0, ...[...this.kept.values()].map((d) => d.order)) }
  async put(draft: Draft) { this.check(); this.kept.set(draft.id, copy(draft)) }
  async remove(id: string, photos: string[]) { this.kept.delete(id); for (const one of photos) this.blobs.delete(one) }
  async photo(id: string) { return this.blobs.get(id)?.photo ?? null }
  async putPhoto(id: string, owner: string, photo: Blob, at: number) { this.check(); this.blobs.set(id, { owner, at, photo }) }
  async photos() { return [...this.blobs].map(([id, { owner, at }]) => ({ id, owner, at })) }
  async removePhoto(id: string) { this.blobs.delete(id) }
  async taken(key: string, owner: string) { const found = this.bag.get(key); return found?.owner === owner ? found : null }
  async allTaken() { return [...this.bag.values()] }
  async putTaken(one: Taken) { this.check(); this.bag.set(one.key, one) }
  async removeTaken(keys: string[]) { for (const key of keys) this.bag.delete(key) }
}
const no = (status: number, code = `http_${status}`, more: Partial<Reason> = {}): Reason => ({ code, status, detail: '', params: {}, allowed: null, errors: [], ...more })
/** A server with the contract of the real one: the same key with the same content is carried out once. */
class Server implements Line {
  version = new Map<string, number>()
  carried: { kind: string; about: string | null; body: Record<string, unknown> }[] = []
  answers = new Map<string, { content: string; answer: Answer }>()
  compared: Answer = { distance_m: 4, limit_m: 50, nearness: 'near' }
  /** When each was done, as it was told. */
  told: (string | undefined)[] = []
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
    const answer: Answer = draft.kind === 'mount' ? { ...this.compared } : {}
    if (draft.kind === 'action') {
      const now = this.version.get(draft.about!) ?? 1
      if (body.version !== now) throw no(409, 'stale')
      this.version.set(draft.about!, now + 1)
      answer.version = now + 1
    } else answer.id = `made-${this.carried.length}`
    const { done_at, ...said } = copy(body)
    this.carried.push({ kind: draft.kind, about: draft.about, body: said })
    this.told.push(done_at as string | undefined)
    this.answers.set(draft.key, { content, answer })
    if (fault === 'lost') throw no(0)
    return answer
  }
  async look() { return this.present }
  standing: PresentPlate | null = null
  async plate() { return this.standing }
}
const act = (about: string, action: string, version = 1, more: Record<string, unknown> = {}): New => ({ kind: 'action', about, name: about, action, body: { action, version, ...more } })

let store: Memory, server: Server, owner: string | null, now: number, queue: Queue, moved: Moved[]
beforeEach(() => {
  store = new Memory()
  server = new Server()
  moved = []
  owner = 'li'
  now = Date.parse('2026-03-05T09:00:00+08:00')
  queue = new Queue({ store, line: server, owner: () => owner, now: () => now, note: (at) => `(${at})`, moved: (one) => moved.push(one), changed: () => {} })
})
const states = async () => (await queue.drafts()).map((d) => d.state)

const STEM = 'M1ABCDEFGHJKMN'
const mount = (more: Record<string, unknown> = {}): New => ({ kind: 'mount', about: `${STEM}PQRSTVWXYZ`, name: '演示小学', form: { stem: STEM, place: 'p1' }, body: { fix: { lon: 1, lat: 2 }, photo: null, replaces: null, ...more } })
const check = (condition: string): New => ({ kind: 'plate', about: 'code-1', name: '演示小学', form: { stem: STEM, place: 'p1' }, body: { condition } })

describe('plates', () => {
  it('are activated with their photo and position when there is a network again, once, before they are looked at', async () => {
    const photo = localId()
    await store.putPhoto(photo, 'li', new Blob(['x']), now)
    await queue.add(mount({ photo }))
    await queue.add(check('fine'))
    server.faults = ['lost', null, null]
    expect(await queue.run(true)).toBe('kept')
    expect(server.carried.map((c) => c.kind), 'the look waits for the activation').toEqual(['mount'])
    expect(await queue.run(true)).toBe('sent')
    expect(server.carried.map((c) => c.kind)).toEqual(['mount', 'plate'])
    expect(server.carried[0]!.body).toEqual({ fix: { lon: 1, lat: 2 }, photo: 'file-1', replaces: null })
    expect(server.told[0]).toBe(new Date(now).toISOString())
    expect(store.blobs.size).toBe(0)
  })
  it('far from where they belong are not passed over in silence', async () => {
    server.compared = { distance_m: 260, limit_m: 50, nearness: 'far' }
    const { id } = await queue.add(mount())
    await queue.run(true)
    const [told] = await queue.drafts()
    expect([told!.id, told!.state, told!.compared]).toEqual([id, 'told', server.compared])
    expect(told!.body, 'where somebody stood is forgotten').toEqual({})
    await queue.run(true)
    expect(server.asked, 'never sent again').toBe(1)
    // It holds nothing up.
    await queue.add(check('fine'))
    expect(server.carried.length).toBe(1)
    await queue.run(true)
    expect(server.carried.length).toBe(2)
    await queue.discard(told!)
    expect(await queue.drafts()).toEqual([])
  })
  it('that somebody else was at first are a conflict, with how they stand now', async () => {
    server.standing = { state: 'active', at: '2026-03-05T08:00:00+08:00', condition: 'fine', checked_at: null }
    await queue.add(mount())
    server.faults = [no(409, 'rule', { params: { rule: 'code_active' } })]
    await queue.run(true)
    const [draft] = await queue.drafts()
    expect([draft!.state, draft!.plate]).toEqual(['conflict', server.standing])
    await queue.discard(draft!)
    await queue.add(check('gone'))
    server.faults = [no(409, 'rule', { params: { rule: 'code_checked_since' } })]
    await queue.run(true)
    expect(await states()).toEqual(['conflict'])
  })
  it('are activated without replacing what is gone already', async () => {
    server.standing = { state: 'printed', at: null, condition: null, checked_at: null }
    await queue.add(mount({ replaces: { code: 'old', reason: 'damaged' } }))
    server.faults = [no(422, 'invalid', { errors: [{ field: 'replaces', problem: 'unknown' }] })]
    await queue.run(true)
    const [draft] = await queue.drafts()
    expect(draft!.state).toBe('conflict')
    await queue.again(draft!, { ...draft!.body, replaces: null })
    expect(await queue.run(true)).toBe('sent')
    expect(server.carried[0]!.body.replaces).toBeNull()
  })
})

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
    const next = new Queue({ store, line: server, owner: () => owner, now: () => now + 3_600_000, note: () => 'late', moved: () => {}, changed: () => {} })
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
  it('tells what moved, from which version to which, and only once it has', async () => {
    await queue.add(act('h1', 'sign'))
    await queue.add(act('h1', 'submit'))
    await queue.add(act('h2', 'sign', 7))
    server.faults = [no(0)]
    await queue.run(true)
    expect(moved).toEqual([])
    await queue.run(true)
    expect(moved).toEqual([{ about: 'h1', upon: 1, version: 2 }, { about: 'h1', upon: 2, version: 3 }, { about: 'h2' }])
    expect(await states()).toEqual(['conflict'])
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
  it('says when something was done in a field of its own, however late it is sent', async () => {
    await queue.add({ kind: 'report', about: null, name: 'r', body: { text: 'x' } })
    const done = new Date(now).toISOString()
    now += 3_600_000
    server.faults = ['lost']
    await queue.run()
    now += 3_600_000
    await queue.run()
    expect(server.carried.map((c) => c.body.text)).toEqual(['x'])
    expect(server.told).toEqual([done])
  })
  it('says it in the text where the server cannot believe the clock of this device, and once only', async () => {
    await queue.add(act('a', 'sign'))
    await queue.add({ kind: 'inspection', about: 'p', name: 'p', body: { result: 'nothing_found' } })
    const wrong = no(422, 'invalid', { errors: [{ field: 'done_at', problem: 'in_the_future' }] })
    server.faults = [wrong, null, wrong, null]
    expect(await queue.run()).toBe('sent')
    expect(server.told).toEqual([undefined, undefined])
    expect(server.carried.map((c) => c.body)).toEqual([{ action: 'sign', version: 1 }, { result: 'nothing_found', note: `(${now})` }])
    await queue.add(act('b', 'sign'))
    server.faults = [wrong, wrong]
    await queue.run()
    expect(await states()).toEqual(['refused'])
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
    expect((await queue.lying()).others).toBe(1)
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
    await bag.keepJson('old', 1, now - LONGEST - 1)
    expect(await bag.read('old')).toBeNull()
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

it('tells what moved to this window and to others, until nobody hears', async () => {
  const heard: unknown[] = []
  const stop = onMoved((one) => heard.push(one))
  tellMoved({ about: 'h1', upon: 1, version: 2 })
  expect(heard).toEqual([{ about: 'h1', upon: 1, version: 2 }])
  const other = new BroadcastChannel('mashang.moved')
  const there = new Promise((done) => { other.onmessage = ({ data }) => done(data) })
  tellMoved({ about: 'h2' })
  expect(await there).toEqual({ about: 'h2' })
  other.postMessage({ about: 'h3' })
  await expect.poll(() => heard.length).toBe(3)
  stop()
  tellMoved({ about: 'h4' })
  expect(heard.at(-1)).toEqual({ about: 'h3' })
  other.close()
})
it('foresees where drafts lead', () => {
  expect(stageAfter('dispatched', ['sign', 'measure_interim', 'submit'])).toBe('submitted')
})
it('measures on the sphere', () => {
  expect(metres({ lon: 112.6154, lat: 26.8894 }, { lon: 112.6206318, lat: 26.8858054 })).toBeCloseTo(655, -1)
})

describe('what lies on the device', () => {
  const key = (n: number) => n.toString(16).padStart(2, '0').repeat(32)
  const words = async (sealed: { bytes: ArrayBuffer }) => new TextDecoder().decode(sealed.bytes)
  it('opens to its owner alone, in its own place, and cannot be altered', async () => {
    const li = await hold('li', [{ version: 1, secret: key(1) }])
    const wang = await hold('wang', [{ version: 1, secret: key(2) }])
    const tail = new TextEncoder().encode('photo').buffer
    const sealed = await seal(li, 'li', 'd1', { text: '护栏松动' }, tail)
    expect(await words(sealed)).not.toContain('护栏')
    const found = await unseal<{ text: string }>(li, 'li', 'd1', sealed)
    expect([found.value.text, new TextDecoder().decode(found.tail)]).toEqual(['护栏松动', 'photo'])
    await expect(unseal(wang, 'li', 'd1', sealed)).rejects.toThrow()
    await expect(unseal(li, 'li', 'd2', sealed)).rejects.toThrow()
    new Uint8Array(sealed.bytes)[3]! ^= 1
    await expect(unseal(li, 'li', 'd1', sealed)).rejects.toThrow()
    await expect(crypto.subtle.exportKey('raw', li[0]!.key)).rejects.toThrow()
  })
  it('is sealed under the newest key, and what is older still opens', async () => {
    const before = await hold('li', [{ version: 1, secret: key(1) }])
    const after = await hold('li', [{ version: 1, secret: key(1) }, { version: 2, secret: key(2) }])
    const old = await seal(before, 'li', 'd', 'old')
    const fresh = await seal(after, 'li', 'd', 'new')
    expect([old.version, fresh.version]).toEqual([1, 2])
    expect((await unseal(after, 'li', 'd', old)).value).toBe('old')
    await expect(unseal(before, 'li', 'd', fresh)).rejects.toBeInstanceOf(NoKey)
  })
  it('stays shut after signing out until the same person is there again', async () => {
    const shelf = { kept: [] as HeldKey[], async keys(owner: string) { return this.kept.filter((k) => k.owner === owner) }, async keep(keys: HeldKey[]) { this.kept.push(...keys) }, async forget(but: string | null) { this.kept = this.kept.filter((k) => k.owner === but) } }
    let cookie: string | null = 'li'
    let asked = 0
    const keys = new Keys(shelf, async () => { asked++; if (!cookie) throw new Error('401'); return { owner: cookie, keys: [{ version: 1, secret: key(cookie.length) }] } })
    const sealed = await seal(await keys.of('li'), 'li', 'd', 'x')
    await keys.of('li')
    expect(asked).toBe(1)
    await keys.forget()
    expect(shelf.kept).toEqual([])
    cookie = 'wang'
    await expect(keys.of('li')).rejects.toBeInstanceOf(NoKey)
    await keys.renew('wang')
    cookie = 'li'
    await keys.renew('li')
    expect(shelf.kept.map((k) => k.owner)).toEqual(['li'])
    expect((await unseal(await keys.of('li'), 'li', 'd', sealed)).value).toBe('x')
  })
})

describe('places that are due', () => {
  const due = (id: string, at: string, plan: string) => ({ id, name: id, due: at, plan: { id: plan, name: plan } }) as DuePlace
  it('stand once, by the first of their plans, in the order of time', () => {
    const found = byPlace([due('b', '2026-03-31T00:00:00+08:00', '每季'), due('a', '2026-03-20T00:00:00+08:00', '每月'), due('b', '2026-03-08T00:00:00+08:00', '每周')])
    expect(found.map((one) => [one.id, one.due.slice(0, 10), one.plans])).toEqual([['b', '2026-03-08', ['每季', '每周']], ['a', '2026-03-20', ['每月']]])
  })
  it('are found by the plate, typed as people type', () => {
    expect(stemOf('abcd-0123-4567-89ab-cdef-ghjk')).toBe('ABCD0123456789')
    expect(stemOf('O0iL000000000000000000ZZ')).toBe('00110000000000')
    expect(stemOf('ABC')).toBeNull()
  })
})
