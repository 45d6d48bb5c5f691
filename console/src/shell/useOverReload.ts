// 刷新: what is being typed on this page outlives going over to a newer version of the console. It lies on the device,
// encrypted under its owner's key, until the same tab opens the same page again.
import { onBeforeUnmount, onMounted } from 'vue'
import { beforeReload } from '../fetched'
import { papers } from '../field/device'
import { me } from '../session'

/** Names of what this tab kept; no content. */
const KEPT = 'mashang.reloaded'
function names(): string[] {
  try { return (JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as unknown[]).map(String) } catch { return [] }
}
function say(now: string[]) {
  if (now.length) sessionStorage.setItem(KEPT, JSON.stringify(now))
  else sessionStorage.removeItem(KEPT)
}

/** `typed` says what would be lost, or null; `take` gets it back. Values are JSON. */
export function useOverReload<T>(name: string, typed: () => T | null, take: (before: T) => void) {
  const paper = `reload/${name}`
  const stop = beforeReload(async () => {
    const [owner, value] = [me.value?.person, typed()]
    if (value === null) return true
    if (!owner) return false
    await papers.keep(owner, paper, Date.now(), JSON.parse(JSON.stringify(value)))
    say([...new Set([...names(), name])])
    return true
  })
  onMounted(async () => {
    const owner = me.value?.person
    if (!owner || !names().includes(name)) return
    say(names().filter((one) => one !== name))
    const found = await papers.read(owner, paper).catch(() => null)
    if (!found) return
    take(found.value as T)
    await papers.drop(owner, paper).catch(() => {})
  })
  onBeforeUnmount(stop)
}
