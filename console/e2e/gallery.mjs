// Makes a picture of every screen of the console and says what a machine can see wrong in it:
//   MASHANG=../target/debug/mashang node e2e/gallery.mjs empty|little|much|http://… FOLDER [--only WORDS] [--widths 360,1280]
//     [--languages zh-CN,en] [--as xitong,wangge] [--drawers|--public] [--axe] [--no-sheets] [--gl] [--dist dist]
// The district is made and served (gallery/districts.mjs), or is a demo that runs already. With --dist the console is
// taken from that folder and not out of the program, so that what was mended is seen without building Rust. FOLDER gets the pictures,
// contact sheets of them, faults.txt, and words.txt: Latin words in Chinese, Chinese ones in English, and whatever is
// red, each to be read through by a person. With --drawers instead every action's form, with --public every public page:
// hazards are brought to each stage for them, so that the district is no longer what it was. With --axe each screen is
// also asked of axe, at its first width. Build the console first; `npm ci` in tests/browser, too.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { hand } from '../../tests/browser/hands.js'
import { signedIn } from '../../tests/browser/town.js'
import { empty, little, much, running, staffed } from './gallery/districts.mjs'
import { look } from './gallery/look.mjs'
import { pages } from './gallery/pages.mjs'
import { WORKERS, drawers, screens } from './gallery/screens.mjs'
import { ways } from './gallery/ways.mjs'

const HEIGHTS = { 360: 780, 768: 1024, 1280: 900, 1920: 1080, 794: 1123 }
/** How much of a long page is kept: enough to see its manner and its end is no longer news. */
const LONGEST = { 360: 1500, 768: 1500, 1280: 1300, 1920: 1300, 794: 3400 }

