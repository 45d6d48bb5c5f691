// A new district, from an empty folder to its first report: three administrators by three links, each step of the guide
// where it leads, left in the middle and taken up again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { enters, fresh, PASSWORD } from './fresh.js'

let town, system, security
before(async () => { town = await fresh() }, { timeout: 60000 })
after(async () => { assert.equal(await town?.stop(), 0) })

const step = (page, name) => page.locator(`[data-step="${name}"]`)
const done = (page, name) => page.waitForSelector(`[data-step="${name}"].done`)
/** Goes where a step leads; the way back stands at the top of the page. */
async function goes(page, name) {
  await step(page, name).locator('.end a').click()
  await page.waitForSelector('.guide-bar')
}
const back = async (page) => { await page.click('.guide-bar a'); await page.waitForSelector('.steps li') }
/** Pastes a table into the drawer that the guide opened, looks at it and takes it. */
async function pastes(page, table) {
  await page.waitForSelector('#bring-text')
  await page.fill('#bring-text', table)
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForSelector('.el-drawer:visible .notice.good')
  await page.click('.el-drawer__footer .el-button--primary:visible')
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(300); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }

test('the first administrator comes in by a link and stands before the guide', async () => {
  assert.deepEqual(Object.keys(town.links), ['system', 'security', 'audit'])
  system = await enters(town, town.links.system)
  await system.waitForSelector('.steps li.next')
  await picture(system, 'walk-1')
  assert.match(await step(system, 'administrators').textContent(), /还缺：安全管理员、审计管理员/)
  assert.equal(await step(system, 'administrators').locator('a').count(), 0, 'not his to do')
  assert.match(await step(system, 'district').textContent(), /430499/)
  await step(system, 'district').locator('input').fill('试验区')
  await step(system, 'district').locator('button').click()
  await done(system, 'district')
})

test('the extent is typed, and the map opens there', async () => {
  await step(system, 'extent').locator('button:has-text("设定范围")').click()
  for (const [side, degrees] of [['west', '112.55'], ['south', '26.83'], ['east', '112.63'], ['north', '26.90']]) await system.fill(`#e-${side}`, degrees)
  await system.click('button:has-text("保存范围")')
  await done(system, 'extent')
  const { bounds } = await system.evaluate(async () => (await fetch('/api/v1/map')).json())
  assert.deepEqual(bounds, [112.55, 26.83, 112.63, 26.9])
})

test('streets and bureaux are pasted', async () => {
  await goes(system, 'streets')
  await pastes(system, '名称\n东风街道\n西渡街道\n')
  await system.waitForSelector('.el-drawer', { state: 'hidden' })
  await back(system)
  await done(system, 'streets')
  await goes(system, 'units')
  await pastes(system, '名称\t类别\t值班电话\n区住建局\t部门\t0734-1234567\n区消防救援大队\t部门\t\n示例物业公司\t物业\t\n')
  await system.waitForSelector('.el-drawer', { state: 'hidden' })
  await back(system)
  await done(system, 'units')
})

test('people come from the security administrator, and never all three from one person', async () => {
  security = await enters(town, town.links.security, '/setup')
  await security.waitForSelector('[data-step="administrators"].next')
  assert.match(await step(security, 'administrators').textContent(), /还缺：审计管理员/)
  const audit = await enters(town, town.links.audit)
  await security.reload()
  await security.waitForSelector('[data-step="people"].next')
  await goes(security, 'people')
  await security.waitForSelector('#bring-text')
  await security.fill('#bring-text', '姓名,登录名,单位,角色\n甲,jia,desk,系统管理员、安全管理员\n')
  await security.click('.el-drawer__footer .el-button--primary:visible')
  await security.waitForSelector('.el-drawer:visible .notice.bad, .el-drawer:visible .cells')
  await security.fill('#bring-text', '姓名,登录名,单位,角色\n甲一,jia,desk,受理员、派遣员\n乙二,yi,desk,值班长\n丙三,bing,区住建局,处置人员\n丁四,ding,desk,核查员\n戊五,wu,desk,回访员\n')
  await security.click('.el-drawer__footer .el-button--primary:visible')
  await security.waitForSelector('.el-drawer:visible .notice.good')
  await security.click('.el-drawer__footer .el-button--primary:visible')
  await security.waitForSelector('button:has-text("下载链接清单")')
  await security.click('.el-drawer__footer .el-button:visible:has-text("完成")')
  await back(security)
  await done(security, 'administrators')
  // Who leads a shift or calls reporters back takes a second administrator's word.
  assert.match(await step(security, 'people').textContent(), /还缺：值班长、回访员.*有 2 件申请等待同意/s)
  await audit.goto('/console/consents')
  for (const left of [1, 0]) {
    await audit.locator('[data-act="appoint"] .el-button--primary').first().click()
    await audit.click('.el-dialog:visible .el-button--primary')
    await audit.click('.el-dialog:has(.code) .el-button--primary')
    await audit.waitForFunction((n) => document.querySelectorAll('[data-act="appoint"]').length === n, left)
  }
  await security.reload()
  await done(security, 'people')
})

