// Beside the straight way, on the real server: more time, 挂账, a stop order, enforcement, an appeal against being late.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { choose, does, hand, hazard, on, pictures, quick } from './hands.js'
import { pick, stage, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 240000 })
after(async () => { await town?.stop() })

const aside = '.panel:has(h2:text-is("并行事项"))'
const clock = async (id, name) => (await (await hand(town, 'zhiban')).get(`/hazards/${id}`)).clocks.findLast((one) => one.clock === name)

test('more time is asked for before the deadline, and given', async () => {
  const it = await hazard(town, { text: '延期测试：应急照明损坏' })
  const given = (await clock(it.id, 'rectify')).due
  const unit = await on(town, 'jiedao', it)
  await does(unit, '申请延期', async () => {
    await quick(unit, 'until', 5)
    await unit.fill('#field-text', '配件五日后到货')
  })
  await unit.waitForSelector('.clocks li:has-text("延期挂账审批")')
  assert.equal(await unit.locator('.detail .actions button:has-text("审批延期")').count(), 0, 'who asks does not decide')
  const desk = await on(town, 'paiqian', it)
  await does(desk, '审批延期', () => choose(desk, '同意'))
  await desk.waitForSelector('.story li:has-text("审批延期"):has-text("同意")')
  const extended = await clock(it.id, 'rectify')
  assert.ok(Date.parse(extended.due) > Date.parse(given), `${given} → ${extended.due}`)
  assert.match(extended.steps.map((step) => step.text).join(), /延/, 'the deadline says why it is later')
})

test('a case that cannot be put right now is suspended with control measures and a day of review', async () => {
  const it = await hazard(town, { text: '挂账测试：管线占压，权属未明', standard: '0205-1' })
  const unit = await on(town, 'jiedao', it)
  await does(unit, '申请挂账', async () => {
    await choose(unit, '权属')
    await quick(unit, 'until', 90)
    await quick(unit, 'review_at', 30)
    await unit.fill('#field-text', '设围挡和警示，每日巡查')
  })
  let desk = await on(town, 'zhiban', it)
  await does(desk, '审批挂账', () => choose(desk, '同意'))
  await stage(desk, '挂账')
  await desk.waitForSelector('.clocks li.paused:has-text("整改")')
  await desk.waitForSelector('.clocks li:has-text("挂账复核")')
  assert.match(await desk.textContent('.story'), /设围挡和警示，每日巡查/)
  await pictures(desk, 'suspended')
  await does(desk, '挂账复核', async () => {
    await quick(desk, 'review_at', 30)
    await desk.fill('#field-text', '围挡完好，巡查有记录')
  })
  await desk.waitForSelector('.story li:has-text("挂账复核")')
  desk = await on(town, 'jiedao', it)
  await does(desk, '恢复整改')
  await stage(desk, '整改中')
  const { pauses, due } = await clock(it.id, 'rectify')
  assert.equal(pauses.length, 1)
  assert.ok(pauses[0].to && due, 'the clock goes on with what remained')
})

test('work is stopped, asked to go on, refused, asked again and released', async () => {
  const it = await hazard(town, { text: '停产测试：燃气泄漏报警', standard: '0201-1', grade: 'major', danger: true })
  const officer = await on(town, 'zhifa', it)
  await does(officer, '责令停产停业', async () => {
    await officer.fill('#field-order', '试应急停〔2026〕1 号')
    await officer.fill('#field-text', '立即停止使用')
  })
  await stage(officer, '责令停产停业')
  for (const [answer, words] of [['不同意恢复', '复测不合格'], ['同意恢复', '复测合格']]) {
    const unit = await on(town, 'jiedao', it)
    await does(unit, '申请复查恢复', () => unit.fill('#field-text', '已更换阀门，请复查'))
    await unit.waitForSelector('.clocks li:has-text("停产停业复查")')
    await on(town, 'zhifa', it)
    await does(officer, answer, () => officer.fill('#field-text', words))
  }
  await stage(officer, '整改中')
  assert.equal(await officer.locator('.clocks li:has-text("停产停业复查")').count(), 0)
})

test('a case is referred to enforcement, which answers, files and decides, while the work goes on', async () => {
  const it = await hazard(town, { text: '执法测试：拒不整改' })
  const desk = await on(town, 'zhiban', it)
  await does(desk, '移交执法', async () => {
    await pick(desk, 'field-unit', '应急管理')
    await desk.fill('#field-text', '拒不整改，移交查处。')
  })
  await desk.waitForSelector(`${aside}:has-text("移交执法")`)
  const officer = await on(town, 'zhifa', it)
  await does(officer, '出具执法回执')
  await officer.waitForSelector('.detail .actions button:has-text("回告立案情况")')
  await does(officer, '回告立案情况', async () => {
    await officer.click('.el-drawer .choices label:text-is("立案")')
    await officer.fill('#field-number', '试应急罚立〔2026〕1 号')
  })
  await officer.waitForSelector(`${aside}:has-text("试应急罚立〔2026〕1 号")`)
  const decision = await clock(it.id, 'enforcement_decision')
  assert.deepEqual([decision.limit.amount, decision.limit.unit], [90, 'natural_day'])
  await pictures(officer, 'enforcement')
  await does(officer, '回告处罚结果', async () => {
    await choose(officer, '予以处罚')
    await officer.fill('#field-document', '试应急罚〔2026〕1 号')
  })
  await officer.waitForSelector(`${aside}:has-text("试应急罚〔2026〕1 号")`)
  await stage(officer, '整改中')
})

test('a unit that was late appeals; two people agree; that it was late stays to be seen', async () => {
  const street = await hand(town, 'jiedao')
  const { unit } = await street.get('/session')
  const { items } = await street.get(`/hazards?unit=${unit.id}&stage=archived,closed,follow_up&limit=200`)
  let it
  for (const one of items.filter((h) => h.overtime === 'was_late')) {
    if ((await street.get(`/hazards/${one.id}`)).allowed.includes('appeal_overtime')) { it = one; break }
  }
  assert.ok(it, 'a closed case of the street that was late')
  const page = await on(town, 'jiedao', it)
  await page.waitForSelector('.head .tag:has-text("曾超时")')
  await does(page, '超时申诉', async () => {
    await choose(page, '不可抗力')
    await page.fill('#field-text', '连日暴雨，无法施工。')
  })
  for (const [login, which] of [['zhiban', '初审'], ['anweiban', '复审']]) {
    const reviewer = await on(town, login, it)
    await does(reviewer, '审核超时申诉', () => choose(reviewer, '同意'))
    await reviewer.waitForSelector(`${aside}:has-text("${which}")`)
    if (which === '初审') assert.equal(await reviewer.locator('.detail .actions button:has-text("审核超时申诉")').count(), 0, 'not twice by the same')
    else await reviewer.waitForSelector('.head .tag:has-text("曾超时·申诉豁免")')
  }
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
