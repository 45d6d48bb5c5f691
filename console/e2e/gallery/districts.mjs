// The districts whose screens are looked at: one that nobody has filled, one with a little in it, one with very much.
// All are served by the real program (MASHANG names it); who signs in is called the same in each.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, request } from 'playwright-core'
import { fresh } from '../../../tests/browser/fresh.js'
import { hand, hazard } from '../../../tests/browser/hands.js'
import { picture, start } from '../../../tests/browser/town.js'

const PASSWORD = 'yanshi-mashang-2026'
/** A server that runs already and serves a demo district. */
export async function running(base, gl) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', ...(gl ? ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] : ['--disable-gpu'])] })
  return { base, password: PASSWORD, folder: mkdtempSync(join(tmpdir(), 'gallery-')), browser, named: (login) => login, stop: () => browser.close() }
}

/** Sets the password behind a link. */
async function follow(town, link) {
  const there = await request.newContext({ baseURL: town.base })
  const answer = await there.post(`/api/v1/invites/${link.split('/').at(-1)}`, { data: { password: PASSWORD } })
  if (!answer.ok()) throw new Error(`${link}: ${await answer.text()}`)
  await there.dispose()
}

const ADMINISTRATORS = { xitong: 'system', anquan: 'security', shenji: 'audit' }
/** Nobody was there but the administrators and whoever has to be there for a page to be seen at all. */
export async function empty(gl) {
  const town = { ...(await fresh({ gl, more: ['--trusted-proxy', '127.0.0.1'] })), password: PASSWORD, folder: mkdtempSync(join(tmpdir(), 'gallery-')), named: (login) => ADMINISTRATORS[login] ?? login }
  for (const link of Object.values(town.links)) await follow(town, link)
  await (await hand(town, 'system')).put('/setup/district', { name: '试验区' })
  const [desk] = await (await hand(town, 'system')).get('/units')
  await hires(town, desk.id, { zhiban: ['acceptor', 'dispatcher', 'shift_lead'], lingdao: ['leader'], wangge: ['inspector', 'handler'] })
  return town
}

async function hires(town, unit, people) {
  const security = await hand(town, 'security')
  for (const [login, roles] of Object.entries(people)) await follow(town, (await security.post('/people', { name: `演示${login}`, login, unit, roles })).invite_link)
  town.invite ??= (await security.post('/people', { name: '新来的', login: 'xinlai', unit, roles: ['caller'] })).invite_link
}

/** Three places, two reports. */
export async function little(gl) {
  const town = { ...(await fresh({ gl, more: ['--trusted-proxy', '127.0.0.1'] })), password: PASSWORD, folder: mkdtempSync(join(tmpdir(), 'gallery-')), named: (login) => ADMINISTRATORS[login] ?? login }
  for (const link of Object.values(town.links)) await follow(town, link)
  const system = await hand(town, 'system')
  await system.put('/setup/district', { name: '试验区' })
  await system.put('/setup/extent', { bounds: [112.55, 26.83, 112.63, 26.9], system: 'cgcs2000' })
  const [desk] = await system.get('/units')
  const { id: street } = await system.post('/units', { name: '东风街道', code: 'DF', kind: 'street', area: '430499001' })
  await hires(town, desk.id, { zhiban: ['acceptor', 'dispatcher', 'shift_lead'], lingdao: ['leader'], anweiban: ['committee_office'] })
  await hires(town, street, { wangge: ['inspector'], jiedao: ['handler'] })
  const places = []
  for (const [name, kind] of [['东风小学', 'school'], ['东风市场', 'shop'], ['东风燃气站', 'gas']]) places.push((await system.post('/places', { name, kind, address: '东风路 1 号' })).id)
  await system.post(`/places/${places[0]}/codes`, { count: 1 })
  const watch = await hand(town, 'zhiban')
  for (const [n, text] of ['灭火器过期', '消防通道堆放杂物'].entries()) await watch.post('/hazards', { source: 'hotline', text, place: places[n], life_danger: false, photos: [] })
  return town
}

/** Who has to be there, beside the few of `empty` and `little`, for a hazard to go its whole way; still no company and no office that punishes. */
export async function staffed(town, has) {
  const desk = (await (await hand(town, town.named('xitong'))).get('/units')).find((u) => u.kind === 'desk')
  const lacking = Object.entries({ shouli: ['acceptor'], hecha: ['verifier'], huifang: ['caller'], anweiban: ['committee_office'] }).filter(([login]) => !has(login))
  await hires(town, desk.id, Object.fromEntries(lacking))
  // Whoever was asked for before has failed to come in.
  for (const [login] of lacking) town.hands.delete(login)
  return lacking.map(([login]) => login)
}

const LONG = '东风街道先锋社区第三网格辖区内综合性商业服务与仓储物流一体化经营管理有限责任公司衡阳市城区第一分公司演示用名称末尾'
const WORD = 'Hydrochlorofluorocarbonrefrigerationunits'
/** The demo, with names and texts as long as they may be, two hundred units more, and a case of thirty photos. */
export async function much(gl) {
  if (process.env.MASHANG_STILL) process.env.MASHANG_TOWN = JSON.stringify({ still: process.env.MASHANG_STILL })
  // Who reports says from where, so that many may (`ways.mjs`).
  const town = await start({ gl, own: true, more: ['--trusted-proxy', '127.0.0.1'] })
  delete process.env.MASHANG_TOWN
  town.named = (login) => login
  const blank = await (await town.browser.newContext()).newPage()
  const photos = async (from) => { const all = []; for (let n = from; n < from + 7; n++) all.push(await picture(blank, n)); return all }
  const system = await hand(town, 'xitong')
  const [desk] = await system.get('/units')
  const company = (await system.post('/units', { name: LONG.slice(0, 60), code: 'CHANG', kind: 'company' })).id
  for (let n = 1; n <= 200; n++) await system.post('/units', { name: `第${n}物业服务站`, code: `WY${n}`, kind: 'property' })
  const place = (await system.post('/places', { name: `${LONG.slice(0, 40)} ${WORD}`, kind: 'factory', address: `${LONG.slice(0, 50)} ${WORD} 1 号楼`, party_unit: company, party_kind: 'company' })).id
  town.invite = (await (await hand(town, 'anquan')).post('/people', { name: '演示·名字特别长的一位同志', login: 'mingzitebiechangdeyiweitongzhi', unit: desk.id, roles: ['caller', 'acceptor', 'dispatcher'] })).invite_link
  const text = `${WORD} ${'二楼东侧疏散通道被纸箱堵住，安全出口上锁，应急灯不亮；'.repeat(80)}`.slice(0, 2000)
  const it = await hazard(town, { text, place, before: await photos(1), after: await photos(50), upTo: 'submitted', words: `${WORD}：${LONG}` })
  for (const from of [11, 21]) {
    const taken = []
    for (const one of await photos(from)) taken.push(await (await hand(town, 'zhiban')).photo(one))
    await (await hand(town, 'zhiban')).does(it.id, { action: 'supplement', text: LONG.repeat(4), photos: taken }).catch((e) => console.error(String(e).slice(0, 200)))
  }
  town.longest = it.id
  town.longestPlace = place
  await blank.context().close()
  return town
}
