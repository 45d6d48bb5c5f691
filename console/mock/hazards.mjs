// Hazards of the made-up district, with their stories, and a coarse copy of the state machine: enough to press
// every button once. The real rules live in crates/domain.
import { aftermath, alongside, alongsideOf, besideOf, overtimeOf } from './beside.mjs'
import { openable, opened, refusedToOpen } from './opening.mjs'
import { supervisable, supervise } from './supervision.mjs'
import { id, minorName, people, personOf, places, streets, unitOf } from './town.mjs'

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR
export const moment = (t) => new Date(t + 8 * HOUR).toISOString().replace('Z', '+08:00')
const named = (unit) => ({ id: unit.id, name: unit.name })

const texts = [
  ['0101', 1, '三楼楼梯间堆满旧家具和纸箱，疏散通道只剩不到半米，夜里看不清，老人下楼很危险。'],
  ['0102', 1, '一楼门厅停了七八辆电动车，从二楼拉下来三根飞线充电，晚上一直充到天亮。'],
  ['0201', 5, '调压站旁边一直有很重的煤气味，从早上到现在没散。'],
  ['0401', 0, '先锋路与环城南路口人行道井盖缺了一块，昨晚有人踩空。', '先锋路与环城南路交叉口东南角', '430406003'],
  ['0301', 4, '外墙瓷砖一直往下掉，昨天砸到路边停的车。酒店门口只拉了一根绳子，没有人管。'],
  ['0302', 6, '房东把一楼承重墙敲掉做门面，二楼楼板已经有裂缝，裂缝能伸进手指。'],
  ['0103', 2, '市场东门消火栓被摊位围住，打不开。'],
  ['0402', 0, '公交站前路面塌下去一个坑，大约一米宽，雨天积水看不见。', '白沙大道演示公交站北侧', '430406007'],
  ['0202', 4, '后厨用气没有报警器，钢瓶放在过道上。'],
  ['0101', 3, '学校西侧安全出口放学时上锁，家长接送都挤在正门。'],
  ['0101', 2, '市场二楼防火卷帘下面摆了货架，卷帘放不下来。'],
  ['0401', 7, '东门下坡处雨水篦子松动，车一压就翘起来。'],
]
const stages = ['reported', 'dispatched', 'reported', 'filed', 'rectifying', 'stop_ordered', 'submitted', 'verified', 'reported', 'follow_up', 'suspended', 'supplement', 'verifying', 'return_requested', 'rework', 'closed', 'rejected', 'self_fixed', 'archived', 'merged', 'reopened', 'referred_out', 'rectifying', 'closed']

export const hazards = []
export const photoSeeds = new Map()
const photo = (hazard, role, n) => {
  const file = id(`photo ${hazard.receipt} ${role} ${n}`)
  photoSeeds.set(file, { role, n, category: hazard.kind })
  hazard.photos.push({ file, role })
  return file
}
function happen(h, t, kind, login, facts = {}, words = {}, photos = []) {
  const by = login ? personOf(login) : null
  h.timeline.push({
    sequence: h.timeline.length + 1, at: moment(t), recorded_at: moment(t), imported: false, kind,
    office: by ? by.unit : null, person: by ? { id: by.id, name: by.name } : null, by_reporter: login === null, facts, words, photos, hash: id(`${h.receipt} ${h.timeline.length}`).replaceAll('-', '') + id(`x${h.receipt}${h.timeline.length}`).replaceAll('-', ''),
  })
  h.version = h.timeline.length
  h.updated_at = moment(t)
}
const clock = (h, t, length) => { h.clock = { started: moment(t), due: moment(t + length) } }