const { positionals: [where, folder], values: asked } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, as: { type: 'string' }, widths: { type: 'string', default: '360,768,1280,1920' }, languages: { type: 'string', default: 'zh-CN,en' }, drawers: { type: 'boolean', default: false }, public: { type: 'boolean', default: false }, 'no-sheets': { type: 'boolean', default: false }, gl: { type: 'boolean', default: false }, axe: { type: 'boolean', default: false }, dist: { type: 'string' } } })
if (!where || !folder) throw new Error('gallery.mjs empty|little|much|BASE FOLDER')
const axe = asked.axe && readFileSync(createRequire(new URL('../../tests/browser/', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8')
const out = resolve(folder)
mkdirSync(out, { recursive: true })
const source = fileURLToPath(new URL('../src/', import.meta.url))
/** The families of words that there are: a key that was not found is shown as it is. */
const families = [...new Set(readdirSync(source, { recursive: true }).filter((f) => f.endsWith('zh-CN.ts')).flatMap((f) => [...readFileSync(join(source, f), 'utf8').matchAll(/^ {2}(\w+): \{/gm)].map((m) => m[1])))]

const town = await ({ empty, little, much }[where] ?? ((gl) => running(where, gl)))(asked.gl)
const known = new Set()
for (const login of ['zhiban', 'shouli', 'paiqian', 'anweiban', 'lingdao', 'huifang', 'hecha', 'jiedao', 'wangge', 'bumen-fire', 'zhifa', 'qiye', 'xitong', 'anquan', 'shenji']) {
  if (await hand(town, town.named(login)).then(() => true, () => false)) known.add(login)
}
town.has = (login) => known.has(login)
/** There is enough in it to be looked at as it is. */
const full = !['empty', 'little'].includes(where)
const say = (what) => process.stderr.write(`${what}\n`)

const taken = []
const faults = new Map()
const words = { 'zh-CN': new Map(), en: new Map(), red: new Map() }
const note = (map, word, name) => map.set(word, (map.get(word) ?? new Set()).add(name))
const blame = (name, fault, at) => faults.set(`${name}: ${fault}`, (faults.get(`${name}: ${fault}`) ?? new Set()).add(at))

/** Waits until nothing is asked of the server any more, and what was drawn has been painted. */
async function calm(page, still = 0) {
  await page.waitForFunction(() => document.querySelector('#app, #root, body')?.childElementCount, null, { timeout: 10_000 }).catch(() => {})
  const end = Date.now() + 10_000
  for (let quiet = 0; quiet < 3 && Date.now() < end;) { await page.waitForTimeout(60); quiet = page.asking.size ? 0 : quiet + 1 }
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(120 + still)
}

async function shoot(page, screen, language, width, height) {
  const name = `${screen.name}.${language}.${width}`
  const file = join(out, `${name}.jpg`)
  const drawer = screen.drawer && width === 1280 ? page.locator('.el-drawer >> visible=true').first() : null
  if (drawer) await drawer.screenshot({ path: file, type: 'jpeg', quality: 70, animations: 'disabled' })
  // What was pressed lies further down, and what opened over the page belongs there.
  else if (screen.drawer) await page.screenshot({ path: file, type: 'jpeg', quality: 70, animations: 'disabled', caret: 'hide' })
  else if (screen.act && !screen.print && await page.evaluate(() => scrollY > 0)) await page.screenshot({ path: file, type: 'jpeg', quality: 70, animations: 'disabled', caret: 'hide' })
  else {
    const tall = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), LONGEST[width] ?? height)
    await page.screenshot({ path: file, type: 'jpeg', quality: 70, animations: 'disabled', caret: 'hide', fullPage: true, clip: { x: 0, y: 0, width, height: Math.max(tall, height) } })
  }
  taken.push({ name: screen.name, language, width, file: `${name}.jpg` })
  if (screen.print) return
  const seen = await page.evaluate(look, { phone: width === 360, language, families: screen.site ? [] : families })
  for (const fault of seen.faults) blame(`${screen.name} ${language}`, fault, width)
  if (width !== 1280) return
  for (const word of seen.foreign) note(words[language], word, screen.name)
  if (language === 'zh-CN') for (const word of seen.red) note(words.red, word, screen.name)
}

/** The console of a folder under the headers of the program. */
async function instead(route) {
  const file = new URL(route.request().url()).pathname.replace('/console/', '')
  const body = /\.\w+$/.test(file) ? file : 'index.html'
  if (!existsSync(join(asked.dist, body))) return route.fallback()
  if (body !== 'index.html') return route.fulfill({ path: join(asked.dist, body) })
  // A program that was built without a console has the headers, too.
  return route.fulfill({ response: await route.fetch(), status: 200, contentType: 'text/html; charset=utf-8', body: readFileSync(join(asked.dist, body)) })
}

async function visit(page, screen, language) {
  const complain = (what) => { if (!screen.quiet) blame(`${screen.name} ${language}`, what, 'page') }
  page.complain = complain
  await page.unrouteAll()
  await page.emulateMedia({ media: 'screen', colorScheme: screen.dark ? 'dark' : 'light' })
  // Large type is remembered.
  if (screen.site) await page.context().clearCookies()
  const sizes = screen.sizes ?? (screen.widths ?? asked.widths.split(',').map(Number)).map((w) => [w, HEIGHTS[w]])
  await page.setViewportSize({ width: sizes[0][0], height: sizes[0][1] })
  await screen.before?.(page)
  await page.goto(`${town.base}${screen.site ? '' : '/console'}${screen.path}`)
  await calm(page, screen.still)
  if (screen.act) {
    try { await screen.act(page) } catch (e) { return blame(`${screen.name} ${language}`, `could not be shown: ${e.message.split('\n')[0].slice(0, 120)}`, 'page') }
    await calm(page, 250)
  }
  if (screen.print) {
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    await calm(page, 500)
  }
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    await calm(page, screen.still)
    await shoot(page, screen, language, width, height)
    if (axe && width === sizes[0][0] && !screen.print) for (const fault of await violations(page)) blame(`${screen.name} ${language}`, fault, width)
  }
}

/** What axe finds on the page as it stands. */
async function violations(page) {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] })
    return found.map((v) => `axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`)
  })
}

/** Contact sheets: pictures of one width side by side, small enough to be seen at once. */
async function sheets() {
  const page = await (await town.browser.newContext()).newPage()
  // How many beside each other, how wide and at most how high, rows.
  const plans = { 360: [6, 258, 760, 2], 768: [4, 388, 760, 2], 1280: [2, 778, 560, 3], 1920: [2, 778, 470, 3], 794: [4, 388, 1500, 1], 3840: [1, 1500, 850, 1], drawer: [5, 310, 560, 2] }
  const kinds = {}
  for (const one of taken) (kinds[one.name.startsWith('act-') && one.width === 1280 ? 'drawer' : one.width] ??= []).push(one)
  for (const [kind, all] of Object.entries(kinds)) {
    const [beside, wide, high, rows] = plans[kind] ?? plans[1280]
    all.sort((a, b) => taken.findIndex((t) => t.name === a.name) - taken.findIndex((t) => t.name === b.name) || b.language.localeCompare(a.language))
    for (let at = 0, n = 1; at < all.length; at += beside * rows, n++) {
      const some = all.slice(at, at + beside * rows)
      const html = `<!doctype html><style>body{margin:0;display:grid;align-items:start;grid-template-columns:repeat(${beside},${wide}px);gap:2px;background:#888;font:11px sans-serif}figure{margin:0;background:#ccc;max-height:${high + 14}px;overflow:hidden}img{width:100%;display:block}</style>${some.map((t) => `<figure>${t.name} ${t.language} ${t.width}<img src="${t.file}"></figure>`).join('')}`
      const file = join(out, 'sheet.html')
      writeFileSync(file, html)
      await page.setViewportSize({ width: beside * (wide + 2), height: 400 })
      await page.goto(pathToFileURL(file).href)
      await page.screenshot({ path: join(out, `sheet-${kind}-${String(n).padStart(2, '0')}.jpg`), type: 'jpeg', quality: 78, fullPage: true })
    }
  }
  await page.context().close()
}

