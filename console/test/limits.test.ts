// Time limits as they are edited: rows and what they send, files in and out, conditions in words.
import { beforeAll, describe, expect, it } from 'vitest'
import { conditions } from '../src/rulebooks/book'
import { blank, byStage, rowOf, rowsOfFile, ruleOf } from '../src/rulebooks/limits'
import type { LimitRule } from '../src/api/contract'
import { speakArea } from '../src/words'

const rule = (more: Partial<LimitRule> = {}): LimitRule => ({
  id: 'sign', stage: 'sign', name: '签收', grade: null, urgent: null, category: null, source: null, limit: { amount: 4, unit: 'working_hour', rest_day_moves: false }, limit_text: '4个工作时', basis: '依据', basis_zh: '依据', basis_en: '', ...more,
})

beforeAll(() => speakArea('rulebooks'))

describe('a rule', () => {
  it('comes back as it was sent', () => {
    expect(ruleOf(rowOf(rule()))).toEqual({ stage: 'sign', amount: 4, unit: 'working_hour', rest_day_moves: false, basis: '依据', basis_en: '' })
    const narrow = rule({ grade: 'major', urgent: false, category: '0102', source: 'hotline' })
    expect(ruleOf(rowOf(narrow))).toMatchObject({ grade: 'major', urgent: false, category: '0102', source: 'hotline' })
  })
  it('sends nothing as a number that is none', () => {
    for (const amount of ['', 'x', '1.5', '-3', '99999999999']) expect(ruleOf({ ...blank('sign'), amount }).amount).toBe(0)
  })
  it('stands with the others of its stage', () => {
    const rows = [rule(), rule({ stage: 'verify' }), rule({ urgent: true })]
    expect(byStage(rows)).toEqual([{ stage: 'sign', at: [0, 2] }, { stage: 'verify', at: [1] }])
  })
  it('says for whom it is', () => {
    expect(conditions(rule({ grade: 'major', urgent: true }))).toContain('重大')
    expect(conditions(rule({ category: '9901' }))).toContain('9901')
  })
})

describe('a file of rules', () => {
  it('is read back, and nothing else is', () => {
    const rules = [ruleOf(rowOf(rule())), ruleOf(rowOf(rule({ urgent: true })))]
    expect(rowsOfFile(JSON.stringify({ version: 'x', rules }))!.map(ruleOf)).toEqual(rules)
    for (const odd of ['', 'x', 'null', '{}', '[]', '{"rules":[]}', '{"rules":[null]}', '{"rules":[{"stage":5,"unit":"x"}]}', JSON.stringify({ rules: Array(501).fill(rules[0]) })]) expect(rowsOfFile(odd), odd.slice(0, 30)).toBeNull()
  })
})
