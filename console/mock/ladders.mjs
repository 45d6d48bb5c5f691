// 督办规则 of the stand-in server: a few ladders, versions, a look that finds the faults that matter.
const STAGES = { response: '响应', sign: '签收', rectify: '整改', verify: '验收', tell_reporter: '答复群众' }
const LEVELS = { reminder: '提醒', letter: '督办单', handover: '交办函（约谈）', listing: '挂牌督办' }
const UNITS = { urgent_minute: '分钟', urgent_hour: '小时（昼夜连续）', natural_day: '日', working_hour: '个工作时', working_day: '个工作日', working_day_slots: '个工作日（按工时）' }
const ORDER = Object.keys(LEVELS)
const rung = (level, amount, unit) => ({ level, amount, unit })
const FIRST = {
  ladders: [
    { rungs: [rung('reminder'), rung('letter', 2, 'working_day'), rung('handover', 3, 'working_day')], basis: '系统建议', basis_en: 'Proposal' },
    { urgent: true, rungs: [rung('reminder'), rung('letter', 2, 'urgent_hour'), rung('handover', 22, 'urgent_hour')], basis: '系统建议：危及生命的，超期一日内报应安委办', basis_en: 'Proposal' },
    { stage: 'rectify', grade: 'major', rungs: [rung('reminder'), rung('letter', 1, 'working_day'), rung('handover', 3, 'working_day'), rung('listing', 5, 'working_day')], basis: '《安全生产法》第四十一条第三款', basis_en: '安全生产法 §41(3)' },
  ],
  rework: [{ times: 2, level: 'letter' }, { times: 3, level: 'handover' }],
}
const idOf = (l) => [l.stage, l.grade, l.urgent === undefined ? '' : l.urgent ? 'urgent' : 'not_urgent'].filter(Boolean).join('/')
const seenRung = (r) => ({ level: r.level, name: LEVELS[r.level], after: r.unit ? { amount: r.amount, unit: r.unit, rest_day_moves: false } : null, after_text: r.unit ? `${r.amount}${UNITS[r.unit]}` : null })
const view = (l) => ({ stage: l.stage ?? null, name: l.stage ? STAGES[l.stage] ?? l.stage : null, grade: l.grade ?? null, urgent: l.urgent ?? null, rungs: l.rungs.map(seenRung), basis: l.basis, basis_zh: l.basis, basis_en: l.basis_en })
const letters = (all) => all.map((one) => ({ ...one, name: LEVELS[one.level] }))
const hours = { urgent_minute: 1 / 60, urgent_hour: 1, natural_day: 24, working_hour: 1, working_day: 24, working_day_slots: 24 }

export function ladders({ Refused }) {
  const versions = [{ version: '2026.1', effective: '2026-01-01T00:00:00+08:00', ...FIRST, shipped: true }]
  const find = (name) => versions.find((v) => v.version === name)
  const newest = () => versions.at(-1)
  const at = (now) => versions.filter((v) => Date.parse(v.effective) <= now).at(-1) ?? versions[0]
  const differences = (old, now) => {
    const changed = now.ladders.flatMap((l) => { const was = old.ladders.find((o) => idOf(o) === idOf(l)); return was && JSON.stringify(view(was)) === JSON.stringify(view(l)) ? [] : [{ change: was ? 'changed' : 'added', before: was && view(was), after: view(l) }] })
    const gone = old.ladders.filter((o) => !now.ladders.some((l) => idOf(o) === idOf(l))).map((o) => ({ change: 'removed', before: view(o) }))
    const rework = JSON.stringify(old.rework) !== JSON.stringify(now.rework)
    return { ladders: [...changed, ...gone], rework_before: rework ? letters(old.rework) : null, rework_after: rework ? letters(now.rework) : null }
  }
  const faults = ({ ladders, rework }) => [
    ...(ladders.some((l) => idOf(l) === '') && ladders.some((l) => idOf(l) === 'urgent') ? [] : [{ fault: 'gap', text: '缺少不附条件的阶梯，或缺少适用于全部危及生命隐患的阶梯' }]),
    ...ladders.flatMap((l, i) => {
      const fault = (code, text) => [{ ladder: i, fault: code, text: l.stage ? `${STAGES[l.stage]}：${text}` : text }]
      if (l.rungs.some((r, n) => n && (!r.amount || ORDER.indexOf(r.level) <= ORDER.indexOf(l.rungs[n - 1].level)))) return fault('rungs', '层级必须逐级升高')
      if (l.rungs.some((r) => r.level === 'listing') && l.grade !== 'major') return fault('listing', '只有重大隐患可以挂牌督办')
      if (l.urgent && l.rungs.some((r) => r.unit?.startsWith('working'))) return fault('life_danger', '危及生命的督办不得按工作时间计算')
      if (!l.urgent && l.rungs.some((r, n) => n && ['letter', 'handover'].includes(l.rungs[n - 1].level) && r.amount * hours[r.unit] < 72)) return fault('before_reply', '到下一级的间隔短于督办回复期限')
      return l.basis ? [] : fault('basis', '请写明依据')
    }),
    ...rework.flatMap((one, i) => (one.times > 0 && one.times <= 20 ? [] : [{ rework: i, fault: 'rework', text: '返工次数为1至20次' }])),
  ]
  return [
    ['GET', '/catalogue/ladders/versions', ({ now }) => [...versions].reverse().map((v) => ({ version: v.version, effective: v.effective, in_force: v === at(now), count: v.ladders.length, shipped: !!v.shipped }))],
    ['GET', '/catalogue/ladders/compare', ({ q }) => differences(find(q.get('old')), find(q.get('new')))],
    ['GET', '/catalogue/ladders/try', ({ q, now }) => {
      const v = find(q.get('version')) ?? at(now)
      const urgent = q.get('urgent') === 'true'
      const fits = v.ladders.filter((l) => (!l.stage || l.stage === q.get('stage')) && (!l.grade || l.grade === q.get('grade')) && (l.urgent === undefined || l.urgent === urgent))
      const ladder = fits.find((l) => urgent && l.urgent) ?? fits.find((l) => l.stage) ?? fits[0]
      let t = Date.parse(q.get('due'))
      const rungs = ladder.rungs.map((r) => { t += (r.amount ?? 0) * (hours[r.unit] ?? 0) * 3_600_000; return { ...seenRung(r), at: new Date(t).toISOString(), reply_due: ['letter', 'handover'].includes(r.level) ? new Date(t + 72 * 3_600_000).toISOString() : null } })
      return { version: v.version, basis: ladder.basis, stage: q.get('stage'), rungs }
    }],
    ['GET', '/catalogue/ladders', ({ q, now }) => { const v = find(q.get('version')) ?? at(now); return { version: v.version, effective: v.effective, ladders: v.ladders.map(view), rework: letters(v.rework) } }],
    ['POST', '/catalogue/ladders/preview', ({ body }) => {
      const found = faults(body)
      return { upon: newest().version, faults: found, differences: found.length ? null : differences(newest(), body) }
    }],
    ['POST', '/catalogue/ladders/versions', ({ body }) => {
      if (body.upon !== newest().version) throw new Refused(409, 'stale', { params: { expected: body.upon, actual: newest().version } })
      if (find(body.version)) throw new Refused(422, 'invalid', { errors: [{ field: 'version', problem: 'twice' }] })
      versions.push({ version: body.version, effective: body.effective, ladders: body.ladders, rework: body.rework })
    }],
  ]
}
