/// <reference types="vitest/config" />
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin } from 'vite'

const server = process.env.MASHANG_SERVER ?? 'http://127.0.0.1:8321'

/** What a phone does not take along: the map's library and the wall screen. */
const NOT_KEPT = /^assets\/(engine|maplibre|pmtiles|Wall)|\.map$/
/** The service worker with the files of this build and their digest. Under a fixed name, because browsers ask for it by that. */
const serviceWorker = (): Plugin => ({
  name: 'service-worker',
  apply: 'build',
  // When everything is written: some chunks turn out empty and are dropped until then.
  async writeBundle({ dir = 'dist' }, bundle) {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url))
    const still = readdirSync(new URL('./public/', import.meta.url))
    const files = [...Object.keys(bundle).filter((file) => file.startsWith('assets/') && !NOT_KEPT.test(file)), ...still].sort()
    const input = fileURLToPath(new URL('./src/field/worker.ts', import.meta.url))
    const built = await build({ configFile: false, logLevel: 'error', publicDir: false, build: { write: false, target: 'es2022', rolldownOptions: { input, output: { format: 'iife' } } } })
    const outputText = ([built].flat() as { output: { type: string; code?: string }[] }[]).flatMap(({ output }) => output).find((one) => one.type === 'chunk')?.code ?? this.error('the service worker was not built')
    const digest = createHash('sha256').update(JSON.stringify(files)).update(outputText).update(readFileSync(join(dir, 'index.html')))
    for (const file of still) digest.update(read(`./public/${file}`))
    writeFileSync(join(dir, 'worker.js'), `const BUILD = ${JSON.stringify(digest.digest('hex').slice(0, 16))};\nconst FILES = ${JSON.stringify(files)};\n${outputText}`)
  },
})

export default defineConfig({
  base: '/console/',
  plugins: [vue(), serviceWorker()],
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  // Nothing is inlined as data: or as script, so that the strictest content security policy holds.
  build: {
    assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        // What every page needs comes in few files: over a slow line each one costs a trip of its own.
        codeSplitting: {
          groups: [
            { name: 'base', test: /node_modules[\\/](@vue|vue|vue-router|vue-i18n|@intlify|openapi-fetch)[\\/]/, priority: 2 },
            { name: 'shell', test: /src[\\/](main\.ts|App\.vue|areas|router|session|time|keys|live|account[\\/]area|hazard[\\/](area|inbox|views|filters)|morning[\\/]area|registers[\\/](area|known)|api[\\/]|words[\\/](index|zh-CN)|shell[\\/](AppShell|LanguageSwitch|LoadingState|ErrorState|EmptyState|NotAllowed|useCovering))/, priority: 1 },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': server } },
  preview: { host: '127.0.0.1', proxy: { '/api': server } },
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'] },
})
