// A month later, on a server of this file's own whose clock is moved while it stands still: rules that were published are
// in force and what was judged before stays as it was, what is late has climbed level by level, what was suspended goes on
// by itself, and closed cases were drawn for a second look by a seed whose fingerprint was there before.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, test } from 'node:test'
import { choose, does, hand, hazard, on, pictures, quick, until } from './hands.js'
import { api, open, picture, staff, stage, start } from './town.js'

const MONTH = 32 * 24 * 60
const scripts = join(dirname(fileURLToPath(import.meta.url)), '../../scripts')
const save = '.el-drawer__footer .el-button--primary:visible'
/** Four by four: orange at first, red by what is published. */
const LS = { action: 'grade_risk', method: 'ls', inputs: { L: '4', S: '4' }, text: '' }
let town, late, suspended, period
before(async () => { town = await start({ own: true }) }, { timeout: 240000 })
after(async () => { assert.equal(await town?.stop(), 0) })

test('limits: what would let danger to life wait is refused beside its rule; what is sound is tried and published', async () => {
  const page = await staff(town, 'xitong', '/limits')
  await page.click('.page-head button')
  const response = page.locator('.el-drawer .stage:has(h3:has-text("响应")) .rule').first()
  await response.locator('select').last().selectOption('working_hour')
  await page.click(save)
  await page.waitForSelector('.rule.is-wrong .wrong:has-text("危及生命")')
  await pictures(page, 'limits-refused')
  await response.locator('select').last().selectOption('urgent_minute')
  await response.locator('.amount').fill('45')
  await response.locator('.basis').fill('浏览器测试：区安委办通知')
  await page.click(save)
  await page.fill('#limits-version', '试-时限')
  await page.click(save)
  await page.waitForSelector('.versions li:has-text("试-时限")')
  await page.click('.versions li:has-text("试-时限") .name')
  await page.waitForSelector('.versions li.on:has-text("试-时限")')
  await page.fill('#try-start', '2026-12-01T17:30')
  await page.selectOption('#try-stage', 'response')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer:has-text("2026-12-01 18:15")')
  await pictures(page, 'limits')
  await page.context().close()
})

const CLAUSE = '电动自行车在楼道内停放、充电'
test('criteria: a clause is refused beside its field, then published', async () => {
  const page = await staff(town, 'xitong', '/criteria-rules')
  await page.click('.page-head button')
  const first = page.locator('.el-drawer .documents > .document').first()
  await first.locator('.fold').click()
  await first.locator('button:has-text("加一条")').click()
  const added = first.locator('.clause').last()
  await added.locator('textarea[id$=".words"]').fill('锁')
  await page.click(save)
  await added.locator('.is-wrong .wrong:has-text("不少于两个字")').waitFor()
  await added.locator('textarea[id$=".text"]').fill(CLAUSE)
  await added.locator('textarea[id$=".words"]').fill('楼道+充电')
  await page.click(save)
  await page.waitForSelector('.differences li:has-text("楼道内停放")')
  await page.fill('#criteria_rules-version', '试-标准')
  await page.click(save)
  await page.waitForSelector('.versions li:has-text("试-标准")')
  await page.context().close()
})

test('risk methods: every fault stands beside its field; what is sound is compared, published and tried', async () => {
  const page = await staff(town, 'xitong', '/risk-methods')
  await page.click('.page-head button')
  const ls = page.locator('.el-drawer .method', { hasText: 'R = L × S' })
  await ls.locator('.fold').click()
  const at = await ls.evaluate((one) => [...one.parentElement.children].indexOf(one))
  const field = (path) => page.locator(`[id="methods.${at}.${path}"]`)
  await field('bands.0.from').fill('26')
  await field('bands.3.from').fill('2')
  await field('factors.0.levels.0.value').fill('五')
  await field('formula').fill('L')
  await page.click(save)
  const wrong = (path) => page.textContent(`[id="methods.${at}.${path}-wrong"]`)
  assert.match(await wrong('factors.0.levels.0.value'), /请填写数字/)
  assert.match(await wrong('formula'), /不与因素的代号相同/)
  await field('formula').fill('R')
  await field('factors.0.levels.0.value').fill('5')
  await page.click(save)
  await page.waitForSelector(`[id="methods.${at}.formula-wrong"]`, { state: 'detached' })
  assert.match(await wrong('bands.0.from'), /达不到/)
  assert.match(await wrong('bands.3.from'), /最低一级/)
  await pictures(page, 'methods-refused')
  await field('bands.0.from').fill('16')
  await field('bands.3.from').fill('1')
  await page.click(save)
  await page.waitForSelector('.differences li:has-text("ls/重大风险"):has-text("20 → 16")')
  await page.fill('#risk_methods-version', '试-方法')
  await page.click(save)
  await page.click('.versions li:has-text("试-方法") .name')
  await page.waitForSelector('.versions li.on:has-text("试-方法")')
  await page.selectOption('#try-method', 'ls')
  await page.selectOption('#try-L', '4')
  await page.selectOption('#try-S', '4')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer:has-text("R = 4 × 4 = 16"):has-text("重大风险"):has-text("本级从 16 起")')
  await pictures(page, 'methods')
  await page.click('.versions li:has-text("试-方法") .do .link-button')
  await page.waitForSelector('.el-dialog li:has-text("20 → 16")')
  await page.context().close()
})

