// The desk on the real server: a queue worked through by keyboard with undo, several at once, a case with its
// pictures under a slider and on paper.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, confirm, does, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => { await town?.stop() })

test('accepts by key, takes it back unsent, accepts again and sends it once', async () => {
  const page = await staff(town, 'shouli', '/inbox')
  await page.waitForSelector('.preview .actions button')
  const sent = []
  page.on('request', (r) => { if (/\/actions$/.test(r.url())) sent.push(r) })
  const { items } = await api(page, '/hazards/inbox?limit=60')
  const rows = await page.locator('.queue [data-row]').evaluateAll((all) => all.map((row) => row.dataset.row))
  let one
  for (const item of items.filter((h) => h.stage === 'reported' && rows.includes(h.id))) {
    if ((await api(page, `/hazards/${item.id}`)).allowed.includes('accept')) { one = item; break }
  }
  assert.ok(one, 'something to accept')
  await page.click(`.queue [data-row="${one.id}"] .row`)
  await page.waitForSelector('.preview .actions button:has-text("受理")')
  await page.keyboard.press('a')
  await page.waitForSelector('.undo:has-text("已受理")')
  await page.keyboard.press('u')
  await page.waitForSelector(`.queue [data-row="${one.id}"].current`)
  assert.deepEqual(sent, [])
  assert.equal((await api(page, `/hazards/${one.id}`)).version, one.version)
  await page.waitForSelector('.preview .actions button:has-text("受理")')
  await page.keyboard.press('a')
  await page.click('.undo button:has-text("立即提交")')
  await page.waitForFunction(async ([id, before]) => (await (await fetch(`/api/v1/hazards/${id}`)).json()).version > before, [one.id, one.version])
  assert.equal(sent.length, 1)
  const steps = (await api(page, `/hazards/${one.id}`)).timeline.filter((step) => step.kind === 'accepted')
  assert.equal(steps.length, 1)
  await page.context().close()
})

test('says what is possible before it does one thing to several, and does it', async () => {
  const page = await staff(town, 'shouli', '/hazards?stage=reported')
  await page.waitForSelector('.hazards tbody tr')
  await page.keyboard.press('*')
  await page.waitForSelector('.bulk:has-text("已选")')
  await page.click('.bulk button:has-text("答复群众")')
  await page.waitForSelector('.said:has-text("填好后")')
  await page.fill('#bulk-text', '已收到，正在核实。')
  const said = await page.waitForFunction(() => /可以办理 (\d+) 件/.exec(document.querySelector('.said')?.textContent ?? '')?.[1])
  const n = Number(await said.jsonValue())
  assert.ok(n > 0)
  await confirm(page)
  await page.waitForSelector(`.notice:has-text("已办理 ${n} 件")`)
  await page.context().close()
})

test('a case: before and after under a slider, photos by key, a case file on paper', async () => {
  const page = await staff(town, 'zhiban', '/hazards')
  await page.waitForSelector('.hazards tbody tr')
  const { items } = await api(page, '/hazards?stage=closed,archived,follow_up&limit=60')
  let one
  for (const item of items.filter((h) => h.photo)) {
    const roles = (await api(page, `/hazards/${item.id}`)).photos.map((p) => p.role)
    if (roles.includes('before') && roles.includes('after')) { one = item; break }
  }
  assert.ok(one, 'a closed case with pictures of before and after')
  await page.goto(`${town.base}/console/hazards/${one.id}`)
  await page.waitForSelector('.over input')
  const upper = page.locator('.over .upper')
  const was = await upper.evaluate((img) => img.style.clipPath)
  await page.focus('.over input')
  await page.keyboard.press('ArrowRight')
  assert.notEqual(await upper.evaluate((img) => img.style.clipPath), was)
  await page.click('.photos button')
  await page.waitForFunction(() => document.querySelector('.box img')?.naturalWidth > 0)
  await page.keyboard.press('Escape')
  await page.evaluate(() => { window.print = () => { window.printed = [...document.querySelectorAll('.file img')].filter((img) => img.naturalWidth > 0).length } })
  await page.click('.head .print')
  await page.waitForFunction(() => window.printed > 1)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.locator('.file h1').isVisible())
  assert.match(await page.textContent('.file'), new RegExp(one.number ?? one.receipt))
  await page.context().close()
})

test('on a phone two fingers enlarge a photo, one moves it, a swipe turns to the next', async () => {
  const page = await staff(town, 'zhiban', '/hazards', { width: 360, height: 740, hasTouch: true })
  const { items } = await api(page, '/hazards?stage=closed,archived,follow_up&limit=60')
  let one
  for (const item of items.filter((h) => h.photo)) if ((await api(page, `/hazards/${item.id}`)).photos.length > 1) { one = item; break }
  await page.goto(`${town.base}/console/hazards/${one.id}`)
  await page.click('.photos button >> nth=0')
  await page.waitForFunction(() => document.querySelector('.box img')?.naturalWidth > 0)
  const touch = await page.context().newCDPSession(page)
  const fingers = (type, ...points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
  const shown = () => page.locator('.box img').first().evaluate((img) => { const { width, left } = img.getBoundingClientRect(); return { width, left, src: img.src } })
  const was = await shown()
  await fingers('touchStart', [150, 370], [210, 370])
  await fingers('touchMove', [120, 370], [240, 370])
  await fingers('touchMove', [60, 370], [300, 370])
  await fingers('touchEnd')
  const large = await shown()
  assert.ok(large.width > was.width * 1.8, `${was.width} → ${large.width}`)
  await fingers('touchStart', [180, 370])
  await fingers('touchMove', [220, 370])
  await fingers('touchEnd')
  const moved = await shown()
  assert.ok(moved.left > large.left + 20 && moved.src === was.src, 'moved, not turned')
  await page.keyboard.press('Escape')
  await page.click('.photos button >> nth=0')
  await page.waitForFunction(() => document.querySelector('.box img')?.naturalWidth > 0)
  await fingers('touchStart', [300, 370])
  await fingers('touchMove', [60, 372])
  await fingers('touchEnd')
  await page.waitForFunction((src) => document.querySelector('.box img')?.src !== src, was.src)
  await page.context().close()
})

test('what somebody else does shows up by itself', async () => {
  const page = await staff(town, 'shouli', '/inbox')
  await page.waitForSelector('.queue li')
  const other = await staff(town, 'zhiban', '/inbox')
  const rows = await page.locator('.queue [data-row]').evaluateAll((all) => all.map((row) => row.dataset.row))
  let gone
  for (const id of rows) {
    const hazard = await api(other, `/hazards/${id}`)
    if (hazard.stage === 'reported' && hazard.allowed?.includes('reject')) { gone = id; break }
  }
  assert.ok(gone)
  await does(other, gone, { action: 'reject', reason: 'out_of_area', text: '请向邻区反映' })
  await page.waitForSelector(`.queue [data-row="${gone}"]`, { state: 'detached' })
  await other.context().close()
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
