// Every code that the domain can send has words in both languages. The codes are read from the Rust sources, so
// that a new one fails here first.
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../src/actions/definitions'
import { NOUNS } from '../src/admin/audit'
import { PLACE_KINDS, REVOKE_REASONS } from '../src/registers/places'
import { SOURCES, STAGES } from '../src/hazard/filters'
import { i18n, speak } from '../src/words'
import en from '../src/words/en'
import zh from '../src/words/zh-CN'
import { rust, snake } from './rust'

type Tree = { [key: string]: string | Tree }
const keys = (tree: Tree, before = ''): string[] => Object.entries(tree).flatMap(([k, v]) => (typeof v === 'string' ? [before + k] : keys(v, `${before}${k}.`)))
/** Names of the variants of an enum, as they travel. */
function variants(source: string, name: string): string[] {
  const start = source.indexOf(`pub enum ${name} {`)
  expect(start, `enum ${name}`).toBeGreaterThan(-1)
  let depth = 0
  const found: string[] = []
  for (const line of source.slice(source.indexOf('{', start) + 1).split('\n')) {
    const variant = depth === 0 && /^\s*([A-Z]\w*)\s*([,{(=]|$)/.exec(line)
    if (variant) found.push(snake(variant[1]!))
    depth += (line.match(/[{(]/g) ?? []).length - (line.match(/[})]/g) ?? []).length
    if (depth < 0) break
  }
  return found
}
const at = (tree: Tree, path: string) => path.split('.').reduce<string | Tree>((t, k) => (t as Tree)[k]!, tree) as string
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
/** The same parameters in both languages. Only English tells one from many (`{n} case | {n} cases`), by the parameter n. */
function compared(key: string, chinese: string, english: string) {
  expect(chinese, key).not.toMatch(/[|@]/)
  expect(english, key).not.toContain('@')
  const [one, many, ...more] = english.split('|').map((form) => form.trim())
  expect(more, key).toEqual([])
  expect(parameters(many ?? one!), key).toEqual(parameters(chinese))
  if (many === undefined) return
  expect(parameters(many), `${key} counts n`).toContain('n')
  // “once” says its number by itself.
  expect([...new Set([...parameters(one!), 'n'])].sort(), key).toEqual(parameters(many))
}
/** Words of the areas: `../src/map/words/en.ts`. */
const ofAreas = Object.entries(import.meta.glob<{ default: Tree }>('../src/*/words/*.ts', { eager: true })).map(([path, module]) => {
  const [, , area, , file] = path.split('/')
  return { area: area!, language: file!.replace('.ts', ''), words: module.default }
})
const kinds = rust('hazard/kinds.rs')
const families: [string, string[]][] = [
  ['stage', variants(rust('hazard/stage.rs'), 'StageCode')],
  ['action', [...rust('hazard/action.rs').matchAll(/^ {4}\w+ = "(\w+)",/gm)].map((m) => m[1]!)],
  ['event', [...rust('hazard/event.rs').matchAll(/Event::\w+(?: \{ \.\. \})? => "(\w+)"/g)].map((m) => m[1]!)],
  ['open_purpose', variants(rust('hazard/event.rs'), 'OpenPurpose')],
  ...(['Source', 'Channel', 'Protection', 'Grade', 'RejectReason', 'ReferralTo', 'Finding', 'PartyKind', 'VerifyMethod', 'ClosingKind', 'SuspensionCause', 'ReopenCause', 'PhotoRole'] as const)
    .map((name): [string, string[]] => [snake(name), variants(kinds, name)]),
  ['awaits', variants(rust('hazard/awaiting.rs'), 'Awaits')],
  ['role', variants(rust('people/actor.rs'), 'Role')],
  ['consent_act', variants(rust('people/consent.rs'), 'Gated')],
  ['audit_noun', variants(rust('ledger/envelope.rs'), 'Noun')],
  ['unit_kind', variants(rust('people/register.rs'), 'UnitKind')],
  ['place_kind', variants(rust('place/register.rs'), 'PlaceKind')],
  ['revoke_reason', variants(rust('place/register.rs'), 'RevokeReason')],
  ['limit_unit', variants(rust('calendar/limit.rs'), 'LimitUnit')],
  ['part', variants(rust('hazard/refusal.rs'), 'Part')],
  ['problem', variants(rust('hazard/refusal.rs'), 'Refusal').filter((code) => code !== 'no_reporter')],
]
const decisions = ['guard/mod', 'decide/intake', 'decide/requests', 'decide/filing', 'decide/dispatch', 'decide/closing', 'decide/rectify', 'decide/reporter', 'decide/vault', 'decide/content', 'guard/vault'].map((f) => rust(`hazard/${f}.rs`)).join('\n')
const guard = rust('hazard/guard/mod.rs')
families.push(
  ['rule', [...new Set([
    ...[...decisions.matchAll(/\brule\("(\w+)"\)/g)].map((m) => m[1]!),
    ...[...guard.slice(guard.indexOf('fn rule(')).matchAll(/Some\("(\w+)"\)|when\([^;]*?, "(\w+)"\)/g)].map((m) => (m[1] ?? m[2])!),
  ])]],
  ['field_problem', [...new Set([...decisions.matchAll(/invalid\("\w+", "(\w+)"\)/g)].map((m) => m[1]!))]],
)

describe('words', () => {
  it('have the same keys in both languages', () => {
    expect(keys(en)).toEqual(keys(zh as Tree))
  })
  it('are never blank, and name the same parameters', () => {
    for (const key of keys(zh as Tree)) {
      expect(at(zh as Tree, key).trim(), key).not.toBe('')
      compared(key, at(zh as Tree, key), at(en, key))
    }
  })
  it('of an area are complete in both languages too, and in families of its own', () => {
    const owner: Record<string, string> = Object.fromEntries(Object.keys(zh).map((family) => [family, 'the shared words']))
    for (const { area, words } of ofAreas.filter((one) => one.language === 'zh-CN')) {
      const english = ofAreas.find((one) => one.area === area && one.language === 'en')?.words ?? {}
      expect(keys(english), area).toEqual(keys(words))
      for (const key of keys(words)) {
        for (const tree of [words, english]) expect(at(tree, key).trim(), `${area} ${key}`).not.toBe('')
        compared(`${area} ${key}`, at(words, key), at(english, key))
      }
      for (const family of Object.keys(words)) {
        expect(owner[family], `${family} of ${area}`).toBeUndefined()
        owner[family] = area
      }
    }
  })
  it.each(families)('of the family %s cover every code of the domain', (family, codes) => {
    expect(codes.length, family).toBeGreaterThan(2)
    for (const [language, shared] of [['zh-CN', zh], ['en', en]] as const) {
      const all = [shared as Tree, ...ofAreas.filter((one) => one.language === language).map((one) => one.words)]
      const words = Object.assign({}, ...all.map((tree) => tree[family] ?? {})) as Record<string, string>
      expect(codes.filter((code) => !words[code]), `${language} ${family}`).toEqual([])
    }
  })
  it('tell one from many in English', async () => {
    await speak('en', false)
    try {
      const said = (n?: number | string) => i18n.global.t('common.items', n === undefined ? {} : { n })
      expect([said(0), said(1), said(2), said('999+')]).toEqual(['0 items', '1 item', '2 items', '999+ items'])
    } finally { await speak('zh-CN', false) }
  })
  it('name every field of every action', () => {
    for (const [action, { fields }] of Object.entries(ACTIONS)) {
      for (const field of fields) expect(Object.keys(zh.field), action).toContain(field.label ?? field.name.replace(/^photos_.*/, 'photos'))
    }
  })
  const lists = readFileSync(resolve(process.cwd(), '../crates/work/src/words/lists.toml'), 'utf8')
  const known = (list: string) => [...(lists.split(`[${list}]`)[1] ?? '').split(/^\[/m)[0]!.matchAll(/^(\w+) = \{ zh = "(.+?)", en = "(.+?)" \}$/gm)]
  it('of what a spreadsheet may say are words that its import reads', () => {
    /** As the imports compare: without brackets, strokes and blanks. */
    const plain = (text: string) => text.replace(/[（）()/ ]/g, '').toLowerCase()
    for (const [family, list] of [['role', 'Role'], ['unit_kind', 'UnitKind'], ['place_kind', 'PlaceKind']] as const) {
      const english = known(list)
      expect(english.length, list).toBeGreaterThan(5)
      for (const [, code, , said] of english) expect(plain(at(en as Tree, `${family}.${code}`)), `${list} ${code}`).toBe(plain(said!))
    }
    for (const [, code, said] of known('Role')) expect(at(zh as Tree, `role.${code}`), code).toBe(said)
  })
  it('call stages, actions and steps what exports and messages of the server call them', () => {
    for (const [family, list] of [['stage', 'Stage'], ['action', 'ActionName'], ['event', 'EventKind']] as const) {
      const said = known(list)
      expect(said.length, list).toBeGreaterThan(15)
      for (const [, code, chinese, english] of said) {
        expect([at(zh as Tree, `${family}.${code}`), at(en as Tree, `${family}.${code}`)], code).toEqual([chinese, english])
      }
    }
  })
  it('of a button end without a full stop: what an instruction says, what an action is called', () => {
    for (const tree of [zh as Tree, en as Tree]) {
      for (const family of ['phrase', 'action']) for (const said of Object.values(tree[family] as Tree)) expect(said, family).not.toMatch(/[。.]$/)
    }
  })
  it('and the lists of the console know every code too', () => {
    const of = (family: string) => families.find(([name]) => name === family)![1]
    expect([...STAGES].sort()).toEqual([...of('stage')].sort())
    expect([...NOUNS].sort()).toEqual([...of('audit_noun')].sort())
    expect([...SOURCES].sort()).toEqual([...of('source')].sort())
    expect([...PLACE_KINDS].sort()).toEqual([...of('place_kind')].sort())
    expect([...REVOKE_REASONS].sort()).toEqual([...of('revoke_reason')].sort())
    expect(Object.keys(ACTIONS).sort()).toEqual([...of('action')].sort())
  })
})

describe('Templates', () => {
  // Whoever speaks to the machine says what stands on a button (WCAG 2.5.3).
  it.each(['zh-CN', 'en'])('name a button by words that contain the ones on it: %s', (language) => {
    const all: Tree = Object.assign({}, language === 'en' ? en : zh, ...ofAreas.filter((one) => one.language === language).map((one) => one.words))
    const source = resolve(process.cwd(), 'src')
    const pages = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.vue')).map((file) => readFileSync(join(source, file), 'utf8')).join('\n')
    const both = [...pages.matchAll(/:aria-label="\$t\('([\w.]+)'[^"]*"(?:\s[\w:@.-]+(?:="[^"]*")?)*>\s*\{\{ \$t\('([\w.]+)'\) \}\}\s*<\//g)]
    expect(both.length).toBeGreaterThan(5)
    const said = (key: string) => at(all, key).toLowerCase()
    expect(both.filter(([, name, seen]) => !said(name!).includes(said(seen!))).map(([, name, seen]) => `${said(name!)} on ${said(seen!)}`)).toEqual([])
  })
  it('write a space at the beginning of an element so that Vue keeps it', () => {
    const source = resolve(process.cwd(), 'src')
    const pages = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.vue'))
    expect(pages.length).toBeGreaterThan(50)
    expect(pages.filter((file) => /"> \{\{/.test(readFileSync(join(source, file), 'utf8')))).toEqual([])
  })
})
