// 通知 on the real server, by text message, by mail and to other systems: a leader's word in one tap is a task with a clock and a reason, told once by each way; quiet
// hours hold for everything but danger to life; other systems are told with a signature that they can check.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { choose, does, hand, hazard, on, pictures, sent, until } from './hands.js'
import { staff, start } from './town.js'

let town, secret
before(async () => { town = await start() }, { timeout: 240000 })
after(async () => { await town?.stop() })

const PHONE = '13800000000'
const MAIL = 'jiedao@district.example'
/** A mail as its reader sees it. */
function opened({ headers, body }) {
  const [head, ...rest] = body.split('\r\n\r\n')
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => /^([^:]+): (.*)$/.exec(line))
  const field = (name) => lines.find((line) => line?.[1].toLowerCase() === name)?.[2] ?? ''
  const word = (text) => text.replaceAll(/\?=\s+=\?/g, '?==?').replaceAll(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, coded) => Buffer.from(coded, 'base64').toString())
  const plain = (text) => {
    const way = field('content-transfer-encoding')
    if (way === 'base64') return Buffer.from(text, 'base64').toString()
    return way === 'quoted-printable' ? decodeURIComponent(text.replaceAll('=\r\n', '').replaceAll('%', '%25').replaceAll(/=([0-9A-F]{2})/g, '%$1')) : text
  }
  return { to: headers.to, from: word(field('from')), subject: word(field('subject')), id: field('message-id'), text: plain(rest.join('\r\n\r\n')) }
}
const ours = (it) => sent(town, '/hook').map((one) => ({ ...one, said: JSON.parse(one.body) })).filter((one) => one.said.data.hazard === it.id)
/** `21:30` of Beijing, so many hours from now. */
const hour = (hours) => new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(11, 16)

test('another system is given an address and a secret, shown once', async () => {
  const page = await staff(town, 'anquan', '/webhooks')
  const { unit } = await (await hand(town, 'jiedao')).get('/session')
  await page.fill('#hook-name', '街道办公系统')
  await page.selectOption('#hook-unit', unit.id)
  await page.fill('#hook-url', 'ftp://x')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.is-wrong .wrong')
  await page.fill('#hook-url', `${town.outside}/hook`)
  await page.click('form button[type=submit]')
  secret = await page.textContent('.secret code')
  assert.match(secret, /^whsec_\S{40,}/)
  await page.waitForSelector('.list li:has-text("街道办公系统")')
  await page.reload()
  await page.waitForSelector('.list li:has-text("街道办公系统")')
  assert.equal(await page.locator('.secret').count(), 0, 'never again')
  await page.context().close()
})

test('somebody says when nothing may ring, and by which way what comes', async () => {
  const page = await staff(town, 'jiedao', '/notices/settings')
  await page.waitForSelector('#address-sms')
  await page.fill('#address-sms', '12')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.is-wrong .wrong:has-text("不是电话号码")')
  await page.fill('#address-sms', PHONE)
  await page.check('input[name="way-sms"][value="each"]')
  await page.fill('#address-mail', MAIL)
  await page.check('input[name="way-mail"][value="each"]')
  await page.check('input[name="own"] >> nth=1')
  await page.fill('input[type=time] >> nth=0', hour(-1))
  await page.fill('input[type=time] >> nth=1', hour(2))
  await pictures(page, 'notice-settings')
  await page.click('form button[type=submit]')
  await page.waitForSelector('.el-message--success')
  await page.reload()
  await page.waitForSelector('#address-sms')
  assert.equal(await page.inputValue('#address-sms'), PHONE)
  assert.ok(await page.isChecked('input[name="way-sms"][value="each"]'))
  assert.equal(await page.inputValue('#address-mail'), MAIL)
  await page.context().close()
})

