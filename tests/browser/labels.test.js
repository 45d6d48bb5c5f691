// Plates on paper: every size of label as the browser prints it, looked at as a picture. A module is at least 0.8 mm,
// four modules of white stand around the code, the level is Q, and a reader of codes reads it (ISO/IEC 18004).
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import jsqr from 'jsqr'
import { staff, start } from './town.js'

const DPI = 300
const MM = DPI / 25.4
const QUIET = 4
const LEAST_MM = 0.8
/** What a line of pixels is more or less, in millimetres. */
const PIXEL_MM = 1 / MM
let town, folder
before(async () => { town = await start(); folder = mkdtempSync(join(tmpdir(), 'mashang-labels-')) }, { timeout: 240000 })
after(async () => {
  rmSync(folder, { recursive: true, force: true })
  assert.equal(await town?.stop(), 0)
})

/** The first page of a PDF as grey pixels. */
function drawn(pdf) {
  execFileSync('pdftoppm', ['-gray', '-r', String(DPI), '-f', '1', '-l', '1', pdf, join(folder, 'page')])
  const [file] = execFileSync('find', [folder, '-name', 'page*.pgm'], { encoding: 'utf8' }).trim().split('\n')
  const bytes = readFileSync(file)
  rmSync(file)
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'))
  return { width: Number(head[1]), height: Number(head[2]), grey: bytes.subarray(head[0].length) }
}
/** A part of it, as the reader of codes wants it. */
function cut(page, x, y, width, height) {
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const grey = page.grey[(y + row) * page.width + x + column]
      rgba.set([grey, grey, grey, 255], (row * width + column) * 4)
    }
  }
  return { rgba, width, height }
}

test('every size prints a code that any phone reads', { timeout: 240000 }, async () => {
  const page = await staff(town, 'xitong', '/places/sheets')
  await page.waitForSelector('.size input')
  // Plates that hang already, too: a full sheet of each size.
  await page.click('.el-checkbox')
  const { origin } = new URL(town.base)
  const sizes = await page.locator('.size input:not([disabled])').evaluateAll((all) => all.map((one) => one.value))
  assert.ok(sizes.length >= 5, sizes.join())
  for (const size of sizes) {
    await page.check(`.size input[value="${size}"]`)
    const answer = page.waitForResponse((r) => r.url().endsWith('/codes/sheet'))
    await page.click('.form-foot .el-button--primary')
    const sheet = await (await answer).json()
    await page.waitForSelector('.preview svg.a4')
    const pdf = join(folder, `${size}.pdf`)
    await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true })
    const paper = drawn(pdf)
    assert.deepEqual([Math.round(paper.width / MM), Math.round(paper.height / MM)], [210, 297], `${size}: A4, without margins of the browser`)
    const { layout } = sheet
    const [columns, rows] = size.split('x').map(Number)
    const cells = [0, Math.min(columns * rows, sheet.labels.length) - 1]
    for (const nth of new Set(cells)) {
      const left = (layout.margin_left_um / 1000 + (nth % columns) * (layout.width_um / 1000)) * MM
      const top = (layout.margin_top_um / 1000 + Math.floor(nth / columns) * (layout.height_um / 1000)) * MM
      const part = cut(paper, Math.round(left), Math.round(top), Math.floor((layout.width_um / 1000) * MM), Math.floor((layout.height_um / 1000) * MM))
      const found = jsqr(part.rgba, part.width, part.height)
      assert.ok(found, `${size}, label ${nth + 1} is read`)
      assert.ok(found.data.startsWith(`${origin}/s/`), `${size}: ${found.data}`)
      const modules = 17 + 4 * found.version
      assert.equal(modules, sheet.modules, `${size}: as the server laid it out`)
      const { topLeftCorner: a, topRightCorner: b, bottomLeftCorner: c } = found.location
      const across = (b.x - a.x) / modules
      const down = (c.y - a.y) / modules
      const mm = Math.min(across, down) / MM
      assert.ok(mm >= LEAST_MM - PIXEL_MM / modules * 2, `${size}: a module is ${mm.toFixed(3)} mm`)
      assert.ok(Math.abs(mm - layout.module_um / 1000) < 0.02, `${size}: a module is ${mm.toFixed(3)} mm, said to be ${layout.module_um / 1000}`)
      assert.ok(Math.abs(across - down) < 0.1, `${size}: as wide as high`)
      const dark = (row, column) => {
        const x = Math.round(a.x + (column + 0.5) * across)
        const y = Math.round(a.y + (row + 0.5) * down)
        return part.rgba[(y * part.width + x) * 4] < 128
      }
      for (let along = -QUIET; along < modules + QUIET; along++) {
        for (let out = 1; out <= QUIET; out++) {
          for (const [row, column] of [[-out, along], [modules - 1 + out, along], [along, -out], [along, modules - 1 + out]]) {
            assert.ok(!dark(row, column), `${size}: the quiet zone is white at ${row}, ${column}`)
          }
        }
      }
      // Format information: the level is the first two bits, masked with 10; Q is 11 (ISO/IEC 18004, 7.9.1).
      const level = [dark(8, 0) !== true, dark(8, 1) !== false].map((bit) => (bit ? '1' : '0')).join('')
      assert.equal(level, '11', `${size}: level Q`)
    }
  }
  assert.deepEqual(town.complaints, [])
})
