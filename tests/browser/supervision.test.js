// 督办 on the real server: a letter is written, answered, sent back, answered again and accepted, beside the clock of
// rectifying; a major hazard is listed in public and comes down with its acceptance.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { choose, does, fulfils, hand, hazard, on, pictures, quick } from './hands.js'
import { picture, stage, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 240000 })
after(async () => { await town?.stop() })

const panel = '[data-panel="supervision"]'
const standing = (page, words) => page.waitForSelector(`${panel} .tag:has-text("${words}")`)
const running = (page) => page.locator('.clocks > li .head b').allTextContents()

test('a letter runs beside the work, with a clock of its own, until its answer is enough', async () => {
  const it = await hazard(town, { text: '督办测试：消火栓缺水带，多次反映' })
  const leader = await on(town, 'lingdao', it)
  await does(leader, '发出督办', async () => {
    await choose(leader, '督办单')
    await leader.fill('#field-text', '群众多次反映，请三日内整改到位')
  })
  await standing(leader, '待回复')
  const clocks = await running(leader)
  assert.ok(clocks.includes('整改') && clocks.includes('督办回复'), clocks.join())

  let unit = await on(town, 'jiedao', it)
  await unit.waitForSelector('.head .why li:has-text("回复督办")')
  await does(unit, '回复督办', () => unit.fill('#field-text', '材料已进场，明日完成'))
  await standing(unit, '待审核')
  assert.equal(await unit.locator('.detail .actions button:has-text("审核督办回复")').count(), 0, 'who answers does not decide')

  let lead = await on(town, 'zhiban', it)
  await does(lead, '审核督办回复', async () => {
    await choose(lead, '退回重报')
    await lead.fill('#field-text', '请写明责任人和完成时间')
  })
  await standing(lead, '待回复')
  unit = await on(town, 'jiedao', it)
  await does(unit, '回复督办', () => unit.fill('#field-text', '责任人已明确，明日十八时前完成'))
  lead = await on(town, 'zhiban', it)
  await does(lead, '审核督办回复', () => choose(lead, '通过'))
  await standing(lead, '已回复')
  assert.equal(await lead.locator(`${panel} .replies li`).count(), 2)
  await pictures(lead, 'supervision')
  const { clocks: all, supervised } = await (await hand(town, 'zhiban')).get(`/hazards/${it.id}`)
  assert.ok(all.some((one) => one.clock === 'rectify' && !one.finished), 'the work goes on')
  assert.ok(all.filter((one) => one.clock === 'supervision_reply').every((one) => one.finished))
  assert.equal(supervised, 'letter')
})

test('a major hazard hangs in public with its publication, and comes down when it is accepted', async () => {
  const it = await hazard(town, { text: '挂牌测试：安全出口数量不足', standard: '0101-1', grade: 'major' })
  let office = await on(town, 'anweiban', it)
  await does(office, '挂牌督办', async () => {
    await office.fill('#field-number', '试安委督〔2026〕9号')
    await choose(office, '区县')
    await quick(office, 'until', 90)
  })
  await office.waitForSelector(`${panel} .listing:has-text("试安委督〔2026〕9号")`)
  await office.waitForSelector('.head .tag:has-text("挂牌")')
  await does(office, '登记公告', async () => {
    await office.fill('#field-address', 'https://district.example/notices/9')
    await office.click('[data-field="published_at"] .quick button')
  })
  await office.waitForSelector(`${panel} a[href="https://district.example/notices/9"]`)
  await pictures(office, 'listing')

  await fulfils(town, it.id)
  const street = await hand(town, 'jiedao')
  await street.does(it.id, { action: 'submit', text: '已增设出口', photos: [await street.photo(await picture(office, 31))] })
  await (await hand(town, 'hecha')).does(it.id, { action: 'verify', method: 'experts', text: '专家现场验收合格', photos: [] })
  office = await on(town, 'anweiban', it)
  await does(office, '批准销号')
  await stage(office, '回访')
  await office.waitForSelector(`${panel} .listing .tag:has-text("摘牌")`)
  await does(office, '登记公告', async () => {
    await office.fill('#field-address', 'https://district.example/notices/10')
    await office.click('[data-field="published_at"] .quick button')
  })
  await office.waitForSelector(`${panel} a[href="https://district.example/notices/10"]`)
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