export function begin({ n, t, source = 'resident', text, address = '', place = null, street = null, category = null, danger = false, photos = 1, reporter = false, by = null }) {
  const receipt = `YF${String(7000 + n * 37).padStart(5, '0')}${'0123456789ABCDEFGHJK'[n % 20]}`
  const h = {
    id: id(`hazard ${n}`), receipt, stage: 'reported', text, address: address || place?.name || '', place: place ? { id: place.id, name: place.name } : null,
    street: place?.street ?? (street ? { id: street, name: streets.find((s) => s.code === street).name } : null), kind: category, life_danger: danger, source, position: place?.position ?? null,
    fix: place && n % 2 ? { distance_m: 12 + (n * 7) % 60, accuracy_m: 15 + (n * 5) % 40 } : null, protection: reporter ? 'contactable' : 'anonymous', has_reporter: reporter, stage_data: { code: 'reported' }, accepted: null, filing: null, dispatch: null,
    fulfilments: null, request: null, supervision: null, rectify_due: null, clock: null, extensions: 0, reworks: 0, returns: 0, reopens: 0, rating: null, risk: null, judgement: null, doubts: [], recheck: null, children: [], instructions: [], merged_into: null, photos: [], timeline: [], reported_at: moment(t), updated_at: moment(t), closed_at: null, urges: 0, version: 0,
  }
  const files = Array.from({ length: photos }, (_, i) => photo(h, 'before', i))
  happen(h, t, 'reported', by, { receipt, source, channel: by ? 'phone' : 'code', category, place: place ? { place: place.id, code: 'x' } : null, street: h.street?.id ?? null, life_danger: danger }, { text, ...(address ? { address } : {}) }, files)
  if (!by) h.timeline[0].by_reporter = true
  clock(h, t, 20 * MINUTE)
  hazards.push(h)
  return h
}
const set = (h, stage, more = {}) => { h.stage = stage; h.stage_data = { code: stage, ...more } }

