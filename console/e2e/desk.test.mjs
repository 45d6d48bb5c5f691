// A day at the desk, by keyboard: the queue, undo before it is sent, several at once, views, numbers from outside.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { action, confirm, stage } from './stage.mjs'

const it = stage()
const { open, api, at, detail } = it
const desk = async (more) => {
  const page = await open('zhiban', more)
  await page.waitForSelector('.preview .actions button')
  return page
}
const current = (page) => page.getAttribute('.queue li.current', 'data-row')
/** Walks to a report that can be accepted. */
async function toUnaccepted(page) {
  const { items } = await api(page, '/hazards?stage=reported&limit=200')
  for (const one of items) {
    if (!(await api(page, `/hazards/${one.id}`)).allowed.includes('accept')) continue
    await page.click(`.queue [data-row="${one.id}"] .row`)
    await page.waitForSelector(`.preview .number:has-text("${one.number ?? one.receipt}")`)
    await page.waitForSelector('.preview .actions button:has-text("受理")')
    return one
  }
  assert.fail('nothing to accept')
}
const actionsSent = (page) => { const sent = []; page.on('request', (r) => { if (/\/actions$/.test(r.url())) sent.push(r) }); return sent }

test('walks the queue and shows what stands behind each row', async () => {
  const page = await desk()
  const first = await current(page)
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('k')
  assert.equal(await page.locator('.queue li').nth(1).getAttribute('data-row'), await current(page))
  assert.notEqual(await current(page), first)
  assert.match(await page.textContent('.preview .at'), /第 2 件/)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.detail .head')
  await page.keyboard.press('j')
  await page.waitForSelector('.walk:has-text("3 /")')
})

test('says of a case by when its viewer must act, and in the same words wherever it is open', async () => {
  const page = await open('zhiban', { path: '/drafts' })
  await page.waitForSelector('.page-head')
  const [first] = (await api(page, '/hazards/inbox?limit=200')).items
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const own = { ...first.why[0], what: 'decide_extension', due_at: new Date(Date.now() - 19 * 86_400_000).toISOString(), due_count: { unit: 'working_day', working_days: 14, warn_at: null, on: day } }
  const stageDue = new Date(Date.now() - 18 * 86_400_000).toISOString()
  const put = (h) => (h.id === first.id ? { ...h, why: [own], due_at: stageDue, due_count: { unit: 'natural_day', working_days: null, warn_at: null, on: day } } : h)
  const change = (how) => async (route) => { const answer = await route.fetch(); await route.fulfill({ response: answer, json: how(await answer.json()) }) }
  await page.route(`**/api/v1/hazards/${first.id}`, change(put))
  await page.route('**/api/v1/hazards/inbox?*', change((slice) => ({ ...slice, items: slice.items.map(put) })))
  await page.goto(`${it.base}/inbox`)
  await page.click(`.queue [data-row="${first.id}"] .row`)
  await page.waitForSelector('.preview .actions')
  const moment = (await page.textContent('.preview .why time')).match(/\d\d-\d\d \d\d:\d\d/)[0]
  assert.equal((await page.textContent(`.queue [data-row="${first.id}"] .clock`)).trim(), '超期 14 个工作日')
  assert.equal((await page.textContent('.preview .title .clock')).trim(), `超期 14 个工作日 ${moment} 到期`)
  assert.match(await page.textContent('.preview .facts'), /本环节期限/)
  await page.goto(`${it.base}/hazards/${first.id}`)
  await page.waitForSelector('.detail .head')
  assert.equal((await page.textContent('.detail .title .clock')).trim(), `超期 14 个工作日 ${moment} 到期`)
  await page.context().close()
})

test('accepts with one key, brings up the next, and takes it back before anything is sent', async () => {
  const page = await desk()
  const sent = actionsSent(page)
  const one = await toUnaccepted(page)
  const following = await page.locator(`.queue [data-row="${one.id}"] + li`).getAttribute('data-row')
  await page.keyboard.press('a')
  await page.waitForSelector('.undo:has-text("已受理")')
  assert.equal(await page.locator(`.queue [data-row="${one.id}"]`).count(), 0)
  assert.equal(await current(page), following)
  await page.keyboard.press('u')
  await page.waitForSelector(`.queue [data-row="${one.id}"].current`)
  assert.equal(await page.locator('.undo').count(), 0)
  assert.equal((await api(page, `/hazards/${one.id}`)).version, one.version)
  assert.deepEqual(sent, [])
})

