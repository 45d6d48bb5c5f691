// Administration on the real server: a unit, a person with a link, a version of the catalogue, a grid.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, confirm, open, pick, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

test('a unit is registered, then somebody in it, who sets a password by the link and gets in', async () => {
  const page = await staff(town, 'xitong', '/units')
  await page.click('.page-head .el-button--primary')
  await page.fill('#u-name', '浏览器测试站')
  await page.fill('#u-code', 'LLQ')
  await confirm(page)
  await page.waitForSelector('text=浏览器测试站')
  await page.context().close()

  const security = await staff(town, 'anquan', '/people')
  await security.click('.page-head .push .el-button--primary')
  await security.fill('#p-name', '演示·新来的')
  await security.fill('#p-login', 'xinlai')
  await pick(security, 'p-unit', '浏览器测试站')
  await security.click('.roles >> text=系统管理员')
  await security.click('.roles >> text=安全管理员')
  await security.waitForSelector('text=三员互斥')
  await security.click('.roles >> text=安全管理员')
  await security.click('.roles >> text=系统管理员')
  await security.click('.roles label:has-text("处置")')
  await confirm(security)
  await security.waitForSelector('.el-dialog .link')
  const link = /http\S+\/console\/invite\/[\w-]+/.exec(await security.locator('.el-dialog .link').evaluate((el) => el.value ?? el.textContent))?.[0]
  assert.ok(link, 'a link to hand over')
  await security.context().close()

  const fresh = await open(town)
  await fresh.goto(link.replace(/^https?:\/\/[^/]+/, town.base))
  const fields = fresh.locator('input[type=password]')
  await fields.first().waitFor()
  for (const field of await fields.all()) await field.fill('浏览器 测试 correct horse 7')
  await fresh.click('button[type=submit]')
  await fresh.waitForSelector('.notice.good')
  await fresh.click('a[href*="sign-in"]')
  await fresh.fill('#login', 'xinlai')
  await fresh.fill('#password', '浏览器 测试 correct horse 7')
  await fresh.keyboard.press('Enter')
  await fresh.waitForSelector('.page-head')
  assert.equal((await api(fresh, '/session')).login, 'xinlai')
  await fresh.context().close()
})

test('a system administrator is asked for by one, consented to by another, and gets in with both halves', async () => {
  const security = await staff(town, 'anquan', '/people')
  await security.click('.page-head .push .el-button--primary')
  await security.fill('#p-name', '演示·第二系统')
  await security.fill('#p-login', 'xitong2')
  await pick(security, 'p-unit', '浏览器测试站')
  await security.click('.roles >> text=系统管理员')
  await confirm(security)
  await security.waitForSelector('.el-dialog .link')
  const link = /http\S+\/console\/invite\/[\w-]+/.exec(await security.textContent('.el-dialog .link'))[0].replace(/^https?:\/\/[^/]+/, town.base)
  await security.context().close()

  const fresh = await open(town)
  await fresh.goto(link)
  await fresh.waitForSelector('.notice:has-text("须经另一名管理员同意")')

  const audit = await staff(town, 'shenji', '/consents')
  await audit.waitForSelector('.side .item:has-text("待同意事项") .count:has-text("1")')
  await audit.click('[data-act="appoint"] .el-button--primary')
  await audit.click('.el-dialog:visible .el-button--primary')
  const code = (await audit.textContent('.el-dialog:visible .code')).trim()
  await audit.context().close()

  await fresh.reload()
  await fresh.fill('#invite-code', code)
  for (const field of await fresh.locator('input[type=password]').all()) await field.fill('浏览器 测试 correct horse 8')
  await fresh.click('button[type=submit]')
  await fresh.waitForSelector('.notice.good')
  await fresh.click('a[href*="sign-in"]')
  await fresh.fill('#password', '浏览器 测试 correct horse 8')
  await fresh.keyboard.press('Enter')
  await fresh.waitForURL(/second-factor/)
  await fresh.context().close()
})

test('a version of the catalogue is brought, looked at as differences, and put in force from a day on', async () => {
  const page = await staff(town, 'xitong', '/catalogue')
  await page.waitForSelector('.versions li')
  const versions = await page.locator('.versions li').count()
  const sheet = await page.evaluate(async () => {
    const at = await (await fetch('/api/v1/catalogue/versions')).json()
    const answer = await fetch(`/api/v1/catalogue/sheet.xlsx?version=${encodeURIComponent(at[0].version)}`)
    return [...new Uint8Array(await answer.arrayBuffer())]
  })
  await page.click('.page-head .el-button--primary')
  await page.setInputFiles('#cat-file', { name: 'same.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(sheet) })
  await page.waitForSelector('.el-drawer h2')
  assert.equal(await page.locator('#cat-version').count(), 0, 'the same again is no version')
  const { majors } = await api(page, '/catalogue')
  const [major] = majors
  const [minor] = major.minors
  const [standard] = minor.standards
  const lines = [['大类代码', '大类名称', '小类代码', '小类名称', '处置单位', '主管部门', '立案条件', '结案条件', '处置时限'], [major.code, major.name, minor.code, minor.name, '', '', `${standard.condition}（试）`, '已消除', '2工作日']]
  await page.setInputFiles('#cat-file', { name: '目录.csv', mimeType: 'text/csv', buffer: Buffer.from('\uFEFF' + lines.map((line) => line.join(',')).join('\r\n')) })
  await page.waitForSelector('#cat-version, .el-drawer .table, .el-drawer .notice.bad')
  if (await page.locator('#cat-version').count()) {
    await page.fill('#cat-version', '试-1')
    await page.click('.el-drawer button:has-text("发布")')
    await page.waitForFunction((n) => document.querySelectorAll('.versions li').length === n + 1, versions)
    assert.match(await page.textContent('.versions'), /试-1/)
  } else assert.fail(await page.textContent('.el-drawer'))
  await page.context().close()
})

test('a grid is drawn and found', async () => {
  const page = await staff(town, 'xitong', '/grids')
  await page.click('.page-head .el-button--primary')
  await page.fill('#g-name', '浏览器测试网格')
  await page.fill('#g-code', 'LLQ-01')
  await page.fill('#g-boundary', JSON.stringify({ type: 'Polygon', coordinates: [[[112.6, 26.88], [112.61, 26.88], [112.61, 26.89], [112.6, 26.88]]] }))
  await confirm(page)
  await page.waitForSelector('text=浏览器测试网格')
  assert.ok((await api(page, '/grids')).some((grid) => grid.code === 'LLQ-01' && grid.boundary))
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
