import { describe, expect, it } from 'vitest'
import { ACTIONS, CODES, offered } from '../src/actions/definitions'
import { check, fieldOf, wire } from '../src/actions/form'
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
  })
})

describe('a form', () => {
  it('asks for what is required, given the other fields', () => {
    expect(check('file', { grade: 'major' })).toEqual({ standard: 'required', clause: 'required', party: 'required' })
    expect(check('file', { grade: 'general', party: 'unknown', standard: { category: '0101', standard: 'x' } })).toEqual({})
    expect(check('decide_extension', { grant: true })).toEqual({})
    expect(check('decide_extension', { grant: false, text: '  ' })).toEqual({ text: 'required' })
    expect(check('call_back', { reached: true, solved: false })).toEqual({ stars: 'required' })
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
  it('never lets the desk choose what only the system may say', () => {
    expect(CODES.reject_reason).not.toContain('unanswered')
    expect(CODES.reopen_cause).not.toContain('appeal_upheld')
  })
})
