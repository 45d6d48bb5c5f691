// 督办规则 as they are edited: rows of a form, what they send, and files in and out.
import type { Ladder, LadderInput, Ladders } from '../api/contract'
import { i18n, word } from '../words'

export interface RungRow { level: string; amount: string; unit: string }
export interface LadderRow { stage: string; grade: string; urgent: '' | 'yes' | 'no'; rungs: RungRow[]; basis: string; basis_en: string }
export interface ReworkRow { times: string; level: string }
export const LEVELS = ['reminder', 'letter', 'handover', 'listing'] as const
/** Levels that want a reply: what rework leads to. */
export const LETTERS = ['letter', 'handover'] as const

const number = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : 0)

export const rowOf = (ladder: Ladder): LadderRow => ({
  stage: ladder.stage ?? '', grade: ladder.grade ?? '', urgent: ladder.urgent === true ? 'yes' : ladder.urgent === false ? 'no' : '',
  rungs: ladder.rungs.map((rung) => ({ level: rung.level, amount: rung.after ? String(rung.after.amount) : '', unit: rung.after?.unit ?? '' })),
  basis: ladder.basis_zh, basis_en: ladder.basis_en,
})

/** The first level comes at the deadline and waits for nothing. */
export const ladderOf = (row: LadderRow): LadderInput => ({
  ...(row.stage ? { stage: row.stage as LadderInput['stage'] } : {}), ...(row.grade ? { grade: row.grade as LadderInput['grade'] } : {}), ...(row.urgent ? { urgent: row.urgent === 'yes' } : {}),
  rungs: row.rungs.map((rung, nth) => ({ level: rung.level as LadderInput['rungs'][number]['level'], ...(nth ? { amount: number(rung.amount), unit: rung.unit as never } : {}) })),
  basis: row.basis.trim(), basis_en: row.basis_en.trim(),
})

export const reworkOf = (rows: ReworkRow[]) => rows.map((row) => ({ times: number(row.times), level: row.level as 'letter' }))

/** A ladder of one reminder, to begin with. */
export const blank = (): LadderRow => ({ stage: '', grade: '', urgent: '', rungs: [{ level: 'reminder', amount: '', unit: '' }], basis: '', basis_en: '' })

/** The level above the last one, in the unit of the one before; nothing above a listing. */
export function next(row: LadderRow): RungRow | null {
  const last = row.rungs.at(-1)
  const level = LEVELS[LEVELS.indexOf((last?.level ?? 'reminder') as (typeof LEVELS)[number]) + (last ? 1 : 0)]
  return level ? { level, amount: '', unit: last?.unit || (row.urgent === 'yes' ? 'urgent_hour' : 'working_day') } : null
}

/** For which hazards a ladder is. */
export function conditions(ladder: Pick<Ladder, 'grade' | 'urgent'>): string {
  const { t } = i18n.global
  const parts = [ladder.grade ? word('grade', ladder.grade) : '', ladder.urgent === true ? t('limits_page.urgent') : ladder.urgent === false ? t('limits_page.not_urgent') : ''].filter(Boolean)
  return parts.join(t('common.comma')) || t('limits_page.all')
}

/** The file that a version is kept as, and brought back from. */
export const fileOf = (shown: Ladders): Blob => new Blob([JSON.stringify({ version: shown.version, ladders: shown.ladders.map((ladder) => ladderOf(rowOf(ladder))), rework: shown.rework.map(({ times, level }) => ({ times, level })) }, null, 1)], { type: 'application/json' })

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const fields = (value: unknown) => (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
/** Rows of such a file; null where it is none. */
export function rowsOfFile(content: string): { ladders: LadderRow[]; rework: ReworkRow[] } | null {
  let found: unknown
  try { found = JSON.parse(content) } catch { return null }
  const { ladders, rework } = fields(found)
  if (!Array.isArray(ladders) || !ladders.length || ladders.length > 200) return null
  const rows = ladders.map((one): LadderRow => {
    const ladder = fields(one)
    const rungs = Array.isArray(ladder.rungs) ? ladder.rungs.map(fields) : []
    return {
      stage: text(ladder.stage), grade: text(ladder.grade), urgent: ladder.urgent === true ? 'yes' : ladder.urgent === false ? 'no' : '', basis: text(ladder.basis), basis_en: text(ladder.basis_en),
      rungs: rungs.map((rung) => ({ level: text(rung.level), amount: rung.amount === undefined ? '' : String(rung.amount), unit: text(rung.unit) })),
    }
  })
  const letters = (Array.isArray(rework) ? rework : []).map(fields).map((one) => ({ times: String(one.times ?? ''), level: text(one.level) }))
  const known = (level: string) => (LEVELS as readonly string[]).includes(level)
  return rows.every((row) => row.rungs.length && row.rungs.every((rung) => known(rung.level))) && letters.every((one) => known(one.level)) ? { ladders: rows, rework: letters } : null
}