/** Carries out an action at `t`; coarse, without the rules of the trade. */
export function move(h, t, login, a) {
  const me = personOf(login)
  const due = (length) => { clock(h, t, length); return h.clock.due }
  const words = a.text ? { text: a.text } : {}
  const photos = (role) => (a.photos ?? []).map((p) => { const file = p.file ?? p; h.photos.push({ file, role: p.role ?? role }); return file })
  const on = (kind, facts = {}, extra = {}, files = []) => happen(h, t, kind, login, facts, { ...words, ...extra }, files)
  switch (a.action) {
    case 'accept': h.accepted = { by: me.id, at: moment(t) }; on('accepted', { by: me.id, due: due(DAY) }); break
    case 'ask_supplement': set(h, 'supplement', { until: due(3 * DAY), remaining: 0 }); on('supplement_asked', { until: h.clock.due }); break
    case 'supplement': on('supplemented', {}, {}, photos('supplement')); break
    case 'order_inspection': set(h, 'verifying', { unit: a.unit }); on('inspection_ordered', { unit: a.unit, due: due(DAY) }); break
    case 'inspect': { const f = photos('inspection'); set(h, 'reported'); on('inspected', { by: me.id, finding: a.finding, due: due(DAY) }, {}, f); break }
    case 'fix_on_spot': { const f = photos('after'); set(h, 'self_fixed', { by: me.id, unit: me.unit.id }); on('fixed_on_spot', { due: due(DAY) }, {}, f); break }
    case 'confirm_spot_fix': close(h, t, login, 'fixed_on_spot', words); break
    case 'reject': set(h, 'rejected', { reason: a.reason, by: me.id, appealed_at: null, dismissed_at: null }); h.clock = null; on('rejected', { reason: a.reason, by: me.id }); break
    case 'merge': {
      const other = hazards.find((o) => o.id === a.into)
      set(h, 'merged', { into: a.into }); h.merged_into = a.into; h.clock = null; on('merged', { into: a.into })
      if (other) { other.children.push(h.id); happen(other, t, 'child_merged', login, { child: h.id }) }
      break
    }
    case 'unmerge': set(h, 'reported'); h.merged_into = null; on('unmerged', { due: due(DAY) }); break
    case 'refer_out': set(h, 'referred_out', { to: { to: a.to, number: a.number ?? null } }); on('referred_out', { to: { to: a.to, number: a.number ?? null }, due: due(5 * DAY) }); break
    case 'bounce': set(h, 'reported'); on('referral_bounced', { due: due(DAY) }); break
    case 'close_referral': close(h, t, login, 'referred', words); break
    case 'file': {
      const number = `430406${moment(t).slice(0, 10).replaceAll('-', '')}${String(hazards.indexOf(h) + 1).padStart(4, '0')}7`
      h.filing = { number, category: a.category, grade: a.grade, standard: a.standard, party: a.party, party_unit: a.party_unit ?? null, clause: a.clause ?? null, limit: null, by: me.id, at: moment(t) }
      set(h, 'filed'); on('filed', { filing: h.filing, due: due(2 * HOUR) }); break
    }
    case 'dispatch': {
      const n = (u) => named(unitById(u))
      h.dispatch = { lead: n(a.lead), co: (a.co ?? []).map(n), copies: (a.copies ?? []).map(n), at: moment(t), signed_at: null }
      set(h, 'dispatched'); on('dispatched', { lead: a.lead, co: a.co ?? [], copies: a.copies ?? [], by: me.id, due: due(4 * HOUR) }); break
    }
    case 'sign': set(h, 'rectifying'); h.dispatch.signed_at = moment(t); h.rectify_due = due(3 * DAY); on('signed', { by: me.id, rectify_due: h.rectify_due }); break
    case 'request_return': set(h, 'return_requested', { unit: me.unit.id, by: me.id }); h.returns++; on('return_requested', { unit: me.unit.id, due: due(4 * HOUR) }, {}, photos('proof')); break
    case 'decide_return': set(h, a.grant ? 'filed' : 'dispatched'); on('return_decided', { granted: a.grant, arbitration: false, due: due(4 * HOUR) }); break
    case 'plan': h.fulfilments = { responsible: a.responsible, measures: true, funds_fen: a.funds_fen, planned_at: a.planned_at, plan: true, at: moment(t) }; on('planned', { fulfilments: h.fulfilments }, { measures: a.measures, plan: a.plan }); break
    case 'measure_interim': on('interim_measured', {}, {}, photos('interim')); break
    case 'request_extension': h.request = { ask: 'extension', until: a.until, by: me.id, at: moment(t) }; on('extension_requested', { until: a.until }); break
    case 'decide_extension': if (a.grant) { h.rectify_due = h.request.until; h.clock.due = h.request.until; h.extensions++ } h.request = null; on('extension_decided', { granted: a.grant, rectify_due: h.rectify_due }); break
    case 'request_suspension': h.request = { ask: 'suspension', cause: a.cause, until: a.until, review_at: a.review_at, by: me.id, at: moment(t) }; on('suspension_requested', { cause: a.cause, until: a.until, review_at: a.review_at }); break
    case 'decide_suspension': {
      const r = h.request; h.request = null
      if (a.grant) { set(h, 'suspended', { until: r.until, review_at: r.review_at, remaining: DAY }); h.clock = { started: moment(t), due: r.review_at } }
      on('suspension_decided', { granted: a.grant, until: r.until, review_at: r.review_at }); break
    }
    case 'review_suspension': h.stage_data.review_at = a.review_at; h.clock.due = a.review_at; on('suspension_reviewed', { review_at: a.review_at }); break
    case 'resume': set(h, 'rectifying'); h.rectify_due = due(2 * DAY); on('resumed', { automatic: false, rectify_due: h.rectify_due }); break
    case 'order_stop': set(h, 'stop_ordered', { order: a.order }); on('stop_ordered', { order: a.order }); break
    case 'release_stop': set(h, 'rectifying'); on('stop_released', { rectify_due: h.rectify_due }); break
    case 'submit': { const f = photos('after'); set(h, 'submitted', { by: me.id }); on('submitted', { by: me.id, cost_fen: a.cost_fen ?? null, due: due(2 * DAY) }, {}, f); break }
    case 'verify': { const f = photos('verification'); set(h, 'verified', { by: me.id }); on('verified', { by: me.id, method: a.method, due: due(DAY) }, {}, f); break }
    case 'order_rework': { const f = photos('verification'); set(h, 'rework'); h.reworks++; h.rectify_due = due(DAY); on('rework_ordered', { rectify_due: h.rectify_due }, {}, f); break }
    case 'approve_closing': close(h, t, login, 'rectified', words); break
    case 'reply': on('replied'); break
    case 'supervise': case 'reply_supervision': case 'decide_reply': case 'withdraw_supervision': case 'list': case 'publish_listing': supervise(h, moment(t), me, a, on, (days) => moment(t + days * DAY)); break
    case 'instruct': h.instructions.push({ number: h.instructions.length + 1, by: { id: me.id, name: me.name }, at: moment(t), unit: h.dispatch?.lead ?? null, phrase: a.phrase ?? null, due_at: moment(t + DAY), replied_at: null, accepted_at: null, returns: 0, photos: (a.photos ?? []).map((p) => p.file ?? p) }); on('instructed', { number: h.instructions.length, phrase: a.phrase ?? null, unit: h.dispatch?.lead.id ?? null, due: moment(t + DAY) }, {}, photos('instruction')); break
    case 'reply_instruction': h.instructions.at(-1).replied_at = moment(t); on('instruction_replied', { number: h.instructions.length }); break
    case 'settle_instruction': { const open = h.instructions.at(-1); if (a.accept) open.accepted_at = moment(t); else { open.replied_at = null; open.returns++ } on('instruction_settled', { accepted: a.accept }); break }
    case 'grade_risk': {
      const value = String(Object.values(a.inputs).reduce((product, n) => product * Number(n), 1))
      h.risk = { method: a.method, name: a.method === 'ls' ? '风险矩阵法（LS）' : '作业条件危险性评价法（LEC）', version: '2026.1', working: `${a.method === 'ls' ? 'R' : 'D'} = ${Object.values(a.inputs).join(' × ')} = ${value}`, inputs: Object.entries(a.inputs).map(([id, n]) => `${id}：${n}`), value, colour: Number(value) >= 160 ? 'red' : 'yellow', colour_text: '', at: moment(t) }
      on('risk_graded', { risk: { inputs: a.inputs, value, colour: h.risk.colour } })
      break
    }
    case 'judge': h.judgement = { grade: a.grade, clauses: a.clauses ?? [], version: '2026.1', by: me?.id, at: moment(t), second: { state: 'not_needed' } }; if (h.filing) h.filing.grade = a.grade; on('judged', { judgement: h.judgement }); break
    case 'call_back': if (a.solved !== undefined) h.rating = { solved: a.solved, stars: a.stars, at: moment(t), by_desk: true }; on('called_back', { reached: a.reached, solved: a.solved ?? null, stars: a.stars ?? null }); break
    case 'reopen': set(h, 'reopened'); h.closed_at = null; h.reopens++; on('reopened', { cause: a.cause, due: due(DAY) }); break
    case 'archive': set(h, 'archived'); h.clock = null; on('archived'); break
    case 'erase_reporter': h.has_reporter = false; on('reporter_erased'); break
    case 'erase_words': h.timeline.find((s) => s.sequence === a.sequence).words = {}; on('words_erased', { sequence: a.sequence }); break
    default: if (!opened(h, (later) => moment(t + later), me, a, on) && !alongside(h, t, me, a, on, unitById)) throw new Error(a.action)
  }
}
/** Opens the contact for somebody; why not, if not. */
export const openFor = (h, t, login, purpose) => refusedToOpen(h, personOf(login), purpose, moment(t), (kind, facts) => happen(h, t, kind, login, facts))
function close(h, t, login, closing, words) {
  const follows = ['resident', 'employee', 'hotline', 'system'].includes(h.source)
  set(h, follows ? 'follow_up' : 'closed')
  h.closed_at = moment(t)
  if (follows) clock(h, t, 3 * DAY); else h.clock = null
  happen(h, t, 'closed', login, { closing, follow_up_due: h.clock?.due ?? null }, words)
}
const unitById = (unit) => { const found = [...new Set(people.map((p) => p.unit))].find((u) => u.id === unit); return found ?? allUnits.get(unit) ?? { id: unit, name: '?' } }
const allUnits = new Map()
export const knowUnits = (list) => list.forEach((u) => allUnits.set(u.id, u))

