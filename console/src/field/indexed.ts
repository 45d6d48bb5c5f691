// The database of the browser. In the clear lie only whose a record is, its id, its place in the order and its time;
// everything that was typed, photographed or taken along lies in `sealed`.
import type { Draft } from './draft'
import type { Keys, KeyShelf } from './keys'
import { seal, unseal, type HeldKey, type Sealed } from './seal'
import { StorageFull, type Papers, type Store, type Taken } from './store'

const NAME = 'mashang.field'
const STORES = { drafts: 'id', photos: 'id', taken: 'key', keys: 'id', papers: 'id' } as const
type KeptDraft = { id: string; owner: string; order: number; sealed: Sealed }
type KeptPhoto = { id: string; owner: string; at: number; sealed: Sealed }
type KeptPaper = { id: string; owner: string; at: number; sealed: Sealed }
type KeptTaken = Omit<Taken, 'value'> & { sealed: Sealed }

let opened: Promise<IDBDatabase> | null = null
function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, failed) => {
    const asked = indexedDB.open(NAME, 3)
    asked.onupgradeneeded = ({ oldVersion }) => {
      // What lay here before it was sealed does not open; what is sealed stays.
      if (oldVersion < 2) for (const name of asked.result.objectStoreNames) asked.result.deleteObjectStore(name)
      for (const [name, keyPath] of Object.entries(STORES)) if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath })
    }
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null }
      done(asked.result)
    }
    asked.onerror = () => failed(asked.error ?? new Error('indexeddb'))
  }).catch((error: unknown) => { opened = null; throw error })
  return opened
}
/** One transaction; done when it is on the disk. */
async function within<T>(names: (keyof typeof STORES)[], mode: IDBTransactionMode, act: (at: (name: keyof typeof STORES) => IDBObjectStore) => IDBRequest<T> | null): Promise<T> {
  const database = await open()
  return new Promise((done, failed) => {
    const transaction = database.transaction(names, mode, { durability: 'strict' })
    let asked: IDBRequest<T> | null = null
    const no = () => {
      const error = transaction.error ?? asked?.error
      failed(error?.name === 'QuotaExceededError' ? new StorageFull() : error ?? new Error('indexeddb'))
    }
    transaction.oncomplete = () => done(asked?.result as T)
    transaction.onabort = no
    transaction.onerror = no
    asked = act((name) => transaction.objectStore(name))
  })
}
const put = (name: keyof typeof STORES, value: unknown) => within([name], 'readwrite', (at) => at(name).put(value))
const one = <T>(name: keyof typeof STORES, key: string) => within<T | undefined>([name], 'readonly', (at) => at(name).get(key))
const all = <T>(name: keyof typeof STORES) => within<T[]>([name], 'readonly', (at) => at(name).getAll())

export const shelf: KeyShelf = {
  async keys(owner) { return (await all<HeldKey>('keys')).filter((key) => key.owner === owner) },
  async keep(keys) { for (const key of keys) await put('keys', key) },
  async forget(but) {
    const gone = (await all<HeldKey>('keys')).filter((key) => key.owner !== but)
    await within(['keys'], 'readwrite', (at) => { for (const key of gone) at('keys').delete(key.id); return null })
  },
}

/** Bytes in a value go behind it: JSON has no place for them. */
const split = (value: unknown): [unknown, ArrayBuffer?] => {
  const bytes = (value as { bytes?: unknown } | null)?.bytes
  return bytes instanceof ArrayBuffer ? [{ ...(value as object), bytes: true }, bytes] : [value]
}
const joined = ({ value, tail }: { value: unknown; tail: ArrayBuffer }) => ((value as { bytes?: unknown } | null)?.bytes === true ? { ...(value as object), bytes: tail } : value)

export function deviceStore(keys: Keys): Store {
  const closed = async (owner: string, id: string, value: unknown, tail?: ArrayBuffer) => seal(await keys.of(owner), owner, id, value, tail)
  return {
    async lying(owner) {
      const found = await all<KeptDraft>('drafts')
      const mine = found.filter((draft) => draft.owner === owner)
      const held = owner && mine.length ? await keys.of(owner) : []
      const drafts = await Promise.all(mine.map((draft) => unseal<Draft>(held, draft.owner, draft.id, draft.sealed).then(({ value }) => value, () => null)))
      const open = drafts.filter((draft) => draft !== null).sort((a, b) => a.order - b.order)
      return { drafts: open, shut: mine.length - open.length, others: found.length - mine.length }
    },
    async lastOrder() { return Math.max(0, ...(await all<KeptDraft>('drafts')).map((draft) => draft.order)) },
    async put(draft) {
      const { id, owner, order } = draft
      await put('drafts', { id, owner, order, sealed: await closed(owner, id, draft) } satisfies KeptDraft)
    },
    async remove(id, photos) {
      await within(['drafts', 'photos'], 'readwrite', (at) => {
        for (const photo of photos) at('photos').delete(photo)
        return at('drafts').delete(id)
      })
    },
    async photo(id) {
      const found = await one<KeptPhoto>('photos', id)
      if (!found) return null
      const { value, tail } = await unseal<{ type: string }>(await keys.of(found.owner), found.owner, id, found.sealed)
      return new Blob([tail], value)
    },
    async putPhoto(id, owner, photo, moment) {
      const sealed = await closed(owner, id, { type: photo.type }, await photo.arrayBuffer())
      await put('photos', { id, owner, at: moment, sealed } satisfies KeptPhoto)
    },
    async photos() { return (await all<KeptPhoto>('photos')).map(({ id, owner, at }) => ({ id, owner, at })) },
    async removePhoto(id) { await within(['photos'], 'readwrite', (at) => at('photos').delete(id)) },
    async taken(key, owner) {
      const found = await one<KeptTaken>('taken', key)
      if (!found || found.owner !== owner) return null
      const { at, bytes, sealed } = found
      return { key, owner, at, bytes, value: joined(await unseal(await keys.of(owner), owner, key, sealed)) }
    },
    async allTaken() { return (await all<KeptTaken>('taken')).map(({ key, owner, at, bytes }) => ({ key, owner, at, bytes })) },
    async putTaken({ key, owner, at, bytes, value }) { await put('taken', { key, owner, at, bytes, sealed: await closed(owner, key, ...split(value)) } satisfies KeptTaken) },
    async removeTaken(gone) {
      await within(['taken'], 'readwrite', (at) => {
        for (const key of gone) at('taken').delete(key)
        return null
      })
    },
  }
}

/** 底稿: what is being edited and not published yet, by its owner and name. */
export function papersOn(keys: Keys): Papers {
  const place = (owner: string, name: string) => `${owner}/${name}`
  return {
    async read(owner, name) {
      const found = await one<KeptPaper>('papers', place(owner, name))
      if (!found || found.owner !== owner) return null
      return { at: found.at, value: joined(await unseal(await keys.of(owner), owner, found.id, found.sealed)) }
    },
    async keep(owner, name, at, value) {
      const id = place(owner, name)
      const [json, tail] = split(value)
      await put('papers', { id, owner, at, sealed: await seal(await keys.of(owner), owner, id, json, tail) } satisfies KeptPaper)
    },
    async drop(owner, name) { await within(['papers'], 'readwrite', (at) => at('papers').delete(place(owner, name))) },
  }
}
