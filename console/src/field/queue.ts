// The queue of drafts: sent in order, each exactly once, none dropped without somebody saying so. What was sent and
// got no answer is sent again unchanged with the same key, and the server answers as it did the first time.
import { isLocal, localId, localPhotos, locals, placed, subjectOf, type Compared, type Draft, type Kind, type Present, type PresentPlate, type Reason } from './draft'
import type { Form } from '../actions/definitions'
import type { Moved } from './moved'
import { NoKey } from './seal'
import { StorageFull, type Lying, type Store } from './store'

/** The server as the queue sees it; every method throws a [`Reason`]. */
export interface Line {
  /** `key` is the photo's own: sent again after a lost answer, it is kept once. */
  upload(photo: Blob, key: string): Promise<string>
  /** Sends what a draft asks for; the answer has the id of what was made, or the version that it led to. */
  send(draft: Draft, body: Record<string, unknown>): Promise<Answer>
  /** How the hazard stands now; nothing if it cannot be seen. */
  look(hazard: string): Promise<Present | null>
  /** How the plate stands now that a draft is about. */
  plate(draft: Draft): Promise<PresentPlate | null>
}
export interface Answer extends Partial<Compared> { id?: string; version?: number }

/** sent: nothing waits any more; kept: no answer, tried again later; signed_out: after the next sign-in. */
export type Ran = 'sent' | 'kept' | 'signed_out'
export interface New { kind: Kind; about: string | null; name: string; action?: string; form?: Form; body: Record<string, unknown> }

const FIRST_PAUSE = 5_000
const LONGEST_PAUSE = 15 * 60_000
/** 5 s, 15 s, 45 s … a quarter of an hour. */
export const pause = (tries: number) => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** Math.max(0, tries - 1))

/** Statuses that say nothing about the draft itself. */
const isPassing = (status: number) => status === 0 || status === 408 || status === 425 || status === 429 || status >= 500

/** Whether a draft has to wait for one before it: on the same case, or for what that will make. */
const isBehind = (draft: Draft, held: Set<string>) => held.has(subjectOf(draft) ?? '') || locals(draft.body.hazards).some((one) => held.has(one))
function hold(draft: Draft, held: Set<string>) {
  held.add(draft.id)
  const subject = subjectOf(draft)
  if (subject && draft.state !== 'told') held.add(subject)
}
/** Somebody else was there first: what is at the plate now is shown beside the draft. */
const PLATE_MOVED_ON = ['code_active', 'code_revoked', 'code_not_hanging', 'code_checked_since']
function movedOn(draft: Draft, reason: Reason): boolean {
  if (draft.kind === 'action') return ['stale', 'illegal_move'].includes(reason.code)
  if (draft.kind === 'plate') return reason.status === 404 || PLATE_MOVED_ON.includes(String(reason.params.rule))
  return draft.kind === 'mount' && (PLATE_MOVED_ON.includes(String(reason.params.rule)) || reason.errors.some((e) => e.field.startsWith('replaces')))
}

export interface Settings {
  store: Store
  line: Line
  owner: () => string | null
  now: () => number
  /** Said in the text instead of in its own field, where the server cannot believe this device's clock. */
  note: (captured: number) => string
  /** What a draft was about is no longer as it was. */
  moved: (one: Moved) => void
  /** After every change. */
  changed: () => void
}
const LONGEST_TEXT = 4000
const WORDS: Partial<Record<Kind, string>> = { action: 'text', report: 'text', inspection: 'note' }

export class Queue {
  private running: Promise<Ran> | null = null
  lastSent = 0
  /** What the server answered to what this page sent last, by draft. */
  readonly answers = new Map<string, Answer>()
  constructor(private readonly it: Settings) {}

  async drafts(): Promise<Draft[]> {
    return (await this.it.store.lying(this.it.owner())).drafts
  }
  lying(): Promise<Lying> { return this.it.store.lying(this.it.owner()) }

  /** Keeps what was done; on the disk when this returns. Throws [`StorageFull`]. */
  async add(made: New): Promise<Draft> {
    const owner = this.it.owner()
    if (!owner) throw new Error('nobody is signed in')
    const now = this.it.now()
    const draft: Draft = {
      id: localId(), key: crypto.randomUUID(), owner, kind: made.kind, about: made.about, name: made.name, action: made.action ?? null, form: made.form ?? {}, body: made.body,
      captured_at: now, noted: this.it.note(now), undated: false, order: (await this.it.store.lastOrder()) + 1, state: 'waiting', tries: 0, not_before: 0, reason: null, present: null, uploaded: {}, wire: null,
    }
    await this.it.store.put(draft)
    this.it.changed()
    return draft
  }

