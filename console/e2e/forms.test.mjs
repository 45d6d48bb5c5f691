// Forms: what they say when something is missing, what they bring along, and what becomes of them when somebody else was
// quicker.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { action, confirm, faults, stage } from './stage.mjs'

const it = stage()
const { open, api, detail } = it
const act = async (page, hazard, body) => {
  const { version } = await api(page, `/hazards/${hazard.id}`)
  return api(page, `/hazards/${hazard.id}/actions`, { method: 'POST', body: JSON.stringify({ version, ...body }) })
}
/** A new report with a category. */
async function fresh(page) {
  const { id } = await api(page, '/hazards', { method: 'POST', body: JSON.stringify({ source: 'resident', text: '人行道井盖缺失', address: '先锋路口', category: '0401' }) })
  return api(page, `/hazards/${id}`)
}
const begin = async () => {
  const page = await open('zhiban')
  await page.waitForSelector('.queue li')
  return page
}

test('what is missing is tied to its field, goes when it is filled in, and comes back', async () => {
  const page = await begin()
  await detail(page, await fresh(page))
  await action(page, '不予受理')
  await page.waitForSelector('#field-text')
  await confirm(page)
  await page.waitForSelector('[data-field=reason] .wrong')
  assert.equal(await page.evaluate(() => document.activeElement?.closest('[data-field]')?.dataset.field), 'reason', 'the first one has the focus')
  assert.equal(await page.getAttribute('#field-text', 'aria-describedby'), 'wrong-text')
  assert.equal(await page.getAttribute('#field-text', 'aria-invalid'), 'true')
  assert.equal(await page.getAttribute('[data-field=reason] [role=radiogroup]', 'aria-describedby'), 'wrong-reason')
  assert.deepEqual(await faults(page, 'a form with faults', [360, 1280]), [])
  await page.fill('#field-text', '请向邻区反映')
  await page.waitForSelector('[data-field=text] .wrong', { state: 'detached' })
  assert.equal(await page.getAttribute('#field-text', 'aria-invalid'), null)
  await page.fill('#field-text', '')
  await page.waitForSelector('[data-field=text] .wrong:has-text("请填写")')
})

test('filing begins with the category of the report, and says whose choice it was', async () => {
  const page = await begin()
  const one = await fresh(page)
  await act(page, one, { action: 'accept' })
  await detail(page, one)
  await action(page, '立案')
  await page.waitForSelector(`[data-field=standard] .el-select:has(#field-standard-category):has-text("${one.category.name}")`)
  assert.match(await page.textContent('[data-field=standard]'), /已按(举报人|登记时)所选类别填入/)
  assert.deepEqual(await faults(page, 'filing', [360, 1280]), [])
})

test('a form that somebody forestalled keeps what was typed, says what happened, and can be sent again', async () => {
  const page = await begin()
  const one = await fresh(page)
  await detail(page, one)
  await action(page, '不予受理')
  await page.click('.choices label:has-text("不在辖区")')
  await page.fill('#field-text', '请向邻区反映')
  await act(page, one, { action: 'reply', text: '已收到' })
  await confirm(page)
  await page.waitForSelector('.conflict:has-text("答复群众"):has-text("“不予受理”仍可办理")')
  assert.equal(await page.inputValue('#field-text'), '请向邻区反映')
  assert.deepEqual(await faults(page, 'a conflict', [360, 1280]), [])
  await confirm(page)
  await page.waitForSelector('.detail .stage:text("不予受理")')
})

test('what is not possible any more is not offered, and what was typed goes along to what is', async () => {
  const page = await begin()
  const one = await fresh(page)
  await detail(page, one)
  await action(page, '要求补充')
  await page.fill('#field-text', '请补充门牌号')
  await act(page, one, { action: 'reject', reason: 'out_of_area', text: '请向邻区反映' })
  await confirm(page)
  await page.waitForSelector('.conflict:has-text("“要求补充”现在不能办理")')
  assert.ok(await page.locator('.el-drawer__footer .el-button--primary:visible').isDisabled())
  assert.equal(await page.inputValue('#field-text'), '请补充门牌号')
  const { allowed } = await api(page, `/hazards/${one.id}`)
  assert.equal(await page.locator('.conflict .others button').count(), allowed.length)
  assert.ok(!(await page.textContent('.conflict .others')).includes('要求补充'))
  assert.deepEqual(await faults(page, 'a dead end', [360, 1280]), [])
  await page.click('.conflict .others button:has-text("重启")')
  await page.waitForSelector('.el-drawer__title:text("重启")')
  assert.equal(await page.inputValue('#field-text'), '请补充门牌号')
  assert.match(await page.textContent('[data-field=cause] .label'), /重启事由/)
  assert.match(await page.textContent('[data-field=text] .label'), /具体情况/)
})

test('what the queue could not send comes back with what is possible now', async () => {
  const page = await begin()
  const one = await fresh(page)
  await page.reload()
  await page.click(`.queue [data-row="${one.id}"] .row`)
  await page.waitForSelector('.preview .actions button:has-text("不予受理")')
  await page.keyboard.press('r')
  await page.click('.choices label:has-text("不在辖区")')
  await page.fill('#field-text', '请向邻区反映')
  await confirm(page)
  await page.waitForSelector('.undo:has-text("已不予受理")')
  await act(page, one, { action: 'merge', into: (await api(page, '/hazards?stage=rectifying&limit=1')).items[0].id, text: '同一处' })
  await page.click('.undo button:has-text("立即提交")')
  await page.click('.notice.bad button:has-text("重新填写")')
  await page.waitForSelector('.conflict:has-text("“不予受理”现在不能办理")')
  assert.equal(await page.inputValue('#field-text'), '请向邻区反映')
  await page.waitForSelector('.conflict .others button:has-text("撤销并案")')
})

test('several at once go to the field that is missing', async () => {
  const page = await open('zhiban', { path: '/hazards?stage=reported' })
  await page.waitForSelector('.hazards tbody tr')
  await page.keyboard.press('*')
  await page.click('.bulk button:has-text("答复群众")')
  await page.waitForSelector('#bulk-text')
  await confirm(page)
  await page.waitForSelector('[data-field=text] .wrong')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'bulk-text')
  assert.equal(await page.getAttribute('#bulk-text', 'aria-describedby'), 'bulk-wrong-text')
})

test('a report without words goes to what is missing, and forgets it when it is there', async () => {
  const page = await open('zhiban', { path: '/report' })
  await page.waitForSelector('#text')
  await page.click('button[type=submit]')
  await page.waitForSelector('[data-field=text] .wrong')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'text')
  await page.fill('#text', '路灯不亮')
  await page.waitForSelector('[data-field=text] .wrong', { state: 'detached' })
  await page.waitForSelector('[data-field=address] .wrong')
  await page.fill('#address', '先锋路口')
  await page.waitForSelector('.wrong', { state: 'detached' })
})

test('nothing complained', () => assert.deepEqual(it.complaints, []))
