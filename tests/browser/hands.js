// People of the district by the API alone: what has to be done before the page that a test is about.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'playwright-core'
import { signedIn, staff } from './town.js'

/** Somebody who reads and acts over the API. */
export async function hand(town, login) {
  town.hands ??= new Map()
  if (!town.hands.has(login)) town.hands.set(login, come(town, login))
  return town.hands.get(login)
}

async function come(town, login) {
  const there = await request.newContext({ baseURL: town.base, storageState: await signedIn(town, login) })
  const good = async (answer, what) => {
    if (!answer.ok()) throw new Error(`${login}, ${what}: ${answer.status()} ${await answer.text()}`)
    return answer.status() === 204 ? null : answer.json()
  }
  const { csrf } = await good(await there.get('/api/v1/session'), 'session')
  const headers = () => ({ 'X-CSRF-Token': csrf, 'Idempotency-Key': randomUUID() })
  const get = async (path) => good(await there.get(`/api/v1${path}`), path)
  const post = async (path, data) => good(await there.post(`/api/v1${path}`, { headers: headers(), data }), path)
  const put = async (path, data) => good(await there.put(`/api/v1${path}`, { headers: headers(), data }), path)
  return {
    get,
    post,
    put,
    /** The answer as it is. */
    fetch: (path) => there.get(`/api/v1${path}`),
    async does(id, action) {
      const { version } = await get(`/hazards/${id}`)
      return post(`/hazards/${id}/actions`, { version, ...action })
    },
    async photo(picture) {
      const { file } = await good(await there.post('/api/v1/photos', { headers: headers(), multipart: { photo: picture } }), 'photo')
      return file
    },
    leave: () => there.dispose(),
  }
}

const STEPS = ['reported', 'accepted', 'filed', 'dispatched', 'rectifying', 'submitted', 'verified', 'closed']

/**
 * A hazard of this test's own, as far on its way as wanted. The street of the demo sign-ins (`jiedao`) has it in hand;
 * who reports is a telephone line.
 */
export async function hazard(town, { text, upTo = 'rectifying', standard = '0103-1', grade = 'general', danger = false, before = [], after = [], words = '', ...more }) {
  const till = STEPS.indexOf(upTo)
  const desk = await hand(town, 'shouli')
  const unit = (await (await hand(town, 'jiedao')).get('/session')).unit.id
  const photos = await Promise.all(before.map((one) => desk.photo(one)))
  const { id, receipt } = await desk.post('/hazards', { source: 'hotline', text, address: '演示路 1 号', life_danger: danger, photos, ...more })
  const major = grade === 'major'
  const filed = { action: 'file', category: standard.split('-')[0], standard, grade, party: 'government', text: words, ...(major ? { clause: '现场对照标准判定' } : {}) }
  if (till >= 1) await desk.does(id, { action: 'accept' })
  if (till >= 2) await desk.does(id, filed)
  if (till >= 3) await (await hand(town, 'paiqian')).does(id, { action: 'dispatch', lead: unit })
  const street = await hand(town, 'jiedao')
  if (till >= 4) await street.does(id, { action: 'sign' })
  if (till >= 5) {
    if (major) await fulfils(town, id)
    await street.does(id, { action: 'submit', text: '已整改', photos: await Promise.all(after.map((one) => street.photo(one))) })
  }
  if (till >= 6) await (await hand(town, 'hecha')).does(id, { action: 'verify', method: major ? 'experts' : 'on_site', text: '现场查看，已消除', photos: [] })
  if (till >= 7) await (await hand(town, major ? 'anweiban' : 'shouli')).does(id, { action: 'approve_closing' })
  return { id, receipt, unit }
}

/** 五落实, without which nobody may submit a major hazard. */
export async function fulfils(town, id) {
  const street = await hand(town, 'jiedao')
  const { person: me } = await street.get('/session')
  const planned = new Date(Date.now() + town.later + 5 * 86_400_000).toISOString()
  await street.does(id, { action: 'plan', responsible: me, measures: '更换设施', funds_fen: 100_000, planned_at: planned, plan: '专人值守' })
}

/** Somebody's window on a hazard, kept for the next one. */
export async function on(town, login, { id }) {
  town.seats ??= new Map()
  if (!town.seats.has(login)) town.seats.set(login, staff(town, login))
  const page = await town.seats.get(login)
  await page.goto(`${town.base}/console/hazards/${id}`)
  await page.waitForSelector('.detail .head')
  return page
}

/** Presses an action's button on a detail, fills its form and waits until it is done. */
export async function does(page, name, fill = async () => {}) {
  await page.locator('.detail .actions button').filter({ hasText: new RegExp(`^\\s*${name}`) }).first().click()
  await page.waitForSelector('.el-drawer__footer .el-button--primary:visible')
  await fill()
  await page.click('.el-drawer__footer .el-button--primary:visible')
  await page.waitForSelector('.el-drawer__footer:visible', { state: 'detached' })
}

/** Taps one of the choices of a form. */
export const choose = (page, words) => page.click(`.el-drawer .choices label:has-text("${words}")`)

/** A quick choice of a date. */
export const quick = (page, field, days) => page.click(`[data-field="${field}"] .quick button:has-text("${days}")`)

/** What left the house on a way, oldest first. */
export const sent = (town, path) => readFileSync(town.received, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((one) => one.path === path)

/** Waits until something holds; says what was seen last if it does not. */
export async function until(look, holds, within = 30_000) {
  const end = Date.now() + within
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (Date.now() > end) throw new Error(`did not come to be: ${JSON.stringify(seen)?.slice(0, 2000)}`)
    await new Promise((again) => setTimeout(again, 100))
  }
}

/** Pictures of what a test passes, for whoever looks: `PICTURES` names a folder; both widths. */
export async function pictures(page, name) {
  if (!process.env.PICTURES) return
  const { width, height } = page.viewportSize()
  for (const wide of [1280, 360]) {
    await page.setViewportSize({ width: wide, height: 900 })
    await page.waitForTimeout(500)
    await page.screenshot({ path: `${process.env.PICTURES}/${name}-${wide}.png`, fullPage: true })
  }
  await page.setViewportSize({ width, height })
}
