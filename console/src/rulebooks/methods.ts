// 风险评价方法 as a book: how they are read and compared, rows of its form, what they send, and files in and out.
import { client, got } from '../api/client'
import type { JudgingRules, RulesDifference, RulesDraft } from '../api/contract'
import { i18n } from '../words'
import { contentOf, fileOf, listOf, textOf, type Book, type Head, type Writing } from './book'

export const COLOURS = ['red', 'orange', 'yellow', 'blue'] as const
export type Colour = (typeof COLOURS)[number]
const isColour = (text: string): text is Colour => COLOURS.some((one) => one === text)

/** 取值, 因素, 分级 and 方法 as they travel; figures are text, so that they stay as exact as they were typed. */
export interface Level { value: string; text: string; text_en: string }
export interface Factor { id: string; name: string; name_en: string; levels: Level[] }
export interface Band { from: string; colour: Colour; text: string; text_en: string }
export interface Method { id: string; name: string; name_en: string; formula: string; basis: string; basis_en: string; factors: Factor[]; bands: Band[] }
export interface Methods { version: string; effective: string; methods: Method[] }

/** `key` stays while a row moves; a new method has no id yet, the server gives one. */
export type LevelRow = Level & { key: string }
export type BandRow = Band & { key: string }
export type FactorRow = Omit<Factor, 'levels'> & { key: string; levels: LevelRow[] }
/** `result` is the letter before the formula's equals sign; what follows it is said by the factors. */
export type MethodRow = Omit<Method, 'formula' | 'factors' | 'bands'> & { key: string; result: string; factors: FactorRow[]; bands: BandRow[] }
export interface MethodRows { methods: MethodRow[] }

let fresh = 0
const keyed = <T>(list: T[]): (T & { key: string })[] => list.map((one, nth) => ({ ...one, key: String(nth) }))
const anew = () => `new ${(fresh += 1)}`
const factorRows = (factors: Factor[]) => keyed(factors).map((factor): FactorRow => ({ ...factor, levels: keyed(factor.levels) }))
function methodRow({ formula, factors, bands, ...method }: Method, nth: number): MethodRow {
  return { ...method, key: method.id || `nth ${nth}`, result: formula.split('=')[0]!.trim(), factors: factorRows(factors), bands: keyed(bands) }
}
export const rowsOf = ({ methods }: Pick<Methods, 'methods'>): MethodRows => ({ methods: methods.map(methodRow) })
export const blankLevel = (): LevelRow => ({ key: anew(), value: '', text: '', text_en: '' })
export const blankFactor = (): FactorRow => ({ key: anew(), id: '', name: '', name_en: '', levels: [blankLevel()] })
export const blankBand = (above?: BandRow): BandRow => ({ key: anew(), from: '', colour: COLOURS[Math.min(above ? COLOURS.indexOf(above.colour) + 1 : 0, COLOURS.length - 1)]!, text: '', text_en: '' })
export const blankMethod = (): MethodRow => ({ key: anew(), id: '', name: '', name_en: '', result: '', basis: '', basis_en: '', factors: [blankFactor()], bands: [blankBand()] })

export const formulaOf = ({ result, factors }: { result: string; factors: { id: string }[] }) => `${result.trim()} = ${factors.map(({ id }) => id.trim()).join(' × ')}`
const said = <T extends object>(row: T & { key: string }) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'key').map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value])) as unknown as Omit<T, 'key'>
function methodOf(row: MethodRow): Method {
  const { result: _, factors, bands, ...method } = said(row)
  return { ...method, formula: formulaOf(row), factors: factors.map((factor) => ({ ...said(factor), levels: factor.levels.map((level) => said(level)) })), bands: bands.map((band) => said(band)) }
}
/** What rows send. */
export const bodyOf = ({ methods }: MethodRows) => ({ methods: methods.map(methodOf) })

/** A figure as the server reads it, in thousandths; null where it is none. */
const thousandths = (text: string) => (/^\d{1,6}(\.\d{0,3})?$/.test(text.trim()) ? Math.round(Number(text) * 1000) : null)
/** The smallest and the largest score that the factors can give; null as long as a figure is missing. */
export function scores(factors: { levels: { value: string }[] }[]): { least: number; largest: number } | null {
  let [least, largest] = [1, 1]
  for (const { levels } of factors) {
    const figures = levels.map(({ value }) => thousandths(value))
    if (!figures.length || figures.some((figure) => figure === null)) return null
    least *= Math.min(...(figures as number[])) / 1000
    largest *= Math.max(...(figures as number[])) / 1000
  }
  const short = (n: number) => Number(n.toFixed(3))
  return factors.length ? { least: short(least), largest: short(largest) } : null
}

/** Rows of a file; null where it is none. */
export function rowsOfFile(file: string): MethodRows | null {
  const lines = <K extends string>(one: Record<string, unknown>, names: readonly K[]) => Object.fromEntries(names.map((name) => [name, textOf(one[name])])) as Record<K, string>
  const level = (one: Record<string, unknown>): Level => lines(one, ['value', 'text', 'text_en'])
  const factor = (one: Record<string, unknown>): Factor => ({ ...lines(one, ['id', 'name', 'name_en']), levels: listOf(one.levels).map(level) })
  const band = (one: Record<string, unknown>): Band => ({ ...lines(one, ['from', 'text', 'text_en']), colour: textOf(one.colour) as Colour })
  const methods = listOf(contentOf(file).methods).map((one): Method => ({ ...lines(one, ['id', 'name', 'name_en', 'formula', 'basis', 'basis_en']), factors: listOf(one.factors).map(factor), bands: listOf(one.bands).map(band) }))
  const isWhole = methods.length > 0 && methods.length <= 50 && methods.every((one) => one.name && one.bands.every(({ colour }) => isColour(colour)))
  return isWhole ? rowsOf({ methods }) : null
}

const path = { subject: 'risk' as const }
const shownOf = ({ version, versions, body }: JudgingRules): Methods => ({ ...(body as unknown as Pick<Methods, 'methods'>), version, effective: versions.find((one) => one.version === version)?.effective ?? '' })
const read = (version?: string) => got(client.GET('/api/v1/rules/{subject}', { params: { path, query: version ? { version } : {} } }))
const sent = (head: Head, rows: MethodRows) => ({ ...head, body: bodyOf(rows) as never })
export const book: Book<Methods, RulesDifference[]> = {
  name: 'risk_methods', words: 'methods_page',
  read: async (version) => shownOf(await read(version)),
  versions: async () => (await read()).versions,
  compare: (old, now) => got(client.GET('/api/v1/rules/{subject}/compare', { params: { path, query: { old, new: now } } })),
  file: ({ version, methods }) => fileOf({ version, methods }),
}
export const writing: Writing<Methods, MethodRows, RulesDraft, RulesDifference[]> = {
  rows: rowsOf, rowsOfFile,
  look: (head, rows) => got(client.POST('/api/v1/rules/{subject}/preview', { params: { path }, body: sent(head, rows) })),
  publish: (head, rows, key) => got(client.POST('/api/v1/rules/{subject}', { params: { path, header: { 'Idempotency-Key': key } }, body: sent(head, rows) })),
  differences: ({ differences }) => (differences.length ? differences : null),
  loose: ({ faults }) => faults.filter((fault) => !fault.path.includes('.')).map((fault) => (fault.path === 'methods' ? { text: i18n.global.t('methods_page.none') } : fault)),
}
