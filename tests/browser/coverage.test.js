// 检查覆盖 on the real server: a plan is made, an inspector records "nothing found" in one tap, and the place counts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { hand, pictures } from './hands.js'
import { confirm, pick, staff, start } from './town.js'

let town
before(async () => { town = await start() }, { timeout: 240000 })
after(async () => { await town?.stop() })

const NAME = '浏览器测试每月一查'
const counted = async (id) => (await (await hand(town, 'anweiban')).get('/coverage?by=plan')).find((row) => row.of.id === id)

test('places are planned, looked at in one tap, and counted; nobody is followed', async () => {
  const office = await staff(town, 'anweiban', '/coverage')
  await office.click('.page-head button:has-text("计划")')
  await office.fill('#plan-name', NAME)
  await pick(office, 'plan-kinds', '餐饮')
  await office.click('#plan-name')
  await office.click('.el-drawer .choices label:has-text("月")')
  const { unit } = await (await hand(town, 'wangge')).get('/session')
  await pick(office, 'plan-unit', unit.name)
  await confirm(office)
  await office.waitForSelector(`.due .name:text-is("${NAME}")`)
  const plan = (await (await hand(town, 'anweiban')).get('/plans')).find((one) => one.name === NAME)
  const before = await counted(plan.id)
  assert.ok(before.total > 0 && before.done < before.total, JSON.stringify(before))
  const [place] = (await (await hand(town, 'wangge')).get(`/coverage/places?unit=${unit.id}`)).filter((one) => one.plan.id === plan.id)

  const page = await staff(town, 'wangge', `/places/${place.id}/visit`, { width: 360, height: 740, geolocation: { longitude: 112.6, latitude: 26.88, accuracy: 8 }, permissions: ['geolocation'] })
  await page.click('button:has-text("未发现隐患")')
  await page.waitForSelector('text=已记录')
  await pictures(page, 'visit')
  const after = await counted(plan.id)
  assert.deepEqual([after.total, after.done], [before.total, before.done + 1])
  const looks = await (await hand(town, 'anweiban')).get(`/places/${place.id}/inspections`)
  assert.equal(looks[0].result, 'nothing_found')
  assert.doesNotMatch(JSON.stringify(looks), /112\.6|26\.88/, 'no track of who looked')
  await office.reload()
  await office.waitForSelector('.tiles')
  await pictures(office, 'coverage')
  await page.context().close()
  await office.context().close()
})

test('no page complained', () => assert.deepEqual(town.complaints, []))
