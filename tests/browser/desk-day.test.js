// A day at the desk on the real server: a case sent on its way with the keyboard alone, two merged side by side, words
// of two characters found, numbers pasted, a ledger exported with count and checksum, and who did what looked up.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { hand, hazard, on, pictures, until } from './hands.js'
import { api, confirm, open, pick, picture, staff, stage, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 240000 })
after(async () => { await town?.stop() })

/** Brings one row of the queue before the eyes. */
async function row(page, id) {
  await page.click(`.queue [data-row="${id}"] .row`)
  await page.waitForSelector(`.queue [data-row="${id}"].current`)
}
const sendNow = async (page) => { await page.click('.undo button:has-text("立即提交")'); await page.waitForSelector('.undo', { state: 'detached' }) }

test('accepted, filed and dispatched by keys; what is taken back was never sent', async () => {
  let page = await staff(town, 'shouli', '/inbox?stage=reported')
  await page.waitForSelector('.queue [data-row]')
  let id
  for (const one of await page.locator('.queue [data-row]').evaluateAll((all) => all.map((li) => li.dataset.row))) {
    const found = await api(page, `/hazards/${one}`)
    if (!found.accepted && found.allowed.includes('accept')) { id = one; break }
  }
  assert.ok(id, 'something to accept')
  const kinds = async () => (await api(page, `/hazards/${id}`)).timeline.map((step) => step.kind)
  await row(page, id)
  await page.waitForSelector('.preview .actions button:has-text("受理")')
  await page.keyboard.press('a')
  await sendNow(page)
  await until(kinds, (all) => all.includes('accepted'))
  await row(page, id)
  await page.waitForSelector('.preview .actions button:has-text("立案")')
  await page.keyboard.press('f')
  await pick(page, 'field-standard', '灭火器')
  await page.click('.el-drawer .choices label:has-text("一般")')
  await page.click('.el-drawer .choices label:has-text("政府")')
  await page.focus('#field-text')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('.undo:has-text("已立案")')
  await sendNow(page)
  await until(kinds, (all) => all.includes('filed'))

  await page.context().close()
  page = await staff(town, 'paiqian', '/inbox?stage=filed')
  await page.waitForSelector(`.queue [data-row="${id}"]`)
  await row(page, id)
  await page.waitForSelector('.preview .actions button:has-text("派遣")')
  const dispatch = async () => {
    await page.keyboard.press('d')
    await pick(page, 'field-lead', '先锋街道')
    await page.focus('#field-text')
    await page.keyboard.press('Control+Enter')
    await page.waitForSelector('.undo:has-text("已派遣")')
  }
  await dispatch()
  await page.keyboard.press('u')
  await page.waitForSelector(`.queue [data-row="${id}"].current`)
  assert.ok(!(await kinds()).includes('dispatched'))
  await page.waitForSelector('.preview .actions button:has-text("派遣")')
  await dispatch()
  await sendNow(page)
  assert.equal((await until(kinds, (all) => all.includes('dispatched'))).filter((one) => one === 'dispatched').length, 1)
  await page.context().close()
})

test('two reports of one thing are looked at side by side and become one', async () => {
  const camera = await open(town)
  await camera.goto(`${town.base}/report`)
  const [first, second] = [await picture(camera, 41), await picture(camera, 42)]
  await camera.context().close()
  const { items } = await (await hand(town, 'shouli')).get('/places?limit=1')
  const at = { place: items[0].id, upTo: 'accepted' }
  const main = await hazard(town, { ...at, text: '并案测试：楼道堆放纸箱', before: [first] })
  const other = await hazard(town, { ...at, text: '并案测试：楼梯间纸箱很多', before: [second] })
  const page = await on(town, 'shouli', other)
  await page.keyboard.press('m')
  await page.click(`.merge .list label:has(input[value="${main.id}"])`)
  await page.waitForSelector('.merge .signs .tag:has-text("同一")')
  await page.waitForFunction(() => [...document.querySelectorAll('.merge .pair img')].filter((img) => img.naturalWidth > 0).length === 2)
  await pictures(page, 'merge')
  await confirm(page)
  await stage(page, '并案')
  assert.ok((await (await hand(town, 'shouli')).get(`/hazards/${main.id}`)).children.includes(other.id))
})

