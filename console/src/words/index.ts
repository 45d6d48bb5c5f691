import { createI18n } from 'vue-i18n'
import { ref } from 'vue'
import { fetched } from '../fetched'
import zh from './zh-CN'

export const languages = { 'zh-CN': '中文', en: 'English' } as const
export type Language = keyof typeof languages
type Tree = { [key: string]: string | Tree }

const KEPT = 'mashang.language'

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as Language,
  fallbackLocale: 'zh-CN',
  // `{n} case | {n} cases`: the one is for a count of one, whatever else is counted.
  pluralRules: { en: (n: number) => (n === 1 ? 0 : 1) },
  messages: { 'zh-CN': zh } as Record<string, typeof zh>,
})

export const language = ref<Language>('zh-CN')

/** Words of the areas, `../map/words/en.ts`; loaded with the first page of the area. */
const ofAreas = import.meta.glob<{ default: Tree }>('../*/words/*.ts')
const loaded = new Set<string>()
const entered = new Set<string>()

async function load(area: string, wanted: Language) {
  const path = `../${area}/words/${wanted}.ts`
  if (loaded.has(path) || !ofAreas[path]) return
  const words = (await fetched(ofAreas[path])).default
  if (loaded.has(path)) return
  loaded.add(path)
  i18n.global.mergeLocaleMessage(wanted, words)
}

/** Fetches the words of an area in the language that is spoken; later in any other that is switched to. */
export async function speakArea(area: string) {
  entered.add(area)
  await load(area, language.value)
}

/** Switches the language; English is loaded only when it is wanted. */
export async function speak(wanted: Language, keep = true) {
  if (wanted === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await fetched(() => import('./en'))).default)
  }
  await Promise.all([...entered].map((area) => load(area, wanted)))
  i18n.global.locale.value = wanted
  language.value = wanted
  document.documentElement.lang = wanted
  if (!keep) return
  try { localStorage.setItem(KEPT, wanted) } catch { /* private window */ }
}

/** What this browser chose before; else the first of its languages that the console speaks; else zh-CN. */
export function firstLanguage(asked: readonly string[] = navigator.languages): Language {
  try {
    const kept = localStorage.getItem(KEPT)
    if (kept === 'en' || kept === 'zh-CN') return kept
  } catch { /* private window */ }
  for (const tag of asked) {
    if (/^zh\b/i.test(tag)) return 'zh-CN'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'zh-CN'
}

/** A word out of a family of codes (`stage.filed`); an unknown code stands for itself. */
export function word(family: string, code: string | null | undefined): string {
  if (!code) return ''
  const key = `${family}.${code}`
  return i18n.global.te(key) || i18n.global.te(key, 'zh-CN') ? i18n.global.t(key) : code
}
