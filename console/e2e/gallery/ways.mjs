// Hazards brought to each stage by whoever may take the next step: so that a district with little in it has an action's
// form to show, too, and there is a receipt of every stage to look at.
import { randomUUID } from 'node:crypto'
import { request } from 'playwright-core'
import { hand } from '../../../tests/browser/hands.js'
import { picture } from '../../../tests/browser/town.js'

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString()
const text = '现场查看，情况属实，已拉警戒线，正在联系物业。'

/** The steps to each stage from a new report; what a step lacks is put in by `bring`. */
const accepted = [{ action: 'accept' }]
const filed = [...accepted, { action: 'file', category: '0103', standard: '0103-1', grade: 'general', party: 'government', text: '' }]
const dispatched = [...filed, { action: 'dispatch', lead: 'unit' }]
const rectifying = [...dispatched, { action: 'sign' }]
const submitted = [...rectifying, { action: 'submit', text: '已清理通道，更换锁具。', photos: 'after' }]
const verified = [...submitted, { action: 'verify', method: 'on_site', text: '现场复核，隐患已消除。' }]
const closed = [...verified, { action: 'approve_closing' }]
const suspension = { action: 'request_suspension', cause: 'funds', until: inDays(60), review_at: inDays(20), text }
export const WAYS = {
  reported: [],
  accepted,
  supplement: [...accepted, { action: 'ask_supplement', text: '请补充楼栋号和楼层。' }],
  verifying: [...accepted, { action: 'order_inspection', unit: 'unit', text: '请到现场看看' }],
  self_fixed: [...accepted, { action: 'order_inspection', unit: 'unit', text: '' }, { action: 'fix_on_spot', text: '当场清理。', photos: 'both' }],
  rejected: [...accepted, { action: 'reject', reason: 'unclear', text: '照片看不清是哪里，请写明地点后再报。' }],
  merged: [...accepted, { action: 'merge', into: 'other' }],
  referred_out: [...accepted, { action: 'refer_out', to: 'police', number: 'YS-2026-01', text: '占用道路停车由交警处理。' }],
  filed,
  dispatched,
  return_requested: [...dispatched, { action: 'request_return', text: '该处不在我单位辖区。' }],
  rectifying,
  extension: [...rectifying, { action: 'request_extension', until: 'later', text: '配件未到货。' }],
  suspension: [...rectifying, suspension],
  suspended: [...rectifying, suspension, { action: 'decide_suspension', grant: true, text }],
  // Only where life is in danger, or of a major hazard.
  stop_ordered: [...rectifying, { action: 'refer_enforcement', unit: 'enforcers', text }, { action: 'order_stop', order: '停字〔2026〕1 号', text }],
  supervised: [...rectifying, { action: 'supervise', level: 'letter', text }],
  instructed: [...rectifying, { action: 'instruct', phrase: 'hasten', text }],
  submitted,
  rework: [...submitted, { action: 'order_rework', text: '通道仍有杂物。' }],
  verified,
  closed: [...closed, { action: 'call_back', reached: true, solved: true, stars: 5 }],
  follow_up: closed,
  reopened: [...closed, { action: 'reopen', cause: 'recurred', text: '通道又被堵住。' }],
  archived: [...closed, { action: 'call_back', reached: true, solved: true, stars: 5 }, { action: 'archive' }],
}

/** Reports what somebody saw, as anybody may do from any phone; the address of the receipt. */
async function reported(town, place, text, photo, n, danger) {
  const there = await request.newContext({ baseURL: town.base, extraHTTPHeaders: { 'X-Forwarded-For': `192.0.2.${n + 1}` } })
  const answer = await there.post('/report', { maxRedirects: 0, multipart: { client_id: randomUUID(), ...(place ? { place: place.id.replaceAll('-', '') } : { address: '东风路 1 号' }), text, ...(danger ? { danger: '1' } : {}), name: '王某', phone: '13900000000', photos: photo } })
  const { location } = answer.headers()
  if (!location) throw new Error(`reporting: ${answer.status()} ${/<h1[^]*<\/h1>/.exec(await answer.text())}`)
  await there.dispose()
  return location.split('?')[0]
}

/**
 * One hazard a stage, as far as this district's people can bring it: the address of its receipt by the name of the way.
 * What nobody here may do ends a way early; `told` hears of it.
 */
export async function ways(town, workers, told) {
  const page = await (await town.browser.newContext()).newPage()
  const reports = await hand(town, workers[0])
  const { unit } = await (await hand(town, workers.includes('jiedao') ? 'jiedao' : 'wangge')).get('/session')
  const [place] = (await reports.get('/places?limit=1')).items
  let photo = 300
  const take = async (login) => (await hand(town, login)).photo(await picture(page, photo++))
  const receipts = {}
  let first
  for (const [n, [name, steps]] of Object.entries(WAYS).entries()) {
    const text = `${n + 1} 号楼消防通道被杂物堵住，安全出口上锁`
    receipts[name] = await reported(town, place, text, await picture(page, photo++), n, steps.some((step) => step.action === 'order_stop'))
    const { id } = (await reports.get('/hazards?limit=10')).items.find((one) => one.text === text)
    first ??= id
    for (const step of steps) {
      const doer = await mayDo(town, workers, id, step.action)
      if (!doer) { told(`${name}: nobody may ${step.action}`); break }
      const made = { ...step }
      for (const [field, value] of Object.entries(step)) {
        if (value === 'unit') made[field] = unit.id
        // Two days more than there are.
        if (value === 'later') made[field] = new Date(Date.parse((await reports.get(`/hazards/${id}`)).rectify_due) + 2 * 86_400_000).toISOString()
        if (value === 'enforcers') made[field] = (await (await hand(town, workers.includes('zhifa') ? 'zhifa' : workers[0])).get('/session')).unit.id
        if (value === 'other') made[field] = first
      }
      if (step.photos) made.photos = step.photos === 'both' ? [await take(doer), await take(doer)] : [await take(doer)]
      try { await (await hand(town, doer)).does(id, made) } catch (e) { told(`${name}: ${e.message.slice(0, 400)}`); break }
    }
  }
  await page.context().close()
  return receipts
}

async function mayDo(town, workers, id, action) {
  for (const login of workers) {
    const detail = await (await hand(town, login)).get(`/hazards/${id}`).catch(() => null)
    if (detail?.allowed.includes(action)) return login
  }
  return null
}
