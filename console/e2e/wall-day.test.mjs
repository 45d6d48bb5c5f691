// A wall screen lives through a day of its own: the clock is moved by hand, the network goes and comes, the server is
// started anew, midnight passes, and in the small hours the page begins again by itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { long, PASSWORD, serve } from '../mock/server.mjs'
import { stage } from './stage.mjs'

const it = stage(120, Date.parse('2026-11-22T08:00:00+08:00'))
const BEGAN = Date.parse('2026-11-22T08:00:00+08:00')
const STEP = 5 * 60_000
const HOUR = 3_600_000

test('a screen survives a day', { timeout: 240_000 }, async () => {
  long.retry = 50
  const context = await it.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (e) => it.complaints.push(e.message))
  let loads = 0
  page.on('load', () => { loads++ })
  await page.clock.install({ time: BEGAN })
  await page.goto(`${it.base}/sign-in?to=/wall`)
  await page.fill('#login', 'lingdao')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.wall .figures')
  await page.waitForSelector('.wall .state.live')
  loads = 0
  const cdp = await context.newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  await cdp.send('Performance.enable')
  /** What is still held after everything that may go has gone. */
  async function held() {
    await cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await cdp.send('Runtime.getHeapUsage')
    const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters')
    return { usedSize, nodes, jsEventListeners }
  }

  let now = BEGAN
  let down = false
  async function pass(steps, each = STEP) {
    for (let n = 0; n < steps; n++) {
      now += each
      long.at(now)
      const looked = down ? page.waitForEvent('requestfailed') : page.waitForResponse((r) => r.url().includes('/map/cells'))
      await page.clock.fastForward(each)
      await looked
    }
  }
  const clock = () => page.textContent('.wall .clock')
  const state = (name) => page.waitForSelector(`.wall .state.${name}`)

  await pass(12)
  assert.equal(await clock(), '09:00')
  const early = await held()
  const before = { address: it.server.address() }
  for (let hour = 9; hour < 23; hour++) {
    // The line is cut; the browser listens again, and never twice.
    for (let n = 0; n < 3; n++) {
      long.drop()
      await pass(4)
      await state('live')
    }
    assert.equal(await clock(), `${String(hour + 1).padStart(2, '0')}:00`)
    if (hour % 5 === 0) {
      // The server goes for half an hour, and another one comes in its place.
      it.server.closeAllConnections()
      await new Promise((done) => it.server.close(done))
      down = true
      await pass(6)
      await state('broken')
      assert.match(await page.textContent('.wall .state'), /连接中断，数据截至/)
      assert.ok(await page.locator('.wall .figure').count() >= 5, 'what was known stays')
      it.server = await serve(before.address.port, 120, now)
      down = false
      await pass(1)
      await page.waitForSelector('.wall .state:not(.broken)')
      await pass(5)
      await state('live')
      hour++
    }
  }
  assert.match(await page.textContent('.wall .date'), /11月22日/)
  while (now < BEGAN + 16 * HOUR - STEP) await pass(1)
  assert.equal(await clock(), '23:55')
  await pass(2)
  assert.equal(await clock(), '00:05')
  assert.match(await page.textContent('.wall .date'), /11月23日/, 'midnight')
  assert.ok(await page.locator('.wall.night').count(), 'the hall is asleep')
  while (now < BEGAN + 20 * HOUR - STEP) await pass(1)
  assert.equal(await clock(), '03:55')
  assert.equal(loads, 0, 'nothing but the page itself has kept it alive')
  const late = await held()
  assert.ok(late.usedSize < early.usedSize * 3, `heap ${early.usedSize} → ${late.usedSize}`)
  assert.ok(late.nodes < early.nodes * 3, `nodes ${early.nodes} → ${late.nodes}`)
  assert.ok(late.jsEventListeners < early.jsEventListeners * 3, `listeners ${early.jsEventListeners} → ${late.jsEventListeners}`)
  assert.equal(long.hearing(), 1, 'one line to the server, however often it was cut')

  // At four in the morning it begins anew, and goes on.
  const anew = page.waitForEvent('load')
  now += STEP
  long.at(now)
  await page.clock.fastForward(STEP)
  await anew
  await page.waitForSelector('.wall .figures')
  await state('live')
  while (now < BEGAN + 24 * HOUR) await pass(1)
  assert.equal(await clock(), '08:00')
  await state('live')
  assert.equal(loads, 1)
  await context.close()
})

test('nothing complained', () => assert.deepEqual(it.complaints, []))
