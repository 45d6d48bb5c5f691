// A hazard ledger through the console, on the real server: tried, taken in, found in the list, and nothing twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

const LEDGER = '区级排查台账,,,,,\r\n检查时间,存在问题,责任单位,隐患等级,联系电话,整改情况\r\n2026年3月5日,浏览器测试消防通道堆放杂物,没有登记的厂,一般,13900000000,未整改\r\n前天,浏览器测试路灯不亮,,,,未整改\r\n2026.3.6,浏览器测试井盖缺失,,,,已整改\r\n合计,,,,,3项\r\n'
const choose = (page, name) => page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${LEDGER}`) })
const found = async (page) => (await api(page, '/hazards?source=ledger&q=浏览器测试')).items

test('a ledger is tried, taken in once, and leads on to what waits', async () => {
  const page = await staff(town, 'anweiban', '/hazards/import')
  await choose(page, '排查台账.csv')
  await page.waitForSelector('.sum')
  assert.match(await page.textContent('.sum'), /共 3 行.*可导入 2.*不能导入 1/s)
  assert.match(await page.textContent('.panel:has(h2:text("不能导入的行"))'), /4.*A 检查时间.*日期看不懂.*前天/s)
  const main = await page.textContent('main')
  assert.ok(main.includes('没有登记的厂') && main.includes('个人信息') && !main.includes('13900000000'), main)
  assert.equal((await found(page)).length, 0, 'only tried so far')
  await page.click('.sum .el-button--primary')
  await page.waitForSelector('.notice.good:has-text("已导入 2 条隐患")')
  // What is searched for by words is there as soon as the writer has had a quiet moment.
  await page.waitForFunction(async () => (await (await fetch('/api/v1/hazards?source=ledger&q=浏览器测试')).json()).items.length === 2)
  await page.click('.stages a:has-text("待验收")')
  await page.waitForURL(/stage=submitted/)
  await page.waitForSelector('.hazards tbody tr:has-text("浏览器测试井盖缺失")')
  await page.goto(`${town.base}/console/hazards/import`)
  await choose(page, '排查台账 (1).csv')
  await page.waitForSelector('.sum:has-text("已导入过 2")')
  assert.equal(await page.locator('.sum .el-button--primary').count(), 0)
  await choose(page, '另一个名字.csv')
  await page.waitForSelector('.notice.known:has-text("排查台账")')
  await page.context().close()
})

test('nobody else is offered it', async () => {
  for (const login of ['zhiban', 'xitong']) {
    const page = await staff(town, login, '/hazards/import')
    await page.waitForSelector('.state')
    assert.equal(await page.locator('input[type=file]').count(), 0, login)
    await page.context().close()
  }
})

test('nothing complained', () => assert.deepEqual(town.complaints, []))
