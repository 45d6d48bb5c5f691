// Pictures of pages, small and in grey: what moved or lost its manner shows up. New ones are drawn with PICTURES=draw,
// and looked at before they are committed. One that differs is left in the folder for temporary files.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Width of a kept picture of a desk's screen; of a phone's half of it. */
const SMALL = 480
/** How far a pixel's grey may be off (of 255), and how many may be further off: fonts are drawn a little differently everywhere. */
const GREY = 40
const MOST = 0.03
const draw = process.env.PICTURES === 'draw'

/** Shrinks a picture in the browser, and compares it with the kept one there. */
async function compare(page, shot, before, small) {
  return page.evaluate(async ([shot, before, SMALL, GREY]) => {
    const load = async (base64) => createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/png' }))
    const grey = (image, width) => {
      const height = Math.round((image.height * width) / image.width)
      const canvas = new OffscreenCanvas(width, height)
      const pen = canvas.getContext('2d')
      pen.filter = 'grayscale(1)'
      pen.imageSmoothingQuality = 'high'
      pen.drawImage(image, 0, 0, width, height)
      return { canvas, data: pen.getImageData(0, 0, width, height).data, height }
    }
    const now = grey(await load(shot), SMALL)
    const bytes = new Uint8Array(await (await now.canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
    const small = btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''))
    if (!before) return { small, off: 1 }
    const old = grey(await load(before), SMALL)
    if (old.height !== now.height) return { small, off: 1 }
    let off = 0
    for (let i = 0; i < now.data.length; i += 4) if (Math.abs(now.data[i] - old.data[i]) > GREY) off++
    return { small, off: off / (now.data.length / 4) }
  }, [shot.toString('base64'), before?.toString('base64') ?? null, small, GREY])
}

/** Compares what a page shows with the picture of that name in a folder, or draws it. */
export async function looksAsItDid(page, folder, name) {
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  const file = join(folder, `${name}.png`)
  // Drawn in a page of nobody's, whose rules of content do not bind.
  const blank = await page.context().newPage()
  const width = page.viewportSize().width < 500 ? SMALL / 2 : SMALL
  const { small, off } = await compare(blank, shot, !draw && existsSync(file) ? readFileSync(file) : null, width)
  await blank.close()
  if (draw) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, Buffer.from(small, 'base64'))
    return
  }
  if (off > MOST) writeFileSync(join(tmpdir(), `mashang-${name}.png`), shot)
  assert.ok(existsSync(file), `no picture of ${name} is kept`)
  assert.ok(off <= MOST, `${name}: ${(off * 100).toFixed(1)} % of the picture differs`)
}
