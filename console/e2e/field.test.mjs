// A day in the field: tasks taken along, the network cut in the middle, answers lost, a case that moved on meanwhile.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspections } from '../mock/field.mjs'
import { forgetSessions, lost, PASSWORD } from '../mock/server.mjs'
import { confirm, faults, stage } from './stage.mjs'

const it = stage()
const PHONE = { width: 360, height: 740, serviceWorkers: 'allow' }
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const photo = { name: 'after.png', mimeType: 'image/png', buffer: PNG }
const tasks = (page) => page.waitForSelector('.tasks li')
const count = (page, n) => page.waitForFunction((n) => document.querySelector('.topbar .status strong, .topbar .status')?.textContent.includes(`草稿 ${n}`), n)
const kept = (page, name) => page.evaluate((name) => new Promise((done) => {
  const asked = indexedDB.open('mashang.field')
  asked.onsuccess = () => { const all = asked.result.transaction(name).objectStore(name).count(); all.onsuccess = () => { done(all.result); asked.result.close() } }
}), name)
/** Every byte that lies in the database, as text. */
const bytes = (page) => page.evaluate(() => new Promise((done) => {
  const asked = indexedDB.open('mashang.field')
  const text = (value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value instanceof CryptoKey ? `key extractable: ${value.extractable}` : value && typeof value === 'object' ? Object.values(value).map(text).join(' ') : String(value))
  asked.onsuccess = async () => {
    const said = []
    for (const name of asked.result.objectStoreNames) {
      const all = asked.result.transaction(name).objectStore(name).getAll()
      await new Promise((next) => { all.onsuccess = next })
      said.push(...all.result.map(text))
    }
    asked.result.close()
    done(said.join('\n'))
  }
}))
async function signIn(page, login) {
  await page.waitForSelector('#login')
  await page.fill('#login', login)
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.page-head')
}
async function signOut(page) {
  await page.click('.menu')
  await page.click('.side button:has-text("退出")')
}
/** Until nothing waits any more. */
const sent = async (page) => { for (let i = 0; i < 150 && await kept(page, 'drafts'); i++) await page.waitForTimeout(100); assert.equal(await kept(page, 'drafts'), 0) }
const steps = async (page, id, kind) => (await it.api(page, `/hazards/${id}`)).timeline.filter((s) => s.kind === kind)
const card = (page, id) => page.locator('.tasks li', { has: page.locator(`a[href$="/tasks/${id}"]`) })
async function submit(page, words) {
  await page.fill('#field-text', words)
  await page.setInputFiles('#field-photos', photo)
  await page.waitForSelector('.photos .one img')
  await confirm(page)
  await page.waitForSelector('.el-drawer', { state: 'hidden' })
}
async function shellKept(page) {
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration("/console/"))?.active)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

test('a day without a network: taken along, signed and submitted offline, sent once', async () => {
  const page = await it.open('chuzhi', PHONE)
  await tasks(page)
  assert.match(page.url(), /\/tasks$/, 'a unit on a phone begins with its tasks')
  const { items } = await it.api(page, '/hazards/inbox?limit=200')
  const [one] = items.filter((h) => h.stage === 'dispatched')
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await shellKept(page)
  await page.context().setOffline(true)
  await page.waitForSelector('.offline')

  await card(page, one.id).locator('[data-action=sign]').click()
  await count(page, 1)
  await card(page, one.id).locator('[data-action=submit]').click()
  await submit(page, '已清理完毕')
  await count(page, 2)

  await page.reload()
  await tasks(page)
  await page.waitForSelector('text=/离线内容/')
  await count(page, 2)
  await card(page, one.id).locator('a').click()
  await page.waitForSelector('h1')
  await page.click('.topbar .status')
  await page.waitForSelector('.draft:nth-child(2)')
  assert.equal(await page.locator('.draft').count(), 2)
  await page.waitForSelector('.draft .photos img')

  // The first answer is lost after the server took it: the same thing is sent again and not done again.
  lost.answers = 1
  await page.context().setOffline(false)
  await page.waitForFunction(() => !document.querySelector('.offline'))
  await sent(page)
  await count(page, 0)
  assert.equal((await steps(page, one.id, 'signed')).length, 1)
  const submitted = await steps(page, one.id, 'submitted')
  assert.equal(submitted.length, 1)
  assert.equal(submitted[0].photos.length, 1)
  assert.equal(await kept(page, 'photos'), 0)
  await page.context().close()
})

