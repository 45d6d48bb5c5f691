import { exifOf, withExif } from '../evidence/exif'

/** The longer side of a photo that is kept and sent, in pixels. */
const LONGEST = 1920
const QUALITY = 0.85
/** Below this a photo is kept as it is. */
const SMALL = 400 * 1024
/** What the server takes of a picture that cannot be drawn here. */
export const MOST = 20 * 1024 * 1024

/** The photo small enough for a slow network, upright; the photo itself where this browser cannot draw it. */
export async function shrink(photo: Blob, longest = LONGEST): Promise<Blob> {
  if (photo.size <= SMALL && longest === LONGEST) return photo
  try {
    const image = await createImageBitmap(photo, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longest / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!small || small.size >= photo.size) return photo
    // When and where it was taken stays with it: evidence for the server, which seals it.
    const exif = await exifOf(photo)
    return exif ? await withExif(small, exif) : small
  } catch { return photo }
}
