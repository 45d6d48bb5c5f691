// Evidence on the real server: a photo sent twice is shown with the other beside, copies name who looks, the slip of the
// responsible party, doubtful closings, criteria that hint and a person who judges, risk by both methods; a photo from the
// same spot.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { choose, does, hand, hazard, on, pictures } from './hands.js'
import { open, pick, picture, staff, stage, start } from './town.js'

let town, photo, other, it
before(async () => {
  town = await start({ camera: true })
  const page = await open(town)
  await page.goto(`${town.base}/report`)
  photo = await picture(page, 23)
  other = await picture(page, 94)
  await page.context().close()
}, { timeout: 240000 })
after(async () => { await town?.stop() })

test('a result that shows what was reported is shown to who verifies, with the other picture beside', async () => {
  it = await hazard(town, { text: '证据测试：灭火器过期', before: [photo] })
  const unit = await on(town, 'jiedao', it)
  await does(unit, '提交验收', async () => {
    await unit.fill('#field-text', '已更换')
    await unit.setInputFiles('#field-photos', photo)
    await unit.waitForSelector('.el-drawer .photos .one img')
  })
  await stage(unit, '待验收')
  assert.equal(await unit.locator('.findings').count(), 0, 'not to who did the work')
  const verifier = await on(town, 'hecha', it)
  const found = verifier.locator('.findings li:has-text("整改前后照片相同")')
  await found.waitFor()
  assert.equal(await found.locator('img').count(), 2)
  await verifier.waitForFunction(() => [...document.querySelectorAll('.findings li img')].every((img) => img.naturalWidth > 0))
  await pictures(verifier, 'findings')
  await does(verifier, '验收通过', async () => {
    await choose(verifier, '现场')
    await verifier.fill('#field-text', '现场查看，确已更换，照片系误传')
  })
  await stage(verifier, '待销号')
})

