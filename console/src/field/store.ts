// What the device keeps, as the queue sees it. indexed.ts keeps it in the browser, sealed; tests keep it in memory.
import type { Draft } from './draft'

export interface Taken { key: string; owner: string; at: number; bytes: number; value: unknown }
/** The drafts of one person in the order of sending, and how many lie beside them. */
export interface Lying {
  drafts: Draft[]
  /** Of the same person, but they do not open: the server's keys were replaced, or the device is damaged. */
  shut: number
  others: number
}

export interface Store {
  lying(owner: string | null): Promise<Lying>
  /** The highest place in the order of sending, whoever has it. */
  lastOrder(): Promise<number>
  put(draft: Draft): Promise<void>
  /** Forgets a draft with those photos of its own. */
  remove(id: string, photos: string[]): Promise<void>
  photo(id: string): Promise<Blob | null>
  putPhoto(id: string, owner: string, photo: Blob, at: number): Promise<void>
  photos(): Promise<{ id: string; owner: string; at: number }[]>
  removePhoto(id: string): Promise<void>
  taken(key: string, owner: string): Promise<Taken | null>
  allTaken(): Promise<Pick<Taken, 'key' | 'owner' | 'at' | 'bytes'>[]>
  putTaken(one: Taken): Promise<void>
  removeTaken(keys: string[]): Promise<void>
}

/** 底稿: what somebody edits at a desk until it is published or dropped. Values are JSON, with bytes beside it. */
export interface Papers {
  read(owner: string, name: string): Promise<{ at: number; value: unknown } | null>
  keep(owner: string, name: string, at: number, value: unknown): Promise<void>
  drop(owner: string, name: string): Promise<void>
}

/** 存储已满: the device has no more room. */
export class StorageFull extends Error {
  constructor() { super('storage_full') }
}
