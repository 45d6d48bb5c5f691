// 督办规则 in a browser: read, tried, changed, refused beside the ladder, published; photo evidence and look-backs on pages
// of their own; axe and widths in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(58, Date.parse('2026-11-20T10:00:00+08:00'))
const enter = async (login, path, wait, more) => {
  const page = await it.open(login, { ...more })
  if (login === 'xitong') { await page.fill('#code', CODE); await page.keyboard.press('Enter') }
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}${path}`)
  await page.waitForSelector(wait)
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(400); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }
const save = '.el-drawer__footer .el-button--primary:visible'

test('a ladder is tried level by level, by whoever works here', async () => {
  const page = await enter('zhiban', '/ladders', '.ladder h3')
  assert.equal(await page.locator('.page-head button').count(), 0, 'whoever may not change them reads them')
  await page.fill('#ladder-due', '2026-11-20T17:30')
  await page.selectOption('#ladder-grade', 'major')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer li:has-text("挂牌督办")')
  assert.equal(await page.locator('.answer li').count(), 4)
  await page.check('.check input')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer li:has-text("2026-11-20 19:30")')
})

test('nonsense is refused beside its ladder; what is sound is looked at and published', async () => {
  const page = await enter('xitong', '/ladders', '.ladder h3')
  await picture(page, 'ladders-1280')
  await page.click('.page-head button')
  const ladder = (n) => page.locator('.el-drawer section.ladder').nth(n)
  await ladder(1).locator('.rung').nth(1).locator('select').first().selectOption('working_hour')
  await ladder(0).locator('p .link-button').click()
  await ladder(0).locator('.rung').nth(3).locator('.amount').fill('5')
  await page.click(save)
  await page.waitForSelector('.ladder.is-wrong .wrong:has-text("危及生命")')
  await page.waitForSelector('.ladder.is-wrong .wrong:has-text("只有重大隐患")')
  await picture(page, 'ladders-refused-1280')
  await ladder(0).locator('.rung').nth(3).locator('.link-button').click()
  await ladder(1).locator('.rung').nth(1).locator('select').first().selectOption('urgent_hour')
  await ladder(0).locator('.rung').nth(2).locator('.amount').fill('2')
  await page.click(save)
  await page.waitForSelector('.wrong:has-text("短于督办回复期限")')
  await ladder(0).locator('.rung').nth(2).locator('.amount').fill('4')
  await page.click(save)
  await page.waitForSelector('#ladders-version')
  await page.click(save)
  await page.waitForSelector('.is-wrong:has(#ladders-version)')
  await page.fill('#ladders-version', '2026.1')
  await page.click(save)
  await page.waitForSelector('.is-wrong:has(#ladders-version) .wrong')
  await page.fill('#ladders-version', '2026-12')
  await picture(page, 'ladders-form-1280')
  const found = await faults(page, 'ladders form', [360, 1280])
  const sent = page.waitForRequest((r) => r.url().endsWith('/ladders/versions') && r.method() === 'POST')
  await page.click(save)
  const body = (await sent).postDataJSON()
  assert.equal(body.upon, '2026.1')
  assert.equal(body.effective, '2026-11-21T00:00:00+08:00')
  assert.deepEqual(body.ladders[0].rungs, [{ level: 'reminder' }, { level: 'letter', amount: 2, unit: 'working_day' }, { level: 'handover', amount: 4, unit: 'working_day' }])
  await page.waitForSelector('.versions li:has-text("2026-12")')
  await page.click('.versions li:has-text("2026-12") .do .link-button')
  await page.waitForSelector('.el-dialog li:has-text("4个工作日")')
  assert.deepEqual(found, [])
})

test('limits of photo evidence are numbers with a basis, published like the others', async () => {
  const page = await enter('xitong', '/judging-rules', '.tab')
  await page.click('.tab:has-text("照片核对")')
  await page.waitForSelector('[id="rule-far_m"]')
  await page.fill('[id="rule-far_m"]', '500')
  await page.fill('#rule-basis', '区应安委办 2026 年第 12 号')
  await page.fill('#rule-version', '2026.2')
  await picture(page, 'evidence-rules-1280')
  const found = await faults(page, 'evidence rules', [360, 1280])
  const sent = page.waitForRequest((r) => r.url().endsWith('/rules/evidence') && r.method() === 'POST')
  await page.click('form button[type=submit]')
  const { body } = (await sent).postDataJSON()
  assert.deepEqual([body.far_m, body.basis], [500, '区应安委办 2026 年第 12 号'])
  await page.waitForSelector('.versions li:has-text("2026.2")')
  assert.deepEqual(found, [])
})

test('look-backs have a page and a heading of their own', async () => {
  const page = await enter('xitong', '/look-back-rules', '.look-backs .rule')
  assert.equal(await page.textContent('h1'), '回头看规则')
  assert.equal(await page.locator('.tab').count(), 0)
  await picture(page, 'look-backs-1280')
  await page.locator('.look-backs .rule').first().locator('input').first().fill('15，45 90')
  await page.fill('#rule-version', '2026.2')
  const found = await faults(page, 'look-back rules', [360, 1280])
  const sent = page.waitForRequest((r) => r.url().endsWith('/rules/look_backs') && r.method() === 'POST')
  await page.click('form button[type=submit]')
  assert.deepEqual((await sent).postDataJSON().body.rules[0].days, [15, 45, 90])
  await page.waitForSelector('.versions li:has-text("2026.2")')
  assert.deepEqual(found, [])
})

test('in English, narrow and wide, nothing is against axe', async () => {
  const found = []
  for (const [path, wait] of [['/ladders', '.ladder h3'], ['/look-back-rules', '.look-backs .rule']]) {
    const page = await enter('xitong', path, wait, { language: 'en' })
    found.push(...await faults(page, path, [360, 768, 1280]))
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, `${path.slice(1)}-en-360`)
    await page.close()
  }
  assert.deepEqual(found, [])
})
