// What lies over the pages, and the dark colours, have nothing against them either.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults, stage } from './stage.mjs'

const it = stage()
const drawn = (page) => page.waitForSelector('.el-drawer__footer:visible, .el-dialog:visible, .box')

for (const language of ['zh-CN', 'en']) {
  test(`drawers, windows and pictures pass axe (${language})`, async () => {
    const found = []
    const page = await it.open('zhiban', { language })
    await page.waitForSelector('.preview .actions button')
    const look = async (name, open) => {
      await open()
      await drawn(page)
      await page.waitForTimeout(400)
      found.push(...await faults(page, name))
      await page.keyboard.press('Escape')
      await page.waitForTimeout(300)
    }
    await look('keys', () => page.keyboard.press('?'))
    const one = (await it.api(page, '/hazards?stage=reported&limit=200')).items[0]
    await page.click(`.queue [data-row="${one.id}"] .row`)
    await page.waitForTimeout(400)
    await look('merge', () => page.keyboard.press('m'))
    await look('reject', () => page.keyboard.press('r'))
    await page.goto(`${it.base}/hazards?stage=reported`)
    await page.waitForSelector('.hazards tbody tr')
    await look('paste', () => page.locator('.page-head button').nth(0).click())
    await look('view', () => page.locator('.page-head button').nth(1).click())
    await look('export', () => page.locator('.page-head button').nth(2).click())
    await page.keyboard.press('*')
    await look('bulk', () => page.locator('.bulk button').nth(0).click())
    await it.detail(page, await it.at(page, 'verified'))
    await look('photo', () => page.locator('.photos button').first().click())
    await page.locator('.past summary').first().click()
    await page.locator('.clocks summary').first().click()
    found.push(...await faults(page, 'clocks open'))
    await page.locator('.aside .el-button').last().click()
    await page.waitForTimeout(300)
    found.push(...await faults(page, 'proof open'))
    assert.deepEqual(found, [])
  })
}

test('the dark colours have contrast enough', async () => {
  const found = []
  for (const [login, path] of [['zhiban', '/inbox'], ['zhiban', '/hazards'], ['lingdao', '/today']]) {
    const page = await it.open(login)
    await page.waitForSelector('.side')
    await page.goto(it.base + path)
    await page.evaluate(() => { document.documentElement.dataset.theme = 'dark' })
    await page.waitForTimeout(500)
    found.push(...(await faults(page, `${path} dark`, [])))
  }
  assert.deepEqual(found, [])
})

test('the network goes and comes: said once, and nothing is lost', async () => {
  const page = await it.open('zhiban')
  await page.waitForSelector('.preview .actions button')
  const one = (await it.api(page, '/hazards?stage=reported&limit=200')).items[0]
  await page.click(`.queue [data-row="${one.id}"] .row`)
  await page.waitForSelector(`.preview .number:has-text("${one.number ?? one.receipt}")`)
  await page.waitForTimeout(300)
  await page.context().setOffline(true)
  await page.waitForSelector('.offline')
  await page.keyboard.press('r')
  await page.locator('.choices label').first().click()
  await page.fill('#field-text', '离线时填写')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.locator('.undo button').nth(1).click()
  await page.waitForSelector('.notice.bad')
  await page.context().setOffline(false)
  await page.waitForSelector('.offline', { state: 'detached' })
  await page.locator('.notice.bad button').first().click()
  await page.waitForFunction((id) => fetch(`/api/v1/hazards/${id}`).then((r) => r.json()).then((h) => h.stage === 'rejected'), one.id)
})
test('nothing complained', () => assert.deepEqual(it.complaints, []))
