/// <reference types="vitest/config" />
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const server = process.env.MASHANG_SERVER ?? 'http://127.0.0.1:8321'

export default defineConfig({
  base: '/console/',
  plugins: [vue()],
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
