// Runs the browser tests one file after the other; `npm run e2e -- desk` runs those whose names contain a word. A file
// that fails is run once more, by itself, and named at the end: Chromium on a machine that is busy for a moment is no
// fault of the console, and a test that needs this often is one to mend.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const words = process.argv.slice(2)
const files = readdirSync(here).filter((f) => f.endsWith('.test.mjs') && (!words.length || words.some((w) => f.includes(w)))).sort()
if (!files.length) throw new Error(`no file is named like ${words.join(' or ')}`)
const fails = (file) => spawnSync(process.execPath, ['--test', '--test-reporter=spec', file], { cwd: here, stdio: 'inherit' }).status !== 0

const again = files.filter(fails)
const failed = again.filter(fails)
const helped = again.filter((f) => !failed.includes(f))
if (helped.length) console.error(`passed at the second run only: ${helped.join(', ')}`)
if (failed.length) console.error(`failed twice: ${failed.join(', ')}`)
process.exit(failed.length ? 1 : 0)
