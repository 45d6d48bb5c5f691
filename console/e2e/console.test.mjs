// The console alone, in Debian's Chromium, against the stand-in server: npm run build first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE, PASSWORD } from '../mock/server.mjs'
import { action, confirm, faults, pick, stage } from './stage.mjs'

const it = stage()
const { open, api, at, detail } = it

test('the desk works a report from the pool to its unit, by keyboard and form', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue li')
  assert.match(await page.textContent('.page-head'), /共 \d+ 件/)
  const hazard = (await api(page, '/hazards?stage=reported&limit=200')).items.find((h) => h.number === null && h.life_danger)
  await detail(page, hazard)
  await page.keyboard.press('a')
  await page.waitForSelector('.el-drawer__title:text("受理")')
  await confirm(page)
  await page.waitForSelector('.actions .el-button--primary:has-text("立案")')
  await page.keyboard.press('f')
  await page.click('.choices label:has-text("重大")')
  await confirm(page)
  assert.equal(await page.locator('.form-field.is-wrong').count(), 2, 'clause and party are asked for')
  // The report names the category, and that has one standard.
  assert.match(await page.textContent('[data-field=standard]'), /管道、阀门或灶具漏气[\s\S]*时限/)
  await page.click('.choices label:has-text("企业")')
  await page.fill('#field-clause', '燃气经营企业重大事故隐患判定标准第五条')
  await confirm(page)
  await page.waitForSelector('.stage:text("待派遣")')
  await action(page, '派遣')
  await pick(page, 'field-lead', '区消防救援大队')
  await confirm(page)
  await page.waitForSelector('.stage:text("待签收")')
  assert.match(await page.textContent('.story li:first-child'), /派遣.*主办 区消防救援大队/s)
})

test('the unit answers with photos, and only with what is allowed', async () => {
  const page = await open('chuzhi')
  await page.waitForSelector('.queue')
  const hazard = await at(page, 'rectifying')
  await detail(page, hazard)
  const offered = await page.locator('.actions button').allTextContents()
  assert.equal(offered.length, (await api(page, `/hazards/${hazard.id}`)).allowed.length)
  await action(page, '提交验收')
  await page.fill('#field-text', '已恢复')
  await confirm(page)
  assert.match(await page.textContent('[data-field=photos]'), /请添加照片/)
  await page.setInputFiles('#field-photos', { name: 'after.png', mimeType: 'image/png', buffer: Buffer.alloc(900, 1) })
  await page.waitForSelector('.photos .one img')
  await page.fill('#field-cost_fen', '一千')
  await confirm(page)
  assert.match(await page.textContent('[data-field=cost_fen]'), /请填写金额/)
  await page.fill('#field-cost_fen', '1,200.50')
  const sent = page.waitForRequest((r) => r.url().endsWith('/actions'))
  await confirm(page)
  const body = (await sent).postDataJSON()
  assert.equal(body.cost_fen, 120050)
  assert.equal(body.photos.length, 1)
  assert.ok((await sent).headers()['idempotency-key'])
  await page.waitForSelector('.stage:text("待验收")')
})

test('somebody else was quicker: says so, shows it, and offers what is possible now', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  const hazard = (await api(page, '/hazards?stage=reported&limit=200')).items.find((h) => h.place)
  await detail(page, hazard)
  await action(page, '不予受理')
  await page.click('.choices label:has-text("不在辖区")')
  await page.fill('#field-text', '请向邻区反映')
  const { version } = await api(page, `/hazards/${hazard.id}`)
  await api(page, `/hazards/${hazard.id}/actions`, { method: 'POST', body: JSON.stringify({ version, action: 'order_inspection', unit: (await api(page, '/units'))[4].id }) })
  await confirm(page)
  await page.waitForSelector('.notice.bad:has-text("派人核实"):has-text("“不予受理”现在不能办理")')
  await page.waitForSelector('.detail .stage:text("现场核实")')
  assert.equal(await page.inputValue('#field-text'), '请向邻区反映')
})

test('what the server finds wrong stands beside its field', async () => {
  const page = await open('chuzhi')
  await page.waitForSelector('.queue')
  const hazard = (await api(page, '/hazards?stage=rectifying&limit=200')).items.find((h) => h.lead)
  await detail(page, hazard)
  await action(page, '申请延期')
  await page.click('.quick button:has-text("1 天后")')
  await page.fill('#field-text', '等配件')
  await page.route('**/actions', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ code: 'invalid', status: 422, title: '', detail: '', errors: [{ field: 'until', problem: 'not_later', text: 'x' }] }) }))
  await confirm(page)
  assert.match(await page.textContent('[data-field=until] .wrong'), /须晚于原定时间/)
})

test('two reports of one thing are compared side by side and merged', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  const reports = (await api(page, '/hazards?stage=reported&limit=200')).items
  let chosen
  for (const one of reports) if ((await api(page, `/hazards/${one.id}/duplicates`)).length) { chosen = one; break }
  assert.ok(chosen)
  await detail(page, chosen)
  await action(page, '并案')
  await page.click('.merge .list label')
  assert.equal(await page.locator('.pair article').count(), 2)
  await confirm(page)
  await page.waitForSelector('.stage:text("并案")')
})

