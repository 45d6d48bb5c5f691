// 工作日历 in a browser: the year walked by keys, a missing year brought by a text, hours from a day on; axe and widths.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(8, Date.parse('2026-11-20T10:00:00+08:00'))
const enter = async (login, more) => {
  const page = await it.open(login, { ...more })
  if (['xitong', 'anquan', 'shenji'].includes(login)) { await page.fill('#code', CODE); await page.keyboard.press('Enter') }
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}/calendar`)
  await page.waitForSelector('.months table')
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(300); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }

test('the year is walked by keys, and each day says what it is', async () => {
  const page = await enter('xitong')
  assert.equal(await page.locator('.months td[tabindex="0"]').count(), 1)
  await page.focus('[data-day="2026-11-20"]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('PageUp')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.day), '2026-10-27')
  assert.match(await page.textContent('[data-day="2026-02-15"] .hidden-to-eye'), /放假.*春节/)
  assert.equal(await page.textContent('[data-day="2026-02-14"] i'), '班')
})

test('a missing year is brought by a text, looked at as changes, and saved', async () => {
  const page = await enter('xitong')
  await picture(page, 'calendar-1280')
  await page.click('.missing button')
  await page.fill('#cal-text', '2027-01-01/2027-01-03,放假,元旦\n2027-01-05,补班,元旦')
  await page.click('.read')
  assert.equal(await page.locator('.rows li').count(), 2)
  await picture(page, 'calendar-form-1280')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForSelector('.notice.bad:has-text("请填写文号")')
  await page.fill('#cal-notice', '演示·通知')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForSelector('.notice.bad:has-text("2027-01-05 不是周末")')
  await page.fill('.rows li:nth-child(2) input[type=date]', '2027-01-09')
  const sent = page.waitForRequest((r) => r.url().endsWith('/calendar/holidays'))
  await page.click('.el-drawer__footer .el-button--primary:visible')
  const body = (await sent).postDataJSON()
  assert.deepEqual(body.years.find((y) => y.year === 2027), { year: 2027, notice: '演示·通知', holidays: [{ name: '元旦', off: ['2027-01-01/2027-01-03'], work: ['2027-01-09'] }] })
  await page.waitForSelector('[data-day="2027-01-09"].made_up')
  assert.equal(await page.locator('.missing').count(), 0)
})

test('hours are changed from a day on, and what is to come can be taken back', async () => {
  const page = await enter('xitong')
  await page.click('button:has-text("调整办公时间")')
  await page.fill('.rows li:first-child input >> nth=1', '8:30-12:00 14:00')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForSelector('.notice.bad:has-text("时段不对")')
  await page.fill('.rows li:first-child input >> nth=1', '8:30-12:00、14:00-17:30')
  const sent = page.waitForRequest((r) => r.url().endsWith('/office-hours'))
  await page.click('.el-drawer__footer .el-button--primary:visible')
  assert.deepEqual((await sent).postDataJSON().timetables.at(-1).seasons[0], { from: '05-01', slots: ['08:30-12:00', '14:00-17:30'] })
  await page.click('.book button:has-text("撤回")')
  await page.click('.el-dialog__footer .el-button--primary')
  await page.waitForSelector('.book button:has-text("撤回")', { state: 'detached' })
})

test('whoever may not change it reads it', async () => {
  const page = await enter('zhiban')
  assert.equal(await page.locator('.page button:has-text("修改"), .page button:has-text("调整")').count(), 0)
})

for (const language of ['zh-CN', 'en']) {
  test(`the calendar passes axe and fits the widths (${language})`, async () => {
    const page = await enter('xitong', { language })
    const found = await faults(page, 'calendar')
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, `calendar-360-${language}`)
    await page.click('.page-head button')
    await page.waitForSelector('.el-drawer .rows li')
    await page.waitForTimeout(400)
    found.push(...await faults(page, 'form', [360, 1280]))
    await picture(page, `calendar-form-360-${language}`)
    await page.keyboard.press('Escape')
    await page.waitForSelector('.el-drawer', { state: 'hidden' })
    await page.click('.link-button.push')
    await page.waitForSelector('#oh-effective')
    await page.waitForTimeout(400)
    found.push(...await faults(page, 'hours', [360, 1280]))
    await picture(page, `hours-360-${language}`)
    assert.deepEqual(found, [])
  })
}

test('nothing complained', () => { assert.deepEqual(it.complaints, []) })
