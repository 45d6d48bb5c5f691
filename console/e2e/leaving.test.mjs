// What was done or typed belongs to whoever did it: it survives the end of a session, and the next person never sees it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetSessions, PASSWORD } from '../mock/server.mjs'
import { action, confirm, faults, stage } from './stage.mjs'

const it = stage()
const { open, api, detail } = it
const SHOTS = process.env.SHOTS
const shot = (page, name) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png` })
async function signIn(page, login) {
  await page.fill('#login', login)
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
}
/** Holds the acceptance of the first report that can be accepted. */
async function hold(page) {
  await page.waitForSelector('.preview .actions button')
  const { items } = await api(page, '/hazards?stage=reported&limit=200')
  for (const one of items) {
    if (!(await api(page, `/hazards/${one.id}`)).allowed.includes('accept')) continue
    await page.click(`.queue [data-row="${one.id}"] .row`)
    await page.waitForSelector(`.preview .number:has-text("${one.receipt}")`)
    await page.waitForSelector('.preview .actions button:has-text("受理")')
    await page.keyboard.press('a')
    await page.waitForSelector('.undo')
    return one
  }
  assert.fail('nothing to accept')
}
const leave = (page) => page.click('.side button:has-text("退出")')

test('what is held back is done before signing out, and the next person hears nothing of it', async () => {
  const page = await open('zhiban')
  const one = await hold(page)
  await leave(page)
  await page.waitForSelector('#login')
  await signIn(page, 'shouli')
  await page.waitForSelector('.queue')
  assert.ok((await api(page, `/hazards/${one.id}`)).accepted)
  assert.equal(await page.locator('.refusals').count(), 0)
})

test('what was refused is listed on every page until it was dealt with, says how it stands now, and is asked about before signing out', async () => {
  const page = await open('zhiban')
  const one = await hold(page)
  const { version } = await api(page, `/hazards/${one.id}`)
  await api(page, `/hazards/${one.id}/actions`, { method: 'POST', body: JSON.stringify({ version, action: 'accept' }) })
  await page.click('.side a:has-text("场所")')
  const line = page.locator('.refusals .notice', { hasText: one.receipt })
  await line.waitFor()
  assert.match(await line.textContent(), /“受理”没有办成[\s\S]*现在是“已受理，待立案”/)
  await shot(page, 'refused')
  assert.deepEqual(await faults(page, 'refused'), [])
  await leave(page)
  await page.waitForSelector('.el-message-box:has-text("有 1 项没有办成")')
  await page.click('.el-message-box button:has-text("取消")')
  await line.locator('a:has-text("打开")').click()
  await page.waitForURL(new RegExp(one.id))
  await line.locator('button:has-text("关闭")').click()
  await page.waitForSelector('.refusals', { state: 'detached' })
})

test('a session that ends in a form: signs in over the page, and what was typed is sent', async () => {
  const page = await open('zhiban', { path: '/report' })
  await page.fill('#text', '楼道堆满纸箱，走不过去')
  await page.fill('#address', '示例路 9 号')
  forgetSessions()
  await page.click('.form-foot button')
  await page.waitForSelector('.el-dialog:has-text("登录已失效")')
  await shot(page, 'lapsed')
  assert.deepEqual(await faults(page, 'lapsed'), [])
  assert.equal(await page.inputValue('.el-dialog #login'), 'zhiban')
  await page.fill('.el-dialog #password', '不对')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.el-dialog .notice.bad')
  await page.fill('.el-dialog #password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.ready h2')
  const { items } = await api(page, '/hazards?limit=200')
  assert.equal(items.filter((h) => h.text === '楼道堆满纸箱，走不过去').length, 1)
})

test('the same in the drawer of an action; whoever else signs in there finds nothing of it', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  const [one] = (await api(page, '/hazards?stage=reported&limit=200')).items
  await detail(page, one)
  await action(page, '答复群众')
  await page.fill('#field-text', '已安排人员前往')
  forgetSessions()
  await confirm(page)
  await page.waitForSelector('.el-dialog #password')
  await page.fill('.el-dialog #password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#field-text', { state: 'detached' })
  assert.equal((await api(page, `/hazards/${one.id}`)).timeline.filter((s) => JSON.stringify(s).includes('已安排人员前往')).length, 1)
  await action(page, '答复群众')
  await page.fill('#field-text', '只有我看得到')
  forgetSessions()
  await confirm(page)
  await page.waitForSelector('.el-dialog #password')
  await page.fill('.el-dialog #login', 'chuzhi')
  await page.fill('.el-dialog #password', PASSWORD)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  await page.waitForSelector('.side .person')
  assert.ok(!(await page.content()).includes('只有我看得到'))
})

test('closing a drawer keeps what was typed, until it is sent', async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue')
  const [one] = (await api(page, '/hazards?stage=reported&limit=200')).items
  await detail(page, one)
  await action(page, '答复群众')
  await page.fill('#field-text', '写到一半')
  await page.keyboard.press('Escape')
  await page.waitForSelector('#field-text', { state: 'detached' })
  await action(page, '答复群众')
  await page.waitForSelector('text=还在')
  await shot(page, 'restored')
  assert.equal(await page.inputValue('#field-text'), '写到一半')
  await confirm(page)
  await page.waitForSelector('#field-text', { state: 'detached' })
  await action(page, '答复群众')
  assert.equal(await page.inputValue('#field-text'), '')
})

test('somebody else signs in with the same browser: the page says who, and keeps what was typed', async () => {
  const page = await open('zhiban', { path: '/report' })
  await page.fill('#text', '写到一半')
  const second = await page.context().newPage()
  await second.goto(`${it.base}/sign-in`)
  await signIn(second, 'shouli')
  await second.waitForSelector('.queue')
  await page.waitForSelector('.other')
  await shot(page, 'other')
  assert.equal(await page.inputValue('#text'), '写到一半')
  await page.fill('#address', '示例路 9 号')
  await page.click('.form-foot button')
  await page.waitForSelector('.form-foot')
  assert.ok(!(await api(second, '/hazards?limit=200')).items.some((h) => h.text === '写到一半'))
})

test('nothing complained', () => assert.deepEqual(it.complaints, []))
