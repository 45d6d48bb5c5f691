// 查看举报人信息: asked for by one, decided by another, opened once; an ordinary contact opens at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { action, confirm, faults, stage } from './stage.mjs'

const it = stage(24)
const { open, api, detail } = it
const panel = '[data-panel="opening"]'
const buttons = (page, name) => page.locator(`.detail .actions button:has-text("${name}")`).count()

/** A report with a contact, and somebody's page of it. */
async function reported(login, source) {
  const page = await open(login)
  await page.waitForSelector('nav')
  const report = { source, text: '三号车间的报警器被拔掉了', address: '示例纺织厂', reporter: { name: '演示·李女士', phone: '13800000000' } }
  const { id } = await api(page, '/hazards', { method: 'POST', body: JSON.stringify(report) })
  await detail(page, { id })
  return { page, id }
}
async function page(login, id, more = {}) {
  const one = await open(login, more)
  await one.waitForSelector('nav', { state: 'attached' })
  await detail(one, { id })
  return one
}

test('an employee’s contact is asked for, agreed to by a leader and opened once', async () => {
  const { page: lead, id } = await reported('zhiban', 'employee')
  assert.equal(await buttons(lead, '查看举报人'), 1, 'only the request')
  await action(lead, '申请查看举报人')
  await lead.click('.choices label:has-text("核实细节")')
  await confirm(lead)
  await lead.waitForSelector('.is-wrong .wrong')
  await lead.fill('#field-text', '核对是哪一台报警器')
  await confirm(lead)
  await lead.waitForSelector(`${panel} .tag:has-text("待审批")`)
  assert.match(await lead.textContent(panel), /核对是哪一台报警器/)

  const leader = await page('lingdao', id)
  await leader.waitForSelector(`${panel} .tag:has-text("待审批")`)
  await action(leader, '审批查看举报人')
  await leader.waitForSelector('.hint-line:has-text("只有申请人可以查看一次")')
  await leader.click('.choices label:has-text("同意") >> nth=0')
  await confirm(leader)
  await leader.waitForSelector(`${panel} .tag:has-text("已同意")`)
  assert.equal(await buttons(leader, '查看举报人'), 0)

  await lead.reload()
  await lead.waitForSelector(`${panel} .tag:has-text("已同意")`)
  await action(lead, '查看举报人')
  // The purpose that was agreed to is chosen already.
  await lead.fill('#field-text', '电话核对')
  await confirm(lead)
  await lead.waitForSelector('.facts.big:has-text("138 0000 0000")')
  await lead.click('.el-drawer__footer .el-button--primary:visible')
  await lead.waitForSelector(`${panel} .tag:has-text("已查看")`)
  assert.equal(await buttons(lead, '申请查看举报人'), 1, 'once: the next look is asked for again')
  assert.deepEqual(it.complaints, [])
})

test('an ordinary contact opens with a purpose, and nobody is asked', async () => {
  const { page: lead } = await reported('zhiban', 'hotline')
  assert.equal(await buttons(lead, '申请查看举报人'), 0)
  await action(lead, '查看举报人')
  await lead.click('.choices label:has-text("核实细节")')
  await lead.fill('#field-text', '电话核对')
  await confirm(lead)
  await lead.waitForSelector('.facts.big:has-text("138 0000 0000")')
})

test('what waits reads well in both languages, at every width', async () => {
  const { page: lead, id } = await reported('zhiban', 'employee')
  await action(lead, '申请查看举报人')
  await lead.click('.choices label:has-text("核实细节")')
  await lead.fill('#field-text', '核对是哪一台报警器')
  await confirm(lead)
  await lead.waitForSelector(panel)
  for (const language of ['zh-CN', 'en']) {
    const leader = await page('lingdao', id, { language, width: language === 'en' ? 360 : 1280 })
    await leader.waitForSelector(panel)
    if (process.env.PICTURES) await leader.locator(panel).screenshot({ path: `${process.env.PICTURES}/opening-${language}.png` })
    if (process.env.PICTURES) await leader.screenshot({ path: `${process.env.PICTURES}/opening-page-${language}.png`, fullPage: true })
    assert.deepEqual(await faults(leader, `opening ${language}`), [])
  }
})