test('it is left, and taken up where it was', async () => {
  const later = await (await town.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', baseURL: town.base })).newPage()
  await later.goto('/console/')
  await later.fill('#login', 'system')
  await later.fill('#password', PASSWORD)
  await later.keyboard.press('Enter')
  await later.waitForSelector('#code')
  await later.context().close()
  await system.reload()
  for (const name of ['district', 'extent', 'streets', 'units', 'people', 'administrators']) await done(system, name)
})

test('holidays are entered, places brought and a first sheet of labels made', async () => {
  if (!(await step(system, 'calendar').getAttribute('class')).includes('done')) {
    const year = /还缺 (\d{4}) 年/.exec(await step(system, 'calendar').textContent())[1]
    await goes(system, 'calendar')
    await system.click('.missing button')
    await system.fill('#cal-text', `${year}-01-01/${year}-01-03,放假,元旦`)
    await system.click('.read')
    await system.fill('#cal-notice', '示例通知')
    await system.click('.el-drawer__footer .el-button--primary:visible')
    await system.waitForSelector('.el-drawer', { state: 'hidden' })
    await back(system)
    await done(system, 'calendar')
  }
  await goes(system, 'places')
  await system.setInputFiles('input[type=file]', { name: '场所.csv', mimeType: 'text/csv', buffer: Buffer.from('\uFEFF名称,类别,地址\r\n东风小学,学校,东风路 1 号\r\n东风市场,商场,东风路 2 号\r\n') })
  await system.waitForSelector('.sum')
  await system.click('.sum .el-button--primary')
  await system.waitForSelector('.notice.good')
  await back(system)
  await done(system, 'places')
  await goes(system, 'codes')
  await system.click('.form-foot .el-button:not(.el-button--primary)')
  await system.waitForSelector('.preview svg.a4')
  assert.match(await system.textContent('.preview'), /东风小学/)
  await picture(system, 'walk-2')
  await back(system)
  await done(system, 'codes')
})

test('a trial report arrives at the desk', async () => {
  const link = await security.evaluate(async () => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const people = await (await fetch('/api/v1/people')).json()
    const { id } = people.find((p) => p.login === 'jia')
    return (await (await fetch(`/api/v1/people/${id}/invite`, { method: 'POST', headers: { 'X-CSRF-Token': csrf } })).json()).invite_link
  })
  const desk = await (await town.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', baseURL: town.base })).newPage()
  await desk.goto(link)
  await desk.fill('#new-password', PASSWORD)
  await desk.fill('#again-password', PASSWORD)
  await desk.keyboard.press('Enter')
  await desk.click('a:has-text("去登录")')
  assert.equal(await desk.inputValue('#login'), 'jia', 'the login name need not be remembered')
  await desk.fill('#password', PASSWORD)
  await desk.keyboard.press('Enter')
  await desk.waitForSelector('.page-head')
  const resident = await (await town.browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', baseURL: town.base })).newPage()
  await resident.goto('/report')
  await resident.fill('#text', '试报一件，请不予受理')
  await resident.fill('#address', '东风街道办事处门口')
  await resident.click('#send')
  await resident.waitForURL(/\/r\//)
  await desk.goto('/console/inbox')
  await desk.waitForSelector('text=试报一件')
  await system.reload()
  await done(system, 'trial')
  await picture(system, 'walk-3')
  // What is left is the operator's: the address for the public and the first backup.
  assert.deepEqual(await system.locator('.steps li:not(.done)').evaluateAll((all) => all.map((one) => one.dataset.step)), ['base_url', 'backup'])
})

test('nothing complained', () => assert.deepEqual(town.complaints, []))
