// Every screen of the console: what it is called, who sees it, where it is, what is pressed there.
import { hand } from '../../../tests/browser/hands.js'
import { codes } from './places.mjs'

export const STAGES = ['reported', 'supplement', 'verifying', 'self_fixed', 'rejected', 'merged', 'referred_out', 'filed', 'dispatched', 'return_requested', 'rectifying', 'suspended', 'stop_ordered', 'submitted', 'rework', 'verified', 'closed', 'follow_up', 'reopened', 'archived']
export const WORKERS = ['zhiban', 'shouli', 'paiqian', 'anweiban', 'lingdao', 'huifang', 'hecha', 'jiedao', 'wangge', 'bumen-fire', 'zhifa', 'qiye']

const press = (...selectors) => async (page) => {
  for (const selector of selectors) await page.locator(`${selector} >> visible=true`).first().click({ timeout: 4000 })
}
/** The n-th button in the head of a page. */
const head = (n) => press(`.page-head .push .el-button >> nth=${n}`)
const SHEET = { name: 'gallery.csv', mimeType: 'text/csv' }
const LEDGER = '\uFEFF检查时间,存在问题,责任单位,隐患等级,手机,经度,纬度,整改情况\r\n2026-03-05,消防通道堆放杂物,示例纺织厂,一般,13900000000,112.6,26.88,未整改\r\n昨天,路灯不亮,,,,,,未整改\r\n2026-03-06,井盖缺失,,,,,,已整改\r\n2026-03-07,外墙瓷砖脱落，砸坏楼下雨棚，行人从下面过很危险，已拉警戒线,示例物业,很大,,,,整改中\r\n合计,,,,,,,4\r\n'
/** A ledger is chosen; each time another one, so that it can be taken in, too. */
let ledgers = 0
const ledger = (page) => page.setInputFiles('input[type=file]', { name: `街道排查台账 2026 第${++ledgers}期.csv`, mimeType: 'text/csv', buffer: Buffer.from(LEDGER) })

