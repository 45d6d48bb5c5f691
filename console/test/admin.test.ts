// What the administration pages work out for themselves: trees, searches of the ledger, cells of files.
import { describe, expect, it } from 'vitest'
import { asked, facts } from '../src/admin/audit'
import { answerer, appointing } from '../src/consents/consents'
import { isLocal } from '../src/rulebooks/codes'
import { bytes, csvCell } from '../src/admin/save'
import type { Unit } from '../src/api/contract'
import { forest, isOver, ordered, within } from '../src/registers/units'

const unit = (id: string, parent: string | null, more: Partial<Unit> = {}): Unit => ({ id, code: id, name: id, kind: 'bureau', parent, area: null, phone: null, since: null, ended_at: null, ...more })

describe('the tree of units', () => {
  const all = [unit('a', null), unit('b', 'a'), unit('c', 'b'), unit('d', 'gone')]
  it('puts each below its parent, and one without a known parent at the top', () => {
    const { roots, below } = forest(all)
    expect(roots.map((u) => u.id)).toEqual(['a', 'd'])
    expect(below('a').map((u) => u.id)).toEqual(['b'])
    expect(below('d')).toEqual([])
  })
  it('knows what a unit cannot stand below, circles included', () => {
    expect([...within(all, 'a')].sort()).toEqual(['a', 'b', 'c'])
    expect([...within([unit('x', 'y'), unit('y', 'x')], 'x')].sort()).toEqual(['x', 'y'])
  })
  it('comes desk first and by code', () => {
    expect(ordered([unit('z', null), unit('s', null, { kind: 'street' }), unit('q', null, { kind: 'desk' })]).map((u) => u.id)).toEqual(['q', 's', 'z'])
  })
  it('takes a unit that will end for one that acts', () => {
    const at = Date.parse('2026-03-01T00:00:00+08:00')
    expect(isOver({ ended_at: '2026-02-28T00:00:00+08:00' }, at)).toBe(true)
    expect(isOver({ ended_at: '2026-04-01T00:00:00+08:00' }, at)).toBe(false)
    expect(isOver({ ended_at: null }, at)).toBe(false)
  })
})

describe('a search of the ledger', () => {
  it('takes whole days and leaves out what is not asked', () => {
    expect(asked({ from: '2026-03-01', to: '2026-03-02', noun: 'unit', person: '', openings: 'true' })).toEqual({
      noun: 'unit', from: '2026-03-01T00:00:00+08:00', to: '2026-03-02T23:59:59.999+08:00', openings: true,
    })
    expect(asked({ from: "1' or 1=1", stream: ['a', 'b'] })).toEqual({})
  })
  it('tells how a thing of a register stands field by field', () => {
    const event = { facts: { kind: 'changed', now: { name: '园林局', parent: null, roles: ['handler'] } } } as unknown as Parameters<typeof facts>[0]
    expect(facts(event)).toEqual([['name', '园林局'], ['roles', '["handler"]']])
  })
})

describe('files', () => {
  it('hold no formulas and no cell leaves its quotes', () => {
    expect(csvCell('=1+1')).toBe('"\'=1+1"')
    expect(csvCell('a"b')).toBe('"a""b"')
    expect(csvCell('王五')).toBe('"王五"')
  })
  it('have sizes that people read', () => {
    expect([bytes(512), bytes(1536), bytes(37 * 1024 ** 3)]).toEqual(['512 B', '1.5 KB', '37.0 GB'])
  })
})

it('local codes count down from 99', () => {
  expect([isLocal('0199'), isLocal('0180'), isLocal('0101'), isLocal('99')]).toEqual([true, true, false, true])
})

describe('whose word an account takes that governs or reaches reporters', () => {
  it('is the audit administrator’s, and the system administrator’s where the audit administrator is concerned', () => {
    expect(answerer(['acceptor', 'dispatcher'])).toBeNull()
    expect(answerer([])).toBeNull()
    expect(answerer(['system_admin'])).toBe('audit_admin')
    expect(answerer(['acceptor', 'security_admin'])).toBe('audit_admin')
    expect(answerer(['system_admin', 'audit_admin'])).toBe('system_admin')
  })
  it('is asked for where somebody comes to reach reporters, not where one did before', () => {
    for (const role of ['caller', 'shift_lead', 'committee_office', 'leader'] as const) {
      expect(answerer([role])).toBe('audit_admin')
      expect(appointing(['acceptor'], ['acceptor', role])).toBe('audit_admin')
      expect(appointing(['caller'], ['caller', role])).toBeNull()
    }
    expect(appointing(['caller'], ['acceptor'])).toBeNull()
    expect(appointing(['system_admin'], ['system_admin'])).toBeNull()
    expect(appointing(['acceptor'], ['system_admin'])).toBe('audit_admin')
  })
})
