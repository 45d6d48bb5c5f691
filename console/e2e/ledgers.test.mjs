// A ledger that was kept elsewhere comes in through the console: looked at, taken in, looked at again; axe and widths.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { forgetLedgers, pace } from '../mock/ledgers.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(24, Date.parse('2026-11-22T10:00:00+08:00'))
const enter = async (login, path, more = {}) => {
  const page = await it.open(login, more)
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}${path}`)
  await page.waitForSelector('.page-head, .state')
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) }
const HEAD = '检查时间,存在问题,责任单位,手机,整改情况'
const ROWS = ['2026-03-05,消防通道堆放杂物,示例纺织厂,13900000000,未整改', '昨天,路灯不亮,,,未整改', '2026-03-06,井盖缺失,,,已整改', '2026-03-07,外墙脱落,示例纺织厂,,整改中', '2026-03-08,护栏松动,,,已销号', '合计,,,,5']
const file = (name, rows = ROWS, head = HEAD) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${[head, ...rows].join('\r\n')}\r\n`) })
const choose = (page, one) => page.setInputFiles('input[type=file]', one)

test('a ledger is looked at, taken in, and the second time brings nothing', async () => {
  forgetLedgers()
  const page = await enter('anwei', '/hazards')
  await page.click('.page-head a:has-text("导入台账")')
  await page.waitForURL(/hazards\/import/)
  await choose(page, file('隐患台账 (1).csv'))
  await page.waitForSelector('.sum')
  assert.equal(await page.inputValue('#ledger-source'), '隐患台账', 'a copy of a file is the same ledger')
  assert.match(await page.textContent('.sum'), /共 5 行.*可导入 4 · 已导入过 0 · 不能导入 1/s)
  const refused = page.locator('.panel:has(h2:text("不能导入的行")) tbody tr')
  assert.match((await refused.allTextContents()).join(), /隐患台账 \(1\)3A 检查时间.*日期看不懂.*昨天/s)
  assert.match(await page.textContent('.panel:has(h2:text("没有取用的行和列"))'), /D 手机 列：个人信息.*第 7 行：合计行/s)
  assert.match(await page.textContent('.panel:has(h2:text("单位名册里没有"))'), /示例纺织厂.*2 行/s)
  assert.match(await page.textContent('.panel:has(h2:text("导入后到哪个环节"))'), /待验收1.*1 条已超期/s)
  assert.equal(await page.locator('.stages a').count(), 0, 'nothing of it is there yet')
  await picture(page, 'ledger-tried-1280')
  const download = page.waitForEvent('download')
  await page.click('button:has-text("下载问题清单")')
  assert.equal((await download).suggestedFilename(), '隐患台账-问题清单.csv')
  const sent = page.waitForRequest((r) => r.url().includes('/hazards/import') && !r.url().includes('dry_run=true'))
  await page.click('button:has-text("导入 4 条隐患")')
  assert.equal(new URL((await sent).url()).searchParams.get('source'), '隐患台账')
  await page.waitForSelector('.notice.good:has-text("已导入 4 条隐患")')
  assert.match(await page.textContent('.notice.good'), /还有 1 行没有导入/)
  await picture(page, 'ledger-done-1280')
  await page.click('.stages a:has-text("待验收")')
  await page.waitForURL(/source=ledger&stage=submitted/)
  await page.goBack()
  await choose(page, file('隐患台账.csv'))
  await page.waitForSelector('.sum:has-text("已导入过 4")')
  assert.match(await page.textContent('.sum'), /没有可导入的新行/)
  assert.equal(await page.locator('.sum button').count(), 0)
})

test('the same ledger under another name is noticed, and taken back to its own', async () => {
  const page = await enter('anwei', '/hazards/import')
  await choose(page, file('2026年排查.csv'))
  await page.waitForSelector('.notice.known:has-text("已在台账“隐患台账”名下导入过")')
  await page.click('.notice.known button:has-text("改用“隐患台账”")')
  await page.waitForSelector('.sum:has-text("已导入过 4")')
  assert.equal(await page.inputValue('#ledger-source'), '隐患台账')
  // What was looked at under other settings cannot be taken in as it stands.
  await page.fill('#ledger-source', '别的台账')
  await page.waitForSelector('button:has-text("按新的设置核对")')
  assert.equal(await page.locator('.sum').count(), 0)
  await page.click('button:has-text("按新的设置核对")')
  await page.waitForSelector('.sum:has-text("可导入 4")')
})

test('a long one shows how far it is, and a broken line is told', async () => {
  forgetLedgers()
  const page = await enter('anwei', '/hazards/import')
  await choose(page, file('长.csv'))
  await page.waitForSelector('.sum button')
  let go
  Object.assign(pace, { after: 3, go: new Promise((release) => { go = release }), cut: true })
  try {
    await page.click('.sum button')
    await page.waitForSelector('.going:has-text("正在导入，2 / 5 行")')
    assert.equal(await page.getAttribute('#ledger-progress', 'value'), '40')
    await picture(page, 'ledger-going-1280')
    go()
    await page.waitForSelector('.notice.bad:has-text("服务器会继续导完")')
  } finally { go(); Object.assign(pace, { go: null, cut: false }) }
  await page.click('.sum button')
  await page.waitForSelector('.notice.good:has-text("没有新的隐患")')
})

test('what is no ledger, is too large, or is not for one is said', async () => {
  const page = await enter('anwei', '/hazards/import')
  await choose(page, file('x.csv', [], '甲,乙'))
  await page.waitForSelector('.table:has-text("没有找到表头")')
  assert.equal(await page.locator('.sum button').count(), 0)
  const asked = []
  page.on('request', (r) => { if (r.url().includes('/hazards/import')) asked.push(r.url()) })
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const large = join(folder, '大.xlsx')
  writeFileSync(large, '')
  truncateSync(large, 8 * 1024 * 1024 + 1)
  await choose(page, large)
  await page.waitForSelector('.notice.bad:has-text("超过 8 MB")')
  assert.deepEqual(asked, [], 'it is not sent')
  rmSync(folder, { recursive: true })
  const desk = await enter('zhiban', '/hazards')
  assert.equal(await desk.locator('a:has-text("导入台账")').count(), 0)
  await desk.goto(`${it.base}/hazards/import`)
  await desk.waitForSelector('.state')
  assert.equal(await desk.locator('input[type=file]').count(), 0)
})

for (const language of ['zh-CN', 'en']) {
  test(`its page passes axe and fits the widths (${language})`, async () => {
    forgetLedgers()
    const found = []
    const page = await enter('anwei', '/hazards/import', { language })
    found.push(...await faults(page, 'empty'))
    await picture(page, `ledger-empty-${language}`)
    await choose(page, file('台账.csv'))
    await page.waitForSelector('.sum')
    found.push(...await faults(page, 'tried'))
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await picture(page, `ledger-tried-${width}-${language}`)
    }
    await page.click('.sum button')
    await page.waitForSelector('.notice.good')
    found.push(...await faults(page, 'done'))
    await page.setViewportSize({ width: 360, height: 900 })
    await picture(page, `ledger-done-360-${language}`)
    assert.deepEqual(found, [])
  })
}

test('nothing complained', () => assert.deepEqual(it.complaints, []))
