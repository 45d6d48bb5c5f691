// 督办规则 as a book: how they are read and compared, rows of its form, what they send, and files in and out.
import { ref } from 'vue'
import { client, got } from '../api/client'
import type { Ladder, LadderDifferences, LadderInput, Ladders, LaddersDraft } from '../api/contract'
import { choiceOf, contentOf, fileOf, listOf, numberOf, textOf, type Book, type Choice, type Writing } from './book'
import { read as readLimits, stagesOf, type Clock } from './limits'

export interface RungRow { level: string; amount: string; unit: string }
export interface LadderRow { stage: string; grade: string; urgent: Choice; rungs: RungRow[]; basis: string; basis_en: string }
export interface ReworkRow { times: string; level: string }
export interface LadderRows { ladders: LadderRow[]; rework: ReworkRow[] }
export const LEVELS = ['reminder', 'letter', 'handover', 'listing'] as const
/** Levels that want a reply: what rework leads to. */
export const LETTERS = ['letter', 'handover'] as const

export const rowOf = (ladder: Ladder): LadderRow => ({
  stage: ladder.stage ?? '', grade: ladder.grade ?? '', urgent: choiceOf(ladder.urgent),
  rungs: ladder.rungs.map((rung) => ({ level: rung.level, amount: rung.after ? String(rung.after.amount) : '', unit: rung.after?.unit ?? '' })),
  basis: ladder.basis_zh, basis_en: ladder.basis_en,
})

/** The first level comes at the deadline and waits for nothing. */
export const ladderOf = (row: LadderRow): LadderInput => ({
  ...(row.stage ? { stage: row.stage as LadderInput['stage'] } : {}), ...(row.grade ? { grade: row.grade as LadderInput['grade'] } : {}), ...(row.urgent ? { urgent: row.urgent === 'yes' } : {}),
  rungs: row.rungs.map((rung, nth) => ({ level: rung.level as LadderInput['rungs'][number]['level'], ...(nth ? { amount: numberOf(rung.amount), unit: rung.unit as never } : {}) })),
  basis: row.basis.trim(), basis_en: row.basis_en.trim(),
})

export const reworkOf = (rows: ReworkRow[]) => rows.map((row) => ({ times: numberOf(row.times), level: row.level as 'letter' }))
const sent = (rows: LadderRows) => ({ ladders: rows.ladders.map(ladderOf), rework: reworkOf(rows.rework) })
const rowsOf = (shown: Ladders): LadderRows => ({ ladders: shown.ladders.map(rowOf), rework: shown.rework.map(({ times, level }) => ({ times: String(times), level })) })

/** A ladder of one reminder, to begin with. */
export const blank = (): LadderRow => ({ stage: '', grade: '', urgent: '', rungs: [{ level: 'reminder', amount: '', unit: '' }], basis: '', basis_en: '' })

/** The level above the last one, in the unit of the one before; nothing above a listing. */
export function next(row: LadderRow): RungRow | null {
  const last = row.rungs.at(-1)
  const level = LEVELS[LEVELS.indexOf((last?.level ?? 'reminder') as (typeof LEVELS)[number]) + (last ? 1 : 0)]
  return level ? { level, amount: '', unit: last?.unit || (row.urgent === 'yes' ? 'urgent_hour' : 'working_day') } : null
}

/** Rows of a file; null where it is none. */
export function rowsOfFile(content: string): LadderRows | null {
  const { ladders, rework } = contentOf(content)
  const rows = listOf(ladders).map((ladder): LadderRow => ({
    stage: textOf(ladder.stage), grade: textOf(ladder.grade), urgent: choiceOf(ladder.urgent), basis: textOf(ladder.basis), basis_en: textOf(ladder.basis_en),
    rungs: listOf(ladder.rungs).map((rung) => ({ level: textOf(rung.level), amount: String(rung.amount ?? ''), unit: textOf(rung.unit) })),
  }))
  const letters = listOf(rework).map((one) => ({ times: String(one.times ?? ''), level: textOf(one.level) }))
  const known = ({ level }: { level: string }) => (LEVELS as readonly string[]).includes(level)
  const isFile = rows.length && rows.length <= 200 && rows.every((row) => row.rungs.length && row.rungs.every(known)) && letters.every(known)
  return isFile ? { ladders: rows, rework: letters } : null
}

/** The clocks that limits know, by name. */
export const clocks = ref<Clock[]>([])
export const book: Book<Ladders, LadderDifferences> = {
  name: 'ladders', words: 'ladders_page',
  read: (version) => got(client.GET('/api/v1/catalogue/ladders', { params: { query: version ? { version } : {} } })),
  versions: () => got(client.GET('/api/v1/catalogue/ladders/versions')),
  compare: (old, now) => got(client.GET('/api/v1/catalogue/ladders/compare', { params: { query: { old, new: now } } })),
  file: (shown) => fileOf({ version: shown.version, ...sent(rowsOf(shown)) }),
  load: async () => { clocks.value = stagesOf((await readLimits()).rules) },
}
export const writing: Writing<Ladders, LadderRows, LaddersDraft, LadderDifferences> = {
  rows: rowsOf, rowsOfFile,
  look: (head, rows) => got(client.POST('/api/v1/catalogue/ladders/preview', { body: { ...head, ...sent(rows) } })),
  publish: (head, rows, key) => got(client.POST('/api/v1/catalogue/ladders/versions', { params: { header: { 'Idempotency-Key': key } }, body: { ...head, ...sent(rows) } })),
  differences: ({ differences }) => (differences && (differences.ladders.length || differences.rework_after) ? differences : null),
  loose: (draft) => draft.faults.filter((f) => (f.ladder ?? null) === null && (f.rework ?? null) === null),
}
