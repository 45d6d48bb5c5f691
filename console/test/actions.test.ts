import { describe, expect, it } from 'vitest'
import { nextTick, reactive } from 'vue'
import { ACTIONS, CODES, offered } from '../src/actions/definitions'
import { useFaults, type Faults } from '../src/actions/faults'
import { check, fieldOf, taken, wire } from '../src/actions/form'
import en from '../src/words/en'
import zh from '../src/words/zh-CN'
import { rust, snake } from './rust'

describe('the table of actions', () => {
  it('takes the fields that the domain takes', () => {
    const source = rust('hazard/action.rs')
    const body = source.slice(source.indexOf('pub enum Action {'), source.indexOf('macro_rules!'))
    for (const [, name, fields] of body.matchAll(/^ {4}([A-Z]\w+)(?: \{([\s\S]*?)\})?,$/gm)) {
      const wanted = [...(fields ?? '').replace(/#\[[^\]]*\]/g, '').replace(/\/\/\/.*/g, '').matchAll(/(\w+): /g)].map((m) => m[1]!)
        .filter((f) => !(name === 'File' && f === 'number')).sort()
      const known = ACTIONS[snake(name!)]!.fields.flatMap((f) => (f.kind === 'standard' ? ['category', 'standard'] : f.kind === 'risk' ? ['method', 'inputs'] : f.name === 'photos_before' ? [] : [f.name])).sort()
      expect(known, name).toEqual(wanted)
    }
  })
  it('offers exactly what is allowed, the way forward first', () => {
    expect(offered(['erase_reporter', 'reply', 'file', 'accept', 'unheard_of'])).toEqual(['accept', 'file', 'reply', 'erase_reporter'])
    expect(offered([])).toEqual([])
    expect(offered(['reply', 'accept', 'settle_instruction'], [{ what: 'settle_instruction' }])).toEqual(['settle_instruction', 'accept', 'reply'])
  })
})

describe('a form', () => {
  it('asks for what is required, given the other fields', () => {
    expect(check('file', { grade: 'major' })).toEqual({ standard: 'not_chosen', clauses: 'no_clause', party: 'not_chosen' })
    expect(check('file', { grade: 'major', clause: '其他' })).toEqual({ standard: 'not_chosen', party: 'not_chosen' })
    expect(check('file', { grade: 'general', party: 'unknown', standard: { category: '0101', standard: 'x' } })).toEqual({})
    expect(check('decide_extension', { grant: true })).toEqual({})
    expect(check('decide_extension', { grant: false, text: '  ' })).toEqual({ text: 'required' })
    expect(check('call_back', { reached: true, solved: false })).toEqual({ stars: 'not_chosen' })
    expect(check('call_back', { reached: false, stars: '5' })).toEqual({})
    expect(check('supplement', { photos: [{ file: 'a' }] })).toEqual({})
  })
  it('travels under the names of the API', () => {
    expect(wire('plan', { responsible: 'p', measures: ' 清理 ', funds_fen: '1,200.5', planned_at: '2026-03-05T18:00', plan: '值守' })).toEqual({
      responsible: 'p', measures: '清理', funds_fen: 120050, planned_at: '2026-03-05T18:00:00+08:00', plan: '值守',
    })
    expect(wire('file', { standard: { category: '0101', standard: 's' }, grade: 'general', party: 'unknown', party_unit: 'hidden', clause: 'hidden', text: '' })).toEqual({ category: '0101', standard: 's', grade: 'general', party: 'unknown' })
    expect(wire('call_back', { reached: true, solved: false, stars: '2' })).toEqual({ reached: true, solved: false, stars: 2 })
    expect(wire('submit', { text: '好了', photos: [{ file: 'a' }] })).toEqual({ text: '好了', photos: ['a'] })
    expect(wire('fix_on_spot', { text: '好了', photos_before: [{ file: 'b' }], photos: [{ file: 'a' }] })).toEqual({ text: '好了', photos: [{ file: 'b', role: 'before' }, { file: 'a', role: 'after' }] })
  })
  it('refuses what is no amount of money', () => {
    expect(check('submit', { text: 'x', photos: [{ file: 'a' }], cost_fen: '一千' })).toEqual({ cost_fen: 'money' })
  })
  it('shows a problem of the server beside its field', () => {
    expect(fieldOf('file', 'category')).toBe('standard')
    expect(fieldOf('file', 'receipt')).toBeNull()
    expect(fieldOf('dispatch', 'co')).toBe('co')
  })
  it('has a category only where it needs a standard', () => {
    expect(check('file', { grade: 'general', party: 'unknown', standard: { category: '0101', standard: '' } })).toEqual({ standard: 'not_chosen' })
  })
  it('never asks twice by the same name', () => {
    for (const [language, words] of [['zh-CN', zh], ['en', en]] as const) {
      for (const [action, { fields }] of Object.entries(ACTIONS)) {
        const labels = fields.filter((f) => f.kind !== 'photos').map((f) => (words.field as Record<string, string>)[f.label ?? f.name])
        expect(new Set(labels).size, `${language} ${action}: ${labels.join()}`).toBe(labels.length)
      }
    }
  })
  it('gives to another what means the same there', () => {
    const typed = { text: '已到现场', photos: [{ file: 'a' }], method: 'on_site', cause: 'unsolved' }
    expect(taken('verify', 'order_rework', typed)).toEqual({ text: '已到现场', photos: [{ file: 'a' }] })
    expect(taken('reopen', 'request_suspension', { ...typed, text: ' ' })).toEqual({})
  })
  it('never lets the desk choose what only the system may say', () => {
    expect(CODES.reject_reason).not.toContain('unanswered')
    expect(CODES.reopen_cause).not.toContain('appeal_upheld')
  })
})

describe('what is wrong with a form', () => {
  const found = (form: Record<string, unknown>): Faults => Object.fromEntries(['text', 'unit'].filter((name) => !form[name]).map((name) => [name, '请填写']))
  it('goes when it is put right, and comes back when it is made wrong again', async () => {
    const form = reactive<Record<string, unknown>>({ text: '', unit: '' })
    const { wrong, say } = useFaults(form, () => found(form))
    form.text = 'x'
    form.text = ''
    await nextTick()
    expect(wrong.value, 'nobody is told before sending').toEqual({})
    say(found(form))
    form.text = '已整改'
    await nextTick()
    expect(wrong.value).toEqual({ unit: '请填写' })
    form.text = ''
    await nextTick()
    expect(wrong.value).toEqual({ text: '请填写', unit: '请填写' })
  })
  it('goes with the value of which the server said it', async () => {
    const form = reactive<Record<string, unknown>>({ text: 'x', unit: 'a' })
    const { wrong, say, clear } = useFaults(form, () => found(form))
    say({ unit: '没有找到' }, true)
    form.text = 'y'
    await nextTick()
    expect(wrong.value).toEqual({ unit: '没有找到' })
    form.unit = 'b'
    await nextTick()
    expect(wrong.value).toEqual({})
    say({ unit: '没有找到' }, true)
    clear()
    form.unit = 'c'
    await nextTick()
    expect(wrong.value).toEqual({})
  })
})
