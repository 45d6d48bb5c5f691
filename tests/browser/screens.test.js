// Who looks and does not touch: a leader in the morning, and a screen in a hall with a token of its own.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, does, open, post, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

test('a leader begins with what is late and whose it is', async () => {
  const page = await staff(town, 'lingdao', '/')
  await page.waitForURL(/today/)
  await page.waitForSelector('.whose tbody tr')
  const { late } = await api(page, '/overview')
  assert.match(await page.textContent('.late-panel'), new RegExp(String(late.total)))
  await page.click('.late-panel a:has-text("全部")')
  await page.waitForURL(/hazards\?late=true/)
  await page.waitForSelector('.hazards tbody tr')
  await page.context().close()
})

test('a screen opens figures by its token, hears what happens, and may do nothing else', async () => {
  const system = await staff(town, 'xitong', '/units')
  await system.waitForSelector('.page-head')
  const made = await post(system, '/displays', { name: '值班大厅' })
  assert.equal(made.status, 201, JSON.stringify(made))
  const page = await open(town, { width: 1920, height: 1080 })
  await page.goto(made.link.replace(/^https?:\/\/[^/]+/, town.base))
  await page.waitForSelector('.wall .figures')
  await page.waitForSelector('.wall .state.live')
  assert.doesNotMatch(page.url(), /display=/, 'the token does not stay in the address')
  const status = (path) => page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).status, path)
  assert.equal(await status('/overview'), 200)
  for (const path of ['/hazards', '/session', '/people', '/displays']) assert.ok([401, 403].includes(await status(path)), path)

  const desk = await staff(town, 'zhiban', '/hazards')
  await desk.waitForSelector('.hazards tbody tr')
  const heard = page.waitForResponse((r) => r.url().endsWith('/overview') && r.status() === 200)
  const { items } = await api(desk, '/hazards?stage=rectifying,submitted,filed&limit=5')
  await does(desk, items[0].id, { action: 'supplement', text: '大屏测试', photos: [] })
  await heard
  await desk.context().close()

  const { id } = (await api(system, '/displays')).find((one) => one.name === '值班大厅' && !one.revoked_at)
  assert.ok((await post(system, `/displays/${id}/revoke`, {})).status < 300)
  assert.ok([401, 403].includes(await status('/overview')), 'taken back, it shows nothing')
  await page.context().close()
  await system.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
