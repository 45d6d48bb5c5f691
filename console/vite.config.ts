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
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 400 },
  server: { host: '127.0.0.1', proxy: { '/api': server } },
  preview: { host: '127.0.0.1', proxy: { '/api': server } },
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'] },
})
