// Evidence: a photo taken from the same spot with a camera and without one, what is to be looked at, the notice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { action, confirm, faults, stage } from './stage.mjs'

const it = stage()
const PHONE = { width: 360, height: 740 }
const PICTURES = process.env.PICTURES
const shot = async (page, name) => { if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: !name.startsWith('spot') }) }

// A second browser whose camera shows a test picture.
let seeing
before(async () => {
  seeing = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
})
after(() => seeing?.close())

/** On the form for submitting a case that has a photo from before. */
async function submitting(browser, more = {}) {
  const own = it.browser
  it.browser = browser
  const page = await it.open('chuzhi', { ...PHONE, ...more })
  it.browser = own
  await page.waitForSelector('.page-head')
  const { items } = await it.api(page, '/hazards?limit=200&stage=rectifying')
  for (const item of items) {
    const found = await it.api(page, `/hazards/${item.id}`)
    if (!found.allowed.includes('submit') || !found.photos.some((p) => p.role === 'before')) continue
    await it.detail(page, item)
    await action(page, more.language === 'en' ? 'Submit' : '提交验收')
    await page.waitForSelector('.spot-button')
    return { page, id: item.id }
  }
  throw new Error('nothing to submit')
}

test('with a camera the picture from before lies over the viewfinder, and the new one says when it was taken', async () => {
  const { page, id } = await submitting(seeing, { permissions: ['camera'] })
  await page.click('.spot-button')
  await page.waitForFunction(() => document.querySelector('.spot video')?.videoWidth > 0)
  await page.waitForFunction(() => document.activeElement?.className === 'shutter')
  const overlay = page.locator('.spot .before')
  assert.equal(await overlay.evaluate((img) => getComputedStyle(img).opacity), '0.5')
  await page.locator('.spot input[type=range]').fill('80')
  assert.equal(await overlay.evaluate((img) => getComputedStyle(img).opacity), '0.8')
  assert.deepEqual(await faults(page, 'viewfinder', [360]), [])
  await shot(page, 'spot-live-360-zh')
  await page.focus('.spot .shutter')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.spot .solid')
  await shot(page, 'spot-still-360-zh')
  // Once more, then taken.
  await page.click('.spot .ghost')
  await page.waitForFunction(() => document.querySelector('.spot video')?.offsetWidth > 0)
  await page.click('.spot .shutter')
  const sent = page.waitForRequest((r) => r.url().endsWith('/api/v1/photos'))
  await page.click('.spot .solid')
  const body = (await sent).postDataBuffer()?.toString('latin1') ?? ''
  if (body) assert.match(body, new RegExp(`Exif\\0\\0MM[^]*${new Date().getFullYear()}:\\d\\d:\\d\\d`))
  await page.waitForSelector('.spot', { state: 'detached' })
  await page.waitForSelector('.photos .one img')
  await page.fill('#field-text', '已清理')
  await confirm(page)
  await page.waitForSelector('.el-drawer', { state: 'hidden' })
  assert.ok((await it.api(page, `/hazards/${id}`)).photos.some((p) => p.role === 'after'))
  await page.context().close()
})

test('Escape leaves the camera and gives it back', async () => {
  const { page } = await submitting(seeing, { permissions: ['camera'], language: 'en' })
  await page.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wanted) => (window.stream = await ask(wanted))
  })
  await page.click('.spot-button')
  await page.waitForFunction(() => document.querySelector('.spot video')?.videoWidth > 0)
  await shot(page, 'spot-live-360-en')
  await page.keyboard.press('Escape')
  await page.waitForSelector('.spot', { state: 'detached' })
  assert.deepEqual(await page.evaluate(() => window.stream.getTracks().map((t) => t.readyState)), ['ended'])
  assert.ok(await page.isVisible('.spot-button'), 'the form is still there')
  await page.context().close()
})

test('without a camera the picture from before stands beside, and a file is chosen', async () => {
  const { page } = await submitting(it.browser)
  await page.click('.spot-button')
  await page.waitForSelector('.spot .beside img')
  assert.deepEqual(await faults(page, 'no camera', [360]), [])
  await shot(page, 'spot-none-360-zh')
  const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  await page.setInputFiles('.spot input[type=file]', { name: 'a.png', mimeType: 'image/png', buffer: PNG })
  await page.waitForSelector('.spot', { state: 'detached' })
  await page.waitForSelector('.photos .one img')
  await page.context().close()
})

test('what about photos is to be looked at is shown with the other picture beside, to who verifies', async () => {
  for (const [language, width] of [['zh-CN', 1280], ['en', 1280], ['zh-CN', 360]]) {
    const page = await it.open('hecha', { language, width })
    await page.waitForSelector('.page-head')
    await it.detail(page, await it.at(page, 'submitted'))
    await page.waitForSelector('.findings li')
    assert.equal(await page.locator('.findings li').count(), 4)
    assert.equal(await page.locator('.findings li').first().locator('img').count(), 2)
    assert.deepEqual(await faults(page, `findings ${language}`), [])
    await shot(page, `findings-${width}-${language}`)
    if (width === 360) {
      const other = await page.locator('.findings li a.mono').first().getAttribute('href')
      await page.locator('.findings li a.mono').first().click()
      await page.waitForURL(`**${other}`)
    } else {
      await page.locator('.findings li').first().locator('button').first().click()
      await page.waitForSelector('.light img, [role=dialog] img')
    }
    await page.context().close()
  }
  const page = await it.open('chuzhi')
  await page.waitForSelector('.page-head')
  await it.detail(page, await it.at(page, 'submitted'))
  assert.equal(await page.locator('.findings').count(), 0, 'not to who did the work')
  await page.context().close()
})

test('the notice for the party responsible is one page of allowed fields', async () => {
  for (const [language, width] of [['zh-CN', 1280], ['en', 1280], ['zh-CN', 360], ['en', 360]]) {
    const page = await it.open('zhiban', { language, width })
    await page.waitForSelector('.page-head')
    const hazard = await it.at(page, 'rectifying')
    await it.detail(page, hazard)
    await page.click('a.slip')
    await page.waitForSelector('.paper table')
    const text = await page.textContent('.paper')
    assert.ok(text.includes(hazard.number) && !text.includes(hazard.receipt) && !text.includes(hazard.text))
    assert.deepEqual(await faults(page, `slip ${language}`), [])
    await shot(page, `slip-${width}-${language}`)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.isVisible('.bar'), false)
    if (PICTURES && width === 1280) await page.pdf({ path: `${PICTURES}/slip-${language}.pdf`, format: 'A4' })
    await page.context().close()
  }
  assert.deepEqual(it.complaints, [])
})
