import { createI18n } from 'vue-i18n'
import { ref } from 'vue'
import zh from './zh-CN'

export const languages = { 'zh-CN': '中文', en: 'English' } as const
export type Language = keyof typeof languages

const KEPT = 'mashang.language'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as Language,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, typeof zh>,
})

export const language = ref<Language>('zh-CN')

/** Switches the language; English is loaded only when it is wanted. */
export async function speak(wanted: Language) {
  if (wanted === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('./en')).default)
  }
  i18n.global.locale.value = wanted
  language.value = wanted
  document.documentElement.lang = wanted
  try { localStorage.setItem(KEPT, wanted) } catch { /* private window */ }
}

/** zh-CN unless this browser chose otherwise before. */
export function rememberedLanguage(): Language {
  try { return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh-CN' } catch { return 'zh-CN' }
}

/** A word out of a family of codes (`stage.filed`); an unknown code stands for itself. */
export function word(family: string, code: string | null | undefined): string {
  if (!code) return ''
  const key = `${family}.${code}`
  return i18n.global.te(key) || i18n.global.te(key, 'zh-CN') ? i18n.global.t(key) : code
}
