// 督办: a leader writes to the unit, the unit answers, somebody else decides; a major hazard hangs in public.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { action, confirm, faults, stage } from './stage.mjs'

const it = stage()
const { open, api, at, detail } = it
/** Somebody's page of a hazard. */
async function page(login, hazard, more = {}) {
  const one = await open(login, more)
  await one.waitForSelector('nav')
  await detail(one, hazard)
  return one
}
const panel = '[data-panel="supervision"]'

test('a letter is written by a leader, answered by the unit, sent back, answered again and accepted', async () => {
  const first = await open('lingdao')
  await first.waitForSelector('nav')
  const hazard = await at(first, 'rectifying')
  await detail(first, hazard)
  assert.equal(await first.locator(panel).count(), 0)
  await action(first, '发出督办')
  await first.click('.choices label:has-text("督办单")')
  await first.fill('#field-text', '群众多次反映，请三日内整改到位')
  await confirm(first)
  await first.waitForSelector(`${panel} .tag:has-text("待回复")`)
  assert.match(await first.textContent(panel), /群众多次反映/)
  assert.match(await first.textContent(panel), /演示·王主任/)

  const unit = await page('chuzhi', hazard)
  await action(unit, '回复督办')
  await unit.fill('#field-text', '材料已进场，明日完成')
  await confirm(unit)
  await unit.waitForSelector(`${panel} .tag:has-text("待审核")`)
  assert.equal(await unit.locator('.detail .actions button:has-text("审核督办回复")').count(), 0)

  const lead = await page('zhiban', hazard)
  await action(lead, '审核督办回复')
  await lead.click('.choices label:has-text("退回重报")')
  await confirm(lead)
  await lead.waitForSelector('.el-drawer__footer:visible')
  await lead.fill('#field-text', '请写明责任人和完成时间')
  await confirm(lead)
  await lead.waitForSelector(`${panel} :text("退回重报")`)
  await lead.waitForSelector(`${panel} .tag:has-text("待回复")`)

  await unit.reload()
  await unit.waitForSelector('.detail .head')
  await action(unit, '回复督办')
  await unit.fill('#field-text', '责任人李某，明日十八时前完成')
  await confirm(unit)
  await unit.waitForSelector(`${panel} .tag:has-text("待审核")`)
  await lead.reload()
  await lead.waitForSelector('.detail .head')
  await action(lead, '审核督办回复')
  await lead.click('.choices label:has-text("通过")')
  await confirm(lead)
  await lead.waitForSelector(`${panel} .tag:has-text("已回复")`)
  assert.equal(await lead.locator(`${panel} .replies li`).count(), 2)
  assert.deepEqual(await faults(lead, 'supervision'), [])
  const { items } = await api(lead, '/hazards?supervised=true&limit=50')
  assert.ok(items.some((h) => h.id === hazard.id) && items.every((h) => h.supervised))
  await lead.goto(`${it.base}/hazards?supervised=true`)
  await lead.waitForSelector('.tag:has-text("督办中")')
})

test('a major hazard is listed and its publication recorded, in English as well', async () => {
  const office = await open('anwei', { language: 'en' })
  await office.waitForSelector('nav')
  const { items } = await api(office, '/hazards?grade=major&limit=200')
  let hazard = null
  for (const one of items) if (!hazard && (await api(office, `/hazards/${one.id}`)).allowed.includes('list')) hazard = one
  assert.ok(hazard, 'no major hazard that could be listed')
  await detail(office, hazard)
  await action(office, 'List in public')
  await office.fill('#field-number', '雁安委督〔2026〕9号')
  await office.click('.choices label:has-text("District")')
  await office.click('.el-drawer button:has-text("90")')
  await confirm(office)
  await office.waitForSelector(`${panel} .listing:has-text("雁安委督〔2026〕9号")`)
  await office.waitForSelector(`${panel} :text("to be published")`)
  await action(office, 'Record publication')
  await office.fill('#field-address', 'https://district.example/notices/9')
  await office.click('.el-drawer button:has-text("Now")')
  await confirm(office)
  await office.waitForSelector(`${panel} a[href="https://district.example/notices/9"]`)
  assert.deepEqual(await faults(office, 'listing'), [])
  assert.deepEqual(it.complaints, [])
})
