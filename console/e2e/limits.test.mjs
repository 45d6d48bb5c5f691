// 时限规则 in a browser: read, tried, changed, refused where danger to life would wait, published; axe and widths.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(8, Date.parse('2026-11-20T10:00:00+08:00'))
const enter = async (login, more) => {
  const page = await it.open(login, { ...more })
  if (['xitong', 'anquan', 'shenji'].includes(login)) { await page.fill('#code', CODE); await page.keyboard.press('Enter') }
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}/limits`)
  await page.waitForSelector('.stage li')
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(300); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }
const save = '.el-drawer__footer .el-button--primary:visible'

test('a limit is tried by the rules and by hand', async () => {
  const page = await enter('zhiban')
  assert.equal(await page.locator('.page-head button').count(), 0, 'whoever may not change them reads them')
  await page.fill('#try-start', '2026-11-20T17:30')
  await page.selectOption('#try-stage', 'sign')
  await page.check('.check input')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer:has-text("2026-11-20 18:00")')
  await page.selectOption('#try-by', 'limit')
  await page.fill('#try-amount', '0')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.notice.bad:has-text("超出范围")')
})

test('what would let danger to life wait is refused beside its rule; what is sound is looked at and published', async () => {
  const page = await enter('xitong')
  await picture(page, 'limits-1280')
  await page.click('.page-head button')
  const response = page.locator('.el-drawer .stage:has-text("响应") .rule').first()
  await response.locator('select').last().selectOption('working_hour')
  await page.click(save)
  await page.waitForSelector('.rule.is-wrong .wrong:has-text("危及生命")')
  await picture(page, 'limits-refused-1280')
  await response.locator('select').last().selectOption('urgent_minute')
  await response.locator('.amount').fill('30')
  await page.locator('.el-drawer .stage:has-text("整改") h3 button').click()
  const added = page.locator('.el-drawer .stage:has-text("整改") .rule').last()
  await added.locator('select').nth(2).selectOption({ index: 1 })
  await added.locator('.amount').fill('2')
  await added.locator('select').last().selectOption('natural_day')
  await added.locator('.basis').fill('演示·区安委办通知')
  await page.click(save)
  await page.waitForSelector('#limits-version')
  assert.equal(await page.locator('.el-drawer .tag').count(), 2)
  await page.click(save)
  await page.waitForSelector('.is-wrong:has(#limits-version)')
  await page.fill('#limits-version', '2026.1')
  await page.click(save)
  await page.waitForSelector('.is-wrong:has(#limits-version) .wrong')
  await page.fill('#limits-version', '2026-12')
  await picture(page, 'limits-form-1280')
  const sent = page.waitForRequest((r) => r.url().endsWith('/limits/versions') && r.method() === 'POST')
  await page.click(save)
  const body = (await sent).postDataJSON()
  assert.equal(body.upon, '2026.1')
  assert.equal(body.effective, '2026-11-21T00:00:00+08:00')
  assert.deepEqual(body.rules.find((r) => r.stage === 'response'), { stage: 'response', amount: 30, unit: 'urgent_minute', rest_day_moves: false, basis: '系统建议', basis_en: 'Proposal' })
  await page.waitForSelector('.versions li:has-text("2026-12")')
  await page.click('.versions li:has-text("2026-12") .do .link-button')
  await page.waitForSelector('.el-dialog li:has-text("30分钟")')
})

test('rules go out as a file and come back', async () => {
  const page = await enter('xitong')
  await page.click('.versions li:first-child .name')
  await page.waitForSelector('.versions li:first-child.on')
  const download = page.waitForEvent('download')
  await page.click('.panel .push')
  const path = await (await download).path()
  await page.click('.page-head button')
  await page.setInputFiles('.el-drawer input[type=file]', { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
  await page.waitForSelector('.notice.bad:has-text("读不出规则")')
  await page.setInputFiles('.el-drawer input[type=file]', path)
  await page.click(save)
  await page.waitForSelector('.el-drawer [role=status]:has-text("没有差别")')
})

for (const language of ['zh-CN', 'en']) {
  test(`the limits pass axe and fit the widths (${language})`, async () => {
    const page = await enter('xitong', { language })
    const found = await faults(page, 'limits')
    if (language === 'en') await picture(page, 'limits-1280-en')
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, `limits-360-${language}`)
    await page.click('.page-head button')
    await page.waitForSelector('.el-drawer .rule')
    await page.waitForTimeout(400)
    found.push(...await faults(page, 'form', [360, 1280]))
    await picture(page, `limits-form-360-${language}`)
    assert.deepEqual(found, [])
  })
}

test('nothing complained', () => { assert.deepEqual(it.complaints, []) })
