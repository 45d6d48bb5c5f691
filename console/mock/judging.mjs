// 评判 of the stand-in server: the criteria and methods that ship, a few closings to look at, two drawings.
import { readFileSync } from 'node:fs'

const shipped = (name) => JSON.parse(readFileSync(new URL(`../../crates/domain/src/hazard/data/${name}-2026.json`, import.meta.url), 'utf8'))
const FILES = { criteria: shipped('criteria'), risk: shipped('risk'), doubts: shipped('doubts'), recheck: shipped('recheck'), evidence: shipped('evidence'), look_backs: shipped('look-backs') }
/** What is wrong in criteria, as far as the tests ask. */
const wrong = (documents) => documents.flatMap((d, at) => {
  const fault = (field, code, text) => ({ path: `documents.${at}.${field}`, fault: code, text })
  const empty = ['title', 'number', 'field'].filter((name) => !d[name]?.trim()).map((name) => fault(name, 'empty', '请填写'))
  const clauses = d.clauses.flatMap((c, nth) => [
    ...(c.text.trim() ? [] : [fault(`clauses.${nth}.text`, 'empty', '请填写')]),
    ...(c.words.some((word) => word.length < 2) ? [fault(`clauses.${nth}.words`, 'loose', '关键词不少于两个字')] : []),
  ])
  return [...empty, ...clauses]
})
/** What is wrong in methods, as far as the tests ask. */
const wrongIn = (methods) => methods.flatMap((m, at) => {
  const fault = (field, code, text) => ({ path: `methods.${at}.${field}`, fault: code, text })
  const isFigure = (value) => /^\d{1,6}(\.\d{1,3})?$/.test(value)
  const empty = ['name', 'basis'].filter((name) => !m[name].trim()).map((name) => fault(name, 'empty', '请填写'))
  const factors = m.factors.flatMap((f, nth) => [
    ...(/^[A-Za-z]{1,3}$/.test(f.id) ? [] : [fault(`factors.${nth}.id`, 'letter', '请用1至3个英文字母')]),
    ...f.levels.flatMap((l, n) => [
      ...(isFigure(l.value) ? [] : [fault(`factors.${nth}.levels.${n}.value`, 'number', '请填写数字，整数不超过6位，小数不超过3位')]),
      ...(l.text.trim() ? [] : [fault(`factors.${nth}.levels.${n}.text`, 'empty', '请填写')]),
    ]),
  ])
  const bands = m.bands.flatMap((b, nth) => [
    ...(!isFigure(b.from) ? [fault(`bands.${nth}.from`, 'number', '请填写数字，整数不超过6位，小数不超过3位')] : nth && Number(b.from) >= Number(m.bands[nth - 1].from) ? [fault(`bands.${nth}.from`, 'falls', '须小于上一级的起点')] : []),
    ...(b.text.trim() ? [] : [fault(`bands.${nth}.text`, 'empty', '请填写')]),
  ])
  return [...empty, ...factors, ...(m.factors.length ? [] : [fault('factors', 'empty', '请填写')]), ...(m.bands.length ? [] : [fault('bands', 'empty', '请填写')]), ...bands]
})
const withMethodIds = (methods) => methods.map((m, n) => ({ ...m, id: m.id || `m${n}` }))
const withIds = (documents) => documents.map((d) => ({ ...d, id: d.id || d.number.replaceAll(' ', '') })).map((d) => ({ ...d, clauses: d.clauses.map((c, n) => ({ ...c, id: c.id || `${d.id}/${n + 91}` })) }))
const COLOURS = { red: '重大风险', orange: '较大风险', yellow: '一般风险', blue: '低风险' }
const partsOf = (m) => [
  { level: 'methods', code: m.id, name: m.name, said: { ...m, factors: undefined, bands: undefined } },
  ...m.factors.flatMap((f) => [{ level: 'factors', code: `${m.id}/${f.id}`, name: f.name, said: { ...f, levels: undefined } }, ...f.levels.map((l) => ({ level: 'levels', code: `${m.id}/${f.id}/${l.value}`, name: l.text, said: l }))]),
  ...m.bands.map((b, n) => ({ level: 'bands', code: `${m.id}/${COLOURS[b.colour]}${m.bands.slice(0, n).some((o) => o.colour === b.colour) ? ' 2' : ''}`, name: b.text, said: b })),
]
function differences(old, now) {
  const things = (body) => (body.methods ? body.methods.flatMap(partsOf) : documentsOf(body))
  const documentsOf = (body) => body.documents.flatMap((d) => [{ level: 'documents', code: d.id, name: d.title, said: { ...d, clauses: undefined, order: d.clauses.map((c) => c.id.split('/').pop()).join(', ') } }, ...d.clauses.map((c) => ({ level: 'clauses', code: c.id, name: c.text, said: c }))])
  const [before, after] = [things(old), things(now)]
  const twin = (all, one) => all.find((other) => other.code === one.code)
  const fields = (was, is) => [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => String(was[name] ?? '') !== String(is[name] ?? '')).map((field) => ({ field, before: String(was[field] ?? ''), after: String(is[field] ?? '') }))
  const here = after.map((one) => { const was = twin(before, one); return was ? { ...one, change: 'changed', fields: fields(was.said, one.said) } : { ...one, change: 'added', fields: [] } }).filter((d) => d.change === 'added' || d.fields.length)
  return [...here, ...before.filter((one) => !twin(after, one)).map((one) => ({ ...one, change: 'removed', fields: [] }))].map(({ said: _, ...d }) => d)
}
const english = (request) => (request?.headers['accept-language'] ?? '').startsWith('en')

