// What the stand-in server keeps of a district's own rules and of its setting up: check lists, distances, displays, the
// guide, whom a case should go to.
import { randomUUID } from 'node:crypto'
import { catalogue, people, places, unitOf, units } from './town.mjs'

const item = (id, text, text_en, clause, category) => ({ id, text, text_en, clause, category })
const LISTS = [
  { name: '住宅小区检查表', name_en: 'Housing estates', kinds: ['residence', 'self_built'], items: [
    item('residence-01', '疏散通道、安全出口、楼梯间畅通，未堆放杂物、未上锁', 'Escape routes, exits and stairs are clear and unlocked', '《中华人民共和国消防法》第二十八条', '0101'),
    item('residence-02', '电动自行车未在门厅、楼梯间、走道停放或充电', 'No electric bicycle is parked or charged in halls, stairs or corridors', '《高层民用建筑消防安全管理规定》第三十七条', '0102'),
    item('residence-03', '消火栓有水，灭火器在有效期内', 'Hydrants have water, extinguishers are in date', '《中华人民共和国消防法》第十六条', '0103')] },
  { name: '商场市场检查表', name_en: 'Shops and markets', kinds: ['shop', 'restaurant', 'venue'], items: [
    item('shop-01', '营业期间安全出口不上锁，卷帘门能手动打开', 'Exits are unlocked during business, shutters open by hand', '《中华人民共和国消防法》第二十八条', '0101'),
    item('shop-02', '餐饮后厨装有可燃气体报警装置并通电', 'Kitchens have a gas alarm that is switched on', '《中华人民共和国安全生产法》第三十六条', '0202')] },
  { name: '其他场所检查表', name_en: 'Other places', kinds: ['school', 'care', 'factory', 'hazardous', 'gas', 'site', 'road', 'open', 'other'], items: [
    item('other-01', '临边、井盖、护栏完好', 'Edges, manholes and railings are sound', '《市政公用设施抗灾设防管理规定》第十六条', '0401')] },
]
const copy = (value) => JSON.parse(JSON.stringify(value))