/** The whole table for a district, with the ids of what is in it. */
export async function screens(town) {
  const ask = async (login, path) => (town.has(login) ? (await hand(town, town.named(login))).get(path).catch(() => null) : null)
  const list = async (login, query) => (await ask(login, `/hazards?${query}`))?.items ?? []
  const watch = 'zhiban'
  const [any] = await list(watch, 'limit=1')
  const staged = {}
  for (const stage of STAGES) staged[stage] = (await list(watch, `limit=3&stage=${stage}`))[0]
  const { place, active, printed } = await codes(town)
  const [task] = ((await ask('jiedao', '/hazards/inbox?limit=20')) ?? (await ask('wangge', '/hazards/inbox?limit=20')))?.items ?? []
  const unit = (await ask('xitong', '/units'))?.find((u) => u.kind === 'street') ?? (await ask('xitong', '/units'))?.[0]
  const filed = (await list(watch, 'limit=1&stage=rectifying'))[0]

  const none = [
    ['sign-in', '/sign-in'], ['sign-in-again', '/sign-in?expired=1'],
    ['sign-in-wrong', '/sign-in', async (page) => { await page.fill('#login', 'nobody'); await page.fill('#password', 'not the password'); await page.keyboard.press('Enter'); await page.waitForSelector('[role=alert]') }],
    ['invite', town.invite && `/invite/${town.invite.split('/').at(-1)}`], ['invite-over', '/invite/none'], ['wall-shut', '/wall'],
  ].map(([name, path, act]) => ({ name, as: null, path, act, quiet: name === 'invite-over' }))
  const one = (as) => (name, path, act, more = {}) => ({ name, as, path, act, ...more })
  const [desk, leader, system, security, audit, walker, street, office] = ['zhiban', 'lingdao', 'xitong', 'anquan', 'shenji', 'wangge', 'jiedao', 'anweiban'].map(one)
  const phoneOnly = { widths: [360, 768] }
  const paper = { widths: [794], print: true }
  const fails = (what) => ({ before: (page) => page.route(what, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal","status":500}' })), quiet: true })
  const desks = { widths: [1280, 1920, 768] }
  const chooseTwo = press('.hazards tbody input[type=checkbox] >> nth=0', '.hazards tbody input[type=checkbox] >> nth=1')

  const pages = [
    desk('not-found', '/nothing/here'), leader('not-allowed', '/people'), desk('failed', '/hazards', undefined, fails('**/api/v1/hazards?**')), desk('unreachable', '/hazards', undefined, { before: (page) => page.route('**/api/v1/session', (route) => route.abort()), quiet: true }),
    desk('menu', '/hazards', press('.topbar .menu'), phoneOnly), desk('keys', '/inbox', (page) => page.keyboard.press('?')),
    desk('account', '/account'), desk('second-factor', '/second-factor'),
    leader('today', '/today'), desk('today-desk', '/today'),
    desk('inbox', '/inbox'), street('inbox-street', '/inbox'), leader('inbox-leader', '/inbox'),
    desk('inbox-chosen', '/inbox', async (page) => { for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key) }),
    desk('inbox-bulk', any && '/inbox', async (page) => { for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key); await press('.bulk button >> nth=0')(page) }),
    desk('hazards', '/hazards'), audit('hazards-audit', '/hazards'), desk('hazards-late', '/hazards?late=true&stage=rectifying,submitted&grade=major'), desk('hazards-none', '/hazards?q=没有这样的隐患'),
    desk('hazards-filters', '/hazards', press('.bar .toggle'), phoneOnly),
    desk('hazards-columns', '/hazards', press('button.columns')), desk('hazards-every-column', '/hazards?columns=due,text,stage,grade,risk,category,street,place,lead,source,reported,updated,closed,urges'),
    desk('hazards-paste', '/hazards', head(1)), desk('hazards-export', '/hazards', head(2)), desk('hazards-save', '/hazards?late=true', head(2)),
    desk('hazards-bulk', staged.reported && '/hazards?stage=reported', chooseTwo, desks), desk('hazards-bulk-act', staged.reported && '/hazards?stage=reported', async (page) => { await chooseTwo(page); await press('.bulk button >> nth=0')(page) }, desks),
    ...STAGES.map((stage) => desk(`hazard-${stage}`, staged[stage] && `/hazards/${staged[stage].id}`)),
    desk('hazard-longest', town.longest && `/hazards/${town.longest}`), one('qiye')('hazard-company', (await list('qiye', 'limit=1'))[0] && `/hazards/${(await list('qiye', 'limit=1'))[0].id}`),
    desk('hazard-missing', '/hazards/00000000-0000-7000-8000-000000000000', undefined, { quiet: true }),
    desk('hazard-photo', town.longest && `/hazards/${town.longest}`, press('.photos button')),
    desk('hazard-proof', any && `/hazards/${any.id}`, press('.panel .open')),
    desk('case-file', (town.longest ?? any?.id) && `/hazards/${town.longest ?? any.id}`, undefined, paper), desk('slip', filed && `/hazards/${filed.id}/slip`), desk('slip-paper', filed && `/hazards/${filed.id}/slip`, undefined, paper),
    desk('report', '/report'), desk('report-wrong', '/report', press('.form-foot .el-button--primary')),
    street('tasks', '/tasks'), walker('tasks-walker', '/tasks'), walker('field-report', '/tasks/report'), street('task', task && `/tasks/${task.id}`), walker('drafts', '/drafts'),
    desk('doubts', '/doubts'), desk('rechecks', '/rechecks'), desk('criteria', '/criteria'),
    desk('map', '/map', undefined, { still: 2500 }), desk('map-heat', '/map?heat=true', undefined, { still: 2500 }), desk('map-places', '/map?layer=places', undefined, { still: 2500 }), desk('map-filters', '/map', press('.toggle'), { ...phoneOnly, still: 2500 }),
    leader('wall', '/wall', undefined, { sizes: [[1920, 1080], [3840, 2160]], still: 1200 }),
    desk('notices', '/notices'), desk('notice-settings', '/notices/settings'),
    desk('places', '/places'), system('places-system', '/places'), system('place-add', '/places', head(2)), desk('places-none', '/places?q=没有'),
    system('place', place && `/places/${place}`), walker('place-walker', place && `/places/${place}`), system('place-edit', place && `/places/${place}`, head(0)), system('place-longest', town.longestPlace && `/places/${town.longestPlace}`),
    desk('place-missing', '/places/00000000-0000-7000-8000-000000000000', undefined, { quiet: true }),
    office('ledger-import', '/hazards/import'), office('ledger-import-read', '/hazards/import', ledger),
    office('ledger-import-done', '/hazards/import', async (page) => { await ledger(page); await press('.sum .el-button--primary')(page); await page.waitForSelector('.notice.good') }),
    system('place-import', '/places/import'), system('place-import-read', '/places/import', (page) => page.setInputFiles('input[type=file]', { ...SHEET, buffer: Buffer.from('\uFEFF名称,类别,地址,经度,纬度\r\n东风小学,学校,东风路 1 号,,\r\n,商场,东风路 2 号,,\r\n西渡市场,不知道,东风路 2 号,,\r\n西渡燃气站,燃气站,东风路 3 号,112.6,26.88\r\n') })),
    system('sheets', '/places/sheets'), system('sheets-shown', '/places/sheets', press('.form-foot .el-button--primary')), system('sheets-paper', '/places/sheets', press('.form-foot .el-button--primary'), paper),
    walker('visit', place && `/places/${place}/visit`), walker('visit-finding', place && `/places/${place}/visit`, press('.marks button >> nth=1', '.marks .link-button')),
    walker('scan', active && `/scan/${active}`), walker('scan-mount', printed && `/scan/${printed}`), walker('scan-unknown', '/scan/NOSUCHCODE', undefined, { quiet: true }),
    system('plates', '/plates'), walker('plates-walker', '/plates'), desk('coverage', '/coverage'), desk('plan-add', '/coverage', head(0)),
    desk('units', '/units'), system('units-system', '/units'), system('unit', unit && `/units?unit=${unit.id}`), system('unit-add', '/units', head(1)), system('units-bring', '/units?bring=1'), system('units-guided', '/units?guide=units'),
    security('people', '/people'), audit('people-audit', '/people'), security('people-what', '/people', head(0)), security('people-bring', '/people', head(1)), security('person-add', '/people', head(2)), security('person-edit', '/people', press('.row-actions .link-button')),
    desk('grids', '/grids'), system('grids-system', '/grids'), system('grid-add', '/grids', head(1)), system('grids-bring', '/grids', head(0)),
    system('catalogue', '/catalogue'), system('catalogue-bring', '/catalogue', head(0)), system('limits', '/limits'), system('limits-edit', '/limits', head(0)), desk('limits-desk', '/limits'),
    system('criteria-rules', '/criteria-rules'), system('criteria-rules-edit', '/criteria-rules', head(0)), system('risk-methods', '/risk-methods'), system('risk-methods-edit', '/risk-methods', head(0)), system('ladders', '/ladders'), system('ladders-edit', '/ladders', head(0)), system('calendar', '/calendar'), system('calendar-year', '/calendar', head(0)), system('calendar-hours', '/calendar', press('.beside .push')),
    audit('audit', '/audit'), audit('audit-facts', '/audit', press('details summary')), system('system', '/system'), security('system-security', '/system'), audit('system-audit', '/system'),
    system('check-lists', '/check-lists'), system('check-lists-edit', '/check-lists', head(0)), system('distances', '/check-lists', press('.beside .push')),
    system('displays', '/displays'), system('display-add', '/displays', head(0)), system('judging-rules', '/judging-rules'), ...[1, 2].map((n) => system(`judging-rules-${n}`, '/judging-rules', press(`.subjects .tab >> nth=${n}`))), system('look-back-rules', '/look-back-rules'),
    system('setup', '/setup'), system('setup-extent', '/setup', press('[data-step="extent"] .ways .el-button')), security('setup-security', '/setup'), audit('setup-audit', '/setup'),
    system('deliveries', '/notices/deliveries'), security('webhooks', '/webhooks'),
  ]
  return [...none, ...pages]
}

/** A drawer for each action that anybody may take now, as the first who may. */
export async function drawers(town) {
  const found = new Map()
  for (const login of WORKERS.filter(town.has)) {
    const { get } = await hand(town, town.named(login))
    const near = (await get('/hazards/inbox?limit=200')).items
    const far = []
    for (const stage of STAGES) far.push(...(await get(`/hazards?limit=4&stage=${stage}`)).items)
    for (const query of ['grade=major&limit=20', 'supervised=true&limit=20', 'late=true&limit=12', 'source=employee&limit=8']) far.push(...(await get(`/hazards?${query}`)).items)
    const perStage = new Map()
    for (const { id, stage } of [...near.filter((h) => { const n = perStage.get(h.stage) ?? 0; perStage.set(h.stage, n + 1); return n < 6 }), ...far]) {
      const detail = await get(`/hazards/${id}`)
      for (const action of detail.allowed) if (!found.has(action)) found.set(action, { name: `act-${action}`, as: login, path: `/hazards/${id}`, stage, drawer: true, act: press(`.detail .actions [data-action="${action}"]`) })
    }
  }
  return [...found.values()]
}