export function fill(now, amount) {
  for (let n = 0; n < amount; n++) {
    const [category, where, text, address, street] = texts[n % texts.length]
    const stage = n < stages.length ? stages[n] : ['rectifying', 'dispatched', 'submitted', 'closed', 'archived', 'archived'][n % 6]
    const place = where ? places[where - 1] : null
    // Not every hazard is as long ago as the next: late ones and fresh ones are mixed.
    const ago = n === 0 ? 12 * MINUTE : n === 2 ? 31 * MINUTE : (n % 7 === 3 ? 7.4 * DAY : 0.8 * DAY) + n * 5.3 * HOUR
    const t0 = now - ago
    const h = begin({ n: n + 1, t: t0, text, address, place, street, category, danger: category === '0201' || n === 5, source: ['resident', 'resident', 'resident', 'hotline', 'inspector', 'bureau'][n % 6], photos: [2, 1, 3, 0][n % 4], reporter: n % 3 === 0 })
    // Longer stories are spread evenly over the time that there was.
    let step = 0
    const later = () => t0 + Math.min(ago - MINUTE, (++step) * Math.min(ago / 9, 9 * HOUR))
    const go = (login, a) => move(h, later(), login, a)
    const accept = () => go('zhiban', { action: 'accept' })
    const file = () => { accept(); go('zhiban', { action: 'file', category, standard: `${category}-1`, grade: n === 5 ? 'major' : n % 4 === 0 ? 'larger' : 'general', party: place?.party_unit ? 'property' : 'unknown', party_unit: place?.party_unit?.id, clause: n === 5 ? '自建房安全专项整治判定要点第二条' : undefined }) }
    const dispatch = () => { file(); go('zhiban', { action: 'dispatch', lead: unitOf('XF').id, co: n % 2 ? [unitOf('J3').id] : [], copies: n % 4 ? [] : [unitOf('YJ').id], text: '请先采取临时管控，再整改。' }) }
    const sign = () => { dispatch(); go('chuzhi', { action: 'sign' }); go('chuzhi', { action: 'measure_interim', text: '已设围挡并派人值守。', photos: [] }) }
    const file1 = (role) => { const f = id(`photo ${h.receipt} ${role} x`); photoSeeds.set(f, { role, n: 1, category }); return f }
    const submit = () => { sign(); go('chuzhi', { action: 'plan', responsible: personOf('chuzhi').id, measures: '清理通道，安装监控，每日巡查。', funds_fen: 1250050, planned_at: moment(now + DAY), plan: '发现反弹立即上报，夜间值守。' }); go('chuzhi', { action: 'submit', text: '已清理完毕并恢复标志，附同一角度照片。', photos: [file1('after')], cost_fen: 860000 }) }
    const verify = () => { submit(); go('hecha', { action: 'verify', method: 'on_site', text: '现场核查，整改到位。', photos: [file1('verification')] }) }
    const closed = () => { verify(); go('zhiban', { action: 'approve_closing', text: '' }) }
    const doing = {
      reported: () => { if (n === 8) accept() }, supplement: () => { accept(); go('zhiban', { action: 'ask_supplement', text: '请补充具体门牌号和现场照片。' }) }, verifying: () => { accept(); go('zhiban', { action: 'order_inspection', unit: unitOf('J3').id, text: '请现场核实，注意安全。' }) },
      filed: file, dispatched: dispatch, rectifying: () => { sign(); if (n === 4) go('chuzhi', { action: 'request_extension', until: moment(now + 4 * DAY), text: '外墙修缮需要高空作业车，已联系，后天到场。' }) },
      stop_ordered: () => { sign(); go('zhifa', { action: 'order_stop', order: '雁应急责停〔2026〕演示 12 号', text: '立即停止使用，人员撤离。' }) }, submitted: submit, verified: verify, follow_up: () => { closed() }, closed, archived: () => { closed(); go('zhiban', { action: 'archive' }) },
      suspended: () => { sign(); go('chuzhi', { action: 'request_suspension', cause: 'funds', until: moment(now + 90 * DAY), review_at: moment(now + 20 * DAY), text: '移开货架并专人看守卷帘，待下季度资金到位后更换。' }); go('zhiban', { action: 'decide_suspension', grant: true }) },
      return_requested: () => { dispatch(); go('chuzhi', { action: 'request_return', text: '该处属市政井盖，权属单位为城管局，附权属图。', photos: [] }) }, rework: () => { submit(); go('hecha', { action: 'order_rework', text: '通道仍有杂物，照片角度与整改前不一致。', photos: [] }) },
      rejected: () => { accept(); go('zhiban', { action: 'reject', reason: 'not_a_hazard', text: '属邻里噪声纠纷，请联系社区调解，或拨打 12345。' }) }, self_fixed: () => go('wangge', { action: 'fix_on_spot', text: '已当场清走杂物。', photos: [file1('after')] }),
      merged: () => { accept(); go('zhiban', { action: 'merge', into: hazards[1].id, text: '同一楼栋同一问题' }) }, reopened: () => { closed(); go('zhiban', { action: 'reopen', cause: 'unsolved', text: '回访群众反映三天后又被堵上，已核实。' }) },
      referred_out: () => { accept(); go('zhiban', { action: 'refer_out', to: 'hotline', number: '12345-2026-演示-0091', text: '请按职责办理。' }) },
    }
    doing[stage]()
    if (n % 9 === 1) { h.urges = 2; happen(h, now - 30 * MINUTE, 'urged', null, {}, { text: '怎么还没有人来？' }) }
    if (h.stage === 'closed') h.source = 'bureau'
    if (h.stage === 'archived' && !hazards.some((o) => o.was_late)) aftermath(h, now, hazards.find((o) => o.stage === 'rectifying'))
  }
}

