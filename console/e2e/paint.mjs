// First contentful paint on a slow profile, printed and not judged: node e2e/paint.mjs [runs]. 1.6 Mbit/s, 150 ms
// there and back, a processor four times slower; the profile that Lighthouse calls a slow phone.
import { chromium } from 'playwright-core'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
// As the product sends them: compressed, assets for ever; nobody is signed in.
const server = createServer(async (request, answer) => {
  const path = new URL(request.url, 'http://x').pathname
  if (path.startsWith('/api/')) return answer.writeHead(401, { 'Content-Type': 'application/problem+json' }).end('{"code":"not_signed_in","status":401}')
  const file = path.replace('/console/', '')
  const body = await readFile(join(dist, extname(file) ? file : 'index.html')).catch(() => null)
  if (!body) return answer.writeHead(404).end()
  answer.writeHead(200, { 'Content-Type': types[extname(file) || '.html'] ?? 'application/octet-stream', 'Content-Encoding': 'gzip' }).end(gzipSync(body))
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const runs = Number(process.argv[2] ?? 5)
const measured = []
for (let run = 0; run < runs; run++) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: (1.6 * 1e6) / 8, uploadThroughput: (0.75 * 1e6) / 8 })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const begun = Date.now()
  await page.goto(`http://127.0.0.1:${server.address().port}/console/sign-in`)
  await page.waitForSelector('#login')
  const usable = Date.now() - begun
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  measured.push([paint, usable])
  console.log(`run ${run + 1}: first contentful paint ${Math.round(paint)} ms, form there ${usable} ms`)
  await context.close()
}
const median = (at) => measured.map((m) => m[at]).sort((a, b) => a - b)[Math.floor(runs / 2)]
console.log(`median of ${runs}: first contentful paint ${Math.round(median(0))} ms, form there ${Math.round(median(1))} ms`)
await browser.close()
server.close()
