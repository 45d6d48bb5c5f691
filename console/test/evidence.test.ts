import { describe, expect, it } from 'vitest'
import { exifOf, takenAt, withExif } from '../src/evidence/exif'

/** The shortest thing that begins like a JPEG. */
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])
const blob = (bytes: Uint8Array) => new Blob([bytes as BlobPart], { type: 'image/jpeg' })
const bytesOf = async (photo: Blob) => new Uint8Array(await photo.arrayBuffer())

describe('when a picture was taken', () => {
  it('is written as cameras write it, and read again', async () => {
    const at = new Date(2026, 10, 22, 19, 5, 9)
    const photo = await withExif(blob(JPEG), takenAt(at))
    const bytes = await bytesOf(photo)
    expect([...bytes.slice(0, 4)]).toEqual([0xff, 0xd8, 0xff, 0xe1])
    expect([...bytes.slice(-JPEG.length + 2)]).toEqual([...JPEG.slice(2)])
    const text = new TextDecoder('latin1').decode(bytes)
    expect(text).toContain('Exif\0\0MM\0*')
    expect(text).toContain('2026:11:22 19:05:09\0')
    expect(text).toMatch(/[+-]\d\d:\d\d\0/)
    expect(await exifOf(photo)).toEqual(takenAt(at))
  })

  it('goes along when a picture is made smaller, which is upright then', async () => {
    const tiff = new Uint8Array(26)
    const view = new DataView(tiff.buffer)
    tiff.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0])
    for (const [at, value] of [[10, 0x0112], [12, 3], [18, 6]] as const) view.setUint16(at, value, true)
    view.setUint32(14, 1, true)
    const found = await exifOf(await withExif(blob(JPEG), tiff))
    expect(found && new DataView(found.buffer).getUint16(18, true)).toBe(1)
  })

  it('is nothing where nothing was written, and nothing breaks it', async () => {
    expect(await exifOf(blob(JPEG))).toBeNull()
    expect(await exifOf(new Blob(['not a picture']))).toBeNull()
    expect(await exifOf(blob(new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 0x45, 0x78, 0x69, 0x66, 0, 0])))).toBeNull()
    const cut = (await bytesOf(await withExif(blob(JPEG), takenAt(new Date())))).slice(0, 30)
    expect(await exifOf(blob(cut))).toBeNull()
    const big = new Uint8Array(70_000)
    expect(await withExif(blob(JPEG), big)).toBeInstanceOf(Blob)
    expect((await withExif(blob(JPEG), big)).size).toBe(JPEG.length)
    const png = new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47]) as BlobPart])
    expect(await withExif(png, takenAt(new Date()))).toBe(png)
  })
})
