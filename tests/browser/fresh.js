// A district that nobody has set up yet: a server on an empty folder, the links of its three administrators, and whoever
// comes in by one of them.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { authenticator } from './town.js'

const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']
export const PASSWORD = 'correct horse battery 42'

/** Serves an empty folder, with files put there before the first start. */
export async function fresh({ files = {}, gl = false, more = [] } = {}) {
  const program = process.env.MASHANG
  if (!program) throw new Error('MASHANG names the program to test; ./dev e2e sets it')
  const folder = mkdtempSync(join(tmpdir(), 'mashang-fresh-'))
  const data = join(folder, 'data')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(data, name)), { recursive: true })
    writeFileSync(join(data, name), content)
  }
  const port = 20000 + Math.floor(Math.random() * 20000)
  const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--district', '430499', '--name', '未命名区', ...more])
  let said = ''
  await new Promise((ready, failed) => {
    const hear = (bytes) => { said += bytes; if (said.includes('mashang listens on') && /audit\s+http/.test(said)) ready() }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}:\n${said}`)))
  })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...(gl ? SOFTWARE_GL : ['--disable-gpu'])] })
  const links = Object.fromEntries([...said.matchAll(/^\s+(system|security|audit)\s+(\S+)$/gm)].map((m) => [m[1], m[2]]))
  return {
    base: `http://127.0.0.1:${port}`, browser, links, complaints: [],
    async stop() {
      await browser.close()
      server.removeAllListeners('exit')
      const ended = new Promise((done) => server.on('exit', done))
      server.kill('SIGTERM')
      const code = await ended
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}

/** Somebody who follows a link: a password, a second factor, and in. */
export async function enters(town, link, path, more = {}) {
  const context = await town.browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN', baseURL: town.base, ...more })
  const page = await context.newPage()
  page.setDefaultTimeout(15000)
  page.on('pageerror', (e) => town.complaints.push(`${page.url()} ${e.message}`))
  page.on('console', (m) => { if (/Content Security Policy|Uncaught|\[Vue warn\]/.test(m.text())) town.complaints.push(`${page.url()} ${m.text()}`) })
  await page.goto(link)
  await page.fill('#new-password', PASSWORD)
  await page.fill('#again-password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.click('a:has-text("去登录"), button:has-text("去登录")')
  const login = await page.inputValue('#login')
  if (!login) throw new Error('the login name was forgotten on the way')
  await page.fill('#password', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.secret')
  const secret = (await page.textContent('.secret')).replaceAll(/\s/g, '')
  await page.fill('#totp', authenticator(secret))
  await page.keyboard.press('Enter')
  await page.click('button:has-text("我已保存")')
  await page.waitForSelector('.page-head h1')
  if (path) await page.goto(`${town.base}/console${path}`)
  return page
}
