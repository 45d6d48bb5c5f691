// The keys of whoever is signed in: asked of the server once, kept by the browser until the owner signs out.
import { hold, NoKey, type DeviceKey, type HeldKey } from './seal'

/** Where the browser keeps them; its keys cannot be read out, only used. */
export interface KeyShelf {
  keys(owner: string): Promise<HeldKey[]>
  keep(keys: HeldKey[]): Promise<void>
  /** Forgets those of everybody else, and of everybody if nobody is named. */
  forget(but: string | null): Promise<void>
}

export class Keys {
  private held: { owner: string; keys: HeldKey[] } | null = null
  constructor(private readonly shelf: KeyShelf, private readonly ask: () => Promise<{ owner: string; keys: DeviceKey[] }>) {}

  async of(owner: string): Promise<HeldKey[]> {
    if (this.held?.owner === owner) return this.held.keys
    let keys = await this.shelf.keys(owner)
    if (!keys.length) keys = await this.fetch(owner)
    this.held = { owner, keys }
    return keys
  }
  /** With a network: keys that came since, and nobody else's any more. */
  async renew(owner: string) {
    await this.shelf.forget(owner)
    try { this.held = { owner, keys: await this.fetch(owner) } } catch (error) { if (!(error instanceof NoKey)) throw error }
  }
  async forget() {
    this.held = null
    await this.shelf.forget(null)
  }
  private async fetch(owner: string): Promise<HeldKey[]> {
    const found = await this.ask().catch(() => null)
    if (!found?.keys.length || found.owner !== owner) throw new NoKey()
    const keys = await hold(owner, found.keys)
    await this.shelf.keep(keys)
    return keys
  }
}