test('sends what was held back when the next thing is done, and once only', async () => {
  const page = await desk()
  const sent = actionsSent(page)
  const one = await toUnaccepted(page)
  await page.keyboard.press('a')
  await page.waitForSelector('.undo')
  assert.deepEqual(sent, [])
  await page.click('.undo button:has-text("立即提交")')
  await page.waitForFunction((id) => fetch(`/api/v1/hazards/${id}`).then((r) => r.json()).then((h) => !!h.accepted), one.id)
  assert.equal(sent.length, 1)
  assert.ok(sent[0].headers()['idempotency-key'])
})

test('sends what was held back as the page goes away', async () => {
  const page = await desk()
  const one = await toUnaccepted(page)
  await page.keyboard.press('a')
  await page.waitForSelector('.undo')
  await page.goto('about:blank')
  const other = await desk()
  await other.waitForFunction((id) => fetch(`/api/v1/hazards/${id}`).then((r) => r.json()).then((h) => !!h.accepted), one.id)
})

test('says what the server would not do, and opens the form as it was filled in', async () => {
  const page = await desk()
  const hazard = (await api(page, '/hazards?stage=reported&limit=200')).items.find((h) => h.place)
  await page.click(`.queue [data-row="${hazard.id}"] .row`)
  await page.waitForSelector('.preview .actions button:has-text("不予受理")')
  await page.keyboard.press('r')
  await page.click('.choices label:has-text("不在辖区")')
  await page.fill('#field-text', '请向邻区反映')
  await confirm(page)
  await page.waitForSelector('.undo:has-text("已不予受理")')
  // Somebody else is quicker.
  const { version } = await api(page, `/hazards/${hazard.id}`)
  await api(page, `/hazards/${hazard.id}/actions`, { method: 'POST', body: JSON.stringify({ version, action: 'reply', text: '已收到' }) })
  await page.click('.undo button:has-text("立即提交")')
  await page.waitForSelector('.notice.bad:has-text("没有办成")')
  await page.click('.notice.bad button:has-text("重新填写")')
  await page.waitForSelector('#field-text')
  assert.equal(await page.inputValue('#field-text'), '请向邻区反映')
})

test('a letter for what is not possible now does nothing but say so', async () => {
  const page = await desk()
  const filed = await at(page, 'filed')
  await page.click(`.queue [data-row="${filed.id}"] .row`)
  await page.keyboard.press('a')
  await page.waitForSelector('.el-message:has-text("不能办理")')
  assert.equal(await page.locator('.undo').count(), 0)
})

test('does one thing to several, and says first which will be refused and why', async () => {
  const page = await open('zhiban', { path: '/hazards' })
  await page.waitForURL(/hazards/)
  await page.waitForSelector('.hazards tbody tr')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await page.waitForSelector('.bulk:has-text("已选 3 件")')
  await page.locator('.hazards tbody tr').nth(9).click({ modifiers: ['Shift'] })
  await page.waitForSelector('.bulk:has-text("已选 10 件")')
  await page.click('.bulk button:has-text("受理")')
  await page.waitForSelector('.said:has-text("不能办理")')
  const said = await page.textContent('.said')
  const n = Number(/可以办理 (\d+) 件/.exec(said)[1])
  assert.match(said, new RegExp(`不能办理 ${10 - n} 件`))
  assert.match(said, /环节不能办理“受理”/)
  if (n) {
    await confirm(page)
    await page.waitForSelector(`.notice:has-text("已办理 ${n} 件")`)
  } else assert.ok(await page.locator('.el-drawer__footer .el-button--primary:visible').isDisabled())
})

test('asks for the fields before it can say what is possible', async () => {
  const page = await open('zhiban', { path: '/hazards?stage=reported' })
  await page.waitForSelector('.hazards tbody tr')
  await page.keyboard.press('*')
  await page.click('.bulk button:has-text("答复群众")')
  await page.waitForSelector('.said:has-text("填好后")')
  await page.fill('#bulk-text', '已收到，正在核实。')
  await page.waitForSelector('.said:has-text("可以办理")')
})

test('keeps a view, finds it in the menu, and drops it', async () => {
  const page = await open('zhiban', { path: '/hazards?stage=rectifying&late=true' })
  await page.waitForSelector('.page-head')
  await page.click('.page-head button:has-text("保存为视图")')
  await page.fill('#view-name', '整改超期')
  await confirm(page)
  await page.waitForURL(/view=/)
  await page.waitForSelector('.side .child.on:has-text("整改超期")')
  await page.click('.side a:has-text("待办")')
  await page.waitForSelector('.queue')
  await page.click('.side .child:has-text("整改超期")')
  await page.waitForURL(/stage=rectifying&late=true&view=/)
  await page.click('.page-head button:has-text("修改视图")')
  await page.click('.el-drawer .drop')
  await page.waitForSelector('.side .child:has-text("整改超期")', { state: 'detached' })
})