export function judging({ Refused, find, hazards, units, summary }) {
  const versions = Object.fromEntries(Object.keys(FILES).map((subject) => {
    const { version, effective, ...body } = FILES[subject]
    return [subject, [{ version, effective, body, shipped: true }]]
  }))
  const at = (subject, name) => versions[subject].find((v) => v.version === name) ?? versions[subject].at(-1)
  const said = (en, one, field) => (en ? one[`${field}_en`] : one[field])
  const clauseView = (clause, en) => ({ id: clause.id, place: clause.place, text: said(en, clause, 'text'), direct: clause.judging === 'direct', categories: clause.categories })
  const documents = (en, q, field) => at('criteria').body.documents
    .filter((d) => !field || said(en, d, 'field') === field)
    .map((d) => {
      const about = [d.title, d.title_en, d.number, d.issuer].join(' ')
      const clauses = d.clauses.filter((c) => !q || (about + c.text + c.text_en).includes(q)).map((c) => clauseView(c, en))
      return { ...d, title: said(en, d, 'title'), nature: said(en, d, 'nature'), field: said(en, d, 'field'), note: said(en, d, 'note'), ended: null, applies: true, companions: at('criteria').body.documents.filter((o) => o.supplements === d.id || d.supplements === o.id).map((o) => said(en, o, 'title')), clauses, fits: !q || about.includes(q) || clauses.length > 0 }
    }).filter((d) => d.fits)
  const closed = () => hazards.filter((h) => h.closed_at)
  const doubtful = () => closed().slice(0, 4).map((h, n) => ({
    hazard: summary(h), rules: FILES.doubts.version, verifier: { id: 'v', name: '演示核查员' },
    doubts: [{ reason: n % 2 ? 'same_photo' : 'rectified_fast', text: n % 2 ? '整改前后照片十分相近（64 位指纹相差 2 位），请核实' : '签收到提交用时 4 分钟，不足 10 分钟，请核实' }],
  }))
  const draws = [
    { period: '2026-11', percent: 5, commitment: 'b'.repeat(64), committed_at: '2026-11-01T00:00:10+08:00', index: 5210, revealed_at: null, seed: null, closed: null, drawn: null },
    { period: '2026-10', percent: 5, commitment: 'a'.repeat(64), committed_at: '2026-10-01T00:00:10+08:00', index: 4020, revealed_at: '2026-11-01T00:00:40+08:00', seed: 'c'.repeat(64), closed: 31, drawn: 2 },
  ]
  return [
    ['GET', '/criteria', ({ q, request }) => {
      const en = english(request)
      const { version, effective } = at('criteria')
      return { version, effective, checked: FILES.criteria.checked, fields: [...new Set(FILES.criteria.documents.map((d) => said(en, d, 'field')))], documents: documents(en, q.get('q'), q.get('field')) }
    }],
    ['GET', '/criteria/try', ({ q, request }) => {
      const [en, category, text] = [english(request), q.get('category') ?? '', q.get('text') ?? '']
      const found = at('criteria', q.get('version')).body.documents.flatMap((d) => d.clauses.map((c) => {
        const word = c.words.find((one) => one.split('+').every((part) => text.includes(part)))
        const by_category = c.categories.some((code) => category.startsWith(code))
        return { clause: clauseView(c, en), title: said(en, d, 'title'), number: d.number, note: d.note, companions: [], by_category, word: word?.replaceAll('+', ' ') ?? null, strong: by_category && !!word }
      }))
      return found.filter((hint) => hint.by_category || hint.word).sort((a, b) => b.strong - a.strong).slice(0, 12)
    }],
    ['GET', '/hazards/:id/criteria', ({ params, q, request }) => {
      const hazard = find(hazards, params.id)
      const category = q.get('category') ?? hazard.filing?.category ?? hazard.kind ?? ''
      const en = english(request)
      return FILES.criteria.documents.flatMap((d) => d.clauses.filter((c) => c.categories.includes(category)).map((c, n) => ({ clause: clauseView(c, en), title: said(en, d, 'title'), number: d.number, note: d.note, companions: [], by_category: true, word: n ? null : c.words[0]?.replaceAll('+', ' ') ?? null, strong: !n && !!c.words[0] })))
    }],
    ['GET', '/risk', ({ request }) => {
      const en = english(request)
      const { version, effective, body: { methods } } = at('risk')
      return { version, effective, methods: methods.map((m) => ({ id: m.id, name: said(en, m, 'name'), formula: m.formula, basis: said(en, m, 'basis'), factors: m.factors.map((f) => ({ id: f.id, name: said(en, f, 'name'), levels: f.levels.map((l) => ({ value: l.value, text: said(en, l, 'text') })) })), bands: m.bands.map((b) => ({ from: b.from, colour: b.colour, text: said(en, b, 'text') })) })) }
    }],
    ['POST', '/risk/try', ({ body, request }) => {
      const { version, body: { methods } } = at('risk', body.version)
      const method = methods.find((m) => m.id === body.method)
      const figures = method.factors.map((f) => body.inputs[f.id])
      const value = figures.reduce((product, figure) => Math.round(product * Number(figure) * 1000) / 1000, 1)
      const band = method.bands.find((b) => Number(b.from) <= value)
      return { version, working: `${method.formula.split(' = ')[0]} = ${figures.join(' × ')} = ${value}`, value: String(value), colour: band.colour, colour_text: COLOURS[band.colour], from: band.from, text: said(english(request), band, 'text') }
    }],
    ['GET', '/rules/:subject', ({ params, q, me }) => {
      const shown = at(params.subject, q.get('version'))
      return { subject: params.subject, version: shown.version, versions: [...versions[params.subject]].reverse().map((v, n) => ({ version: v.version, effective: v.effective, in_force: n === 0, shipped: !!v.shipped })), body: shown.body, editable: me.roles.includes('system_admin') }
    }],
    ['GET', '/rules/:subject/compare', ({ params, q }) => (['criteria', 'risk'].includes(params.subject) ? differences(at(params.subject, q.get('old')).body, at(params.subject, q.get('new')).body) : [{ level: 'rules', code: '', name: '', change: 'changed', fields: [{ field: 'percent', before: '5', after: '8' }] }])],
    ['POST', '/rules/:subject/preview', ({ params, body }) => {
      const isRisk = params.subject === 'risk'
      const faults = isRisk ? wrongIn(body.body.methods) : wrong(body.body.documents)
      const newest = versions[params.subject].at(-1)
      const sound = () => (isRisk ? { methods: withMethodIds(body.body.methods) } : { ...body.body, documents: withIds(body.body.documents) })
      return { upon: newest.version, faults, differences: faults.length ? [] : differences(newest.body, sound()) }
    }],
    ['POST', '/rules/:subject', ({ params, body }) => {
      if (params.subject === 'criteria') body.body.documents = withIds(body.body.documents)
      if (params.subject === 'risk') body.body.methods = withMethodIds(body.body.methods)
      if (params.subject === 'recheck' && body.body.percent < 5) throw new Refused(422, 'rules_refused', { params: { reason: 'percent is out of range' }, detail: '规则内容前后不符或不完整（percent is out of range）。请更正后重新提交。' })
      versions[params.subject].push({ version: body.version, effective: body.effective, body: body.body })
    }],
    ['GET', '/doubts', ({ q }) => {
      const items = doubtful().filter((d) => !q.get('reason') || d.doubts[0].reason === q.get('reason'))
      return { items, next: null, units: [{ unit: { id: units[5].id, name: units[5].name }, count: items.length }] }
    }],
    ['GET', '/draws', () => draws],
    ['GET', '/draws/:period', ({ params }) => {
      const draw = draws.find((d) => d.period === params.period)
      const cases = draw.drawn ? closed().slice(0, 2).map((h, n) => ({ rank: n + 1, hazard: summary(h), unit: { id: units[3].id, name: units[3].name }, due: '2026-11-13T18:00:00+08:00', passed: n ? null : true, rechecked_at: n ? null : '2026-11-05T10:20:00+08:00' })) : []
      return { ...draw, passed: cases.length ? 1 : 0, failed: 0, pending: cases.length ? 1 : 0, cases }
    }],
  ]
}
