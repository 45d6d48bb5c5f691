// What does not come over the line is said and asked for again; a tab that is older than the server goes over to the newer
// version without losing what was typed; whoever signs in again comes back to where they were.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetSessions, PASSWORD } from '../mock/server.mjs'
import { action, faults, stage } from './stage.mjs'

const it = stage()
const { api, detail } = it
const SHOTS = process.env.SHOTS
const shot = (page, name) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png` })
// A service worker would have what is missing.
const open = (login, more) => it.open(login, { serviceWorkers: 'block', ...more })
const chunk = (name, kind = 'js') => new RegExp(`/console/assets/${name}-[^/]*\\.${kind}$`)
const down = (page, name, kind) => page.route(chunk(name, kind), (route) => route.abort())
const back = (page, name, kind) => page.unroute(chunk(name, kind))
const lack = (page, words) => page.waitForSelector(`.lack:has-text("${words}")`)
const none = (page) => page.waitForSelector('.lack', { state: 'detached' })
/** As after an update: the start page names other files, and those of this tab are gone. */
async function update(page, gone) {
  await page.route('**/console/index.html', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/(assets\/shell-)[\w-]+\.js/, '$1newer.js') })
  })
  await page.route(chunk(gone), (route) => route.fulfill({ status: 404, body: '' }))
}
async function updated(page, gone) {
  await page.unroute('**/console/index.html')
  await page.unroute(chunk(gone))
}

test('a page that does not come is said to be missing, and comes when it is asked for again', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  await down(page, 'PlacesPage')
  await page.click('.side a:has-text("场所")')
  await lack(page, '有内容没有加载出来')
  await shot(page, 'lack-failed')
  assert.deepEqual(await faults(page, 'lack'), [])
  await back(page, 'PlacesPage')
  await page.click('.lack button:has-text("重试")')
  await page.waitForSelector('h1:has-text("场所")')
  await none(page)
})

test('without a network it comes by itself when there is one again', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  await page.context().setOffline(true)
  await page.click('.side a:has-text("场所")')
  await lack(page, '网络不通')
  await page.context().setOffline(false)
  await page.waitForSelector('h1:has-text("场所")')
  await none(page)
})

test('a style sheet that did not come is asked for again, too', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  await down(page, 'MapPage', 'css')
  await page.click('.side a:has-text("地图")')
  await lack(page, '没有加载出来')
  await back(page, 'MapPage', 'css')
  await page.click('.lack button:has-text("重试")')
  await page.waitForFunction(() => [...document.styleSheets].some((sheet) => sheet.href?.includes('MapPage')))
  await none(page)
})

test('a tab older than the server says so and goes over to the new version; what was typed is there', async () => {
  const page = await open('zhiban', { path: '/report' })
  await page.fill('#text', '楼道堆满纸箱，走不过去')
  await page.fill('#address', '示例路 9 号')
  await page.setInputFiles('#photos', { name: 'one.png', mimeType: 'image/png', buffer: Buffer.alloc(900, 1) })
  await page.waitForSelector('.photos .one img')
  await update(page, 'PlacesPage')
  await page.click('.side a:has-text("场所")')
  await lack(page, '系统已更新')
  await shot(page, 'lack-newer')
  await updated(page, 'PlacesPage')
  await Promise.all([page.waitForNavigation(), page.click('.lack button:has-text("刷新")')])
  await page.waitForFunction(() => document.querySelector('#text')?.value === '楼道堆满纸箱，走不过去')
  assert.equal(await page.inputValue('#address'), '示例路 9 号')
  await page.waitForSelector('.photos .one img')
  await page.reload()
  await page.waitForSelector('#text')
  assert.equal(await page.inputValue('#text'), '', 'it is taken up once')
})

test('the same with the form of an action', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  const [one] = (await api(page, '/hazards?stage=reported&limit=200')).items
  await detail(page, one)
  await action(page, '答复群众')
  await page.fill('#field-text', '写到一半')
  await page.keyboard.press('Escape')
  await page.waitForSelector('#field-text', { state: 'detached' })
  await update(page, 'KeysHelp')
  await page.keyboard.press('?')
  await lack(page, '系统已更新')
  await updated(page, 'KeysHelp')
  await Promise.all([page.waitForNavigation(), page.click('.lack button:has-text("刷新")')])
  await page.waitForSelector('.detail .head')
  await action(page, '答复群众')
  await page.waitForFunction(() => document.querySelector('#field-text')?.value === '写到一半')
})

test('where nothing can be kept it says so, and reloads only when it is asked to all the same', async () => {
  const page = await open('zhiban', { path: '/report' })
  await page.fill('#text', '写到一半')
  await update(page, 'PlacesPage')
  await page.click('.side a:has-text("场所")')
  await lack(page, '系统已更新')
  await page.evaluate(() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } })
  await page.click('.lack button:has-text("刷新")')
  await lack(page, '存不下')
  assert.equal(await page.inputValue('#text'), '写到一半')
  await updated(page, 'PlacesPage')
  await Promise.all([page.waitForNavigation(), page.click('.lack button:has-text("仍然刷新")')])
  await page.waitForSelector('#text')
})

test('the window for signing in again is there before it is needed', async () => {
  const page = await open('zhiban', { path: '/report' })
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((one) => one.name.includes('SignInAgain')))
  await page.fill('#text', '写到一半')
  await page.fill('#address', '示例路 9 号')
  await page.route('**/console/assets/**', (route) => route.abort())
  forgetSessions()
  await page.click('.form-foot button')
  await page.waitForSelector('.el-dialog:has-text("登录已失效")')
})

test('the guide of keys, wanted without a line, opens when it is back', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  await down(page, 'KeysHelp')
  await page.keyboard.press('?')
  await lack(page, '没有加载出来')
  await back(page, 'KeysHelp')
  await page.click('.lack button:has-text("重试")')
  await page.waitForSelector('.el-dialog kbd')
})

test('English that does not come at the start: it begins in Chinese, says so, and goes over', async () => {
  const page = await open(null, { path: '/sign-in' })
  await down(page, 'en')
  await page.evaluate(() => localStorage.setItem('mashang.language', 'en'))
  const english = await page.context().newPage()
  await english.route(chunk('en'), (route) => route.abort())
  await english.goto(`${it.base}/sign-in`)
  await lack(english, '有内容没有加载出来')
  await english.unroute(chunk('en'))
  await english.click('.lack button:has-text("重试")')
  await english.waitForSelector('h1:has-text("Sign in")')
})

test('whoever signs in after the session has ended is back where they were: a slip, the wall', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  const hazard = await it.at(page, 'rectifying')
  await page.goto(`${it.base}/hazards/${hazard.id}/slip`)
  await page.waitForSelector('.paper')
  const enter = async (where) => {
    await where.fill('#login', 'zhiban')
    await where.fill('#password', PASSWORD)
    await where.keyboard.press('Enter')
  }
  forgetSessions()
  await page.reload()
  await page.waitForSelector('#login')
  await enter(page)
  await page.waitForSelector('.paper')
  assert.match(page.url(), /\/slip$/)

  const wall = await (await it.browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })).newPage()
  wall.setDefaultTimeout(8000)
  await wall.clock.install()
  await wall.goto(`${it.base}/sign-in?to=/wall`)
  await enter(wall)
  await wall.waitForSelector('.wall .figures')
  forgetSessions()
  await wall.clock.fastForward(61_000)
  await wall.waitForSelector('.shut a')
  assert.equal(await wall.locator('.figures').count(), 0, 'nothing old stands there as if it were of now')
  await wall.click('.shut a')
  await enter(wall)
  await wall.waitForSelector('.wall .figures')
})

test('nothing complained', () => assert.deepEqual(it.complaints, []))
