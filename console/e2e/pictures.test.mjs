// The main pages as pictures (kept.mjs): PICTURES=draw npm run e2e draws them anew.
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { looksAsItDid } from './kept.mjs'
import { stage } from './stage.mjs'

const folder = fileURLToPath(new URL('./pictures/', import.meta.url))
const AT = Date.parse('2026-03-05T09:30:00+08:00')
const it = stage(72, AT)

const pages = [
  ['sign-in', null, '/sign-in', 1280, 'zh-CN'], ['inbox', 'zhiban', '/inbox', 1280, 'zh-CN'], ['inbox-phone', 'zhiban', '/inbox', 360, 'en'], ['list', 'zhiban', '/hazards', 1280, 'zh-CN'],
  ['detail', 'zhiban', 'verified', 1280, 'zh-CN'], ['detail-phone', 'chuzhi', 'rectifying', 360, 'zh-CN'], ['today', 'lingdao', '/today', 1280, 'zh-CN'], ['refused', 'lingdao', '/people', 768, 'en'],
]
for (const [name, login, path, width, language] of pages) {
  test(`${name} looks as it did`, async () => {
    const page = await it.open(login, { width, height: width < 500 ? 740 : 900, language })
    if (login) await page.waitForSelector('.side', { state: 'attached' })
    if (path.startsWith('/')) await page.goto(it.base + path)
    else await it.detail(page, await it.at(page, path))
    await page.waitForLoadState('load')
    await page.waitForSelector('h1, .state .title')
    await page.waitForFunction(() => !document.querySelector('.state[role=status]'))
    await page.waitForTimeout(600)
    await looksAsItDid(page, folder, name)
  })
}

test('the wall looks as it did', async () => {
  const page = await it.open('lingdao', { width: 1920, height: 1080 })
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}/wall`)
  await page.waitForSelector('.wall .figures')
  await page.waitForSelector('.wall .state.live')
  await page.waitForTimeout(600)
  await looksAsItDid(page, folder, 'wall')
})

test('the map looks as it did, as a drawing', async () => {
  const page = await it.open('zhiban', { width: 1280, height: 900 })
  await page.waitForSelector('.side', { state: 'attached' })
  await page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null })
  await page.goto(`${it.base}/map`)
  await page.waitForSelector('.ground svg .street')
  await page.waitForSelector('.items li')
  await page.waitForTimeout(600)
  await looksAsItDid(page, folder, 'map')
})
