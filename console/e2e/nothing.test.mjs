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
test('an empty inbox says what comes there and where to go on', async () => {
  for (const [login, comes, on] of [['zhiban', '新上报的隐患', '查看全部隐患'], ['chuzhi', '派给本单位的隐患', '查看有关的隐患'], ['lingdao', '您批示的反馈', '查看今日概况'], ['hecha', '待验收的隐患', '打开我的任务']]) {
    const page = await it.open(login)
    await page.waitForSelector('.side')
    await page.goto(`${it.base}/inbox`)
    await page.waitForSelector(`.comes:has-text("${comes}")`)
    await page.click(`.comes nav a:has-text("${on}")`)
    await page.waitForURL((url) => !url.pathname.endsWith('/inbox'))
    await page.close()
  }
})
test('nothing complained', () => assert.deepEqual(it.complaints, []))
