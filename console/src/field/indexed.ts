import type { Draft } from './draft'
import { StorageFull, type Store, type Taken } from './store'

const NAME = 'mashang.field'
type Kept = { id: string; owner: string; at: number; photo: ArrayBuffer; type: string }

let opened: Promise<IDBDatabase> | null = null
function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, failed) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('drafts', { keyPath: 'id' })
      asked.result.createObjectStore('photos', { keyPath: 'id' })
      asked.result.createObjectStore('taken', { keyPath: 'key' })
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
async function within<T>(names: string[], mode: IDBTransactionMode, act: (at: (name: string) => IDBObjectStore) => IDBRequest<T> | null): Promise<T> {
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

// Photos are kept as bytes: some browsers lose Blobs in a database.
export const device: Store = {
  async drafts() { return (await within<Draft[]>(['drafts'], 'readonly', (at) => at('drafts').getAll())).sort((a, b) => a.order - b.order) },
  async put(draft) { await within(['drafts'], 'readwrite', (at) => at('drafts').put(JSON.parse(JSON.stringify(draft)))) },
  async remove(id, photos) {
    await within(['drafts', 'photos'], 'readwrite', (at) => {
      for (const photo of photos) at('photos').delete(photo)
      return at('drafts').delete(id)
    })
  },
  async photo(id) {
    const found = await within<Kept | undefined>(['photos'], 'readonly', (at) => at('photos').get(id))
    return found ? new Blob([found.photo], { type: found.type }) : null
  },
  async putPhoto(id, owner, photo, moment) {
    const bytes = await photo.arrayBuffer()
    await within(['photos'], 'readwrite', (at) => at('photos').put({ id, owner, at: moment, photo: bytes, type: photo.type } satisfies Kept))
  },
  async photos() { return (await within<Kept[]>(['photos'], 'readonly', (at) => at('photos').getAll())).map(({ id, owner, at }) => ({ id, owner, at })) },
  async removePhoto(id) { await within(['photos'], 'readwrite', (at) => at('photos').delete(id)) },
  async taken(key) { return (await within<Taken | undefined>(['taken'], 'readonly', (at) => at('taken').get(key))) ?? null },
  async allTaken() { return (await within<Taken[]>(['taken'], 'readonly', (at) => at('taken').getAll())).map(({ key, owner, at, bytes }) => ({ key, owner, at, bytes })) },
  async putTaken(one) { await within(['taken'], 'readwrite', (at) => at('taken').put(one)) },
  async removeTaken(keys) {
    await within(['taken'], 'readwrite', (at) => {
      for (const key of keys) at('taken').delete(key)
      return null
    })
  },
}