test('judging rules: too small a share of re-checks is refused, a larger one published', async () => {
  const page = await staff(town, 'xitong', '/judging-rules')
  await page.click('.tab:has-text("抽查规则")')
  await page.fill('#rule-percent', '4')
  await page.fill('#rule-version', '试-抽查')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.notice.bad')
  await page.fill('#rule-percent', '8')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.versions li:has-text("试-抽查")')
  await page.context().close()
})

test('what is begun today: a case that will be late, one that is suspended, one that is closed', async () => {
  const camera = await open(town)
  await camera.goto(`${town.base}/report`)
  const photo = await picture(camera, 51)
  await camera.context().close()
  late = await hazard(town, { text: '时间测试：消火栓失效' })
  await (await hand(town, 'zhiban')).does(late.id, LS)
  suspended = await hazard(town, { text: '时间测试：管线占压', standard: '0205-1' })
  const unit = await on(town, 'jiedao', suspended)
  await does(unit, '申请挂账', async () => {
    await choose(unit, '资金')
    await quick(unit, 'until', 30)
    await quick(unit, 'review_at', 30)
    await unit.fill('#field-text', '设围挡，每日巡查')
  })
  await (await hand(town, 'zhiban')).does(suspended.id, { action: 'decide_suspension', grant: true })
  await hazard(town, { text: '时间测试：灭火器过期', upTo: 'closed', after: [photo] })
  const draws = await until(async () => (await hand(town, 'anweiban')).get('/draws'), (all) => all[0]?.index != null)
  period = draws[0].period
  assert.equal(draws[0].revealed_at, null)
  assert.equal(draws[0].seed, null, 'the seed is not known before')
})

test('a month passes while the server stands still', { timeout: 240000 }, async () => {
  assert.equal(await town.ahead(MONTH), 0, 'the server stops gracefully')
  const desk = await hand(town, 'zhiban')
  await until(() => desk.get(`/hazards/${late.id}`), (it) => it.supervision?.letters.some((one) => one.level === 'handover'), 120_000)
  await until(() => desk.get(`/hazards/${suspended.id}`), (it) => it.stage === 'rectifying', 120_000)
})

test('what was late climbed each level once, in order; the unit answers', async () => {
  const { timeline } = await (await hand(town, 'zhiban')).get(`/hazards/${late.id}`)
  const climbed = timeline.filter((step) => step.kind === 'escalated' && step.facts.clock?.stage === 'rectify').map((step) => step.facts.level)
  assert.deepEqual(climbed, ['reminder', 'letter', 'handover'])
  const unit = await on(town, 'jiedao', late)
  const panel = '[data-panel="supervision"]'
  await unit.waitForSelector(`${panel} .letter:has-text("交办函")`)
  await unit.waitForSelector('.clocks li.late:has-text("整改")')
  await unit.waitForSelector('.head .why li:has-text("回复督办")')
  await pictures(unit, 'late')
  await does(unit, '回复督办', () => unit.fill('#field-text', '已约谈责任人，明日完成'))
  await unit.waitForSelector(`${panel} .tag:has-text("待审核")`)
})

test('what was suspended goes on by itself', async () => {
  const page = await on(town, 'jiedao', suspended)
  await stage(page, '整改中')
  await page.waitForSelector('.story li:has-text("恢复整改"):has-text("挂账期满，自动恢复")')
})

