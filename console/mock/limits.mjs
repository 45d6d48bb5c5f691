// 时限规则 of the stand-in server: a few stages, versions, a look that finds the faults that matter.
const NAMES = { response: '响应', sign: '签收', rectify: '整改', verify: '验收', tell_reporter: '答复群众' }
const UNITS = { urgent_minute: '分钟', urgent_hour: '小时（昼夜连续）', natural_day: '日', working_hour: '个工作时', working_day: '个工作日', working_day_slots: '个工作日（按工时）' }
const rule = (stage, amount, unit, more = {}) => ({ stage, amount, unit, rest_day_moves: false, basis: '系统建议', basis_en: 'Proposal', ...more })
const FIRST = [
  rule('response', 20, 'urgent_minute'), rule('sign', 4, 'working_hour'), rule('sign', 30, 'urgent_minute', { urgent: true }),
  rule('rectify', 5, 'working_day'), rule('rectify', 24, 'urgent_hour', { urgent: true }), rule('rectify', 15, 'natural_day', { grade: 'larger' }), rule('rectify', 30, 'natural_day', { grade: 'major' }), rule('rectify', 5, 'natural_day', { grade: 'major', urgent: true }),
  rule('verify', 2, 'working_day'), rule('verify', 2, 'urgent_hour', { urgent: true }), rule('tell_reporter', 5, 'working_day'),
]
const idOf = (r) => [r.stage, r.category, r.source, r.grade, r.urgent === undefined ? '' : r.urgent ? 'urgent' : 'not_urgent'].filter(Boolean).join('/')
const view = (r) => ({ id: idOf(r), stage: r.stage, name: NAMES[r.stage] ?? r.stage, grade: r.grade, urgent: r.urgent, category: r.category, source: r.source, limit: { amount: r.amount, unit: r.unit, rest_day_moves: r.rest_day_moves }, limit_text: `${r.amount}${UNITS[r.unit]}`, basis: r.basis, basis_zh: r.basis, basis_en: r.basis_en })
const aroundTheClock = (r) => !r.unit.startsWith('working') && !r.rest_day_moves
const hours = { urgent_minute: 1 / 60, urgent_hour: 1, natural_day: 24, working_hour: 1, working_day: 24, working_day_slots: 8 }

export function limits({ Refused }) {
  const versions = [{ version: '2026.1', effective: '2026-01-01T00:00:00+08:00', rules: FIRST, shipped: true }]
  const find = (name) => versions.find((v) => v.version === name)
  const newest = () => versions.at(-1)
  const at = (now) => versions.filter((v) => Date.parse(v.effective) <= now).at(-1) ?? versions[0]
  const seen = (v) => ({ version: v.version, effective: v.effective, rules: v.rules.map(view) })
  const differences = (old, now) => [
    ...now.flatMap((r) => { const was = old.find((o) => idOf(o) === idOf(r)); return was && was.amount === r.amount && was.unit === r.unit && was.basis === r.basis ? [] : [{ change: was ? 'changed' : 'added', before: was && view(was), after: view(r) }] }),
    ...old.filter((o) => !now.some((r) => idOf(o) === idOf(r))).map((o) => ({ change: 'removed', before: view(o) })),
  ]
  const faults = (rules) => [
    ...Object.keys(NAMES).filter((stage) => !rules.some((r) => idOf(r) === stage)).map((stage) => ({ stage, fault: 'gap', text: `${NAMES[stage]}：缺少不附条件的规则，有的隐患会没有时限` })),
    ...rules.flatMap((r, i) => {
      const fault = (code, text) => [{ rule: i, stage: r.stage, fault: code, text: `${NAMES[r.stage]}：${text}` }]
      if (!r.amount) return fault('zero', '时限不能为零')
      if (!aroundTheClock(r) && r.stage !== 'tell_reporter' && r.urgent !== false && (r.urgent || !rules.some((o) => idOf(o) === `${r.stage}/urgent`))) return fault('life_danger', '危及生命的隐患会按工作时间计时，夜间、周末和节假日停走')
      return r.basis ? [] : fault('basis', '请写明依据，不超过400字')
    }),
  ]
  return [
    ['GET', '/catalogue/limits/versions', ({ now }) => [...versions].reverse().map((v) => ({ version: v.version, effective: v.effective, in_force: v === at(now), count: v.rules.length, shipped: !!v.shipped }))],
    ['GET', '/catalogue/limits/compare', ({ q }) => differences(find(q.get('old')).rules, find(q.get('new')).rules)],
    ['GET', '/catalogue/limits/try', ({ q, now }) => {
      const start = q.get('start') ?? new Date(now).toISOString()
      const stage = q.get('stage')
      const rules = (find(q.get('version')) ?? at(now)).rules.filter((r) => r.stage === stage)
      const picked = stage ? rules.find((r) => r.urgent && q.get('urgent') === 'true') ?? rules.find((r) => r.grade && r.grade === q.get('grade')) ?? rules.find((r) => idOf(r) === stage) : rule('x', Number(q.get('amount')), q.get('limit_unit'))
      if (!picked.amount) throw new Refused(422, 'invalid', { errors: [{ field: 'amount', problem: 'out_of_range' }] })
      const shown = view(picked)
      const due = new Date(Date.parse(start) + picked.amount * hours[picked.unit] * 3_600_000).toISOString()
      return { version: stage ? at(now).version : undefined, rule: stage ? shown : undefined, limit: shown.limit, limit_text: shown.limit_text, start, due, provisional: false, steps: [{ code: 'started', params: {}, text: '起算' }, { code: 'due', params: {}, text: '到期' }] }
    }],
    ['GET', '/catalogue/limits', ({ q, now }) => seen(find(q.get('version')) ?? at(now))],
    ['POST', '/catalogue/limits/preview', ({ body }) => {
      const found = faults(body.rules)
      const old = newest().rules
      const changed = found.length ? [] : differences(old, body.rules)
      const end = (r) => new Date(Date.parse(body.effective) + r.limit.amount * hours[r.limit.unit] * 3_600_000).toISOString()
      return { upon: newest().version, faults: found, differences: changed, moves: changed.filter((d) => d.change === 'changed').map((d) => ({ before: d.before, after: d.after, due_before: end(d.before), due_after: end(d.after) })) }
    }],
    ['POST', '/catalogue/limits/versions', ({ body }) => {
      if (body.upon !== newest().version) throw new Refused(409, 'stale', { params: { expected: body.upon, actual: newest().version } })
      if (find(body.version)) throw new Refused(422, 'invalid', { errors: [{ field: 'version', problem: 'twice' }] })
      versions.push({ version: body.version, effective: body.effective, rules: body.rules })
    }],
  ]
}
