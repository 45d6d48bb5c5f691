// The map on the real server: it counts what the list counts, narrows with the same filter, and leads to a case.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, staff, start } from './town.js'

let town
before(async () => { town = await start({ gl: true }) }, { timeout: 180000 })
after(async () => { await town?.stop() })

const total = async (page) => Number((await page.textContent('.counts strong')).replace(/\D/g, ''))

test('counts, narrows, leads to the list with the same filter and to a case', async () => {
  const page = await staff(town, 'zhiban', '/map', { width: 1000, height: 640 })
  page.setDefaultTimeout(30000)
  await page.waitForSelector('.canvas canvas')
  await page.waitForFunction(() => Number(document.querySelector('.counts strong')?.textContent.replace(/\D/g, '')) > 100)
  const all = await total(page)
  await page.click('.bar .el-checkbox:has-text("超期")')
  await page.waitForURL(/late=true/)
  await page.waitForFunction((n) => Number(document.querySelector('.counts strong').textContent.replace(/\D/g, '')) < n, all)
  const late = await total(page)
  assert.ok(late > 0)
  await page.click('.page-head a:has-text("在台账中查看")')
  await page.waitForURL(/hazards\?.*late=true/)
  await page.waitForSelector('.hazards tbody tr')
  const { late: known } = await api(page, '/overview')
  assert.ok(late <= known.total, 'what has no position is not on the map')
  await page.goBack()
  await page.waitForSelector('.items li')
  for (let deep = 0; deep < 12 && !(await page.locator('.items a').count()); deep++) {
    const before = page.url()
    await page.locator('.items button').first().click()
    await page.waitForFunction((was) => location.href !== was || document.querySelector('.items a'), before).catch(() => {})
    await page.waitForTimeout(400)
  }
  await page.click('.items a >> nth=0')
  await page.waitForURL(/hazards\/[\w-]{36}/)
  await page.waitForSelector('.detail .head')
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
