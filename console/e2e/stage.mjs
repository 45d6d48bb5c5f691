// What every browser test of the console needs: the stand-in server, Chromium, somebody who is signed in.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { after, before } from 'node:test'
import { chromium } from 'playwright-core'
import { PASSWORD, serve } from '../mock/server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const WIDTHS = [360, 768, 1280, 1920]
/** WebGL without a graphics card, for the map. */
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

/** Raises the stage for the tests of a file, with so many hazards and, if wanted, a clock that stands at `at`; `complaints` gathers script errors, warnings and breaches of the CSP. */
export function stage(amount = 72, at = null, gl = false) {
  const it = { base: '', server: null, browser: null, complaints: [] }
  before(async () => {
    it.server = await serve(0, amount, at)
    it.base = `http://127.0.0.1:${it.server.address().port}/console`
    it.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', ...(gl ? SOFTWARE_GL : ['--disable-gpu']), '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    })
  })
  after(async () => {
    await it.browser?.close()
    it.server?.closeAllConnections()
    it.server?.close()
  })

  it.open = async (login, { width = 1280, height = 900, language = 'zh-CN', path = '/', keep = true, ...more } = {}) => {
    const context = await it.browser.newContext({ viewport: { width, height }, locale: language, ...more })
    const page = await context.newPage()
    page.setDefaultTimeout(8000)
    if (at) await page.clock.setFixedTime(at)
    page.on('pageerror', (e) => page.url() === 'about:blank' || it.complaints.push(`${page.url()} ${e.message}`))
    page.on('console', (m) => { if (/Content Security Policy|\[Vue warn\]|\[intlify\]|Uncaught/.test(m.text())) it.complaints.push(`${page.url()} ${m.text()}`) })
    if (keep) await page.addInitScript((l) => localStorage.setItem('mashang.language', l), language)
    await page.goto(it.base + path)
    if (login) {
      await page.fill('#login', login)
      await page.fill('#password', PASSWORD)
      await page.keyboard.press('Enter')
    }
    return page
  }
  it.api = (page, path, init) => page.evaluate(async ([path, init]) => {
    const session = await (await fetch('/api/v1/session')).json()
    const answer = await fetch(`/api/v1${path}`, { ...init, headers: { 'X-CSRF-Token': session.csrf, 'Content-Type': 'application/json', ...(init?.headers ?? {}) } })
    return answer.status === 204 ? null : answer.json()
  }, [path, init])
  it.at = async (page, stage) => { const { items } = await it.api(page, `/hazards?limit=200&stage=${stage}`); return items.find((h) => h.place) ?? items[0] }
  it.detail = async (page, hazard) => {
    await page.goto(`${it.base}/hazards/${hazard.id}`)
    await page.waitForSelector('.detail .head')
  }
  return it
}

export const action = (page, name) => page.click(`.detail .actions button:has-text("${name}")`)
export const confirm = (page) => page.click('.el-drawer__footer .el-button--primary:visible')
export async function pick(page, field, text) {
  await page.click(`#${field}`)
  // The list of the field before may not be gone yet.
  const list = await page.getAttribute(`#${field}`, 'aria-controls')
  await page.click(`${list ? `[id="${list}"] ` : ''}.el-select-dropdown__item:visible:has-text("${text}")`)
}
/** What axe has against the page as it stands, and by how much it is too wide for a window. */
export async function faults(page, name, widths = WIDTHS) {
  const found = []
  // A message would begin to fade while it is looked at.
  await page.waitForSelector('.el-message', { state: 'detached', timeout: 6000 }).catch(() => {})
  // What is half faded in has a contrast that nobody ever reads.
  await page.evaluate(() => document.getAnimations().forEach((one) => { try { one.finish() } catch { one.pause() } }))
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa'] }, rules: { 'landmark-no-duplicate-banner': { enabled: true } } }))
  for (const v of violations) found.push(`${name} ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 140)).join(' | ')}`)
  const { width, height } = page.viewportSize()
  for (const one of widths) {
    await page.setViewportSize({ width: one, height: 900 })
    // What follows the width by script needs a moment after the window has changed.
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth, null, { timeout: 2000 }).catch(() => {})
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) found.push(`${name} is ${over} px too wide at ${one}`)
  }
  await page.setViewportSize({ width, height })
  return found
}