const OPEN = new Set(['reported', 'supplement', 'verifying', 'self_fixed', 'referred_out', 'filed', 'dispatched', 'return_requested', 'rectifying', 'suspended', 'stop_ordered', 'submitted', 'rework', 'verified', 'reopened'])
export const isOpen = (h) => OPEN.has(h.stage)
export const isLate = (h, now) => !!h.clock && Date.parse(h.clock.due) < now && isOpen(h)

/** Who may do what from where: coarse. */
export function allowed(h, me) {
  const has = (...roles) => roles.some((r) => me.roles.includes(r))
  const mine = h.dispatch?.lead.id === me.unit.id
  const s = h.stage
  const list = []
  const add = (test, ...actions) => { if (test) list.push(...actions) }
  add(s === 'reported' && !h.accepted && has('acceptor', 'shift_lead'), 'accept')
  add(s === 'reported' && has('acceptor', 'shift_lead'), 'ask_supplement', 'order_inspection', 'reject', 'merge', 'refer_out')
  add(s === 'reported' && h.accepted && has('acceptor', 'shift_lead'), 'file')
  add(s === 'verifying' && has('inspector'), 'inspect', 'fix_on_spot')
  add(s === 'self_fixed' && has('acceptor', 'verifier'), 'confirm_spot_fix')
  add(s === 'merged' && has('acceptor', 'shift_lead'), 'unmerge')
  add(s === 'referred_out' && has('acceptor', 'shift_lead'), 'bounce', 'close_referral')
  add(['filed', 'reopened'].includes(s) && has('dispatcher', 'shift_lead'), 'dispatch')
  add(s === 'filed' && has('shift_lead'), 'judge', 'grade_risk')
  add(['dispatched', 'rework'].includes(s) && mine && has('handler'), 'sign')
  add(s === 'dispatched' && mine && has('handler'), 'request_return')
  add(s === 'return_requested' && has('dispatcher', 'committee_office'), 'decide_return')
  add(['rectifying', 'suspended', 'stop_ordered'].includes(s) && mine && has('handler'), 'plan', 'measure_interim')
  add(s === 'rectifying' && mine && has('handler'), 'submit')
  add(s === 'rectifying' && mine && has('handler') && !h.request, 'request_extension', 'request_suspension')
  add(h.request?.ask === 'extension' && has('dispatcher', 'shift_lead'), 'decide_extension')
  add(h.request?.ask === 'suspension' && has('shift_lead', 'leader'), 'decide_suspension')
  add(s === 'suspended' && has('dispatcher', 'shift_lead'), 'review_suspension', 'resume')
  add(s === 'rectifying' && has('enforcer'), 'order_stop')
  add(s === 'stop_ordered' && has('enforcer', 'committee_office'), 'release_stop')
  add(s === 'submitted' && has('verifier'), 'verify', 'order_rework')
  add(s === 'verified' && has('acceptor', 'committee_office'), 'approve_closing', 'order_rework')
  add(s === 'follow_up' && has('caller'), 'call_back')
  const told = h.instructions?.at(-1)
  const open = told && !told.accepted_at ? told : null
  add(has('leader') && !['merged', 'archived'].includes(s), 'instruct')
  add(open && !open.replied_at && mine && has('handler'), 'reply_instruction')
  add(open?.replied_at && has('leader', 'committee_office'), 'settle_instruction')
  add(['closed', 'follow_up', 'archived', 'rejected'].includes(s) && has('shift_lead', 'committee_office'), 'reopen')
  add(['closed', 'follow_up'].includes(s) && has('shift_lead'), 'archive', 'erase_words')
  add(isOpen(h) && (has('acceptor', 'dispatcher', 'shift_lead', 'caller') || (mine && has('handler'))), 'supplement')
  add(s !== 'archived' && h.source !== 'inspector' && has('acceptor', 'dispatcher', 'shift_lead', 'caller'), 'reply')
  list.push(...supervisable(h, me, isOpen(h)), ...alongsideOf(h, me))
  list.push(...openable(h, me))
  add(h.has_reporter && has('shift_lead'), 'erase_reporter')
  return list
}

