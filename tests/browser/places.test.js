// Places and their plates: registered, imported with a report row by row, printed as labels, activated on the spot.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, pick, picture, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

let id

test('a place is registered, and what is wrong stands beside its field', async () => {
  const page = await staff(town, 'xitong', '/places')
  await page.waitForSelector('.page-head')
  await page.click('.page-head button:has-text("新增")')
  await page.waitForSelector('#pl-name')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForSelector('.el-drawer .wrong')
  await page.fill('#pl-name', '浏览器测试小学')
  await pick(page, 'pl-kind', '学校')
  await page.fill('#pl-address', '演示路 12 号')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForURL(/places\/[\w-]{36}/)
  id = /places\/([\w-]{36})/.exec(page.url())[1]
  await page.waitForSelector('h1:has-text("浏览器测试小学")')
  assert.equal((await api(page, `/places/${id}`)).kind, 'school')
  await page.context().close()
})

test('a spreadsheet is tried first; each refused row says where and why, the rest goes in once', async () => {
  const page = await staff(town, 'xitong', '/places/import')
  const template = await page.evaluate(async () => (await (await fetch('/api/v1/places/import/template.csv')).text()).replace(/^\uFEFF/, ''))
  const heads = template.split(/\r?\n/)[0].split(',')
  const row = (values) => heads.map((head) => Object.entries(values).find(([name]) => head.replace(/[^\p{L}].*$/u, '') === name)?.[1] ?? '').join(',')
  const rows = [heads.join(','), row({ 名称: '导入甲店', 类别: '学校' }), row({ 名称: '导入乙店', 类别: '没有这一类' }), row({ 名称: '', 类别: '学校' })]
  await page.setInputFiles('input[type=file]', { name: '场所.csv', mimeType: 'text/csv', buffer: Buffer.from('\uFEFF' + rows.join('\r\n')) })
  await page.waitForSelector('.sum')
  assert.match(await page.textContent('.sum'), /3 行/)
  const refused = await page.locator('.table').first().locator('tbody tr').allTextContents()
  assert.ok(refused.some((line) => /^3/.test(line.trim())), refused.join('\n'))
  assert.ok(refused.some((line) => /^4/.test(line.trim())), refused.join('\n'))
  assert.equal((await api(page, '/places?q=导入甲店')).items.length, 0, 'only tried so far')
  assert.equal(await page.locator('.sum .el-button--primary').count(), 1, await page.textContent('main'))
  await page.click('.sum .el-button--primary')
  await page.waitForSelector('.notice.good')
  assert.equal((await api(page, '/places?q=导入甲店')).items.length, 1)
  await page.context().close()
})

test('labels are made and printed in the size that was chosen', async () => {
  const page = await staff(town, 'xitong', `/places/${id}`)
  await page.click('button:has-text("制码")')
  await page.waitForFunction(async (id) => (await (await fetch(`/api/v1/places/${id}`)).json()).codes.length > 0, id)
  await page.goto(`${town.base}/console/places/sheets?kind=school`)
  await page.waitForSelector('.size input:not([disabled])')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.preview svg')
  assert.match(await page.textContent('.preview'), /浏览器测试小学/)
  await page.emulateMedia({ media: 'print' })
  assert.ok(!(await page.locator('.page-head').isVisible()))
  assert.ok(await page.locator('.preview svg').first().isVisible())
  await page.context().close()
})

test('the plate is activated where it hangs, with a photo, and then leads residents to the place', async () => {
  const office = await staff(town, 'xitong', '/places')
  const place = await api(office, `/places/${id}`)
  const url = place.codes[0].plate.url
  const code = new URL(url).pathname.split('/').at(-1)
  const page = await staff(town, 'wangge', `/scan/${code}`, { width: 360, height: 740, geolocation: { longitude: 112.6, latitude: 26.88, accuracy: 8 }, permissions: ['geolocation'] })
  await page.waitForSelector('text=现场启用')
  await page.setInputFiles('#plate-photo', await picture(page, 4))
  await page.waitForSelector('.photos .one img')
  await page.click('button:has-text("启用")')
  await page.waitForSelector('.notice:has-text("已启用")')
  assert.equal((await api(office, `/places/${id}`)).codes[0].state.state, 'active')
  const resident = await page.context().browser().newContext()
  const seen = await resident.newPage()
  await seen.goto(`${town.base}/s/${code}`)
  assert.match(await seen.textContent('main'), /浏览器测试小学/)
  await resident.close()
  await page.context().close()
  await office.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
