// What comes over the line when it is first wanted: pages, windows, words. What does not come is asked for again, and
// meanwhile every page says so (shell/LackNotice.vue).
import { defineAsyncComponent, ref, watch, type Component } from 'vue'

/** `offline`: no server answers. `newer`: the server has another version of the console than this tab, and the files of this one are gone. `failed`: neither. */
export type Lack = 'offline' | 'newer' | 'failed'
export const lack = ref<Lack | null>(null)

/** While no server answers, it is asked again so often. */
const AGAIN = 10_000
/** The line may have come back in between: so often it is tried again at once. */
const AT_ONCE = 2
const BREATH = 400
let missing = 0
let asking: ReturnType<typeof setTimeout> | undefined
const waiting = new Set<() => void>()

/** What `load` brings, however long that takes. */
export async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      if (tries) await restyled()
      const found = await load()
      if (tries && --missing === 0) lack.value = null
      return found
    } catch { if (!tries) missing++ }
    const why = await look()
    if (why === 'failed' && tries < AT_ONCE) {
      await new Promise((go) => { setTimeout(go, BREATH) })
      continue
    }
    lack.value = why
    await new Promise<void>((go) => {
      waiting.add(go)
      if (why !== 'offline') return
      clearTimeout(asking)
      asking = setTimeout(retry, AGAIN)
    })
  }
}
/** A component that is there as soon as it comes. */
export const lazily = <T extends Component>(load: () => Promise<{ default: T }>) => defineAsyncComponent(() => fetched(load))

/** Asks again for everything that did not come. */
export function retry() {
  clearTimeout(asking)
  const all = [...waiting]
  waiting.clear()
  for (const go of all) go()
}
addEventListener('online', retry)
/** Until something is missing for the first time. */
export const lacking = () => new Promise<void>((done) => { const stop = watch(lack, (now) => { if (now) { stop(); done() } }) })

const scripts = (names: Iterable<string | null | undefined>) => [...names].join()
let looking: Promise<Lack> | null = null
/** Asks the server which version of the console it has. */
function look(): Promise<Lack> {
  looking ??= (async (): Promise<Lack> => {
    try {
      // Not the start page by its own address: a service worker has one of its version.
      const answer = await fetch('/console/index.html', { cache: 'no-store' })
      if (!answer.ok) return 'offline'
      const there = scripts([...(await answer.text()).matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map((found) => found[1]))
      const here = scripts([...document.querySelectorAll('script[type="module"][src]')].map((script) => script.getAttribute('src')))
      return there === here ? 'failed' : 'newer'
    } catch { return 'offline' } finally { looking = null }
  })()
  return looking
}

const broken = new Set<HTMLLinkElement>()
addEventListener('error', ({ target }) => { if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') broken.add(target) }, true)
/** A style sheet that did not come is not asked for a second time by what wanted it. */
async function restyled() {
  const all = [...broken]
  broken.clear()
  await Promise.all(all.map((link) => new Promise((done, fail) => {
    const again = link.cloneNode() as HTMLLinkElement
    again.addEventListener('load', done)
    again.addEventListener('error', fail)
    link.replaceWith(again)
  })))
}

const keepers = new Set<() => Promise<boolean>>()
/** Before this page goes for a newer version of it: `keep` says whether nothing is lost. Returns how to stop it. */
export function beforeReload(keep: () => Promise<boolean>): () => void {
  keepers.add(keep)
  return () => keepers.delete(keep)
}
/** Takes the newer version, unless something that was typed would be lost; false then. */
export async function reload(): Promise<boolean> {
  const kept = await Promise.all([...keepers].map((keep) => keep().catch(() => false)))
  if (!kept.every(Boolean)) return false
  location.reload()
  return true
}
