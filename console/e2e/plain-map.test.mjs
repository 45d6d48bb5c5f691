// The map in a browser that cannot draw maps: a picture stands in, and everything is in the list.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD } from '../mock/server.mjs'
import { stage } from './stage.mjs'

const it = stage(72)

test('a drawing stands in for the map', async () => {
  const page = await it.open(null, { path: '/sign-in' })
  await page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null })
  await page.goto(`${it.base}/sign-in?to=/map`)
  await page.fill('#login', 'zhiban')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.notice:has-text("以简图代替")')
  await page.waitForSelector('.ground svg .street')
  await page.waitForSelector('.items li')
  assert.ok(await page.locator('.ground svg .dot').count() > 10)
  assert.deepEqual(it.complaints, [])
})
