// A resident's phone loses the signal: the report is kept there, sent once, and its receipt found.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { open, picture, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

const phone = () => open(town, { width: 360, height: 740 })
const form = () => `${town.base}/s/${town.codes[0]}/report`

test('photos are shrunk on the phone and can be taken out again', async () => {
  const page = await phone()
  await page.goto(form())
  const photo = await picture(page, 3)
  await page.setInputFiles('#photos', [photo, photo])
  assert.equal(await page.locator('#previews li').count(), 2)
  await page.locator('#previews button').first().click()
  assert.equal(await page.locator('#previews li').count(), 1)
  await Promise.all([page.waitForURL(/\/r\//), page.click('#send')])
  assert.equal(await page.locator('.thumbs img').count(), 1)
})

test('what is wrong is said beside the field, and photos are not sent twice', async () => {
  const page = await phone()
  await page.goto(form())
  await page.setInputFiles('#photos', await picture(page, 3))
  const contact = page.locator('summary', { hasText: '留下联系方式' })
  await contact.click()
  await page.fill('#phone', '12')
  await contact.click()
  await page.click('#send')
  await page.waitForSelector('.errors')
  assert.ok(await page.locator('.wrong .error').isVisible(), 'the part with the field was opened')
  await page.fill('#phone', '')
  let body = ''
  page.on('request', (r) => { if (r.method() === 'POST') body = r.postDataBuffer()?.toString('latin1') ?? '' })
  await Promise.all([page.waitForURL(/\/r\//), page.click('#send')])
  assert.ok(body.includes('name="kept"') && !body.includes('name="photos"; filename'))
  assert.equal(await page.locator('.thumbs img').count(), 1)
})

test('without a signal the report waits on the phone and goes out on the next visit', async () => {
  const page = await phone()
  const context = page.context()
  await page.goto(form())
  await page.setInputFiles('#photos', await picture(page, 3))
  await page.fill('#text', '断网时的报告')
  await context.setOffline(true)
  await page.click('#send')
  await page.waitForSelector('#queue .waiting')
  assert.equal(await page.inputValue('#text'), '')
  await page.close()
  await context.setOffline(false)
  const later = await context.newPage()
  await later.goto(`${town.base}/s/${town.codes[0]}`)
  await later.click('#queue a')
  await later.waitForURL(/\/r\//)
  assert.match(await later.textContent('main'), /断网时的报告/)
  assert.equal(await later.locator('.thumbs img').count(), 1)
  await later.click('#queue button')
  await later.waitForFunction(() => document.getElementById('queue').hidden)
})

test('when the answer is lost, the second attempt finds the same receipt', async () => {
  const page = await phone()
  await page.goto(form())
  await page.fill('#text', '回应丢失')
  const answers = []
  await page.route(/\/report(\?|$)/, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const response = await route.fetch()
    answers.push(await response.text())
    return answers.length === 1 ? route.abort() : route.fulfill({ response })
  })
  await page.click('#send')
  await page.waitForSelector('#queue .waiting')
  await page.click('#queue button >> nth=0')
  await page.waitForSelector('#queue a')
  assert.equal(answers.length, 2)
  assert.equal(answers[0], answers[1])
  assert.deepEqual(town.complaints, [])
})