test('what the queue sent is seen on the open task and in every window, and a form that is being filled in goes on', async () => {
  const page = await it.open('chuzhi', PHONE)
  await tasks(page)
  const { items } = await it.api(page, '/hazards/inbox?limit=200')
  const [one] = items.filter((h) => h.stage === 'dispatched')
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await shellKept(page)
  const list = await page.context().newPage()
  const beside = await page.context().newPage()
  await list.goto(`${it.base}/tasks`)
  await tasks(list)
  await beside.goto(`${it.base}/tasks/${one.id}`)
  await beside.waitForSelector('[data-action=sign]')
  const at = (where, stage) => where.waitForSelector(`header .stage:text-is("${stage}")`)

  await page.context().setOffline(true)
  await page.goto(`${it.base}/tasks/${one.id}`)
  await at(page, '待签收')
  await page.click('[data-action=sign]')
  await count(page, 1)
  await page.click('[data-action=submit]')
  await page.fill('#field-text', '正在填写')
  await page.context().setOffline(false)
  await count(page, 0)
  for (const where of [page, beside]) {
    await at(where, '整改中')
    assert.equal(await where.locator('[data-action=sign]').count(), 0)
    assert.match(await where.textContent('.steps'), /签收/)
  }
  await card(list, one.id).locator('.stage:text-is("整改中")').waitFor()
  assert.equal(await page.inputValue('#field-text'), '正在填写')
  const before = Date.now()
  await submit(page, '填写完毕')
  await at(page, '待验收')
  await at(beside, '待验收')
  assert.equal((await steps(page, one.id, 'submitted')).length, 1)

  // Taken along again: without a network the task stands as one left it.
  await page.waitForFunction(([id, before]) => new Promise((done) => {
    const asked = indexedDB.open('mashang.field')
    asked.onsuccess = () => { const one = asked.result.transaction('taken').objectStore('taken').get(`hazard/${id}`); one.onsuccess = () => { done(one.result.at >= before); asked.result.close() } }
  }), [one.id, before])
  await page.context().setOffline(true)
  await page.reload()
  await at(page, '待验收')
  await page.waitForSelector('text=/离线内容/')
  await page.context().close()
})

test('a case that moved on keeps its draft beside the present state, and nothing is dropped', async () => {
  const page = await it.open('chuzhi', PHONE)
  await tasks(page)
  const { items } = await it.api(page, '/hazards/inbox?limit=200')
  const [one, other] = items.filter((h) => h.stage === 'rectifying')
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await page.context().setOffline(true)
  await card(page, one.id).locator('[data-action=submit]').click()
  await submit(page, '整改完成')
  await card(page, other.id).locator('[data-action=submit]').click()
  await submit(page, '另一件完成')
  await count(page, 2)

  const desk = await it.open('zhiban')
  await desk.waitForSelector('.side')
  for (const { id } of [one, other]) {
    const { version } = await it.api(desk, `/hazards/${id}`)
    await it.api(desk, `/hazards/${id}/actions`, { method: 'POST', body: JSON.stringify({ version, action: 'supplement', text: '群众补充', photos: [] }) })
  }
  await desk.context().close()

  await page.context().setOffline(false)
  await page.waitForSelector('.topbar .status.bad')
  await page.click('.topbar .status')
  await page.waitForFunction(() => document.querySelectorAll('.draft.conflict').length === 2)
  assert.match(await page.textContent('.draft'), /整改中.*补充情况/s)
  await page.locator('.draft').first().locator('[data-do=supplement]').click()
  await count(page, 1)
  await page.locator('.draft').first().locator('[data-do=again]').click()
  await count(page, 0)
  const added = (await steps(page, one.id, 'supplemented')).at(-1)
  assert.match(added.words.text, /整改完成/)
  assert.equal(added.photos.length, 1)
  assert.equal((await steps(page, one.id, 'submitted')).length, 0)
  assert.equal((await steps(page, other.id, 'submitted')).length, 1)
  await page.context().close()
})

test('a session that ended while offline: signs in again, then the draft goes out; signing out clears what was taken', async () => {
  const page = await it.open('chuzhi', PHONE)
  await tasks(page)
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await page.context().setOffline(true)
  const first = page.locator('.tasks li', { has: page.locator('[data-action=submit]') }).first()
  const id = (await first.locator('a').getAttribute('href')).split('/').at(-1)
  await first.locator('[data-action=submit]').click()
  await submit(page, '会话失效前')
  await count(page, 1)
  forgetSessions()
  await page.context().setOffline(false)
  await page.waitForSelector('text=登录已失效')
  assert.equal(await kept(page, 'drafts'), 1)
  await page.fill('#login', 'chuzhi')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await sent(page)
  assert.equal((await steps(page, id, 'submitted')).length, 1)
  assert.ok(await kept(page, 'taken') > 0)
  await page.click('.menu')
  await page.click('.side button:has-text("退出")')
  await page.waitForSelector('#login')
  assert.equal(await kept(page, 'taken'), 0)
  await page.context().close()
})

