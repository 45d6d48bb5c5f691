// The demo district on a port of its own, and people who use it in Debian's Chromium.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']

/** Starts the server with demo data; tells where it is, which codes hang and the demo password. */
export async function start() {
  const program = process.env.MASHANG
  if (!program) throw new Error('MASHANG names the program to test; ./dev e2e sets it')
  const folder = mkdtempSync(join(tmpdir(), 'mashang-browser-'))
  const port = 20000 + Math.floor(Math.random() * 20000)
  const server = spawn(program, ['serve', '--demo', '--data', folder, '--listen', `127.0.0.1:${port}`])
  let said = ''
  const ready = new Promise((resolve, reject) => {
    const hear = (bytes) => {
      said += bytes
      if (said.includes('mashang listens on')) resolve()
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)))
  })
  await ready
  // The listening line and the codes come by two different pipes.
  for (let n = 0; n < 50 && !/\/s\/[0-9A-Z]+/.test(said); n++) await new Promise((r) => setTimeout(r, 100))
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  return {
    base: `http://127.0.0.1:${port}`,
    codes: [...said.matchAll(/\/s\/([0-9A-Z]{24})/g)].map((m) => m[1]),
    password: /password: (\S+)/.exec(said)[1],
    browser,
    complaints: [],
    async stop() {
      await browser.close()
      server.removeAllListeners('exit')
      const ended = new Promise((resolve) => server.on('exit', resolve))
      server.kill('SIGTERM')
      const code = await ended
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}

/** A window of somebody; complaints of the page are collected. */
export async function open(town, { width = 1280, height = 900, language = 'zh-CN', javaScriptEnabled = true } = {}) {
  const context = await town.browser.newContext({ viewport: { width, height }, locale: language, javaScriptEnabled })
  const page = await context.newPage()
  page.setDefaultTimeout(15000)
  page.on('pageerror', (e) => town.complaints.push(`${page.url()} ${e.message}`))
  page.on('console', (m) => {
    if (/Content Security Policy|Uncaught|\[Vue warn\]/.test(m.text())) town.complaints.push(`${page.url()} ${m.text()}`)
  })
  return page
}

/** Signs a member of staff in. */
export async function signIn(town, login) {
  const page = await open(town)
  await page.goto(`${town.base}/console/`)
  await page.fill('#login', login)
  await page.fill('#password', town.password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.page-head')
  return page
}

/** Asks the API as the one who is signed in. */
export const api = (page, path) => page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path)

/** Opens a hazard by its receipt number. */
export async function find(town, page, receipt) {
  const found = await api(page, `/hazards?number=${receipt}`)
  if (found.items.length !== 1) throw new Error(`${receipt}: ${JSON.stringify(found)}`)
  await page.goto(`${town.base}/console/hazards/${found.items[0].id}`)
  await page.waitForSelector('.detail .head')
  return found.items[0].id
}

/** Presses an action's button, fills its form with `fill`, and confirms. */
export async function act(page, name, fill = async () => {}) {
  await page.click(`.actions button:has-text("${name}")`)
  await page.waitForSelector('.el-drawer__footer .el-button--primary')
  await fill()
  await page.click('.el-drawer__footer .el-button--primary')
}

/** Chooses from a list that opens. */
export async function pick(page, field, text) {
  await page.click(`#${field}`)
  await page.click(`.el-select-dropdown__item:visible:has-text("${text}")`)
}

/** The stage that the detail shows. */
export const stage = (page, words) => page.waitForSelector(`.stage:text("${words}")`)

/** A small picture, drawn by the browser: a real JPEG of its own colours. */
export async function picture(page, seed) {
  const base64 = await page.evaluate((seed) => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 480
    const pen = canvas.getContext('2d')
    for (let n = 0; n < 60; n++) {
      pen.fillStyle = `hsl(${(seed * 97 + n * 41) % 360} 60% 50%)`
      pen.fillRect((n * 131 * seed) % 600, (n * 71) % 440, 40 + n, 30 + seed)
    }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
  }, seed)
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}
