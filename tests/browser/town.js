// The demo district on a port of its own, and people who use it in Debian's Chromium.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as listenPlainly } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, request } from 'playwright-core'

const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']
/** WebGL without a graphics card, for the map. */
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']
/** A camera that shows a test picture, for whoever has the permission. */
const FAKE_CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** Runs the server on a folder until it is stopped. */
async function run(data, port, ...more) {
  const program = process.env.MASHANG
  if (!program) throw new Error('MASHANG names the program to test; ./dev e2e sets it')
  const server = spawn(program, ['serve', '--demo', '--data', data, '--listen', `127.0.0.1:${port}`, ...more])
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
  return {
    codes: [...said.matchAll(/\/s\/([0-9A-Z]{24})/g)].map((m) => m[1]),
    password: /(?:密码都是|password is) (\S+)/.exec(said)[1],
    async stop() {
      server.removeAllListeners('exit')
      const ended = new Promise((resolve) => server.on('exit', resolve))
      server.kill('SIGTERM')
      return ended
    },
  }
}

/** What leaves the house (short messages, webhooks) arrives here: each request a line of a file. */
async function receiver(file) {
  const listening = createServer((request, answer) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (piece) => { body += piece })
    request.on('end', () => {
      appendFileSync(file, `${JSON.stringify({ path: request.url, headers: request.headers, body })}\n`)
      answer.end('{}')
    })
  })
  await new Promise((ready) => listening.listen(0, '127.0.0.1', ready))
  return { address: `http://127.0.0.1:${listening.address().port}`, stop: () => { listening.closeAllConnections(); listening.close() } }
}

