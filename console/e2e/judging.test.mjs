// 评判 in a browser: criteria searched, clauses hinted and ticked, risk worked out while one chooses, doubts and drawings
// read, rules published; axe and widths in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { action, confirm, faults, pick, stage } from './stage.mjs'

const it = stage(72, Date.parse('2026-11-22T10:00:00+08:00'))
const enter = async (login, path, wait, more) => {
  const page = await it.open(login, { ...more })
  if (login === 'xitong') { await page.fill('#code', CODE); await page.keyboard.press('Enter') }
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}${path}`)
  await page.waitForSelector(wait)
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(400); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }

test('the criteria are found by words and by field, and say what is not known', async () => {
  const page = await enter('chuzhi', '/criteria', '.document li')
  await picture(page, 'criteria-1280')
  await page.fill('.find input', '占压')
  await page.waitForSelector('.document:has-text("燃气")')
  await page.waitForFunction(() => document.querySelectorAll('.document').length === 1)
  await page.fill('.find input', '没有这样的词')
  await page.waitForSelector('.state')
  await page.fill('.find input', '矿安')
  await page.waitForSelector('.document:has-text("一并使用")')
  assert.match(await page.textContent('.document'), /未载明[\s\S]*条款待录入/)
})

test('clauses are hinted at, ticked and judged by; the risk follows while one chooses', async () => {
  const page = await enter('zhiban', '/hazards', '.table')
  const { items } = await it.api(page, '/hazards?limit=200&stage=filed')
  const hazard = items.find((h) => ['0101', '0102', '0103', '0202', '0301', '0302'].includes(h.category?.id)) ?? items[0]
  await it.detail(page, hazard)
  await action(page, '判定重大隐患')
  await page.waitForSelector('.clauses li, .clauses .muted')
  const boxes = page.locator('.clauses input[type=checkbox]')
  if (await boxes.count()) await boxes.first().check()
  await page.click('.el-drawer .choices label:has-text("重大"), .el-drawer [role=radiogroup] >> text=重大')
  await picture(page, 'judge-1280')
  await page.click('.clauses .el-select')
  await page.click('.el-select-dropdown__item:visible:has-text("限速器"), .el-select-dropdown__item:visible:has-text("安全附件")')
  await page.click('.subject')
  await page.fill('#field-text', '现场对照标准判定')
  await confirm(page)
  await page.waitForSelector('.panel:has-text("重大隐患判定") >> text=无需复核')

  await action(page, '风险分级')
  await page.waitForSelector('.risk')
  await pick(page, 'field-risk', '6　')
  await pick(page, 'field-risk-E', '6　')
  assert.equal(await page.locator('.risk .result').count(), 0, 'nothing before every factor has a value')
  await pick(page, 'field-risk-C', '15　')
  await page.waitForSelector('.risk .result:has-text("D = 6 × 6 × 15 = 540"):has-text("重大风险")')
  await picture(page, 'risk-1280')
  const found = await faults(page, 'risk form', [360, 1280])
  await confirm(page)
  await page.waitForSelector('.panel:has-text("风险分级") .risk-badge.red')
  await picture(page, 'judged-1280')
  assert.deepEqual(found, [])
})

test('filing shows what the category points to, and a tick takes the place of a clause in words', async () => {
  const page = await enter('zhiban', '/hazards', '.table')
  const hazard = await it.at(page, 'reported')
  const { version } = await it.api(page, `/hazards/${hazard.id}`)
  await it.api(page, `/hazards/${hazard.id}/actions`, { method: 'POST', body: JSON.stringify({ version, action: 'accept' }) })
  await it.detail(page, hazard)
  await action(page, '立案')
  await pick(page, 'field-standard', '疏散通道或安全出口')
  await page.waitForSelector('.clauses li')
  await page.click('.el-drawer [role=radiogroup] >> text=重大')
  assert.match(await page.textContent('[data-field=clause] .label'), /目录以外/)
  await page.locator('.clauses input[type=checkbox]').first().check()
  assert.match(await page.textContent('[data-field=clause] .label'), /选填/, 'a clause in words is not needed beside a tick')
  await picture(page, 'file-1280')
  assert.deepEqual(await faults(page, 'file form', [360, 1280]), [])
})

test('doubtful closings ask to check, by reason, and go out as a table', async () => {
  const page = await enter('zhiban', '/doubts', '.table tbody tr')
  const texts = await page.locator('.table tbody td li').allTextContents()
  assert.ok(texts.length > 1 && texts.every((t) => t.includes('请核实')))
  await picture(page, 'doubts-1280')
  await page.click('.toolbar .el-select >> nth=0')
  await page.click('.el-select-dropdown__item:visible:has-text("前后照片相近")')
  await page.waitForFunction(() => [...document.querySelectorAll('.table tbody td li')].every((li) => li.textContent.includes('相近')))
  assert.match(await page.getAttribute('.page-head a[download]', 'href'), /doubts\.csv\?reason=same_photo/)
})

test('a drawing shows its fingerprint, its seed afterwards, and what became of its cases', async () => {
  const page = await enter('anwei', '/rechecks', '.periods li')
  await page.waitForSelector('.table tbody tr')
  assert.match(await page.textContent('.method'), /0\.00%/)
  await picture(page, 'rechecks-1280')
  await page.click('.periods li:first-child button')
  await page.waitForSelector('.method h2:has-text("2026-11")')
  assert.equal(await page.locator('.method dt:has-text("种子"):not(:has-text("指纹"))').count(), 0, 'no seed before it is revealed')
})

test('rules are published in versions; a share below five in a hundred is refused', async () => {
  const page = await enter('xitong', '/judging-rules', '.versions li')
  await page.click('.tab:has-text("抽查规则")')
  await page.waitForSelector('#rule-percent')
  await page.fill('#rule-percent', '4')
  await page.fill('#rule-version', '本区 1')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.notice.bad')
  await page.fill('#rule-percent', '8')
  const sent = page.waitForRequest((r) => r.method() === 'POST' && r.url().endsWith('/rules/recheck'))
  await page.click('form button[type=submit]')
  assert.equal((await sent).postDataJSON().body.percent, 8)
  await page.waitForSelector('.versions li:has-text("本区 1")')
  await picture(page, 'rules-1280')
})

for (const language of ['zh-CN', 'en']) {
  test(`the pages pass axe and fit the widths (${language})`, async () => {
    const found = []
    for (const [login, path, wait] of [['anwei', '/criteria', '.document li'], ['anwei', '/doubts', '.table tbody tr'], ['anwei', '/rechecks', '.table tbody tr'], ['xitong', '/judging-rules', '.versions li']]) {
      const page = await enter(login, path, wait, { language })
      found.push(...await faults(page, path))
      await picture(page, `${path.slice(1)}-1280-${language}`)
      await page.setViewportSize({ width: 360, height: 800 })
      await picture(page, `${path.slice(1)}-360-${language}`)
      await page.context().close()
    }
    assert.deepEqual(found, [])
  })
}

test('nothing complained', () => { assert.deepEqual(it.complaints, []) })