test('a word of two characters is found, and numbers from a spreadsheet are looked up', async () => {
  const one = await hazard(town, { text: '查询测试：仓库角落存有氦罐数只', upTo: 'reported' })
  await until(async () => (await (await hand(town, 'zhiban')).get(`/hazards?q=${encodeURIComponent('氦罐')}`)).items, (all) => all.length > 0)
  const page = await staff(town, 'zhiban', '/hazards')
  await page.waitForSelector('.hazards tbody tr')
  await page.keyboard.press('/')
  await page.keyboard.type('氦罐')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.hazards mark:has-text("氦罐")')
  assert.equal(await page.locator('.hazards tbody tr').count(), 1)
  await page.evaluate(() => document.activeElement.blur())
  const { items } = await api(page, '/hazards?stage=rectifying&limit=1')
  const cells = `序号\t编号\n1\t${one.receipt}\n2\t${items[0].number}\n3\tZZ99999Z`
  await page.evaluate((text) => { const data = new DataTransfer(); data.setData('text/plain', text); document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })) }, cells)
  await page.waitForSelector('.el-drawer:visible:has-text("找到 2 件")')
  assert.match(await page.textContent('.el-drawer:visible:has-text("找到")'), /1 个没有找到[\s\S]*ZZ99999Z/)
  await confirm(page)
  await page.waitForSelector('.bulk:has-text("已选 2 件")')
  await page.context().close()
})

test('a ledger leaves the house with a reason, a count and a checksum, as a table and as a workbook', async () => {
  const page = await staff(town, 'zhiban', '/hazards?stage=archived')
  await page.waitForSelector('.hazards tbody tr')
  for (const format of ['CSV', 'XLSX']) {
    await page.click('.page-head button:has-text("导出")')
    const drawer = page.locator('.el-drawer:visible')
    await drawer.locator(`label:text-is("${format}")`).click()
    const { count: n } = await api(page, '/hazards/count?stage=archived')
    await drawer.locator(`text=共 ${n} 件`).waitFor()
    await page.fill('#export-reason', `浏览器测试 ${format}`)
    const [download] = await Promise.all([page.waitForEvent('download'), confirm(page)])
    const path = await download.path()
    await page.waitForSelector('.el-drawer .notice.good')
    if (format === 'CSV') {
      const [table, trailer] = readFileSync(path, 'utf8').replace(/^\uFEFF/, '').split('\r\n\r\n')
      const rows = table.slice(table.indexOf('\r\n') + 2) + '\r\n'
      assert.match(trailer, new RegExp(`^行数,${n}\r\n`))
      assert.ok(trailer.includes(createHash('sha256').update(rows).digest('hex')), 'the checksum is of the rows')
      assert.match(trailer, /浏览器测试 CSV/)
    } else {
      const sheets = execFileSync('python3', ['-c', 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print("".join(z.read(n).decode() for n in z.namelist() if n.endswith("xml")))', path], { encoding: 'utf8', maxBuffer: 1 << 28 })
      assert.ok(sheets.includes('校验') && sheets.includes('浏览器测试 XLSX') && new RegExp(`>${n}<`).test(sheets))
    }
    await page.keyboard.press('Escape')
    await page.waitForSelector('.el-drawer:visible', { state: 'detached' })
  }
  await page.context().close()

  const auditor = await staff(town, 'shenji', '/audit?noun=export')
  await auditor.waitForSelector('.table tbody tr')
  const told = await auditor.textContent('.table tbody')
  assert.match(told, /导出/)
  await auditor.locator('.table tbody tr .link-button').first().click()
  await auditor.waitForURL(/stream=/)
  await auditor.waitForFunction(() => document.querySelectorAll('.table tbody tr').length === 2)
  await auditor.locator('.table tbody details summary').first().click()
  await auditor.waitForSelector('.table details[open] .mono')
  await pictures(auditor, 'audit')
  await auditor.context().close()
})

test('units are a tree that is walked by keys; one that ends stays to be seen', async () => {
  const page = await staff(town, 'xitong', '/units')
  const { unit } = await (await hand(town, 'jiedao')).get('/session')
  await page.click(`[role=treeitem][data-id="${unit.id}"]`)
  await page.waitForSelector(`.right h2:has-text("${unit.name}")`)
  await page.click('.right button:has-text("新增下级单位")')
  await page.fill('#u-name', '浏览器测试安全劝导站')
  await page.fill('#u-code', 'LLQ-QD')
  await confirm(page)
  const station = page.locator('[role=treeitem]:has-text("浏览器测试安全劝导站")')
  await station.waitFor()
  assert.equal(Number(await station.getAttribute('aria-level')), Number(await page.getAttribute(`[data-id="${unit.id}"]`, 'aria-level')) + 1)
  await station.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForSelector(`[role=treeitem][data-id="${unit.id}"]:focus`)
  await page.keyboard.press('ArrowLeft')
  await station.waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowRight')
  await station.click()
  await page.waitForSelector('.right h2:has-text("浏览器测试安全劝导站")')
  await pictures(page, 'units')
  await page.click('.right button.grave')
  await page.click('.el-dialog .el-button--primary')
  await page.waitForSelector('.right .tag:has-text("停用")')
  assert.equal(await station.count(), 0)
  await page.click('.left .el-checkbox')
  await station.locator('.tag').waitFor()
  await page.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