/** A relay for mail that takes everything (RFC 5321): each message a line of a file, like what `receiver` hears. */
async function relay(file) {
  const lines = new Set()
  const listening = listenPlainly((line) => {
    lines.add(line)
    line.on('close', () => lines.delete(line)).on('error', () => line.destroy())
    line.setEncoding('utf8')
    const say = (text) => line.write(`${text}\r\n`)
    let [heard, to, writes] = ['', [], false]
    line.on('data', (piece) => {
      heard += piece
      for (;;) {
        const end = heard.indexOf(writes ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const said = heard.slice(0, end)
        heard = heard.slice(end + (writes ? 5 : 2))
        if (writes) {
          appendFileSync(file, `${JSON.stringify({ path: '/mail', headers: { to }, body: said })}\n`)
          ;[to, writes] = [[], false]
          say('250 taken')
        } else if (/^EHLO/i.test(said)) say('250-here\r\n250 8BITMIME')
        else if (/^RCPT TO:/i.test(said)) { to.push(/<(.*)>/.exec(said)[1]); say('250 well') }
        else if (/^DATA/i.test(said)) { writes = true; say('354 go on') }
        else if (/^QUIT/i.test(said)) { say('221 bye'); line.end() } else say('250 well')
      }
    })
    say('220 here')
  })
  await new Promise((ready) => listening.listen(0, '127.0.0.1', ready))
  return { port: listening.address().port, stop: () => { for (const line of lines) line.destroy(); listening.close() } }
}

/**
 * Serves the demo district; tells where it is, which codes hang and the demo password. It is made up here, with a copy
 * laid aside (`still`), unless it begins from such a copy (`of`). `more` are flags of the server.
 */
export async function serve({ of, more = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mashang-browser-'))
  const [data, still] = [join(folder, 'data'), of ?? join(folder, 'still')]
  const port = 20000 + Math.floor(Math.random() * 20000)
  const received = join(folder, 'received.jsonl')
  writeFileSync(received, '')
  if (!of) {
    const made = await run(data, port)
    const code = await made.stop()
    if (code !== 0) throw new Error(`the server did not stop gracefully: ${code}`)
    cpSync(data, still, { recursive: true })
  } else cpSync(of, data, { recursive: true })
  const [outside, post] = [await receiver(received), await relay(received)]
  const settings = readFileSync(join(data, 'district.toml'), 'utf8').replace(/^base_url = .*$/m, `base_url = "http://127.0.0.1:${port}"`)
  writeFileSync(join(data, 'district.toml'), `${settings}
[notices.webhooks]
allow = ["127.0.0.1"]
[notices.mail]
host = "127.0.0.1"
port = ${post.port}
security = "none"
from = "码上 <notice@district.example>"
[notices.sms]
url = "${outside.address}/sms"
body = '{"to": "{phone}", "text": "{text}", "id": "{id}"}'
`)
  let server = await run(data, port, ...more)
  const { codes, password } = server
  return {
    town: { base: `http://127.0.0.1:${port}`, codes, password, folder, still, outside: outside.address, received },
    /** Stops the server and starts it again with a clock that is so many minutes ahead; its exit code. */
    async ahead(minutes) {
      const code = await server.stop()
      server = await run(data, port, '--ahead', String(minutes), ...more)
      return code
    },
    async stop() {
      const code = await server.stop()
      outside.stop()
      post.stop()
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}

/** The town that run.js serves, or one of this file's own (`own`: with a clock that can be moved); with a browser. */
export async function start({ gl = false, camera = false, own: alone = false, more } = {}) {
  const shared = process.env.MASHANG_TOWN ? JSON.parse(process.env.MASHANG_TOWN) : null
  const own = shared && !alone ? null : await serve({ of: shared?.still, more })
  const flags = [...FLAGS, ...(gl ? SOFTWARE_GL : ['--disable-gpu']), ...(camera ? FAKE_CAMERA : [])]
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
  const town = {
    ...(own?.town ?? shared),
    browser,
    complaints: [],
    /** By how many milliseconds its clock is ahead. */
    later: 0,
    /** Moves the clock on, and with it those of the browser; everybody signs in anew. */
    async ahead(minutes) {
      const code = await own.ahead(minutes)
      town.later = minutes * 60_000
      town.folder = mkdtempSync(join(town.folder, 'later-'))
      await leave(town)
      return code
    },
    async stop() {
      await leave(town)
      await browser.close()
      return own ? own.stop() : 0
    },
  }
  return town
}

/** Everybody leaves whose window or hand was kept (`hands.js`). */
async function leave(town) {
  const [hands, seats] = [town.hands, town.seats].map((all) => [...(all?.values() ?? [])])
  town.hands = town.seats = undefined
  // Whoever never got in has failed a test already and keeps nobody from leaving.
  const there = (all) => Promise.all(all.map((one) => one.catch(() => null)))
  for (const hand of await there(hands)) await hand?.leave()
  for (const seat of await there(seats)) await seat?.context().close()
}

/** A window of somebody; complaints of the page are collected. */
export async function open(town, { width = 1280, height = 900, language = 'zh-CN', ...more } = {}) {
  const context = await town.browser.newContext({ viewport: { width, height }, locale: language, baseURL: town.base, ...more })
  const page = await context.newPage()
  page.setDefaultTimeout(30000)
  if (town.later) await page.clock.setFixedTime(Date.now() + town.later)
  page.on('pageerror', (e) => town.complaints.push(`${page.url()} ${e.message}`))
  page.on('console', (m) => {
    if (/Content Security Policy|Uncaught|\[Vue warn\]/.test(m.text())) town.complaints.push(`${page.url()} ${m.text()}`)
  })
  return page
}

/** Signs a member of staff in, by hand. */
export async function signIn(town, login) {
  const page = await open(town)
  await page.goto(`${town.base}/console/`)
  await page.fill('#login', login)
  await page.fill('#password', town.password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.page-head')
  return page
}

/** RFC 4648 without padding, and the code of RFC 6238 that an authenticator shows at a moment. */
export function authenticator(secret, at = Date.now()) {
  const bits = [...secret.replace(/=+$/, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}

/** The file with somebody's cookies, signed in by the API once in a run; administrators with a second factor. */
export async function signedIn(town, login) {
  const kept = join(town.folder, `${login}.json`)
  if (!existsSync(kept)) {
    const there = await request.newContext({ baseURL: town.base })
    const good = async (answer) => { if (!answer.ok()) throw new Error(`${login}: ${await answer.text()}`); return answer.json() }
    const me = await good(await there.post('/api/v1/session', { data: { login, password: town.password } }))
    if (me.second_factor_due) {
      const headers = { 'X-CSRF-Token': me.csrf }
      const { secret } = await good(await there.post('/api/v1/session/totp', { headers }))
      await good(await there.post('/api/v1/session/totp/confirm', { headers, data: { code: authenticator(secret, Date.now() + (town.later ?? 0)) } }))
    }
    await there.storageState({ path: kept })
    await there.dispose()
  }
  return kept
}

/** A window in which somebody is signed in already. */
export async function staff(town, login, path, more = {}) {
  const page = await open(town, { storageState: await signedIn(town, login), ...more })
  if (path) await page.goto(`${town.base}/console${path}`)
  return page
}

/** Asks the API as the one who is signed in. */
export const api = (page, path) => page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path)

/** Does something over the API as the one who is signed in; the answer, whatever its status. */
export const post = (page, path, body) => page.evaluate(async ([path, body]) => {
  const { csrf } = await (await fetch('/api/v1/session')).json()
  const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify(body) })
  return { status: answer.status, ...(await answer.json().catch(() => ({}))) }
}, [path, body])

/** Takes an action on a hazard as it stands. */
export async function does(page, id, action) {
  const { version } = await api(page, `/hazards/${id}`)
  const answer = await post(page, `/hazards/${id}/actions`, { version, ...action })
  if (answer.status !== 200) throw new Error(`${action.action}: ${JSON.stringify(answer)}`)
  return answer
}

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

/** Confirms the drawer that is open. */
export const confirm = (page) => page.click('.el-drawer__footer .el-button--primary:visible')

/** Chooses from a list that opens. */
export async function pick(page, field, text) {
  await page.click(`.el-select:has(#${field})`)
  // The list of the field before may not be gone yet.
  const list = await page.getAttribute(`#${field}`, 'aria-controls')
  await page.click(`${list ? `[id="${list}"] ` : ''}.el-select-dropdown__item:visible:has-text("${text}")`)
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
