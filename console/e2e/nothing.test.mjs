// Pages with nothing on them: each says what would be there, and none is broken.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults, stage } from './stage.mjs'

const it = stage(0)
for (const language of ['zh-CN', 'en']) {
  test(`every page stands with nothing on it (${language})`, async () => {
    const found = []
    for (const [login, paths] of [['zhiban', ['/inbox', '/hazards', '/hazards?late=true', '/hazards/none']], ['lingdao', ['/today']]]) {
      const page = await it.open(login, { language })
      await page.waitForSelector('.side')
      for (const path of paths) {
        await page.goto(it.base + path)
        await page.waitForSelector('.state .title')
        await page.waitForTimeout(300)
        found.push(...await faults(page, path))
      }
    }
    assert.deepEqual(found, [])
  })
}
test('nothing complained', () => assert.deepEqual(it.complaints, []))
