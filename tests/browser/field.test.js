// On a phone with the real server: the network goes in the middle, what was done is kept, sealed, and sent once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, picture, post, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

const PHONE = { width: 360, height: 740, serviceWorkers: 'allow' }
const waiting = (page, n) => page.waitForFunction((n) => document.querySelector('.topbar .status')?.textContent.includes(`草稿 ${n}`), n)
async function taken(page) {
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/', { timeout: 60000 })
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration('/console/'))?.active && (await navigator.serviceWorker.getRegistration('/s/'))?.active && navigator.serviceWorker.controller !== null)
}
const offline = async (page) => { await page.context().setOffline(true); await page.waitForSelector('.offline') }

test('a unit signs and submits without a network; a lost answer does it no second time', async () => {
  const page = await staff(town, 'jiedao', '/tasks', PHONE)
  await page.waitForSelector('.tasks li')
  const { items } = await api(page, '/hazards/inbox?limit=200')
  const one = items.find((h) => h.stage === 'dispatched')
  assert.ok(one, 'something to sign')
  const photo = await picture(page, 9)
  await taken(page)
  await offline(page)
  const card = page.locator('.tasks li', { has: page.locator(`a[href$="/tasks/${one.id}"]`) })
  await card.locator('[data-action=sign]').click()
  await waiting(page, 1)
  await card.locator('[data-action=submit]').click()
  await page.fill('#field-text', '断网时整改完毕')
  await page.setInputFiles('#field-photos', photo)
  await page.waitForSelector('.photos .one img')
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await waiting(page, 2)
  await page.reload()
  await waiting(page, 2)

  // The server takes it, and the network goes again before its answer is heard.
  let lost = 0
  await page.context().route('**/actions', async (route) => {
    if (lost++) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await page.context().setOffline(false)
  await waiting(page, 0)
  assert.ok(lost > 0)
  const { timeline, stage } = await api(page, `/hazards/${one.id}`)
  assert.equal(stage, 'submitted')
  const of = (kind) => timeline.filter((step) => step.kind === kind)
  assert.deepEqual([of('signed').length, of('submitted').length], [1, 1])
  assert.equal(of('submitted')[0].photos.length, 1)
  assert.equal(of('submitted')[0].words.text, '断网时整改完毕')
  await page.context().close()
})

test('what was done hours ago and is sent now says so', async () => {
  const page = await staff(town, 'jiedao', '/tasks', PHONE)
  await page.waitForSelector('.tasks li')
  const { items } = await api(page, '/hazards/inbox?limit=200')
  const one = items.find((h) => h.stage === 'rectifying')
  const done = new Date(Date.now() - 3 * 3600_000)
  const { version } = await api(page, `/hazards/${one.id}`)
  const answer = await post(page, `/hazards/${one.id}/actions`, { version, action: 'measure_interim', text: '已设围挡', photos: [], done_at: done.toISOString() })
  assert.equal(answer.status, 200, JSON.stringify(answer))
  await page.goto(`${town.base}/console/hazards/${one.id}`)
  await page.waitForSelector('.story')
  assert.match(await page.textContent('.story'), /实际操作于 .*补传/)
  const early = await post(page, `/hazards/${one.id}/actions`, { version: answer.version, action: 'measure_interim', text: 'x', photos: [], done_at: new Date(Date.now() + 3600_000).toISOString() })
  assert.equal(early.errors[0].field, 'done_at')
  await page.context().close()
})

test('an inspector without a network: a plate opens, nothing found in one tap, sent once', async () => {
  const office = await staff(town, 'anweiban', '/coverage')
  const page = await staff(town, 'wangge', '/tasks', PHONE)
  await page.waitForSelector('.page-head')
  const me = await api(page, '/session')
  const made = await post(office, '/plans', { name: '浏览器测试每周一查', every: 'week', unit: me.unit.id })
  assert.equal(made.status, 201, JSON.stringify(made))
  await page.reload()
  // One of the plates that hang, at a place of this inspector's list.
  const due = await api(page, `/coverage/places?unit=${me.unit.id}`)
  let place, code
  for (const scanned of town.codes) {
    const plate = await api(page, `/codes/${scanned}`)
    const found = due.find((one) => one.id === plate.place)
    if (found) { place = found; code = scanned; break }
  }
  assert.ok(place, 'a plate at a place that is due')
  await page.waitForSelector('.tasks li')
  await taken(page)
  await offline(page)
  // The address on the plate, as a camera opens it.
  await page.goto(`${town.base}/s/${code}`)
  await page.waitForURL(/\/console\/scan\//)
  await page.waitForSelector(`h1:has-text("${place.name}")`)
  assert.match(await page.textContent('main'), /按下载的内容显示/)
  await page.waitForSelector('.items li')
  await page.click('button:has-text("未发现隐患")')
  await page.waitForSelector('.notice:has-text("已存为草稿")')
  await waiting(page, 1)
  await page.goto(`${town.base}/s/${town.codes.find((c) => c !== code).replace(/^(.{3}).{4}/, '$10000')}`)
  await page.waitForSelector('text=不在下载的内容里')
  await page.context().setOffline(false)
  await waiting(page, 0)
  const looks = (await api(page, `/places/${place.id}/inspections`)).filter((look) => Date.now() - Date.parse(look.at) < 120_000)
  assert.deepEqual(looks.map((look) => look.result), ['nothing_found'])
  assert.ok(!(await api(page, `/coverage/places?unit=${me.unit.id}`)).some((one) => one.id === place.id && one.plan.name === '浏览器测试每周一查'))
  await office.context().close()
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(one)), []))