/** 余日: rectification runs in working days, the rest around the clock; every Monday to Friday is one. */
function countOf(h, now) {
  const due = h.clock && !h.closed_at ? Date.parse(h.clock.due) : null
  if (due === null || h.stage === 'suspended') return null
  const working = h.stage === 'rectifying'
  const day = (t) => Math.floor((t + 8 * HOUR) / DAY)
  const [from, to] = due > now ? [day(now), day(due - 1)] : [day(due - 1), day(now)]
  const worked = Array.from({ length: to - from }, (_, i) => (from + i + 1 + 4) % 7).filter((weekday) => weekday > 0 && weekday < 6).length
  const started = Date.parse(h.clock.started)
  return { unit: working ? 'working_day' : 'urgent_hour', working_days: working ? worked : null, on: moment(now).slice(0, 10), warn_at: due < now ? null : moment(started + 0.7 * (due - started)) }
}

export function summary(h, now) {
  const category = h.filing?.category ?? h.kind
  return {
    id: h.id, receipt: h.receipt, number: h.filing?.number ?? null, stage: h.stage, text: h.text.slice(0, 120), address: h.address, place: h.place, street: h.street, category: category ? { id: category, name: minorName(category) } : null, grade: h.filing?.grade ?? null,
    life_danger: h.life_danger, source: h.source, lead: h.dispatch?.lead ?? null, reported_at: h.reported_at, updated_at: h.updated_at, due_at: h.clock?.due ?? null, due_count: countOf(h, now), late: isLate(h, now), closed_at: h.closed_at, photo: h.photos.find((p) => p.role === 'before')?.file ?? null, urges: h.urges, version: h.version, supervised: h.supervision?.level ?? null, risk_colour: h.risk?.colour ?? null, overtime: overtimeOf(h), is_repeat: besideOf(h).repeats.length > 0, came_back: besideOf(h).recurred.length > 0, why: [],
  }
}
/** Clocks of a case: one that is over, that of the stage, and one of the reporter's beside it. */
function clocks(h, now) {
  const at = (kind) => h.timeline.find((s) => s.kind === kind)?.at ?? null
  const clock = (clock, name, limit, limit_text, started, due, finished, steps, pauses = []) => {
    const end = Date.parse(finished ?? moment(now))
    const total = due ? (Date.parse(due) - Date.parse(started)) / 1000 : 0
    const used = Math.max(0, (end - Date.parse(started)) / 1000)
    const part = total ? used / total : 0
    return { clock, name, rule: { version: '2026.1', id: clock }, limit, limit_text, started, due, provisional: false, pauses, finished, outcome: finished ? 'done' : null, used_seconds: used, total_seconds: total, overdue_seconds: total ? Math.max(0, used - total) : 0, light_text: part < 0.7 ? '绿灯' : part < 1 ? '黄灯' : part < 2 ? '红灯' : '深红', light: part < 0.7 ? 'green' : part < 1 ? 'yellow' : part < 2 ? 'red' : 'dark_red', current: false, count: null, steps: steps.map((text) => ({ code: 'step', text, params: {} })) }
  }
  const t0 = h.reported_at
  const list = [clock('response', '首次响应', { amount: 20, unit: 'urgent_minute' }, '20 分钟', t0, moment(Date.parse(t0) + 20 * MINUTE), at('accepted'), ['自上报起算', '紧急时限，昼夜连续计算', '加 20 分钟'])]
  if (h.clock && !h.closed_at) list.push({ ...clock(h.stage, '本环节办理', { amount: 1, unit: 'natural_day' }, '按规则', h.clock.started, h.stage === 'suspended' ? null : h.clock.due, null, ['自进入本环节起算', '自然日，含节假日', `至 ${h.clock.due.slice(0, 16).replace('T', ' ')}`], h.stage === 'suspended' ? [{ from: h.clock.started, to: null, cause: 'suspended' }] : []), current: true })
  if (h.has_reporter && !h.closed_at) list.push(clock('tell_reporter', '答复举报人', { amount: 5, unit: 'working_day' }, '5 个工作日', t0, moment(Date.parse(t0) + 7 * DAY), null, ['自上报次日起算', '11 月 21 日、22 日为周末，不计', '第 5 个工作日 24 时止']))
  return list
}
/** What about photos is to be looked at: one of each kind where the case has a photo of the result. */
function findings(h, me) {
  if (!/desk|hecha|zhiban|lingdao|banzhang/.test(me?.login ?? '') && !me?.roles?.some((r) => ['verifier', 'acceptor', 'shift_lead', 'leader'].includes(r))) return null
  const after = h.photos.find((p) => p.role === 'after')
  if (!after) return []
  const of = (doubt, more) => ({ file: after.file, role: 'after', doubt, bits: null, minutes: null, metres: null, other: null, further: 0, ...more })
  const before = h.photos.find((p) => p.role === 'before')
  const other = hazards.find((o) => o.id !== h.id && o.photos.some((p) => p.role === 'after'))
  const at = h.reported_at
  return [
    ...(other ? [of('reused', { bits: 2, further: 1, other: { file: other.photos.find((p) => p.role === 'after').file, role: 'after', hazard: other.id, number: other.filing?.number ?? other.receipt, at } })] : []),
    ...(before ? [of('unchanged', { bits: 0, other: { file: before.file, role: 'before', hazard: h.id, number: h.receipt, at } })] : []),
    of('older', { minutes: 2885 }), of('far', { metres: 1240 }),
  ]
}
/** The slip of a case that was filed. */
export function slip(h) {
  if (!h.filing) return null
  return {
    number: h.filing.number, issued: h.dispatch?.at ?? h.reported_at, to: h.dispatch?.lead ?? null, party: null, party_kind: 'property',
    place: h.place ? { name: h.place.name, address: '示例路 18 号' } : null, street: h.street, category: { id: h.filing.category, name: '消防通道' }, grade: h.filing.grade,
    condition: '疏散通道、安全出口、消防车通道被占用、堵塞、封闭', closing: '通道恢复畅通，标志标线完好', clause: null, finding: '检查发现东门消防车通道停放货车两辆，堆放建筑材料，宽度不足四米。', demand: '立即清理，安排专人值守，三日内报送照片。',
    withheld: h.n % 2 ? ['finding'] : [], limit: '1 个自然日', due: h.rectify_due, office: { id: 'o', name: '区值守中心' },
  }
}
export function detail(h, me, now) {
  const { kind: _kind, ...rest } = h
  return { ...rest, ...summary(h, now), description: h.text, clocks: clocks(h, now), allowed: allowed(h, me), opening: h.opening ?? null, photo_findings: findings(h, me), beside: besideOf(h) }
}
/** What waits for somebody: whatever that person can move on. */
const WAITING = new Set(['accept', 'file', 'dispatch', 'inspect', 'confirm_spot_fix', 'sign', 'submit', 'decide_return', 'decide_extension', 'decide_suspension', 'verify', 'approve_closing', 'call_back', 'release_stop', 'review_suspension', 'decide_opening'])
export const waits = (h, me) => allowed(h, me).some((a) => WAITING.has(a))