  /** Sends what waits. `at_once` forgets the pauses: somebody pressed, or the network came back. */
  run(at_once = false): Promise<Ran> {
    this.running ??= this.drain(at_once).finally(() => { this.running = null; this.it.changed() })
    return this.running
  }
  /** When the next draft may be tried by itself; nothing if none waits. */
  async next(): Promise<number | null> {
    const held = new Set<string>()
    const due: number[] = []
    for (const draft of await this.drafts()) {
      if (draft.state !== 'waiting' || isBehind(draft, held)) { hold(draft, held); continue }
      due.push(draft.not_before)
      if (draft.reason?.status === 0) return draft.not_before
    }
    return due.length ? Math.min(...due) : null
  }

  private async drain(at_once: boolean): Promise<Ran> {
    let ran: Ran = 'sent'
    /** What has to wait for a draft before it: its case, or what it makes. */
    const held = new Set<string>()
    for (const { id } of await this.drafts()) {
      const draft = (await this.drafts()).find((d) => d.id === id)
      if (!draft) continue
      const early = !at_once && draft.not_before > this.it.now()
      // Without a network nobody further down is tried either.
      if (early && draft.reason?.status === 0) return 'kept'
      if (draft.state === 'waiting' && !isBehind(draft, held) && !early) {
        const said = await this.one(draft)
        if (said === 'stop') return 'kept'
        if (said === 'signed_out') return 'signed_out'
        if (said === 'done') continue
      }
      ran = 'kept'
      hold(draft, held)
    }
    return ran
  }

  private async one(draft: Draft): Promise<'done' | 'held' | 'stop' | 'signed_out'> {
    try {
      for (const photo of localPhotos(draft)) {
        if (draft.uploaded[photo]) continue
        const blob = await this.it.store.photo(photo)
        if (!blob) throw { code: 'photo_lost', status: 410, detail: '', params: {}, allowed: null, errors: [] } satisfies Reason
        draft.uploaded[photo] = await this.it.line.upload(blob, photo)
        await this.it.store.put(draft)
      }
      if (!draft.wire) {
        // On the disk before it is sent: after a crash the same request goes out again.
        draft.wire = this.wired(draft)
        await this.it.store.put(draft)
      }
      const answer = await this.sent(draft)
      await this.follow(draft, answer)
      this.answers.set(draft.id, answer)
      await this.it.store.remove(draft.id, localPhotos(draft))
      // Activated far from where it belongs: done, and not to be passed over in silence.
      if (draft.kind === 'mount' && answer.nearness === 'far') {
        const compared = { distance_m: answer.distance_m ?? null, limit_m: answer.limit_m ?? 0, nearness: answer.nearness }
        await this.it.store.put({ ...draft, state: 'told', compared, reason: null, wire: null, body: {}, uploaded: {} })
      }
      this.lastSent = this.it.now()
      this.it.moved({ about: draft.about, upon: draft.kind === 'action' ? Number(draft.body.version) : undefined, version: answer.version })
      this.it.changed()
      return 'done'
    } catch (error) {
      if (error instanceof StorageFull || error instanceof NoKey) throw error
      const reason = error as Reason
      if (typeof reason.status !== 'number') throw error
      if (reason.status === 401) return 'signed_out'
      draft.tries++
      if (isPassing(reason.status)) {
        draft.not_before = this.it.now() + pause(draft.tries)
        draft.reason = reason
        await this.it.store.put(draft)
        return reason.status === 0 ? 'stop' : 'held'
      }
      draft.reason = reason
      draft.state = movedOn(draft, reason) ? 'conflict' : 'refused'
      if (draft.state === 'conflict' && draft.kind === 'action' && draft.about) draft.present = await this.it.line.look(draft.about).catch(() => null)
      if (draft.state === 'conflict' && draft.kind !== 'action') draft.plate = await this.it.line.plate(draft).catch(() => null)
      await this.it.store.put(draft)
      if (draft.state === 'conflict') this.it.moved({ about: draft.about })
      this.it.changed()
      return 'held'
    }
  }

