// What a page costs before anything is seen: npm run build first.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const KB = 1024
const MOST = 200 * KB
const files = readdirSync(join(dist, 'assets'))
const zipped = new Map(files.filter((f) => /\.(js|css)$/.test(f)).map((f) => [f, gzipSync(readFileSync(join(dist, 'assets', f))).length]))
const text = (f) => readFileSync(join(dist, 'assets', f), 'utf8')
/** A chunk with everything that it imports before it runs. */
function whole(file, seen = new Set()) {
  if (seen.has(file) || !zipped.has(file)) return seen
  seen.add(file)
  for (const [, other] of text(file).matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) whole(other, seen)
  return seen
}

/** The map's own library cannot be smaller; it is fetched when a map is drawn and not before. */
const LIBRARIES = { engine: 320 * KB }
const mostOf = (file) => LIBRARIES[file.split('-')[0]] ?? MOST

test('no chunk is over 200 KB', () => {
  assert.deepEqual([...zipped].filter(([file, bytes]) => bytes > mostOf(file)).map(([file, bytes]) => `${file} ${Math.round(bytes / KB)} KB`), [])
})
test('the shell is under 200 KB with everything that it needs, script and style', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const named = [...html.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)].map((m) => m[1])
  const all = new Set(named.flatMap((file) => (file.endsWith('.js') ? [...whole(file)] : [file])))
  const bytes = [...all].reduce((sum, file) => sum + zipped.get(file), 0)
  console.log(`shell: ${Math.round(bytes / KB)} KB in ${all.size} files`)
  assert.ok(bytes < MOST, `${Math.round(bytes / KB)} KB`)
})
test('every page adds less than 200 KB', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const shell = new Set([...html.matchAll(/assets\/([\w.-]+\.js)/g)].flatMap((m) => [...whole(m[1])]))
  const pages = files.filter((f) => /^(\w+Page|SignIn|SecondFactor|NotFound)-[\w-]+\.js$/.test(f))
  assert.ok(pages.length > 8, pages.join())
  const heavy = []
  for (const page of pages) {
    const bytes = [...whole(page)].filter((f) => !shell.has(f)).reduce((sum, f) => sum + zipped.get(f), 0)
    if (bytes >= MOST) heavy.push(`${page} ${Math.round(bytes / KB)} KB`)
  }
  assert.deepEqual(heavy, [])
})
