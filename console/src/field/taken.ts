// 下载: what was fetched while there was a network, to be read without one. Bounded in number, bytes and hours;
// gone at sign-out. Nothing is kept that was not taken along on purpose.
import { StorageFull, type Store } from './store'
import { asProblem } from '../api/problem'

export const MOST_TASKS = 200
export const MOST_BYTES = 80 * 1024 * 1024
export const LONGEST = 36 * 3_600_000

export interface Size { tasks: number; places: number; bytes: number; oldest: number | null }

export class Bag {
  /** Bytes by key: asked of the device once. */
  private used: Map<string, number> | null = null
  constructor(private readonly store: Store, private readonly owner: () => string | null, private readonly now: () => number) {}

  /** The copy under `key`, if it is this person's and not too old. */
  async read<T>(key: string): Promise<{ at: number; value: T } | null> {
    const owner = this.owner()
    const found = owner ? await this.store.taken(key, owner) : null
    if (!found || this.now() - found.at > LONGEST) return null
    return { at: found.at, value: found.value as T }
  }
  /** Keeps `value` as it was `at`, unless the bag is full; false if it is. */
  async keep(key: string, value: unknown, bytes: number, at = this.now()): Promise<boolean> {
    const owner = this.owner()
    if (!owner) return false
    const all = (this.used ??= new Map((await this.store.allTaken()).map((one) => [one.key, one.bytes])))
    let used = bytes
    for (const [other, size] of all) if (other !== key) used += size
    if (used > MOST_BYTES) return false
    all.set(key, bytes)
    try { await this.store.putTaken({ key, owner, at, bytes, value }) } catch (error) {
      all.delete(key)
      if (error instanceof StorageFull) return false
      throw error
    }
    return true
  }
  async keepJson(key: string, value: unknown, at?: number) { return this.keep(key, value, JSON.stringify(value).length * 2, at) }

  /** The answer of the network; without a network the copy, or the failure if there is none. */
  async orTaken<T>(key: string, fetch: () => Promise<T>): Promise<{ value: T; at: number | null }> {
    try { return { value: await fetch(), at: null } } catch (error) {
      if (asProblem(error).status !== 0) throw error
      const copy = await this.read<T>(key).catch(() => null)
      if (!copy) throw error
      return copy
    }
  }
  async size(): Promise<Size> {
    const mine = (await this.store.allTaken()).filter((one) => one.owner === this.owner())
    const count = (what: string) => mine.filter((one) => one.key.startsWith(what)).length
    return { tasks: count('hazard/'), places: count('place/'), bytes: mine.reduce((sum, one) => sum + one.bytes, 0), oldest: mine.length ? Math.min(...mine.map((one) => one.at)) : null }
  }
  async empty() { this.used = null; await this.store.removeTaken((await this.store.allTaken()).map((one) => one.key)) }
  /** What is too old goes, whoever took it. */
  async expire() { this.used = null; await this.store.removeTaken((await this.store.allTaken()).filter((one) => this.now() - one.at > LONGEST).map((one) => one.key)) }
}
