// 移交执法, 超时申诉, 回头看, 复发 in a browser: each step by whoever it is for; told in the detail; axe and widths.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { action, confirm, faults, pick, stage } from './stage.mjs'

const it = stage(72, Date.parse('2026-11-20T10:00:00+08:00'))
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(300); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }
const opened = async (login, stageCode, more) => {
  const page = await it.open(login, more)
  await page.waitForSelector('.side', { state: 'attached' })
  return [page, await it.at(page, stageCode)]
}
const on = async (login, hazard, more) => {
  const page = await it.open(login, more)
  await page.waitForSelector('.side', { state: 'attached' })
  await it.detail(page, hazard)
  return page
}
/** The case that came late, is to be looked back at, and came back. */
const late = async (page) => { const { items } = await it.api(page, '/hazards?limit=200&stage=archived'); return items.find((h) => h.overtime) }
const aside = '.panel:has(h2:text-is("并行事项"))'

test('a case is referred to enforcement, answered, decided', async () => {
  const [page, hazard] = await opened('zhiban', 'rectifying')
  await it.detail(page, hazard)
  await action(page, '移交执法')
  await pick(page, 'field-unit', '应急')
  await page.fill('#field-text', '拒不整改，移交查处。')
  await confirm(page)
  await page.waitForSelector(`${aside}:has-text("移交执法")`)
  const officer = await on('zhifa', hazard)
  await action(officer, '出具执法回执')
  await confirm(officer)
  await action(officer, '回告立案情况')
  await officer.click('.el-drawer .choices label:text-is("立案")')
  await officer.fill('#field-number', '雁应急罚立〔2026〕演示 1 号')
  await confirm(officer)
  await officer.waitForSelector(`${aside}:has-text("演示 1 号")`)
  await picture(officer, 'beside-enforcement-1280')
  assert.deepEqual(await faults(officer, 'enforcement', [360, 1280]), [])
})

test('a late unit appeals; two people agree; the mark stays', async () => {
  const first = await it.open('zhiban')
  await first.waitForSelector('.side', { state: 'attached' })
  const hazard = await late(first)
  assert.ok(hazard)
  const unit = await on('chuzhi', hazard)
  await unit.waitForSelector('.head .tag:has-text("曾超时")')
  await action(unit, '超时申诉')
  await unit.click('.el-drawer .choices label:text-is("不可抗力")')
  await unit.fill('#field-text', '连日暴雨，无法施工。')
  await confirm(unit)
  await unit.waitForSelector(`${aside}:has-text("不可抗力")`)
  for (const login of ['zhiban', 'anwei']) {
    const page = await on(login, hazard)
    await action(page, '审核超时申诉')
    await page.click('.el-drawer .choices label:text-is("同意")')
    await confirm(page)
    await page.waitForSelector(`${aside}:has-text("${login === 'zhiban' ? '初审' : '复审'}")`)
    if (login === 'anwei') { await page.waitForSelector('.head .tag:has-text("曾超时·申诉豁免")'); await picture(page, 'beside-overtime-1280') }
  }
})

for (const language of ['zh-CN', 'en']) {
  test(`look-backs and recurrence are told, and pass axe (${language})`, async () => {
    const first = await it.open('zhiban')
    await first.waitForSelector('.side', { state: 'attached' })
    const hazard = await late(first)
    const page = await on('hecha', hazard, { language })
    await page.waitForSelector('.detail .aside a[href*="/hazards/"]')
    const found = await faults(page, 'beside')
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, `beside-360-${language}`)
    assert.deepEqual(found, [])
  })
}

test('nothing complained', () => { assert.deepEqual(it.complaints, []) })
