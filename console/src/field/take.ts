// 下载任务: everything that waits, with what one needs to work on it without a network.
import { client, got, photoUrl } from '../api/client'
import type { HazardDetail, HazardSummary } from '../api/contract'
import { catalogue, streets, units } from '../registers/known'
import { bag } from './device'
import { fetchDue, type Plates } from './due'
import { MOST_TASKS } from './taken'
import { mountsPlates } from '../places/area'
import { me, rememberSession } from '../session'

/** How many questions are asked at once. */
const AT_ONCE = 4
/** Small pictures of a task: the first of the report and the last of anything. */
const PICTURES = 4
const LISTS = ['units', 'streets', 'catalogue'] as const

async function all<T>(list: readonly T[], act: (one: T) => Promise<void>) {
  const rest = [...list]
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await act(one)
  }))
}

export async function fetchInbox(): Promise<HazardSummary[]> {
  const found: HazardSummary[] = []
  let after: string | null | undefined
  do {
    const slice = await got(client.GET('/api/v1/hazards/inbox', { params: { query: { limit: MOST_TASKS, ...(after ? { after } : {}) } } }))
    found.push(...slice.items)
    after = slice.next
  } while (after && found.length < MOST_TASKS)
  return found.slice(0, MOST_TASKS)
}
export const fetchTask = (id: string): Promise<HazardDetail> => got(client.GET('/api/v1/hazards/{id}', { params: { path: { id } } }))

/** 在办隐患 at a place. */
export const fetchOpen = async (place: string): Promise<HazardSummary[]> => (await got(client.GET('/api/v1/hazards', { params: { query: { place, limit: 20 } } }))).items.filter((h) => !h.closed_at)
export const fetchLooks = (id: string) => got(client.GET('/api/v1/places/{id}/inspections', { params: { path: { id } } }))
/** Places that wait for a look, beside those of the tasks. */
const MOST_VISITS = 200
/** 标牌巡查: plates that were not looked at for longest. */
const MOST_PLATES = 200

/** A task that was taken along and has moved since is taken anew: without a network it stands as one left it. */
export async function retake(id: string) {
  if (!(await bag.read(`hazard/${id}`))) return
  const task = await fetchTask(id)
  const list = await bag.read<HazardSummary[]>('inbox')
  const { stage, version, why, due_at, due_count, late, updated_at } = task
  const rows = list?.value.flatMap((row) => (row.id !== id ? [row] : why.length ? [{ ...row, stage, version, why, due_at, due_count, late, updated_at }] : []))
  // The others are as old as they were.
  if (list && rows) await bag.keepJson('inbox', rows, list.at)
  await bag.keepJson(`hazard/${id}`, task)
}

export interface TakenAlong { tasks: number; left: number }

/** Takes along what fits; `said` hears how far it is. */
export async function takeAlong(said: (done: number, of: number) => void): Promise<TakenAlong> {
  const [tasks, visits] = await Promise.all([fetchInbox(), fetchDue().catch(() => [])])
  await bag.empty()
  rememberSession()
  await bag.keepJson('inbox', tasks)
  await bag.keepJson('due', visits)
  await Promise.all(LISTS.map(async (name) => { await bag.keepJson(name, await { units, streets, catalogue }[name].load()) }))
  let done = 0
  let kept = 0
  const pictures: string[] = []
  const places = new Set(visits.slice(0, MOST_VISITS).map((visit) => visit.id))
  await all(tasks, async ({ id }) => {
    const task = await fetchTask(id).catch(() => null)
    if (task && await bag.keepJson(`hazard/${id}`, task)) {
      kept++
      const files = task.photos.map((p) => p.file)
      pictures.push(...new Set([...files.slice(0, PICTURES / 2), ...files.slice(-PICTURES / 2)]))
      if (task.place) places.add(task.place.id)
    }
    said(++done, tasks.length)
  })
  const kinds = new Set<string>()
  const plates: Plates = {}
  await all([...places], async (id) => {
    try {
      const place = await got(client.GET('/api/v1/places/{id}', { params: { path: { id } } }))
      if (!(await bag.keepJson(`place/${id}`, place))) return
      kinds.add(place.kind)
      for (const code of place.codes) plates[code.stem] = { place: id, id: code.id, state: String((code.state as { state?: string }).state) }
      await bag.keepJson(`open/${id}`, await fetchOpen(id))
      await bag.keepJson(`looks/${id}`, await fetchLooks(id))
    } catch { /* a place that may not be seen is not needed for its task */ }
  })
  await bag.keepJson('plates', plates)
  if (mountsPlates()) {
    try { await bag.keepJson('patrol', (await got(client.GET('/api/v1/codes/patrol', { params: { query: { troubled: false, limit: MOST_PLATES, ...(me.value?.area ? { street: me.value.area } : {}) } } }))).items) } catch { /* the plates of the tasks are known anyway */ }
  }
  await all([...kinds], async (kind) => {
    try { await bag.keepJson(`checklist/${kind}`, await got(client.GET('/api/v1/checklists/{kind}', { params: { path: { kind: kind as never } } }))) } catch { /* one may look without a list */ }
  })
  // Pictures last: of these some may be missing when the room is used up.
  await all(pictures, async (file) => {
    try {
      const answer = await fetch(photoUrl(file, 'thumb'), { credentials: 'same-origin' })
      if (!answer.ok) return
      const bytes = await answer.arrayBuffer()
      await bag.keep(`photo/${file}`, { bytes, type: answer.headers.get('Content-Type') ?? 'image/jpeg' }, bytes.byteLength)
    } catch { /* read without it */ }
  })
  return { tasks: kept, left: tasks.length - kept }
}
