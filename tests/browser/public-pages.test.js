// Every public page on a phone: with and without scripts, in both languages, by day and by night, in large type; and
// the ways that lead through them without a code, without a map and without a script. axe finds nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { looksAsItDid } from '../../console/e2e/kept.mjs'
import { open, picture, start } from './town.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const phone = { width: 360, height: 740 }

let town, receipt, place
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

/** What axe finds, and what is wider than the screen. */
async function faults(page) {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 90)).join(' | ')}`)
  })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return wide > 0 ? [...found, `${wide} pixels too wide`] : found
}

const paths = () => ['/', '/report', '/places', `/report?place=${place}`, '/inside', `/inside?place=${place}`, '/around',
  '/around?state=closed&kind=01', '/figures', '/emergency', '/privacy', '/log', '/r', `/s/${town.codes[0]}`,
  `/s/${town.codes[0]}/report`, receipt, '/s/ABC', '/nowhere']

test('without a script: pick a place, write, send, see the receipt', async () => {
  const page = await open(town, { ...phone, javaScriptEnabled: false })
  await page.goto(town.base)
  await page.click('a:has-text("从名单里选地点")')
  await page.selectOption('#street', { index: 1 })
  await page.click('button:has-text("查找")')
  await page.click('.rows a >> nth=0')
  place = new URL(page.url()).searchParams.get('place')
  const name = await page.textContent('.where b')
  await page.fill('#text', '选点报告：路灯不亮')
  await page.setInputFiles('#photos', await picture(page, 5))
  await page.click('#send')
  await page.waitForURL(/\/r\//)
  receipt = new URL(page.url()).pathname
  const said = await page.textContent('main')
  assert.match(said, /选点报告：路灯不亮/)
  assert.ok(said.includes(name))
  await page.click('button:has-text("催办")')
  await page.waitForURL(/done=urge/)
  assert.ok(await page.isDisabled('button:has-text("催办")'))
  assert.match(await page.textContent('main'), /以后可以再催/)
})

test('without a script: a name in the text is pointed out, and nothing is lost on the way', async () => {
  const page = await open(town, { ...phone, javaScriptEnabled: false })
  await page.goto(`${town.base}/s/${town.codes[0]}/report`)
  await page.fill('#text', '我叫李四，电话 13800001234，楼道堵了')
  await page.setInputFiles('#photos', await picture(page, 6))
  await page.click('#send')
  assert.deepEqual(await page.locator('mark').allTextContents(), ['李四', '13800001234'])
  await page.click('button:has-text("返回修改")')
  assert.equal(await page.locator('[name=kept]').count(), 1)
  await page.fill('#text', '楼道堵了')
  await page.click('#send')
  await page.waitForURL(/\/r\//)
  assert.equal(await page.locator('.thumbs img').count(), 1)
})

test('what is half written outlives large type, the other language and picking a place; what was sent does not', async () => {
  const page = await open(town, phone)
  await page.goto(`${town.base}/report`)
  await page.fill('#text', '楼道堵了，写到一半')
  await page.check('#danger')
  await page.setInputFiles('#photos', await picture(page, 7))
  await page.waitForSelector('#previews img')
  // The photo is made small first.
  await page.waitForTimeout(1500)
  const whole = async () => {
    assert.equal(await page.inputValue('#text'), '楼道堵了，写到一半')
    assert.ok(await page.isChecked('#danger'))
    assert.equal(await page.locator('#previews img').count(), 1)
    await page.waitForFunction(() => document.querySelector('#previews img').naturalWidth > 0)
  }
  await page.click('.switch a >> nth=0')
  await whole()
  await page.click('.switch a >> nth=1')
  await page.waitForSelector('h1:has-text("Report a hazard")')
  await whole()
  await page.click('.switch a >> nth=1')
  await page.reload()
  await whole()
  await page.click('a:has-text("从名单里选地点")')
  await page.click('.rows a >> nth=0')
  await whole()
  const there = page.url()
  await page.click('#send')
  await page.waitForURL(/\/r\//)
  assert.equal(await page.locator('.thumbs img').count(), 1, 'the photo was sent with it')
  await page.goto(there)
  assert.equal(await page.inputValue('#text'), '')
  assert.equal(await page.locator('#previews img').count(), 0)
  // Whoever goes on to the employees' lane leaves nothing behind.
  await page.goto(`${town.base}/report`)
  await page.fill('#text', '我在这里上班，机器没有护罩')
  await page.click('a[href^="/inside"]')
  await page.waitForURL(/\/inside/)
  assert.equal(await page.evaluate(() => sessionStorage.getItem('draft')), null)
  await page.goto(`${town.base}/report`)
  assert.equal(await page.inputValue('#text'), '')
})

test('with the script the same is said beside the field, on the phone alone', async () => {
  const page = await open(town, phone)
  await page.goto(`${town.base}/s/${town.codes[0]}/report`)
  const asked = []
  page.on('request', (r) => { if (!r.url().endsWith('/icon.svg')) asked.push(r.url()) })
  await page.fill('#text', '我叫李四，楼道堵了')
  assert.match(await page.textContent('#doubt'), /我叫李四/)
  await page.fill('#text', '楼道堵了')
  assert.equal(await page.textContent('#doubt'), '')
  assert.deepEqual(asked, [])
})

test('going back after sending offers the receipt, not the same report again', async () => {
  const page = await open(town, phone)
  await page.goto(`${town.base}/s/${town.codes[0]}/report`)
  await page.fill('#text', '护栏松动')
  await Promise.all([page.waitForURL(/\/r\//), page.click('#send')])
  assert.match(await page.textContent('.done'), /报告已提交/)
  const sent = new URL(page.url())
  await page.goBack()
  await page.waitForSelector('.done[role=status]')
  assert.equal(await page.locator('#send').count(), 0)
  await page.reload()
  await page.click('.done a:has-text("打开回执")')
  await page.waitForURL(sent.href)
  await page.goBack()
  await page.click('.done a:has-text("再报一件")')
  await page.waitForSelector('#send')
  assert.equal(await page.inputValue('#text'), '')
})

test('without a script: going back after sending finds the same form, and sending it again is the same report', async () => {
  const page = await open(town, { ...phone, javaScriptEnabled: false })
  await page.goto(`${town.base}/s/${town.codes[0]}/report`)
  const id = await page.getAttribute('#report [name=client_id]', 'value')
  await page.fill('#text', '无脚本：护栏松动')
  await page.click('#send')
  await page.waitForURL(/\/r\//)
  const sent = page.url()
  await page.goBack()
  assert.equal(await page.getAttribute('#report [name=client_id]', 'value'), id)
  await page.fill('#text', '无脚本：护栏松动')
  await page.click('#send')
  await page.waitForURL(sent)
  await page.goBack()
  // Something else from the same page is no silent second report: it says so, and leads to the first.
  await page.fill('#text', '无脚本：路灯不亮')
  await page.click('#send')
  assert.equal(new URL(await page.locator('main a[href^="/r/"]').getAttribute('href'), sent).href, sent.replace('?done=sent', ''))
  await page.context().close()
})

test('an emergency number is read whole on a narrow phone, in both languages and in large type', async () => {
  for (const [language, type] of [['zh-CN', 'usual'], ['en', 'usual'], ['en', 'large']]) {
    const page = await open(town, { width: 320, height: 640, language })
    await page.goto(`${town.base}/?type=${type}`)
    const lines = await page.$$eval('.emergency a', (links) => links.map((link) => {
      const word = document.createRange()
      word.selectNodeContents(link.lastChild)
      return word.getClientRects().length
    }))
    assert.deepEqual(lines, [1, 1, 1], `${language}, ${type}`)
    await page.context().close()
  }
})

test('the foot of a page ends the window, however little stands above it', async () => {
  for (const [width, height] of [[360, 740], [768, 1024], [1280, 900], [1920, 1080]]) {
    const page = await open(town, { width, height })
    for (const path of ['/r', '/nowhere', '/report']) {
      await page.goto(town.base + path)
      const { end, high, wide } = await page.evaluate(() => ({ end: Math.round(document.querySelector('footer').getBoundingClientRect().bottom + scrollY), high: Math.max(innerHeight, document.documentElement.scrollHeight), wide: document.documentElement.scrollWidth - innerWidth }))
      assert.equal(end, high, `${path} at ${width}`)
      assert.ok(wide <= 0, `${path} at ${width}: ${wide} pixels too wide`)
    }
    await page.context().close()
  }
})

test('on the drawing no dot lies over another, so that every number can be read', async () => {
  const page = await open(town, { width: 1280, height: 900 })
  await page.goto(`${town.base}/around`)
  const over = await page.$$eval('.map circle', (all) => {
    const dots = all.map((one) => ['cx', 'cy', 'r'].map((name) => Number(one.getAttribute(name))))
    // A point of rounding each.
    return dots.flatMap(([x, y, r], n) => dots.slice(n + 1).filter(([u, v, q]) => Math.hypot(x - u, y - v) < r + q - 2)).length
  })
  assert.equal(over, 0)
  assert.ok(await page.locator('.map circle').count() > 8)
  await page.context().close()
})

test('what is spoken becomes text after what was written, until it is stopped; nothing is offered where the browser cannot', async () => {
  const page = await open(town, phone)
  // Chromium's own sends the voice away; this one hears what the test says.
  await page.addInitScript(() => {
    window.webkitSpeechRecognition = class {
      start() { window.ear = this }
      stop() { this.onend() }
    }
  })
  await page.goto(`${town.base}/s/${town.codes[0]}/report`)
  await page.fill('#text', '三楼：')
  const button = page.locator('#text + button')
  await button.click()
  assert.equal(await button.getAttribute('aria-pressed'), 'true')
  assert.equal(await page.evaluate(() => window.ear.lang), 'zh-CN')
  await page.evaluate(() => window.ear.onresult({ results: [[{ transcript: '消防门' }], [{ transcript: '打不开，我叫李四' }]] }))
  assert.equal(await page.inputValue('#text'), '三楼：消防门打不开，我叫李四')
  assert.match(await page.textContent('#doubt'), /我叫李四/)
  await button.click()
  assert.equal(await button.getAttribute('aria-pressed'), 'false')
  await page.context().close()
  const deaf = await open(town, phone)
  await deaf.addInitScript(() => { delete window.webkitSpeechRecognition })
  await deaf.goto(`${town.base}/s/${town.codes[0]}/report`)
  await deaf.waitForSelector('#report.js')
  assert.equal(await deaf.locator('#text + button').count(), 0)
  await deaf.context().close()
})

test('a plate in trouble is one tap, a colleague has a lane without scripts', async () => {
  const page = await open(town, phone)
  await page.goto(`${town.base}/s/${town.codes[0]}`)
  await Promise.all([page.waitForURL(/\/r\//), page.click('button:has-text("被遮挡")')])
  assert.match(await page.textContent('main'), /点位码牌被遮挡/)
  await page.goto(`${town.base}/inside?place=${place}`)
  assert.equal(await page.locator('script').count(), 0)
  await page.fill('#text', '车间通道被锁')
  await Promise.all([page.waitForURL(/\/r\//), page.click('#send')])
  await page.goto(`${town.base}/around`)
  assert.doesNotMatch(await page.textContent('main'), /车间通道被锁/)
})

test('large type is remembered', async () => {
  const page = await open(town, { ...phone, javaScriptEnabled: false })
  await page.goto(`${town.base}/emergency`)
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))
  const before = await size()
  await page.click('.switch a >> nth=0')
  await page.goto(`${town.base}/report`)
  assert.ok(await size() > before)
  for (const path of paths()) {
    await page.goto(town.base + path)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(wide <= 360, `${path} is ${wide} wide in large type`)
  }
})

for (const [language, colorScheme, scripts] of [['zh-CN', 'light', true], ['en', 'dark', true], ['zh-CN', 'dark', false], ['en', 'light', false]]) {
  test(`axe finds nothing: ${language}, ${colorScheme}, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const page = await open(town, { ...phone, language })
    await page.emulateMedia({ colorScheme })
    // What the page looks like where no script runs; axe itself needs one.
    if (!scripts) await page.route('**/assets/*.js', (route) => route.abort())
    const found = []
    for (const path of paths()) {
      await page.goto(town.base + path)
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
      found.push(...(await faults(page)).map((fault) => `${path} ${fault}`))
    }
    assert.deepEqual(found, [])
  })
}

test('the pages look as they did', async () => {
  const folder = fileURLToPath(new URL('./pictures/', import.meta.url))
  const looks = async (name, path, { colorScheme = 'light', ...how } = {}) => {
    const page = await open(town, { ...phone, ...how })
    await page.emulateMedia({ colorScheme })
    await page.goto(town.base + path)
    await looksAsItDid(page, folder, name)
    await page.context().close()
  }
  await looks('front', '/')
  await looks('front-en-dark', '/', { language: 'en', colorScheme: 'dark' })
  await looks('form', `/report?place=${place}`)
  await looks('form-en', '/report', { language: 'en' })
  await looks('form-desk', `/report?place=${place}`, { width: 1280, height: 900 })
  await looks('lane', '/inside')
  await looks('places', '/places')
  await looks('emergency', '/emergency')
  await looks('privacy', '/privacy')
  await looks('mistyped', '/s/ABC')
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
