// 密封: what lies on the device is encrypted under keys of its owner (AES-256-GCM). The server derives them for
// whoever is signed in, the browser holds them so that no script can read them out again, and signing out forgets
// them: the next user of the phone finds bytes, the owner signs in and finds the drafts.
export interface DeviceKey { version: number; secret: string }
export interface HeldKey { id: string; owner: string; version: number; key: CryptoKey }
export interface Sealed { version: number; iv: Uint8Array; bytes: ArrayBuffer }

/** There is no key for this person on the device, and without a network none comes. */
export class NoKey extends Error {
  constructor() { super('no_key') }
}

const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16))
export const hold = (owner: string, found: readonly DeviceKey[]): Promise<HeldKey[]> => Promise.all(found.map(async ({ version, secret }) => ({
  id: `${owner}/${version}`, owner, version, key: await crypto.subtle.importKey('raw', fromHex(secret), 'AES-GCM', false, ['encrypt', 'decrypt']),
})))

/** A record is sealed for its own place: moved under another name it does not open. */
const place = (owner: string, id: string) => new TextEncoder().encode(`${owner}\n${id}`)
const HEAD = 4

/** Encrypts a JSON value with bytes behind it. */
export async function seal(keys: readonly HeldKey[], owner: string, id: string, value: unknown, tail = new ArrayBuffer(0)): Promise<Sealed> {
  const newest = keys.reduce<HeldKey | null>((a, b) => (a && a.version > b.version ? a : b), null)
  if (!newest) throw new NoKey()
  const json = new TextEncoder().encode(JSON.stringify(value))
  const plain = new Uint8Array(HEAD + json.length + tail.byteLength)
  new DataView(plain.buffer).setUint32(0, json.length)
  plain.set(json, HEAD)
  plain.set(new Uint8Array(tail), HEAD + json.length)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { version: newest.version, iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: place(owner, id) }, newest.key, plain) }
}

/** What was sealed; throws if this is not its key or its place, or if a bit is not as it was. */
export async function unseal<T>(keys: readonly HeldKey[], owner: string, id: string, sealed: Sealed): Promise<{ value: T; tail: ArrayBuffer }> {
  const held = keys.find((one) => one.version === sealed.version)
  if (!held) throw new NoKey()
  const iv = new Uint8Array(sealed.iv)
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: place(owner, id) }, held.key, sealed.bytes)
  const length = new DataView(plain).getUint32(0)
  return { value: JSON.parse(new TextDecoder().decode(plain.slice(HEAD, HEAD + length))) as T, tail: plain.slice(HEAD + length) }
}
