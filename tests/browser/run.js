// Starts one server with the demo district and runs the tests against it, one file after the other: loading the
// district takes longer than most of them. `npm test -- desk` runs the files whose names contain a word; MASHANG_STILL
// names a folder with a demo district that was made up before, to begin from a copy of it. A file that fails is run once
// more against a server of its own, and named at the end: one that needs this often is one to mend.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from './town.js'

const here = dirname(fileURLToPath(import.meta.url))
const words = process.argv.slice(2)
const files = readdirSync(here).filter((f) => f.endsWith('.test.js') && (!words.length || words.some((w) => f.includes(w)))).sort()
if (!files.length) throw new Error(`no file is named like ${words.join(' or ')}`)
const passes = (file, town) => new Promise((done) => {
  const test = spawn(process.execPath, ['--test', '--test-reporter=spec', file], {
    cwd: here, stdio: 'inherit', env: { ...process.env, MASHANG_TOWN: JSON.stringify(town) },
  })
  test.on('exit', (code) => done(code === 0))
})
const server = await serve({ of: process.env.MASHANG_STILL })
const [again, failed] = [[], []]
for (const file of files) if (!await passes(file, server.town)) again.push(file)
for (const file of again) {
  const fresh = await serve({ of: server.town.still })
  if (!await passes(file, fresh.town)) failed.push(file)
  await fresh.stop()
}
const helped = again.filter((file) => !failed.includes(file))
if (helped.length) console.error(`passed at the second run only: ${helped.join(', ')}`)
if (failed.length) console.error(`failed twice: ${failed.join(', ')}`)
const ended = await server.stop()
if (ended !== 0) console.error(`the server did not stop gracefully: ${ended}`)
process.exit(failed.length || ended !== 0 ? 1 : 0)