  /** Sends what is on the wire. Where this device's clock cannot be believed, its time goes into the words instead. */
  private async sent(draft: Draft): Promise<Answer> {
    try { return await this.it.line.send(draft, draft.wire ?? {}) } catch (error) {
      const reason = error as Partial<Reason>
      if (draft.undated || !reason.errors?.length || reason.errors.some((e) => e.field !== 'done_at')) throw error
      Object.assign(draft, { undated: true, key: crypto.randomUUID() })
      draft.wire = this.wired(draft)
      await this.it.store.put(draft)
      return this.it.line.send(draft, draft.wire)
    }
  }
  private wired(draft: Draft): Record<string, unknown> {
    const body = placed(draft.body, draft.uploaded) as Record<string, unknown>
    if (!draft.undated) return { ...body, done_at: new Date(draft.captured_at).toISOString() }
    const field = WORDS[draft.kind]
    if (!field) return body
    const text = body[field]
    if ((typeof text === 'string' && text) || draft.kind === 'inspection') {
      const noted = [text, draft.noted].filter(Boolean).join('\n')
      if ([...noted].length <= LONGEST_TEXT) body[field] = noted
    }
    return body
  }

  /** What was done on top of a draft learns what became of it. */
  private async follow(draft: Draft, answer: { id?: string; version?: number }) {
    const before = draft.body.version
    for (const later of await this.drafts()) {
      if (later.order <= draft.order || later.wire) continue
      if (draft.kind === 'action' && later.kind === 'action' && later.about === draft.about && answer.version !== undefined && later.body.version === before) {
        await this.it.store.put({ ...later, body: { ...later.body, version: answer.version } })
      } else if (answer.id && locals(later.body.hazards).includes(draft.id)) {
        await this.it.store.put({ ...later, body: { ...later.body, hazards: placed(later.body.hazards, { [draft.id]: answer.id }) } })
      }
    }
  }

  /** Sends a draft again as it is now possible: on the present version of its case, with what was changed in the form. */
  async again(draft: Draft, body: Record<string, unknown> = draft.body, form: Form = draft.form) {
    const before = draft.body.version
    const version = draft.present?.version ?? body.version
    // What was done on top of it goes along.
    for (const later of await this.drafts()) {
      if (draft.kind === 'action' && later.order > draft.order && later.about === draft.about && !later.wire && later.body.version === before) await this.it.store.put({ ...later, body: { ...later.body, version } })
    }
    await this.it.store.put({
      ...draft, key: crypto.randomUUID(), form, body: { ...body, ...(draft.kind === 'action' ? { version } : {}) }, wire: null, state: 'waiting', reason: null, present: null, plate: null, tries: 0, not_before: 0,
      // A photo that the server no longer knows is sent anew.
      uploaded: draft.reason?.errors.some((e) => e.field.startsWith('photo')) ? {} : draft.uploaded,
    })
    this.it.changed()
  }
  /** Adds the words and photos of a draft to its case, whatever the case is at now. */
  async asSupplement(draft: Draft, action: 'supplement' | 'measure_interim', heading: string) {
    const photos = [...new Set(locals(draft.body.photos))]
    const text = [heading, typeof draft.body.text === 'string' ? draft.body.text : ''].filter(Boolean).join('\n')
    await this.again({ ...draft, action }, { action, text, photos, version: draft.body.version }, { text, photos: photos.map((file) => ({ file })) })
  }
  /** Gives a draft up; only ever because somebody said so. */
  async discard(draft: Draft) {
    for (const later of await this.drafts()) {
      const hazards = later.body.hazards
      if (Array.isArray(hazards) && hazards.includes(draft.id)) await this.it.store.put({ ...later, body: { ...later.body, hazards: hazards.filter((one) => one !== draft.id) } })
    }
    await this.it.store.remove(draft.id, localPhotos(draft))
    this.it.changed()
  }

  /** Forgets photos that no draft names, an hour after they were taken: a form was closed. */
  async sweep(age = 3_600_000) {
    const owner = this.it.owner()
    const { drafts, shut } = await this.lying()
    // What does not open may name some.
    if (shut) return
    const named = new Set(drafts.flatMap((d) => [...localPhotos(d), ...locals(d.form)]).filter(isLocal))
    for (const photo of await this.it.store.photos()) if (photo.owner === owner && !named.has(photo.id) && this.it.now() - photo.at > age) await this.it.store.removePhoto(photo.id)
  }
}
