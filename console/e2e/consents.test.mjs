// 三员分立: an administrator's account is asked for by one, consented to by another, and opened with both halves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { confirm, faults, pick, stage } from './stage.mjs'

const it = stage(8)
const { open } = it

/** Somebody's page, ready. */
async function at(login, path, more = {}) {
  const page = await open(login, more)
  await page.fill('#code', CODE)
  await page.keyboard.press('Enter')
  await page.waitForSelector('nav', { state: 'attached' })
  await page.goto(it.base + path)
  await page.waitForSelector('.page-head')
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/consents-${name}.png`, fullPage: true }) }

test('a new administrator is asked for, consented to with a code, and the count in the menu follows', async () => {
  const security = await at('anquan', '/people')
  await security.click('.page-head .push .el-button--primary')
  await security.fill('#p-name', '演示·新系统')
  await security.fill('#p-login', 'xinxitong')
  await pick(security, 'p-unit', '区应急管理局')
  await security.click('.roles >> text=系统管理员')
  await security.waitForSelector('.needs:has-text("须经审计管理员同意")')
  await picture(security, 'form')
  await confirm(security)
  await security.waitForSelector('.el-dialog:visible .link')
  assert.match(await security.textContent('.el-dialog:visible .notice'), /审计管理员同意后才能使用/)
  await picture(security, 'link')
  await security.click('.el-dialog:visible .el-button:has-text("完成")')
  await security.waitForSelector('tr:has-text("演示·新系统"):has-text("待同意")')

  const audit = await at('shenji', '/audit')
  await audit.waitForSelector('.side .item:has-text("待同意事项") .count:has-text("1")')
  await audit.click('.side .item:has-text("待同意事项")')
  await audit.waitForSelector('[data-act="appoint"]:has-text("演示·新系统")')
  await picture(audit, 'list')
  await audit.click('[data-act="appoint"] .el-button--primary')
  await audit.waitForSelector('.el-dialog:visible:has-text("向 演示·新系统 本人核实")')
  await picture(audit, 'ask')
  await audit.click('.el-dialog:visible .el-button--primary')
  await audit.waitForSelector('.el-dialog:visible .code')
  assert.match(await audit.textContent('.el-dialog:visible .code'), /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await picture(audit, 'code')
  await audit.click('.el-dialog:visible .el-button:has-text("完成")')
  await audit.waitForSelector('text=没有等待同意的事项')
  await audit.waitForSelector('.side .item:has-text("待同意事项") .count', { state: 'detached' })

  await security.reload()
  await security.waitForSelector('tr:has-text("演示·新系统"):has-text("系统管理员")')
  assert.deepEqual(it.complaints, [])
})

test('of the audit administrator the system administrator decides, and who asked may withdraw', async () => {
  const security = await at('anquan', '/people')
  await security.click('tr:has-text("shenji") button:has-text("复位两步验证")')
  await security.waitForSelector('.el-dialog:visible .needs:has-text("系统管理员")')
  await security.click('.el-dialog:visible .el-button--primary')
  await security.waitForSelector('.waiting:has-text("1")')

  const system = await at('xitong', '/consents')
  await system.waitForSelector('[data-act="forget_second_factor"] .el-button--primary')
  await system.click('[data-act="forget_second_factor"] .el-button:has-text("不同意")')
  await system.click('.el-dialog:visible .el-button--primary')
  await system.waitForSelector('text=没有等待同意的事项')

  await security.reload()
  await security.click('tr:has-text("xitong") button:has-text("发放邀请链接")')
  await security.click('.el-dialog:visible .el-button--primary')
  await security.waitForSelector('.el-dialog:visible .link')
  await security.click('.el-dialog:visible .el-button:has-text("完成")')
  await security.click('.waiting a')
  await security.waitForSelector('[data-act="invite"] .tag:has-text("等待审计管理员同意")')
  await security.click('[data-act="invite"] .el-button:has-text("撤回申请")')
  await security.click('.el-dialog:visible .el-button--primary')
  await security.waitForSelector('text=没有等待同意的事项')
  assert.deepEqual(it.complaints, [])
})

test('a link that waits says so; with consent it asks for the code', async () => {
  const page = await open(null, { path: '/invite/waits' })
  await page.waitForSelector('.notice:has-text("须经另一名管理员同意")')
  await page.goto(`${it.base}/invite/coded`)
  await page.waitForSelector('#invite-code')
  await page.fill('#new-password', 'a long enough one 9')
  await page.fill('#again-password', 'a long enough one 9')
  await page.click('button[type=submit]')
  await page.waitForSelector('.is-wrong #invite-code')
  await page.fill('#invite-code', '0000-0000')
  await page.click('button[type=submit]')
  await page.waitForSelector('.wrong:has-text("不正确")')
  await picture(page, 'invite')
  assert.deepEqual(await faults(page, 'invite'), [])
  await page.fill('#invite-code', 'K7QM-2XT9')
  await page.click('button[type=submit]')
  await page.waitForSelector('.notice.good')
})

test('a webhook into the house is refused beside its field', async () => {
  const page = await at('anquan', '/webhooks')
  await page.fill('#hook-name', '内部系统')
  await page.selectOption('#hook-unit', { index: 1 })
  await page.fill('#hook-url', 'https://127.0.0.1/hook')
  await page.click('form .el-button--primary')
  await page.waitForSelector('.is-wrong:has(#hook-url) .wrong:has-text("指向本机或内部网络")')
})

test('what waits reads well in both languages, at every width', async () => {
  const security = await at('anquan', '/people')
  await security.click('tr:has-text("xitong") button:has-text("发放邀请链接")')
  await security.click('.el-dialog:visible .el-button--primary')
  await security.waitForSelector('.el-dialog:visible .link')
  await security.click('.el-dialog:visible .el-button:has-text("完成")')
  assert.deepEqual(await faults(security, 'people'), [])
  for (const language of ['zh-CN', 'en']) {
    const audit = await at('shenji', '/consents', { language, width: language === 'en' ? 360 : 1280 })
    await audit.waitForSelector('[data-act="invite"]')
    await picture(audit, language)
    assert.deepEqual(await faults(audit, `consents ${language}`), [])
  }
})