test('a new case is judged by the limit that was published, and says so', async () => {
  const resident = await open(town, { width: 360, height: 740 })
  await resident.goto(`${town.base}/s/${town.codes[0]}/report`)
  await resident.fill('#text', '时间测试：护栏松动')
  await resident.click('#send')
  await resident.waitForURL(/\/r\//)
  const receipt = resident.url().split('/r/')[1].split('-')[0]
  const { items } = await (await hand(town, 'shouli')).get(`/hazards?number=${receipt}`)
  const page = await on(town, 'shouli', items[0])
  const clock = page.locator('.clocks > li', { has: page.locator('b:text-is("响应")') })
  await clock.waitFor()
  assert.match(await clock.textContent(), /45\s?分钟/)
  await clock.locator('summary').click()
  assert.match(await clock.locator('details').textContent(), /试-时限/)
  assert.ok((await clock.locator('details ol li').count()) > 0)
  await pictures(page, 'clocks')
})

test('criteria and methods that were published judge what is new; what was graded before stays', async () => {
  const it = await hazard(town, { text: '时间测试：有人在楼道里给电动自行车充电', upTo: 'filed', standard: '0101-1' })
  const desk = await on(town, 'zhiban', it)
  await does(desk, '判定重大隐患', async () => {
    await desk.locator('.clauses li', { hasText: CLAUSE }).locator('input').check()
    await choose(desk, '重大')
    await desk.fill('#field-text', '现场对照标准判定')
  })
  await desk.waitForSelector(`.panel:has(h2:text-is("重大隐患判定")):has-text("${CLAUSE}"):has-text("试-标准")`)
  await (await hand(town, 'zhiban')).does(it.id, LS)
  const graded = async ({ id }) => (await (await hand(town, 'zhiban')).get(`/hazards/${id}`)).risk
  const told = ({ version, working, colour }) => [version, working, colour]
  assert.deepEqual(told(await graded(it)), ['试-方法', 'R = 4 × 4 = 16', 'red'])
  assert.deepEqual(told(await graded(late)), ['2026.1', 'R = 4 × 4 = 16', 'orange'])
  const [now] = await (await hand(town, 'anweiban')).get('/draws')
  assert.equal(now.percent, 8, 'the month that began draws the larger share')
})

test('closed cases were drawn by the seed whose fingerprint was there before; an outsider repeats it', { timeout: 120000 }, async () => {
  const desk = await hand(town, 'anweiban')
  await until(async () => (await desk.get('/draws')).find((one) => one.period === period), (one) => one.revealed_at, 90_000)
  const page = await staff(town, 'anweiban', '/rechecks')
  await page.waitForSelector('.periods li')
  await page.click(`.periods button:text-is("${period}")`)
  await page.waitForSelector('.method dt:text-is("种子")')
  await page.waitForSelector('.table tbody tr')
  await pictures(page, 'draws')
  const proof = await api(page, `/draws/${period}/proof`)
  assert.equal(proof.draw.period, period)
  const { public_key: key } = await api(page, '/ledger/key')
  const file = join(town.folder, 'proof.json')
  writeFileSync(file, JSON.stringify(proof))
  const said = execFileSync('python3', [join(scripts, 'verify_draw.py'), file, '--key', key], { encoding: 'utf8' })
  assert.match(said, /committed to beforehand/)
  writeFileSync(file, JSON.stringify({ ...proof, closings: proof.closings.map((one, nth) => ({ ...one, drawn: nth })) }))
  assert.throws(() => execFileSync('python3', [join(scripts, 'verify_draw.py'), file, '--key', key], { stdio: 'pipe' }))
  await page.context().close()
})

test('a drawn case is looked at again by the unit that it fell to: not put right, it is open again', async () => {
  const { cases } = await (await hand(town, 'anweiban')).get(`/draws/${period}`)
  const drawn = cases.find((one) => one.unit && one.passed == null)
  assert.ok(drawn, 'a case waits to be looked at')
  const { invite_link } = await (await hand(town, 'anquan')).post('/people', { login: 'fucha', name: '演示·复核员', unit: drawn.unit.id, roles: ['inspector'] })
  const invited = await open(town)
  await invited.goto(invite_link.replace(/^https?:\/\/[^/]+/, town.base))
  const fields = invited.locator('input[type=password]')
  await fields.first().waitFor()
  for (const field of await fields.all()) await field.fill(town.password)
  await invited.click('button[type=submit]')
  await invited.waitForSelector('.notice.good')
  const photo = await picture(invited, 77)
  await invited.context().close()

  const page = await on(town, 'fucha', { id: drawn.hazard.id })
  await page.waitForSelector('.head .why li:has-text("抽查复核"):has-text("您单位被抽中复核")')
  await does(page, '抽查复核', async () => {
    await choose(page, '未通过')
    await page.fill('#field-text', '现场查看，隐患仍在')
    await page.setInputFiles('#field-photos', photo)
    await page.waitForSelector('.el-drawer .photos .one img')
  })
  await page.waitForSelector('.story li:has-text("抽查复核"):has-text("复核未通过")')
  await pictures(page, 'rechecked')
  const office = await staff(town, 'anweiban', '/rechecks')
  await office.click(`.periods button:text-is("${period}")`)
  const row = office.locator('.table tbody tr', { has: office.locator(`a[href$="/hazards/${drawn.hazard.id}"]`) })
  await row.locator(':text("未通过")').waitFor()
  assert.match(await office.textContent('.method'), /100\.00%/)
  assert.equal((await (await hand(town, 'zhiban')).get(`/hazards/${drawn.hazard.id}`)).stage, 'reopened')
  await office.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
