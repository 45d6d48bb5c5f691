// The main pages as pictures, small and in grey: what moved or lost its manner shows up. New ones are drawn with
// PICTURES=draw npm run e2e, and looked at before they are committed. One that differs is left in /tmp.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { stage } from './stage.mjs'

const kept = fileURLToPath(new URL('./pictures/', import.meta.url))
const AT = Date.parse('2026-03-05T09:30:00+08:00')
/** Width of a kept picture of a desk's screen; of a phone's half of it. */
const SMALL = 480
/** How far a pixel's grey may be off (of 255), and how many may be further off: fonts are drawn a little differently everywhere. */
const GREY = 40
const MOST = 0.03
const it = stage(72, AT)
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

const pages = [
  ['sign-in', null, '/sign-in', 1280, 'zh-CN'], ['inbox', 'zhiban', '/inbox', 1280, 'zh-CN'], ['inbox-phone', 'zhiban', '/inbox', 360, 'en'], ['list', 'zhiban', '/hazards', 1280, 'zh-CN'],
  ['detail', 'zhiban', 'verified', 1280, 'zh-CN'], ['detail-phone', 'chuzhi', 'rectifying', 360, 'zh-CN'], ['today', 'lingdao', '/today', 1280, 'zh-CN'], ['refused', 'lingdao', '/people', 768, 'en'],
]
for (const [name, login, path, width, language] of pages) {
  test(`${name} looks as it did`, async () => {
    const page = await it.open(login, { width, height: width < 500 ? 740 : 900, language })
    if (login) await page.waitForSelector('.side', { state: 'attached' })
    if (path.startsWith('/')) await page.goto(it.base + path)
    else await it.detail(page, await it.at(page, path))
    await page.waitForLoadState('load')
    await page.waitForSelector('h1, .state .title')
    await page.waitForFunction(() => !document.querySelector('.state[role=status]'))
    await page.waitForTimeout(600)
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
    const file = join(kept, `${name}.png`)
    const blank = await page.context().newPage()
    const { small, off } = await compare(blank, shot, !draw && existsSync(file) ? readFileSync(file) : null, width < 500 ? SMALL / 2 : SMALL)
    if (draw) {
      mkdirSync(kept, { recursive: true })
      writeFileSync(file, Buffer.from(small, 'base64'))
      return
    }
    if (off > MOST) writeFileSync(join(tmpdir(), `console-${name}.png`), shot)
    assert.ok(existsSync(file), `no picture of ${name} is kept`)
    assert.ok(off <= MOST, `${name}: ${(off * 100).toFixed(1)} % of the picture differs`)
  })
}
