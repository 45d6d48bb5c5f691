// The main path in a browser: a resident scans and reports, the desk, a unit and a verifier do their part, the
// resident sees what became of it and says whether it is solved.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, api, find, open, pick, picture, signIn, staff, stage, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 180000 })
after(async () => {
  const code = await town?.stop()
  assert.equal(code, 0, 'the server stops gracefully')
})

let receiptUrl, receipt

test('a resident scans, reports with a photo and gets a receipt', async () => {
  const page = await open(town, { width: 360, height: 740 })
  await page.goto(`${town.base}/s/${town.codes[0]}`)
  assert.match(await page.textContent('main'), /119/)
  await page.click('a:has-text("报告这里的隐患")')
  await page.setInputFiles('#photos', await picture(page, 3))
  await page.fill('#text', '浏览器测试：站台护栏松动')
  await page.click('#send')
  await page.waitForURL(/\/r\//)
  receiptUrl = page.url()
  receipt = receiptUrl.split('/r/')[1].split('-')[0]
  assert.match(await page.textContent('main'), /浏览器测试：站台护栏松动/)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= 360, `nothing is wider than the phone: ${wide}`)
})

test('it works without JavaScript, and says beside the field what is missing', async () => {
  const page = await open(town, { width: 360, height: 740, javaScriptEnabled: false })
  await page.goto(`${town.base}/report`)
  await page.click('#send')
  assert.match(await page.textContent('main'), /请先改正下面的问题/)
  await page.fill('#text', '没有脚本也能报')
  await page.fill('#address', '演示路 1 号')
  await page.click('#send')
  await page.waitForURL(/\/r\//)
  assert.match(await page.textContent('main'), /没有脚本也能报/)
})

test('an invented code is refused, a typed one is forgiven', async () => {
  const page = await open(town, { width: 360, height: 740 })
  const answer = await page.goto(`${town.base}/s/${town.codes[0].slice(0, -1)}${town.codes[0].endsWith('0') ? '1' : '0'}`)
  assert.ok(answer.status() >= 400)
  const dashed = town.codes[1].toLowerCase().match(/.{4}/g).join('-')
  await page.goto(`${town.base}/s/${dashed}`)
  await page.waitForSelector('a:has-text("报告这里的隐患")')
})

test('the desk accepts, files and dispatches', async () => {
  const page = await signIn(town, 'shouli')
  await find(town, page, receipt)
  await act(page, '受理')
  await page.waitForSelector('.actions button:has-text("立案")')
  await act(page, '立案', async () => {
    await page.click('.choices label:has-text("一般")')
    await page.click('#field-standard')
    await page.click('.el-select-dropdown__item:visible >> nth=0')
    await page.click('.choices label:has-text("政府")')
  })
  await stage(page, '待派遣')
  const dispatcher = await signIn(town, 'paiqian')
  await find(town, dispatcher, receipt)
  await act(dispatcher, '派遣', () => pick(dispatcher, 'field-lead', '先锋街道'))
  await stage(dispatcher, '待签收')
})

test('the unit signs, and submits with a photo', async () => {
  const page = await signIn(town, 'jiedao')
  await find(town, page, receipt)
  await act(page, '签收')
  await stage(page, '整改中')
  await act(page, '提交验收', async () => {
    await page.fill('#field-text', '护栏已加固')
    await page.setInputFiles('#field-photos', await picture(page, 7))
    await page.waitForSelector('.photos .one img')
  })
  await stage(page, '待验收')
  const offered = await page.locator('.actions button').allTextContents()
  assert.ok(!offered.some((o) => o.includes('验收通过')), 'who fixed it does not verify it')
})

test('somebody else verifies, and the desk closes it', async () => {
  const page = await signIn(town, 'hecha')
  await find(town, page, receipt)
  await act(page, '验收通过', async () => {
    await page.click('.choices label:has-text("现场")')
    await page.fill('#field-text', '现场查看，护栏牢固')
  })
  await stage(page, '待销号')
  const desk = await signIn(town, 'shouli')
  await find(town, desk, receipt)
  await act(desk, '批准销号')
  await stage(desk, '回访')
})

test('the resident sees offices and no person, and says that it is solved', async () => {
  const page = await open(town, { width: 360, height: 740 })
  await page.goto(receiptUrl)
  const told = await page.textContent('main')
  assert.match(told, /先锋街道/)
  assert.doesNotMatch(told, /演示·/, 'no name of staff')
  await page.click('label:has-text("解决了") >> nth=0')
  await page.click('label:has-text("非常满意") >> nth=0')
  await page.click('button:has-text("提交评价")')
  await page.waitForLoadState()
  const desk = await signIn(town, 'shouli')
  const id = await find(town, desk, receipt)
  assert.equal((await api(desk, `/hazards/${id}`)).rating.solved, true)
})

test('an administrator sees no hazards', async () => {
  const page = await staff(town, 'xitong', '/units')
  const status = await page.evaluate(async () => (await fetch('/api/v1/hazards')).status)
  assert.equal(status, 403)
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
