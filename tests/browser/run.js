// Starts one server with the demo district and runs the tests against it, one file after the other: loading the
// district takes longer than most of them. `npm test -- desk` runs the files whose names contain a word; MASHANG_STILL
// names a folder with a demo district that was made up before, to begin from a copy of it.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from './town.js'

const here = dirname(fileURLToPath(import.meta.url))
const words = process.argv.slice(2)
const files = readdirSync(here).filter((f) => f.endsWith('.test.js') && (!words.length || words.some((w) => f.includes(w)))).sort()
if (!files.length) throw new Error(`no file is named like ${words.join(' or ')}`)
const server = await serve({ of: process.env.MASHANG_STILL })
const tests = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...files], {
  cwd: here, stdio: 'inherit', env: { ...process.env, MASHANG_TOWN: JSON.stringify(server.town) },
})
const failed = await new Promise((done) => tests.on('exit', (code) => done(code !== 0)))
const ended = await server.stop()
if (ended !== 0) console.error(`the server did not stop gracefully: ${ended}`)
process.exit(failed || ended !== 0 ? 1 : 0)
