// Places and their plates: registered, imported with a report row by row, printed as labels, activated on the spot.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, open, pick, picture, staff, start } from './town.js'

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

/** What a resident reads who scans a code. */
async function scanned(url) {
  const page = await open(town, { width: 360, height: 740 })
  await page.goto(town.base + new URL(url).pathname)
  const said = await page.textContent('main')
  const [button] = await page.locator('main a.button').evaluateAll((all) => all.map((a) => new URL(a.href).pathname))
  await page.context().close()
  return { said, button }
}

test('a damaged plate is replaced where it hangs: the old code leads on to the new one', async () => {
  const office = await staff(town, 'xitong', `/places/${id}`)
  const [old] = (await api(office, `/places/${id}`)).codes
  await office.click('button:has-text("制码")')
  await office.waitForFunction(async (id) => (await (await fetch(`/api/v1/places/${id}`)).json()).codes.length > 1, id)
  const made = (await api(office, `/places/${id}`)).codes.find((code) => code.id !== old.id)
  const page = await staff(town, 'wangge', `/scan/${made.plate.url.split('/').at(-1)}`, { width: 360, height: 740, geolocation: { longitude: 112.6, latitude: 26.88, accuracy: 8 }, permissions: ['geolocation'] })
  await page.setInputFiles('#plate-photo', await picture(page, 9))
  await page.waitForSelector('.photos .one img')
  await page.click('label:has(input[name=replaces]) >> nth=1')
  await page.click('label:has-text("破损更换")')
  await page.click('button:has-text("启用")')
  await page.waitForSelector('.notice:has-text("已启用")')
  const states = Object.fromEntries((await api(office, `/places/${id}`)).codes.map((code) => [code.id, code.state.state]))
  assert.deepEqual([states[old.id], states[made.id]], ['revoked', 'active'])
  assert.equal((await scanned(old.plate.url)).button, new URL(made.plate.url).pathname)
  await page.context().close()
  await office.context().close()
})

test('plates are patrolled by place: one tap says how each is', async () => {
  const page = await staff(town, 'wangge', '/plates', { width: 360, height: 740 })
  const first = page.locator('.plates li').first()
  await first.waitFor()
  const before = await api(page, '/codes/health')
  await first.locator('button:has-text("被遮挡")').click()
  await page.waitForSelector('.plates li.done button[aria-pressed=true]:has-text("被遮挡")')
  assert.equal((await api(page, '/codes/health')).troubled, before.troubled + 1)
  await first.locator('button:has-text("完好")').click()
  await page.waitForSelector('.plates li.done button[aria-pressed=true]:has-text("完好")')
  assert.equal((await api(page, '/codes/health')).troubled, before.troubled)
  await page.context().close()
})

test('a code that was lost is revoked with a reason, and whoever scans it may still report', async () => {
  const page = await staff(town, 'xitong', `/places/${id}`)
  const { plate, id: code } = (await api(page, `/places/${id}`)).codes.find((one) => one.state.state === 'active')
  await page.click('button.grave:has-text("作废")')
  await page.click('.el-dialog label:has-text("遗失")')
  await page.click('.el-dialog .el-button--primary')
  await page.waitForSelector('.el-dialog', { state: 'hidden' })
  const { state } = (await api(page, `/places/${id}`)).codes.find((one) => one.id === code)
  assert.deepEqual([state.state, state.reason], ['revoked', 'lost'])
  assert.equal((await scanned(plate.url)).button, '/report')
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
