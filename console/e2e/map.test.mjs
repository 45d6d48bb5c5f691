// The map and the wall screen, in a browser that can draw maps: npm run build first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setCrowd } from '../mock/map.mjs'
import { PASSWORD } from '../mock/server.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(300, null, true)
const { open, api } = it
/** The smaller, the sooner it is drawn without a graphics card. */
const SMALL = { path: '/map', width: 1000, height: 640 }
const drawn = (page) => { page.setDefaultTimeout(20000); return page.waitForSelector('.canvas canvas') }
const total = async (page) => Number((await page.textContent('.counts strong')).replace(/\D/g, ''))
const settled = (page, wanted) => page.waitForFunction((n) => Number(document.querySelector('.counts strong')?.textContent.replace(/\D/g, '')) === n, wanted)
async function choose(page, label, option) {
  await page.click(`.bar .el-select:has([aria-label="${label}"])`)
  await page.click(`.el-select-dropdown__item:visible:has-text("${option}")`)
  await page.keyboard.press('Escape')
}

test('the map counts, narrows and leads to the list with the same filter', async () => {
  setCrowd(1)
  const page = await open('zhiban', SMALL)
  await drawn(page)
  await settled(page, 300)
  await page.click('.bar .el-checkbox:has-text("超期")')
  await page.waitForURL(/late=true/)
  await page.waitForFunction(() => Number(document.querySelector('.counts strong').textContent.replace(/\D/g, '')) < 300)
  const late = await total(page)
  assert.ok(late > 0)
  assert.match(await page.textContent('.counts .late'), new RegExp(`${late} 件`))
  await choose(page, '办理阶段', '整改中')
  await page.waitForURL(/stage=dispatched%2Creturn_requested%2Crectifying|stage=dispatched,return_requested,rectifying/)
  await page.click('.page-head a:has-text("在台账中查看")')
  await page.waitForURL(/hazards\?.*late=true/)
  await page.waitForSelector('.hazards tbody tr')
})

test('the map narrows by risk and supervision as the list does, and says what is on no map', async () => {
  setCrowd(1)
  const page = await open('zhiban', SMALL)
  await drawn(page)
  await settled(page, 300)
  assert.match(await page.textContent('.counts .unplaced'), /另有在办 2 件没有位置/)
  let asked = page.waitForRequest((r) => r.url().includes('/map/cells') && r.url().includes('supervised=true'))
  await page.click('.bar .el-checkbox:has-text("督办中")')
  await asked
  asked = page.waitForRequest((r) => r.url().includes('/map/cells') && r.url().includes('risk=red'))
  await choose(page, '风险', '重大风险（红）')
  await asked
  await page.waitForURL(/risk=red/)
  await page.click('.page-head a:has-text("在台账中查看")')
  await page.waitForURL((url) => url.searchParams.get('risk') === 'red' && url.searchParams.get('supervised') === 'true')
})

test('far away hazards are groups; a group is zoomed into from the list, by keyboard', async () => {
  setCrowd(12)
  const page = await open('zhiban', SMALL)
  await drawn(page)
  await settled(page, 3600)
  await page.focus('.items button')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => Number(document.querySelector('.counts strong').textContent.replace(/\D/g, '')) < 3600)
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('0')
  await settled(page, 3600)
  setCrowd(1)
})

test('a point opens, and says what is there', async () => {
  setCrowd(1)
  const page = await open('zhiban', SMALL)
  await drawn(page)
  await settled(page, 300)
  await page.click('.items a >> nth=0')
  await page.waitForURL(/hazards\/[\w-]{36}/)
})

test('time is moved through by month and day, and played', async () => {
  const page = await open('zhiban', SMALL)
  await drawn(page)
  await page.click('.slider .unit')
  await page.click('.el-select-dropdown__item:visible:has-text("按月")')
  await page.waitForURL(/from=\d{4}-\d{2}-01&to=/)
  const now = /from=(\d{4}-\d{2})/.exec(page.url())[1]
  await page.focus('.slider input[type=range]')
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction((was) => !location.search.includes(`from=${was}`), now)
  assert.equal(await page.getAttribute('.slider input[type=range]', 'aria-valuetext'), await page.textContent('.slider .label'))
  await page.click('.slider .play')
  await page.waitForURL(new RegExp(`from=${now}`))
  await page.click('.slider .kind')
  await page.click('.el-select-dropdown__item:visible:has-text("销号")')
  await page.waitForURL(/time=closed/)
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('e')
  await page.waitForURL(/heat=true/)
  await page.keyboard.press('l')
  await page.waitForURL(/layer=places/)
  assert.match(await page.textContent('.counts strong'), /处场所/)
})

test('no fault on the map, at any width', async () => {
  const page = await open('zhiban', SMALL)
  await drawn(page)
  await page.waitForSelector('.items li')
  assert.deepEqual(await faults(page, 'map'), [])
  const english = await open('zhiban', { path: '/map', language: 'en' })
  await english.waitForSelector('.items li')
  assert.match(await english.textContent('.counts'), /on the map/)
})

test('the wall shows what is late and whose, and says when it no longer hears the server', async () => {
  const page = await open(null, { width: 1920, height: 1080, path: '/wall' })
  await page.waitForSelector('.shut a')
  await page.click('.shut a')
  await page.fill('#login', 'zhiban')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.wall .figures')
  await page.waitForSelector('.wall .state.live')
  const { late } = await api(page, '/overview')
  assert.equal(Number(await page.textContent('.figure.late b')), late.total)
  assert.match(await page.textContent('.whose'), /区消防救援大队/)
  await page.waitForSelector('.wall .map svg .street')
  assert.deepEqual(await faults(page, 'wall', []), [])
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, 'nothing to scroll')

  // The network goes in the middle; what was shown stays, and the wall says as of when.
  const desk = await open('zhiban', { path: '/hazards' })
  const happens = async (nth) => {
    const one = (await api(desk, '/hazards?stage=reported&limit=9')).items.filter((h) => !h.number)[nth]
    await api(desk, `/hazards/${one.id}/actions`, { method: 'POST', body: JSON.stringify({ version: one.version, action: 'accept' }) })
  }
  await desk.waitForSelector('.hazards tbody tr')
  await page.route('**/api/v1/overview', (route) => route.abort())
  await happens(0)
  await page.waitForSelector('.wall .state.broken')
  assert.match(await page.textContent('.wall .state'), /连接中断，数据截至/)
  assert.equal(Number(await page.textContent('.figure.late b')), late.total)
  await page.unroute('**/api/v1/overview')
  await happens(1)
  await page.waitForSelector('.wall .state.live')
})

test('no script error and no breach of the policy', () => assert.deepEqual(it.complaints, []))