test('in the quiet hours only danger to life rings, and each thing is told once', async () => {
  const street = await hand(town, 'jiedao')
  const calm = await hazard(town, { text: '通知测试：疏散指示牌损坏', upTo: 'dispatched' })
  const danger = await hazard(town, { text: '通知测试：燃气异味', upTo: 'dispatched', standard: '0201-1', danger: true })
  await street.does(danger.id, { action: 'sign' })
  // What is told of the later one was made after what is told of the first.
  const rung = await until(() => sent(town, '/sms').map((one) => JSON.parse(one.body)), (all) => all.length > 0)
  const { number } = await street.get(`/hazards/${danger.id}`)
  assert.ok(rung.every((one) => one.to.endsWith(PHONE) && one.text.includes(number)), JSON.stringify(rung))
  const mails = (await until(() => sent(town, '/mail'), (all) => all.length > 0)).map(opened)
  assert.ok(mails.every((one) => one.text.includes(number) && !one.text.includes('燃气异味')), JSON.stringify(mails))
  assert.deepEqual(mails.map(({ to, from }) => [to, from]), mails.map(() => [[MAIL], '码上 <notice@district.example>']))
  assert.ok(mails.every((one) => one.subject.trim()) && new Set(mails.map((one) => one.id)).size === mails.length, 'each with an id of its own')
  const { routes } = await (await hand(town, 'xitong')).get('/notices/deliveries')
  const sms = routes.find((one) => one.route === 'sms')
  assert.ok(sms.on && sms.waiting > 0, JSON.stringify(routes))
  const { items } = await street.get('/notices?limit=100')
  for (const one of [calm, danger]) {
    const told = items.filter((notice) => notice.hazard === one.id)
    assert.equal(told.length, 1, `told once that it is to be signed: ${JSON.stringify(told)}`)
  }
  assert.equal(items.find((notice) => notice.hazard === danger.id).urgent, true)

  const heard = await until(() => ours(danger), (all) => all.some((one) => one.said.type === 'hazard.signed'))
  assert.deepEqual(heard.map((one) => one.said.type).sort(), ['hazard.dispatched', 'hazard.signed'], 'from where the unit has a part in it')
  assert.equal(new Set(heard.map((one) => one.headers['webhook-id'])).size, heard.length)
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  for (const { headers, body } of heard) {
    const mac = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
    assert.equal(headers['webhook-signature'], `v1,${mac}`)
    assert.ok(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300)
    assert.doesNotMatch(body, /燃气异味/, 'codes and numbers only')
  }
})

test('a leader says it in one tap; the unit hears of it, sees why, answers; the leader decides', async () => {
  const it = await hazard(town, { text: '批示测试：电缆沟盖板缺失' })
  const street = await staff(town, 'jiedao', '/tasks')
  await street.waitForSelector('.page-head')
  const leader = await on(town, 'lingdao', it)
  await leader.click('.phrases button:has-text("请加快办理")')
  await leader.waitForSelector('.given li:has-text("请加快办理"):has-text("待反馈")')
  await leader.waitForSelector('.clocks li:has-text("批示反馈")')
  await pictures(leader, 'instruction')

  await until(async () => (await (await hand(town, 'jiedao')).get('/notices?limit=20')).items, (all) => all.some((one) => one.hazard === it.id))
  await street.goto(`${town.base}/console/notices`)
  await street.waitForSelector(`.list li.unread a[href$="/hazards/${it.id}"]`)
  const before = Number(await street.textContent('.bell .n'))
  assert.ok(before > 0)
  const titles = await street.locator(`.list li a[href$="/hazards/${it.id}"] .title b`).allTextContents()
  assert.equal(titles.filter((one) => one.includes('批示')).length, 1, titles.join())
  assert.equal(new Set(titles).size, titles.length, 'one thing, one notice')
  await pictures(street, 'notices')
  await street.click(`.list li.unread a[href$="/hazards/${it.id}"]`)
  await street.waitForSelector('.head .why li:has-text("反馈批示"):has-text("您单位是承办单位")')
  await street.waitForFunction((n) => Number(document.querySelector('.bell .n')?.textContent ?? 0) < n, before)
  await pictures(street, 'why')
  await does(street, '反馈批示', () => street.fill('#field-text', '已派人到场，今日完成'))
  await street.waitForSelector('.given li:has-text("待审定")')
  await street.context().close()
  await on(town, 'lingdao', it)
  await does(leader, '审定反馈', () => choose(leader, '同意办结'))
  await leader.waitForSelector('.given li:has-text("已办结")')
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