test('who looks stands across the copy; the original is sealed and nowhere to be had', async () => {
  const { photos } = await (await hand(town, 'hecha')).get(`/hazards/${it.id}`)
  const file = photos.find((one) => one.role === 'before').file
  const bytes = async (login, size) => {
    const answer = await (await hand(town, login)).fetch(`/photos/${file}/${size}.jpg`)
    assert.equal(answer.status(), 200, `${login}, ${size}: ${answer.status()}`)
    return answer.body()
  }
  const digest = (one) => createHash('sha256').update(one).digest('hex')
  const [mine, again, other] = [await bytes('hecha', 'view'), await bytes('hecha', 'view'), await bytes('zhiban', 'view')]
  assert.equal(digest(mine), digest(again))
  assert.notEqual(digest(mine), digest(other), 'each copy names its viewer')
  assert.equal(digest(await bytes('hecha', 'thumb')), digest(await bytes('zhiban', 'thumb')), 'small ones stay clear')
  // Where the two differ is not a spot, but all over the picture.
  const page = await on(town, 'hecha', it)
  const differing = await page.evaluate(async ([a, b]) => {
    const pixels = async (base64) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/jpeg' }))
      const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')
      pen.drawImage(image, 0, 0)
      return { data: pen.getImageData(0, 0, image.width, image.height).data, width: image.width, height: image.height }
    }
    const [one, two] = [await pixels(a), await pixels(b)]
    const quarters = [0, 0, 0, 0]
    for (let i = 0; i < one.data.length; i += 4) {
      const [x, y] = [(i / 4) % one.width, Math.floor(i / 4 / one.width)]
      if (Math.abs(one.data[i] - two.data[i]) > 24) quarters[(x * 2 >= one.width ? 1 : 0) + (y * 2 >= one.height ? 2 : 0)]++
    }
    return quarters
  }, [mine.toString('base64'), other.toString('base64')])
  assert.ok(differing.every((n) => n > 20), `differs in every quarter: ${differing}`)
  for (const size of ['original.jpg', 'sealed.jpg', 'original', '..%2foriginal']) {
    const answer = await (await hand(town, 'hecha')).fetch(`/photos/${file}/${size}.jpg`)
    assert.ok(answer.status() >= 400, `${size}: ${answer.status()}`)
  }
  const piece = photo.buffer.subarray(photo.buffer.length >> 1, (photo.buffer.length >> 1) + 64)
  const kept = readdirSync(join(town.folder, 'data', 'photos'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  assert.ok(kept.length > 2)
  for (const one of kept) {
    assert.ok(!readFileSync(join(one.parentPath, one.name)).includes(piece), `${one.name} holds the original in the clear`)
  }
})

test('a closing that seems implausible is listed, and somebody says what was found', async () => {
  const desk = await on(town, 'shouli', it)
  await does(desk, '批准销号')
  await stage(desk, '回访')
  const page = await staff(town, 'zhiban', '/doubts')
  const row = page.locator('.table tbody tr', { has: page.locator(`a[href$="/hazards/${it.id}"]`) })
  await row.waitFor()
  const said = await row.locator('td li').allTextContents()
  assert.ok(said.length > 1 && said.every((one) => one.includes('请核实')), said.join())
  await pictures(page, 'doubts')
  await page.context().close()
  const lead = await on(town, 'zhiban', it)
  await does(lead, '核实存疑', () => lead.fill('#field-text', '已到场核实，灭火器确已更换'))
  await lead.waitForSelector('.story li:has-text("核实存疑")')
})

test('the slip for the party responsible has what may stand on it and nothing else', async () => {
  const secret = '住在三单元的老张说楼下锅炉房堆满纸箱，电话 13912345678'
  const one = await hazard(town, { text: secret, upTo: 'dispatched', standard: '0106-1', words: '锅炉房内堆放可燃物' })
  const page = await on(town, 'zhiban', one)
  const { number } = await (await hand(town, 'zhiban')).get(`/hazards/${one.id}`)
  await page.click('a.slip')
  await page.waitForSelector('.paper table')
  const text = await page.textContent('.paper')
  assert.ok(text.includes(number) && text.includes('锅炉房内堆放可燃物') && text.includes('楼道已清空'), text)
  assert.ok(!text.includes(one.receipt) && !text.includes('老张') && !text.includes('13912345678'), text)
  await pictures(page, 'slip')
  const slip = await (await hand(town, 'jiedao')).get(`/hazards/${one.id}/slip`)
  const allowed = ['category', 'clause', 'closing', 'condition', 'demand', 'due', 'finding', 'grade', 'issued', 'limit', 'number', 'office', 'party', 'party_kind', 'place', 'street', 'to', 'withheld']
  assert.deepEqual(Object.keys(slip).sort(), allowed)
  assert.doesNotMatch(JSON.stringify(slip), /老张|13912345678/)
})

test('criteria hint, a person judges and signs; risk is worked out and kept with its inputs', async () => {
  const one = await hazard(town, { text: '判定测试：商场安全出口被锁死，人员无法疏散', upTo: 'filed', standard: '0101-1' })
  const desk = await on(town, 'zhiban', one)
  await does(desk, '判定重大隐患', async () => {
    await desk.waitForSelector('.clauses li input')
    await desk.locator('.clauses li input').first().check()
    await choose(desk, '重大')
    await desk.fill('#field-text', '现场对照标准判定')
  })
  const me = (await (await hand(town, 'zhiban')).get('/session')).name
  const panel = '.panel:has(h2:text-is("重大隐患判定"))'
  await desk.waitForSelector(`${panel}:has-text("${me}")`)
  assert.match(await desk.textContent(panel), /重大[\s\S]*无需复核/)
  await does(desk, '风险分级', async () => {
    await pick(desk, 'field-risk', '6　')
    await pick(desk, 'field-risk-E', '6　')
    await pick(desk, 'field-risk-C', '15　')
    await desk.waitForSelector('.risk .result:has-text("D = 6 × 6 × 15 = 540")')
  })
  await desk.waitForSelector('.panel:has(h2:text-is("风险分级")) .risk-badge.red')
  await pictures(desk, 'judged')
  const { risk, grade } = await (await hand(town, 'zhiban')).get(`/hazards/${one.id}`)
  assert.equal(grade, 'major')
  assert.match(JSON.stringify(risk), /540/)

  // By the other method, once more: the last grading counts, the first stays in the story.
  await does(desk, '风险分级', async () => {
    await choose(desk, '风险矩阵法')
    await pick(desk, 'field-risk', '4　')
    await pick(desk, 'field-risk-S', '4　')
    await desk.waitForSelector('.risk .result:has-text("R = 4 × 4 = 16"):has-text("较大风险")')
  })
  await desk.waitForSelector('.panel:has(h2:text-is("风险分级")):has-text("R = 4 × 4 = 16") .risk-badge.orange')
  assert.equal(await desk.locator('.story li:has-text("风险分级")').count(), 2)
  await pictures(desk, 'graded-ls')
})

test('the picture from before lies over the viewfinder; what the camera takes is the result, taken after the report', async () => {
  const one = await hazard(town, { text: '同位测试：灭火器过期', before: [other] })
  const page = await staff(town, 'jiedao', `/hazards/${one.id}`, { width: 360, height: 740, permissions: ['camera'] })
  await page.waitForSelector('.detail .head')
  await does(page, '提交验收', async () => {
    await page.fill('#field-text', '已更换')
    await page.click('.spot-button')
    await page.waitForFunction(() => document.querySelector('.spot video')?.videoWidth > 0)
    await page.waitForFunction(() => document.querySelector('.spot .before')?.naturalWidth > 0)
    await pictures(page, 'same-spot')
    await page.click('.spot .shutter')
    await page.click('.spot .solid')
    await page.waitForSelector('.spot', { state: 'detached' })
    await page.waitForSelector('.el-drawer .photos .one img')
  })
  await stage(page, '待验收')
  await page.context().close()
  const verifier = await on(town, 'hecha', one)
  await verifier.waitForFunction(() => [...document.querySelectorAll('.detail img')].length > 1)
  const { photos } = await (await hand(town, 'hecha')).get(`/hazards/${one.id}`)
  assert.deepEqual(photos.map(({ role }) => role).sort(), ['after', 'before'])
  assert.deepEqual(await verifier.locator('.findings li').allTextContents(), [], 'neither used before nor older than the report')
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
