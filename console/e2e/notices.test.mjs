// 通知 in a browser: the bell, what was told, what one wants to be told, what did not arrive, who else is told; a
// leader's instruction in one tap; axe and widths.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(72, Date.parse('2026-11-20T10:00:00+08:00'))
const enter = async (login, path, more) => {
  const page = await it.open(login, { ...more })
  if (['xitong', 'anquan', 'shenji'].includes(login)) { await page.fill('#code', CODE); await page.keyboard.press('Enter') }
  await page.waitForSelector('.side', { state: 'attached' })
  if (path) await page.goto(it.base + path)
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(400); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }
after(() => assert.deepEqual(it.complaints, []))

test('the bell counts, the list leads to the case, what was read is read', async () => {
  const page = await enter('chuzhi')
  await page.waitForSelector('.bell .n')
  const before = Number(await page.textContent('.bell .n'))
  assert.ok(before > 1)
  await page.click('.bell')
  await page.waitForSelector('.list li.unread')
  await picture(page, 'notices-1280')
  assert.equal(await page.locator('.list li.unread').count(), before)
  await page.click('.list li.unread a')
  await page.waitForSelector('.detail .head')
  await page.waitForFunction((n) => Number(document.querySelector('.bell .n')?.textContent ?? 0) < n, before)
  await page.goto(`${it.base}/notices`)
  await page.waitForSelector('.list li')
  await page.click('.page-head button')
  await page.waitForFunction(() => !document.querySelector('.bell .n') && !document.querySelector('.list li.unread'))
})

test('what one wants to be told is kept, and a wrong number is pointed out beside it', async () => {
  const page = await enter('paiqian', '/notices/settings')
  await page.waitForSelector('#address-sms')
  await page.fill('#address-mail', 'paiqian@example.gov.cn')
  await page.fill('#address-sms', '12')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.is-wrong .wrong:has-text("不是电话号码")')
  await page.fill('#address-sms', '13800000000')
  await page.check('input[name="way-sms"][value="each"]')
  await page.check('input[name="own"] >> nth=1')
  await page.fill('input[type=time] >> nth=0', '21:30')
  await picture(page, 'settings-1280')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.el-message--success')
  await page.reload()
  await page.waitForSelector('#address-sms')
  assert.equal(await page.inputValue('#address-sms'), '13800000000')
  assert.equal(await page.inputValue('input[type=time] >> nth=0'), '21:30')
  assert.ok(await page.isChecked('input[name="way-sms"][value="each"]'))
})

test('a leader says it in one tap, the owner sees why and answers, the leader decides', async () => {
  const leader = await enter('lingdao')
  const hazard = await it.at(leader, 'rectifying')
  await it.detail(leader, hazard)
  await leader.click('.phrases button:has-text("请加快办理")')
  await leader.waitForSelector('.given li:has-text("请加快办理")')
  await picture(leader, 'instruction-1280')
  const unit = await it.open('chuzhi')
  await unit.waitForSelector('.side', { state: 'attached' })
  const inbox = await it.api(unit, '/hazards/inbox?limit=200')
  const owned = inbox.items.find((h) => h.id === hazard.id)
  if (owned) {
    assert.ok(owned.why.some((w) => w.what === 'reply_instruction'))
    await it.detail(unit, hazard)
    await unit.waitForSelector('.head .why li:has-text("反馈批示")')
    await picture(unit, 'why-1280')
    await unit.click('.detail .actions button:has-text("反馈批示")')
    await unit.fill('.el-drawer textarea:visible', '已派人到场')
    await unit.click('.el-drawer__footer .el-button--primary:visible')
    await unit.waitForSelector('.given li:has-text("待审定")')
    await leader.reload()
    await leader.click('.detail .actions button:has-text("审定反馈")')
    await leader.click('.el-drawer label:has-text("同意办结"):visible, .el-drawer button:has-text("同意办结"):visible')
    await leader.click('.el-drawer__footer .el-button--primary:visible')
    await leader.waitForSelector('.given li:has-text("已办结")')
  }
})

test('what did not arrive is seen and tried again; another system is told', async () => {
  const system = await enter('xitong', '/notices/deliveries')
  await system.waitForSelector('.one')
  await picture(system, 'deliveries-1280')
  const before = await system.locator('.one').count()
  await system.click('.one button >> nth=0')
  await system.waitForFunction((n) => document.querySelectorAll('.one').length === n - 1, before)
  const keys = await enter('anquan', '/webhooks')
  await keys.waitForSelector('#hook-name')
  await keys.fill('#hook-name', '应急指挥系统')
  await keys.selectOption('#hook-unit', { index: 1 })
  await keys.fill('#hook-url', 'ftp://x')
  await keys.click('form button[type=submit]')
  await keys.waitForSelector('.is-wrong .wrong')
  await keys.fill('#hook-url', 'https://yj.example.gov.cn/hook')
  await keys.click('form button[type=submit]')
  await keys.waitForSelector('.secret code')
  await picture(keys, 'webhooks-1280')
})

test('axe and widths, in both languages', async () => {
  const found = []
  for (const language of ['zh-CN', 'en']) {
    for (const [login, path, ready] of [['shouli', '/notices', '.list li'], ['shouli', '/notices/settings', '#address-mail'], ['xitong', '/notices/deliveries', '.routes'], ['anquan', '/webhooks', '#hook-name'], ['chuzhi', '/inbox', '.queue li']]) {
      const page = await enter(login, path, { language })
      await page.waitForSelector(ready)
      found.push(...(await faults(page, `${path} ${language}`)))
      await page.setViewportSize({ width: 360, height: 800 })
      await picture(page, `${path.slice(1).replace('/', '-')}-360-${language}`)
      if (language === 'en') { await page.setViewportSize({ width: 1280, height: 900 }); await picture(page, `${path.slice(1).replace('/', '-')}-1280-en`) }
      await page.context().close()
    }
  }
  assert.deepEqual(found, [])
})
