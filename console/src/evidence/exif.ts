// When and where a picture was taken, as cameras write it (EXIF, CIPA DC-008): carried over when a picture is made
// smaller, written when the console's own camera took it. The server keeps it sealed and looks at the time only.

const START = 0xffd8
const APP1 = 0xffe1
const HEAD = [0x45, 0x78, 0x69, 0x66, 0, 0]

/** The EXIF block of a JPEG, with the picture marked as upright; nothing where there is none. */
export async function exifOf(photo: Blob): Promise<Uint8Array | null> {
  const bytes = new DataView(await photo.slice(0, 256 * 1024).arrayBuffer())
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== START) return null
  for (let at = 2; at + 10 < bytes.byteLength && bytes.getUint8(at) === 0xff;) {
    const [marker, length] = [bytes.getUint16(at), bytes.getUint16(at + 2)]
    if (marker === 0xffda || length < 2) return null
    const isExif = marker === APP1 && HEAD.every((byte, i) => bytes.getUint8(at + 4 + i) === byte)
    if (isExif && at + 2 + length <= bytes.byteLength) return upright(new Uint8Array(bytes.buffer.slice(at + 10, at + 2 + length)))
    at += 2 + length
  }
  return null
}

/** What a canvas draws is upright already. */
function upright(tiff: Uint8Array): Uint8Array | null {
  const view = new DataView(tiff.buffer)
  if (tiff.length < 14) return null
  const little = view.getUint16(0) === 0x4949
  const first = view.getUint32(4, little)
  if (first + 2 > tiff.length) return null
  for (let i = 0, n = view.getUint16(first, little); i < n; i++) {
    const entry = first + 2 + i * 12
    if (entry + 12 > tiff.length) return null
    if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little)
  }
  return tiff
}

/** The JPEG with this EXIF block in it. */
export async function withExif(jpeg: Blob, tiff: Uint8Array): Promise<Blob> {
  const length = tiff.length + HEAD.length + 2
  const bytes = new Uint8Array(await jpeg.slice(0, 2).arrayBuffer())
  if (length > 0xffff || bytes[0] !== 0xff || bytes[1] !== 0xd8) return jpeg
  const segment = new Uint8Array([0xff, 0xe1, length >> 8, length & 0xff, ...HEAD])
  return new Blob([bytes, segment, tiff as BlobPart, jpeg.slice(2)], { type: 'image/jpeg' })
}

const two = (n: number) => String(n).padStart(2, '0')

/** An EXIF block that says when a picture was taken, by this device's clock. */
export function takenAt(at: Date): Uint8Array {
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join(':')
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')
  const east = -at.getTimezoneOffset()
  const offset = `${east < 0 ? '-' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`
  const bytes = new Uint8Array(84)
  const view = new DataView(bytes.buffer)
  const entry = (place: number, tag: number, kind: number, count: number, value: number) => {
    view.setUint16(place, tag)
    view.setUint16(place + 2, kind)
    view.setUint32(place + 4, count)
    view.setUint32(place + 8, value)
  }
  const text = (place: number, words: string) => { bytes.set(new TextEncoder().encode(words), place) }
  view.setUint32(0, 0x4d4d002a)
  view.setUint32(4, 8)
  view.setUint16(8, 1)
  entry(10, 0x8769, 4, 1, 26)
  view.setUint16(26, 2)
  entry(28, 0x9003, 2, 20, 56)
  entry(40, 0x9011, 2, 7, 76)
  text(56, `${day} ${time}`)
  text(76, offset)
  return bytes
}