test('the list keeps its filters in the address and moves by keys', async () => {
  const page = await open('zhiban', { path: '/hazards?stage=rectifying&late=true' })
  await page.waitForSelector('.page-head')
  assert.match(page.url(), /stage=rectifying&late=true/)
  await page.goto(`${it.base}/hazards`)
  await page.waitForSelector('.hazards tbody tr')
  assert.equal(await page.locator('.hazards tbody tr').count(), 50)
  await page.click('.table-foot button')
  await page.waitForFunction(() => document.querySelectorAll('.hazards tbody tr').length > 50)
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0) })
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.waitForSelector('.hazards tbody tr:nth-child(1).current')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'INPUT')
  await page.keyboard.type('YF071113')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=YF071113/)
  await page.waitForFunction(() => document.querySelectorAll('.hazards tbody tr').length === 1)
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.detail .head')
  await page.click('.photos button')
  await page.keyboard.press('ArrowRight')
  assert.match(await page.getAttribute('.box', 'aria-label'), /2 \/ 3/)
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.box').count(), 0)
  await page.keyboard.press('Escape')
  await page.waitForURL(/hazards\?q/)
})

test('the reporter is opened for a purpose only, and gone from the page afterwards', async () => {
  const page = await open('huifang')
  await page.waitForSelector('.page-head')
  const all = (await api(page, '/hazards?stage=follow_up&limit=200')).items
  let hazard
  for (const one of all) { const d = await api(page, `/hazards/${one.id}`); if (d.has_reporter) { hazard = d; break } }
  assert.ok(hazard)
  await detail(page, hazard)
  await action(page, '查看举报人')
  await page.click('.choices label:has-text("危及生命")')
  await page.fill('#field-text', '电话回访')
  await confirm(page)
  await page.waitForSelector('[data-field=purpose]:has-text("不能以此目的")')
  await page.click('.choices label:has-text("回访")')
  await confirm(page)
  await page.waitForSelector('text=138 0000 0000')
  await confirm(page)
  await page.waitForSelector('text=138 0000 0000', { state: 'detached' })
})

test('an administrator without a second factor is led to it, and to nothing else', async () => {
  const page = await open('xinguan')
  await page.waitForURL(/second-factor/)
  await page.goto(`${it.base}/people`)
  await page.waitForURL(/second-factor/)
  await page.waitForSelector('.qr svg')
  await page.fill('#totp', '000000')
  await page.click('button[type=submit]')
  await page.waitForSelector('.wrong')
  await page.fill('#totp', CODE)
  await page.click('button[type=submit]')
  await page.waitForSelector('.codes li:nth-child(10)')
  await page.click('.form-foot .el-button--primary')
  await page.waitForURL(/people/)
  await page.click('.page-head .push .el-button--primary')
  await page.fill('#p-name', '演示·新人')
  await page.fill('#p-login', 'xinren')
  await pick(page, 'p-unit', '区应急管理局')
  await page.click('.roles >> text=系统管理员')
  await page.click('.roles >> text=安全管理员')
  await page.waitForSelector('text=三员互斥')
  await page.click('.roles >> text=安全管理员')
  await page.click('.el-drawer__footer .el-button--primary')
  await page.waitForSelector('.el-dialog .link')
  assert.match(await page.textContent('.el-dialog .link'), /\/console\/invite\//)
})

test('a session that has ended leads back to where one was', async () => {
  const page = await open('zhiban', { path: '/hazards?late=true' })
  await page.waitForSelector('.hazards')
  await page.context().clearCookies()
  await page.click('.side a:has-text("待办")')
  await page.waitForSelector('text=登录已失效')
  await page.fill('#login', 'zhiban')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/inbox$/)
})

for (const language of ['zh-CN', 'en']) {
  test(`every page passes axe and fits the widths (${language})`, async () => {
    const found = []
    for (const [login, paths] of [[null, ['/sign-in', '/invite/x']], ['lingdao', ['/today', '/people', '/nothing/here']], ['zhiban', ['/people', '/hazards/00000000-0000-7000-8000-000000000000', '/inbox', '/hazards', 'detail', 'drawer', '/report', '/places', '/units', '/account']], ['anquan', ['/people']], ['xitong', ['place']]]) {
      const page = await open(login, { language })
      if (login === 'anquan' || login === 'xitong') { await page.fill('#code', CODE); await page.keyboard.press('Enter') }
      if (login) await page.waitForSelector('.side', { state: 'attached' })
      for (const path of paths) {
        if (path === 'detail') await detail(page, await at(page, 'verified'))
        else if (path === 'drawer') { await page.locator('.actions button').first().click(); await page.waitForSelector('.el-drawer.open, .el-drawer') }
        else if (path === 'place') await page.goto(`${it.base}/places/${(await api(page, '/places')).items[0].id}`)
        else await page.goto(it.base + path)
        await page.waitForTimeout(450)
        found.push(...await faults(page, path))
      }
    }
    assert.deepEqual(found, [])
  })
}

test('nothing complained: no script error, no warning, no breach of the content security policy', () => {
  assert.deepEqual(it.complaints, [])
})