export function districtRules({ Refused }) {
  const lists = [{ version: '2026.1', effective: '2026-01-01T00:00:00+08:00', shipped: true, lists: LISTS }]
  const rules = [{ version: '2026.1', effective: '2026-01-01T00:00:00+08:00', shipped: true, near_m: 50, quiet_days: 90, patrol_days: 90 }]
  const displays = [{ id: randomUUID(), name: '值班大厅东墙', used_on: '2026-11-21', revoked_at: null }, { id: randomUUID(), name: '旧指挥室', used_on: '2026-07-02', revoked_at: '2026-07-03T10:00:00+08:00' }]
  const state = { name: '未命名区', extent: null, sheet: false }
  const inForce = (all, now) => all.filter((v) => Date.parse(v.effective) <= now).at(-1)
  const listed = (all, now) => [...all].reverse().map(({ version, effective, shipped }) => ({ version, effective, shipped: !!shipped, in_force: inForce(all, now).version === version }))
  const upon = (all, body) => { if (all.at(-1).version !== body.upon) throw new Refused(409, 'stale', { params: { expected: body.upon, actual: all.at(-1).version } }) }
  const wrong = (field, problem) => { throw new Refused(422, 'invalid', { errors: [{ field, problem }] }) }
  function differences(old, fresh) {
    const flat = (ls) => new Map(ls.flatMap((l) => l.items.map((i) => [i.id, { ...i, list: l.name }])))
    const [was, is] = [flat(old), flat(fresh)]
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
      const [before, after] = [was.get(id), is.get(id)]
      const one = after ?? before
      const fields = before && after ? ['list', 'text', 'text_en', 'clause', 'category'].filter((f) => before[f] !== after[f]).map((field) => ({ field, before: before[field], after: after[field] })) : []
      if (before && after && !fields.length) return []
      return [{ list: one.list, item: id, text: one.text, change: before && after ? 'changed' : after ? 'added' : 'removed', fields }]
    })
  }
  return [
    ['GET', '/checklists', ({ q, now }) => { const one = lists.find((v) => v.version === q.get('version')) ?? lists.at(-1); return { versions: listed(lists, now), version: one.version, lists: one.lists } }],
    ['POST', '/checklists', ({ body }) => {
      upon(lists, body)
      const fresh = copy(body.lists)
      fresh.forEach((l, a) => l.items.forEach((i, b) => {
        for (const field of ['text', 'clause']) if (!i[field].trim()) wrong(`lists[${a}].items[${b}].${field}`, 'required')
        if (!catalogue.majors.some((m) => m.minors.some((c) => c.code === i.category))) wrong(`lists[${a}].items[${b}].category`, 'unknown')
        if (!i.id) i.id = `${l.kinds[0]}-${String(90 + b)}`
      }))
      if (!body.dry_run) {
        if (lists.some((v) => v.version === body.version)) wrong('version', 'twice')
        lists.push({ version: body.version, effective: body.effective, lists: fresh })
      }
      return { differences: differences((body.dry_run ? lists.at(-1) : lists.at(-2)).lists, fresh), published: !body.dry_run }
    }],
    ['GET', '/places/rules', ({ now }) => listed(rules, now).map((v) => { const { near_m, quiet_days, patrol_days } = rules.find((r) => r.version === v.version); return { ...v, near_m, quiet_days, patrol_days } })],
    ['POST', '/places/rules', ({ body }) => { upon(rules, body); if (rules.some((r) => r.version === body.version)) wrong('version', 'twice'); rules.push(body) }, 201],
    ['GET', '/displays', () => displays],
    ['POST', '/displays', ({ body }) => { if (!body.name) wrong('name', 'required'); const one = { id: randomUUID(), name: body.name, used_on: null, revoked_at: null }; displays.push(one); return { id: one.id, link: `http://127.0.0.1:8311/console/wall#display=${randomUUID().replaceAll('-', '')}demo` } }, 201],
    ['POST', '/displays/:id/revoke', ({ params, now }) => { displays.find((d) => d.id === params.id).revoked_at = new Date(now).toISOString() }],
    ['GET', '/setup', () => {
      const held = (role) => people.some((p) => p.roles.includes(role) && p.has_password && !p.disabled_at)
      const step = (name, whose, done, count = 0, missing = [], waits = 0) => ({ step: name, whose, done, count, missing, waiting: waits })
      const kinds = (kind) => units.filter((u) => u.kind === kind).length
      const admins = ['system_admin', 'security_admin', 'audit_admin'].filter((r) => !held(r))
      return {
        code: 430406, name: state.name, named: true, base_url: 'https://mashang.example', extent: state.extent, placed: places.length,
        steps: [step('district', 'system', state.name !== '未命名区', 1), step('base_url', 'operator', true, 1), step('extent', 'system', !!state.extent, 1), step('administrators', 'security', !admins.length, 3 - admins.length, admins), step('desk', 'system', true, 1), step('streets', 'system', true, kinds('street')), step('units', 'system', true, units.length), step('people', 'security', true, people.length), step('catalogue', 'system', true), step('calendar', 'system', false, 0, ['2027']), step('places', 'system', true, places.length), step('codes', 'system', state.sheet), step('ledger', 'committee_office', false), step('trial', 'desk', false), step('backup', 'operator', false)],
      }
    }],
    ['GET', '/system', () => ({ version: '0.1.0', engine: 'sqlite', disk_free: 52e9, disk_total: 100e9, checkpoint_at: null, checkpoint_size: 0, backups: [], keys: null })],
    ['PUT', '/setup/district', ({ body }) => { if (!body.name) wrong('name', 'required'); state.name = body.name }],
    ['PUT', '/setup/extent', ({ body }) => {
      const at = places.map((p) => p.position)
      const [west, south, east, north] = body.bounds ?? [Math.min(...at.map((p) => p.lon)), Math.min(...at.map((p) => p.lat)), Math.max(...at.map((p) => p.lon)), Math.max(...at.map((p) => p.lat))]
      if (west >= east || south >= north) wrong('bounds', 'contradiction')
      state.extent = { west, south, east, north, margin_m: 2000, fixed: false }
    }],
    ['GET', '/hazards/:id/suggestion', () => ({ lead: { unit: { id: unitOf('WY').id, name: unitOf('WY').name }, reason: 'place_party' }, co: [{ unit: { id: unitOf('ZJ').id, name: unitOf('ZJ').name }, reason: 'place_regulator' }, { unit: { id: unitOf('J3').id, name: unitOf('J3').name }, reason: 'grid' }], grid: '先锋社区第二网格', practised: [{ unit: { id: unitOf('WY').id, name: unitOf('WY').name }, n: 12 }, { unit: { id: unitOf('J3').id, name: unitOf('J3').name }, n: 3 }] })],
  ]
}