/** Writes down what was found so far. */
function write() {
  const lines = [...faults].map(([fault, at]) => `${fault} [${[...at].join(' ')}]`)
  writeFileSync(join(out, 'faults.txt'), `${lines.join('\n')}\n`)
  writeFileSync(join(out, 'words.txt'), Object.entries(words).map(([kind, all]) => `## ${kind}\n${[...all].map(([word, at]) => `${word}\t${[...at].slice(0, 4).join(' ')}`).join('\n')}`).join('\n\n'))
  return lines
}

const began = Date.now()
const wanted = asked.only?.split(',')
const seers = asked.as?.split(',')
/** What there is to take; whoever is needed for it comes first. */
async function table() {
  if (asked.public) return pages(town, full ? WORKERS.filter(town.has) : [], say)
  if (!asked.drawers) return screens(town)
  if (!full) {
    for (const login of await staffed(town, town.has)) known.add(login)
    await ways(town, WORKERS.filter(town.has), say)
  }
  return drawers(town)
}
const every = (await table()).filter((s) => !wanted || wanted.some((w) => s.name.startsWith(w))).filter((s) => !seers || seers.includes(s.as))
const absent = every.filter((s) => !s.path || (s.as && !town.has(s.as)))
const people = [...new Set(every.map((s) => s.as))]
for (const language of asked.languages.split(',')) {
  for (const login of people) {
    const mine = every.filter((s) => s.as === login && !absent.includes(s))
    if (!mine.length) continue
    const context = await town.browser.newContext({ locale: language, serviceWorkers: 'block', ...(login ? { storageState: await signedIn(town, town.named(login)) } : {}) })
    if (asked.dist) await context.route('**/console/**', instead)
    const page = await context.newPage()
    page.asking = new Set()
    page.setDefaultTimeout(15_000)
    await page.addInitScript((l) => localStorage.setItem('mashang.language', l), language)
    page.on('request', (r) => { if (!r.url().endsWith('/stream')) page.asking.add(r) })
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (r) => page.asking.delete(r))
    page.on('requestfailed', (r) => { if (!/ERR_ABORTED/.test(r.failure()?.errorText ?? '')) page.complain(`request failed: ${r.url().replace(town.base, '').replace(/[0-9a-f-]{30,}/g, '…')} ${r.failure()?.errorText}`) })
    page.on('response', (r) => { if (r.status() >= 400 && !(r.status() === 401 && !login)) page.complain(`answered ${r.status()}: ${r.url().replace(town.base, '').replace(/[0-9a-f-]{30,}/g, '…')}`) })
    page.on('pageerror', (e) => { if (!/reading 'installing'/.test(e.message)) page.complain(`script: ${e.message}`) })
    page.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !/Failed to load resource|GPU stall|WebGL|swiftshader|Service Worker/i.test(m.text())) page.complain(`console: ${m.text().slice(0, 160)}`) })
    for (const screen of mine) {
      try { await visit(page, screen, language) } catch (e) { blame(`${screen.name} ${language}`, `could not be shown: ${e.message.split('\n')[0].slice(0, 160)}`, 'page') }
      if (taken.length % 5 === 0) write()
      process.stderr.write(`\r${taken.length} pictures, ${faults.size} faults, ${Math.round((Date.now() - began) / 1000)} s   `)
    }
    await context.close()
    write()
  }
}
const lines = write()
if (!asked['no-sheets']) await sheets()
await town.stop()
process.stderr.write('\n')
console.log(lines.join('\n'))
console.log(`${taken.length} pictures of ${new Set(taken.map((t) => t.name)).size} screens in ${out}; ${lines.length} faults${absent.length ? `; not in this district: ${absent.map((s) => s.name).join(', ')}` : ''}`)
