// 重大事故隐患判定标准 in a browser: read, tried, changed by keyboard, refused beside the field, kept, published; axe, widths
// and print in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODE } from '../mock/server.mjs'
import { faults, stage } from './stage.mjs'

const it = stage(8, Date.parse('2026-11-20T10:00:00+08:00'))
const enter = async (login, more) => {
  const page = await it.open(login, { ...more })
  await page.fill('#code', CODE)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.side', { state: 'attached' })
  await page.goto(`${it.base}/criteria-rules`)
  await page.waitForSelector('.document h3')
  return page
}
const picture = async (page, name) => { if (process.env.PICTURES) { await page.waitForTimeout(400); await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true }) } }
const save = '.el-drawer__footer .el-button--primary:visible'
const documents = (page) => page.locator('.el-drawer .documents > .document')
/** Opens the form and folds the first document out. */
async function begin(page) {
  await page.click('.page-head button')
  await documents(page).first().locator('.fold').click()
  await page.waitForSelector('.el-drawer .clause')
}

test('a case is tried: what category and words point to, the likeliest first', async () => {
  const page = await enter('shenji')
  assert.equal(await page.locator('.page-head button').count(), 0, 'whoever looks over the shoulder reads')
  await page.selectOption('#try-category', '0101')
  await page.fill('#try-text', '安全出口被锁')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer li:first-child:has-text("都指向此条")')
  await page.selectOption('#try-category', '')
  await page.fill('#try-text', '没有这样的词')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.answer:has-text("没有提示的条款")')
})

test('a clause is added, moved by keyboard, refused beside its field, kept, and published', async () => {
  const page = await enter('xitong')
  await picture(page, 'criteria-rules-1280')
  await begin(page)
  const first = documents(page).first()
  const amount = await first.locator('.clause').count()
  await first.locator('button:has-text("加一条")').click()
  const added = first.locator('.clause').last()
  await page.waitForFunction(() => document.activeElement?.matches('.clause:last-of-type textarea'))
  await added.locator('textarea[id$=".words"]').fill('锁')
  await page.click(save)
  await page.waitForSelector('.is-wrong .wrong:has-text("请填写")')
  await page.waitForSelector('.is-wrong .wrong:has-text("不少于两个字")')
  await picture(page, 'criteria-refused-1280')
  assert.equal(await first.locator('.tag.danger').textContent(), '2 处须更正')
  await added.locator('textarea[id$=".text"]').fill('电动自行车在疏散走道停放、充电')
  await added.locator('textarea[id$=".words"]').fill('走道+充电、楼道+充电')
  // Up, twice, without leaving the button.
  await added.locator('.moves button').first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), new RegExp(`第 ${amount - 1} 条`))
  assert.equal(await first.locator('.clause').nth(amount - 2).locator('textarea[id$=".text"]').inputValue(), '电动自行车在疏散走道停放、充电')
  await page.waitForSelector('.el-drawer:visible >> text=/草稿已加密存在本机/')

  await page.click('.el-drawer__footer button:visible:has-text("取消")')
  await page.goto(`${it.base}/criteria-rules`)
  await page.waitForSelector('.document h3')
  await page.click('.page-head button')
  await page.waitForSelector('.el-drawer:visible .anew')
  await page.click(save)
  await page.waitForSelector('#criteria_rules-version')
  await page.waitForSelector('.differences li:has-text("电动自行车")')
  await page.waitForSelector('.differences li:has-text("顺序")')
  await page.fill('#criteria_rules-version', '2026-12')
  await picture(page, 'criteria-form-1280')
  const found = await faults(page, 'criteria form', [360, 1280])
  const sent = page.waitForRequest((r) => r.url().endsWith('/rules/criteria') && r.method() === 'POST')
  await page.click(save)
  const body = (await sent).postDataJSON()
  assert.deepEqual([body.upon, body.version, body.effective], ['2026.1', '2026-12', '2026-11-21T00:00:00+08:00'])
  assert.deepEqual(body.body.documents[0].clauses[amount - 2].words, ['走道+充电', '楼道+充电'])
  await page.waitForSelector('.versions li:has-text("2026-12")')
  await page.click('.versions li:has-text("2026-12") .do .link-button')
  await page.waitForSelector('.el-dialog li:has-text("电动自行车")')
  assert.deepEqual(found, [])
})

test('a document comes and goes; criteria go out as a file and come back', async () => {
  const page = await enter('xitong')
  const download = page.waitForEvent('download')
  await page.click('.panel .push')
  const path = await (await download).path()
  await page.click('.page-head button')
  await documents(page).first().waitFor()
  const amount = await documents(page).count()
  await page.click('.el-drawer [data-add] button:has-text("加一个文件")')
  await page.waitForFunction(() => document.activeElement?.matches('.document:last-of-type input'))
  await page.click(save)
  await page.waitForSelector('.document:last-of-type .is-wrong')
  await documents(page).last().locator('.moves button').first().waitFor()
  assert.equal(await documents(page).count(), amount + 1)
  await documents(page).last().locator('> .head .moves button').last().click()
  await documents(page).nth(amount).waitFor({ state: 'detached' })
  await page.setInputFiles('.el-drawer input[type=file]', { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
  await page.waitForSelector('.notice.bad:has-text("读不出规则")')
  await page.setInputFiles('.el-drawer input[type=file]', path)
  await page.click(save)
  await page.waitForSelector('.el-drawer [role=status]:has-text("没有差别")')
})

for (const language of ['zh-CN', 'en']) {
  test(`criteria pass axe, fit the widths and print (${language})`, async () => {
    const page = await enter('xitong', { language })
    const found = await faults(page, 'criteria rules')
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.beside:visible, .page-head button:visible').count(), 0, 'paper has no controls')
    await picture(page, `criteria-print-${language}`)
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 360, height: 800 })
    await picture(page, `criteria-rules-360-${language}`)
    await begin(page)
    await page.waitForTimeout(400)
    found.push(...await faults(page, 'form', [360, 768, 1280]))
    await picture(page, `criteria-form-360-${language}`)
    assert.deepEqual(found, [])
  })
}

test('nothing complained', () => { assert.deepEqual(it.complaints, []) })