test('what lies on the phone is shut: in the database, and to the next user after signing out', async () => {
  const page = await it.open('chuzhi', PHONE)
  await tasks(page)
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await page.context().setOffline(true)
  const first = page.locator('.tasks li', { has: page.locator('[data-action=submit]') }).first()
  const id = (await first.locator('a').getAttribute('href')).split('/').at(-1)
  await first.locator('[data-action=submit]').click()
  await submit(page, '密封的草稿')
  await count(page, 1)
  const lying = await bytes(page)
  assert.match(lying, /key extractable: false/)
  assert.doesNotMatch(lying, /密封的草稿|PNG\r\n|演示路/)

  await signOut(page)
  await page.click('.el-message-box button:has-text("仍然退出")')
  await page.waitForSelector('#login')
  assert.deepEqual([await kept(page, 'keys'), await kept(page, 'taken'), await kept(page, 'drafts')], [0, 0, 1], 'also without a network')
  await page.context().setOffline(false)
  await page.goto(it.base + '/')
  await page.waitForSelector('#login')
  assert.equal(await page.evaluate(async () => (await fetch('/api/v1/session')).status), 401, 'the server heard of it before anything else')

  await signIn(page, 'hecha')
  await page.goto(`${it.base}/drafts`)
  await page.waitForSelector('text=/他人的草稿 1 份/')
  assert.equal(await page.locator('.draft').count(), 0)
  await signOut(page)
  await signIn(page, 'chuzhi')
  await sent(page)
  const [done] = await steps(page, id, 'submitted')
  assert.match(done.words.text, /密封的草稿/)
  assert.equal(done.photos.length, 1)
  await page.context().close()
})

test('with the console closed the browser sends what waits, where it can', async () => {
  const page = await it.open('chuzhi', PHONE)
  await tasks(page)
  const { items } = await it.api(page, '/hazards/inbox?limit=200')
  const one = items.find((h) => h.stage === 'dispatched')
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await shellKept(page)
  await page.context().setOffline(true)
  await card(page, one.id).locator('[data-action=sign]').click()
  await count(page, 1)
  // The same thing, done by the worker alone: no window of the console is open.
  const other = await page.context().newPage()
  await page.close()
  await page.context().setOffline(false)
  await other.goto(`${it.base}/manifest.webmanifest`)
  const devtools = await other.context().newCDPSession(other)
  const registered = new Promise((done) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { const found = registrations.find((r) => r.scopeURL.endsWith('/console/')); if (found) done(found) }))
  await devtools.send('ServiceWorker.enable')
  const { registrationId } = await registered
  await devtools.send('ServiceWorker.dispatchSyncEvent', { origin: new URL(it.base).origin, registrationId, tag: 'mashang.drafts', lastChance: false })
  await sent(other)
  assert.equal((await steps(other, one.id, 'signed')).length, 1)
  await other.context().close()
})

test('an inspector without a network: nothing found in one tap, a report with a photo', async () => {
  const page = await it.open('wangge', PHONE)
  await page.waitForSelector('.page-head')
  const due = await it.api(page, '/coverage/places')
  await page.waitForSelector(`.tasks a[href$="/places/${due[0].id}/visit"]`)
  assert.match(await page.textContent('.order'), /检查 6/)
  await page.click('button:has-text("下载任务")')
  await page.waitForSelector('text=/已下载 \\d+ 件/')
  await shellKept(page)
  await page.context().setOffline(true)
  const before = inspections.length
  await page.click(`.tasks a[href$="/places/${due[0].id}/visit"]`)
  await page.waitForSelector('.items li')
  await page.click('button:has-text("未发现")')
  await page.waitForSelector('.notice:has-text("已存为草稿")')
  await count(page, 1)
  await page.goto(`${it.base}/tasks/report`)
  await page.setInputFiles('#fr-photos', photo)
  await page.waitForSelector('.photos .one img')
  await page.fill('#fr-text', '护栏松动')
  await page.click('button[type=submit]')
  await page.waitForSelector('.wrong, .notice.bad')
  await page.fill('#fr-address', '演示路 8 号')
  await page.click('button[type=submit]')
  await count(page, 2)
  await page.context().setOffline(false)
  await count(page, 0)
  assert.deepEqual(inspections.slice(before).map((one) => [one.place, one.result, !!one.done_at]), [[due[0].id, 'nothing_found', true]])
  assert.equal((await it.api(page, '/hazards?q=护栏松动&limit=10')).items.length, 1)
  await page.context().close()
})

test('by distance only when asked, and the position goes nowhere', async () => {
  const page = await it.open('chuzhi', { ...PHONE, geolocation: { longitude: 112.6154, latitude: 26.8894, accuracy: 10 }, permissions: ['geolocation'] })
  await tasks(page)
  const sent = []
  page.on('request', (r) => sent.push(`${r.url()} ${r.postData() ?? ''}`))
  await page.click('label:has-text("按距离")')
  await page.waitForSelector('.where:has-text("距此")')
  assert.deepEqual(sent.filter((one) => /112\.6154|26\.8894/.test(one)), [])
  await page.context().close()
})

for (const language of ['zh-CN', 'en']) {
  test(`pages of the field pass axe and fit a phone (${language})`, async () => {
    const page = await it.open('chuzhi', { ...PHONE, language })
    await tasks(page)
    const found = [...await faults(page, 'tasks', [360, 768, 1280])]
    const id = (await page.locator('.tasks a').first().getAttribute('href')).split('/').at(-1)
    for (const [name, path] of [['task', `/tasks/${id}`], ['report', '/tasks/report'], ['drafts', '/drafts']]) {
      await page.goto(it.base + path)
      await page.waitForTimeout(500)
      found.push(...await faults(page, name, [360, 768, 1280]))
    }
    assert.deepEqual(found, [])
    await page.context().close()
  })
}

test('nothing complained', () => { assert.deepEqual(it.complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED/.test(one)), []) })