test('searches Chinese words, marks them, and looks up pasted rows', async () => {
  const page = await open('zhiban', { path: '/hazards' })
  await page.waitForSelector('.hazards tbody tr')
  await page.keyboard.press('/')
  await page.keyboard.type('消火栓')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await page.waitForSelector('.hazards mark:has-text("消火栓")')
  const { items } = await api(page, '/hazards?limit=4')
  await page.evaluate(() => document.activeElement.blur())
  await page.evaluate((text) => { const data = new DataTransfer(); data.setData('text/plain', text); document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })) }, `序号\t编号\n1\t${items[0].receipt}\n2\t${items[1].number ?? items[1].receipt}\n3\tYF99999Z`)
  await page.waitForSelector('.el-drawer:has-text("找到 2 件")')
  assert.match(await page.textContent('.el-drawer:has-text("找到")'), /1 个没有找到[\s\S]*YF99999Z/)
  await confirm(page)
  await page.waitForSelector('.bulk:has-text("已选 2 件")')
})

test('exports with a count and a reason only', async () => {
  const page = await open('zhiban', { path: '/hazards?stage=closed' })
  await page.waitForSelector('.page-head')
  await page.click('.page-head button:has-text("导出")')
  await page.waitForSelector('.el-drawer:has-text("共")')
  assert.ok(await page.locator('.el-drawer__footer .el-button--primary:visible').isDisabled())
  await page.fill('#export-reason', '季度报表')
  const sent = page.waitForRequest((r) => r.url().endsWith('/exports'))
  await confirm(page)
  const { filter, ...rest } = (await sent).postDataJSON()
  assert.deepEqual(rest, { columns: [], format: 'xlsx', reason: '季度报表' })
  assert.deepEqual(Object.fromEntries(Object.entries(filter).filter(([, v]) => v)), { stages: ['closed'] })
  await page.waitForSelector('.notice.good')
})

test('compares before and after, enlarges a photo, and prints a case file', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  await detail(page, (await api(page, '/hazards?stage=verified,closed,archived&limit=200')).items.find((h) => h.photo))
  const upper = page.locator('.over .upper')
  const before = await upper.evaluate((img) => img.style.clipPath)
  await page.focus('.over input')
  await page.keyboard.press('ArrowRight')
  assert.notEqual(await upper.evaluate((img) => img.style.clipPath), before)
  await page.click('.photos button')
  await page.keyboard.press('+')
  assert.match(await page.locator('.box img').evaluate((img) => img.style.transform), /scale\(1\.5\)/)
  await page.keyboard.press('Escape')
  await page.evaluate(() => { window.print = () => { window.printed = document.querySelectorAll('.file img').length } })
  await page.click('.head .print')
  await page.waitForFunction(() => window.printed > 1)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.locator('.file h1').isVisible())
  assert.ok(!(await page.locator('.side').isVisible()))
})

test('a leader begins with what is late and whose it is', async () => {
  const page = await open('lingdao')
  await page.waitForURL(/today/)
  await page.waitForSelector('.whose tbody tr')
  await page.click('.late-panel a:has-text("全部")')
  await page.waitForURL(/hazards\?late=true/)
})

test('a page that is not for the role says so and where to go, in the language of the browser', async () => {
  const page = await open('lingdao', { path: '/people', language: 'en-GB', keep: false })
  await page.waitForSelector('text=You may not open')
  assert.match(page.url(), /people$/)
  await page.click('.state a:has-text("Inbox")')
  await page.waitForURL(/inbox/)
})

test('what somebody else does shows up by itself, and the place in the queue stays', async () => {
  const page = await desk()
  const mine = await page.locator('.queue li').nth(1).getAttribute('data-row')
  await page.click(`.queue [data-row="${mine}"] .row`)
  const other = (await api(page, '/hazards?stage=reported&limit=200')).items.find((h) => h.id !== mine)
  await api(page, `/hazards/${other.id}/actions`, { method: 'POST', body: JSON.stringify({ version: other.version, action: 'reject', reason: 'out_of_area', text: '请向邻区反映' }) })
  await page.waitForSelector(`.queue [data-row="${other.id}"]`, { state: 'detached' })
  assert.equal(await current(page), mine)
})

test('? lists the keys of this page first', async () => {
  const page = await desk()
  await page.keyboard.press('?')
  await page.waitForSelector('.el-dialog .groups')
  assert.match(await page.textContent('.groups section:first-child'), /待办[\s\S]*受理/)
})

test('nothing complained', () => assert.deepEqual(it.complaints, []))
