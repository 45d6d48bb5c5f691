// 底稿: what is being edited stays in this browser, encrypted under its owner's key, until it is published or dropped.
// Where nothing can be kept, leaving asks first.
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { begin, papers } from '../field/device'
import type { Papers } from '../field/store'
import { me } from '../session'
import { i18n } from '../words'
import { sure } from './sure'

/** After the last key, so long. */
const CALM = 400
export interface Kept<T> { at: number; value: T }

/** One paper: kept a little after each change, one write at a time, the last one always. */
export class Keeping<T> {
  /** When it was last kept. */
  readonly at = ref<number | null>(null)
  /** Changed, and not kept: the reason, or nothing while it is on its way. */
  readonly failed = ref(false)
  private waiting: { name: string; value: T } | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> = Promise.resolve()
  constructor(private readonly papers: Papers, private readonly owner: () => string | null, private readonly now: () => number) {}

  get isPending() { return !!this.waiting }
  /** A value is kept soon. It is copied now: what is typed afterwards is another change. */
  change(name: string, value: T) {
    this.waiting = { name, value: structuredClone(value) }
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), CALM)
  }
  /** Keeps what waits; true if nothing is left that would be lost. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer)
    this.running = this.running.then(() => this.write())
    await this.running
    return !this.waiting
  }
  private async write() {
    const [paper, owner] = [this.waiting, this.owner()]
    if (!paper) return
    try {
      if (!owner) throw new Error('nobody is signed in')
      const at = this.now()
      await this.papers.keep(owner, paper.name, at, paper.value)
      if (this.waiting === paper) this.waiting = null
      this.at.value = at
      this.failed.value = false
    } catch { this.failed.value = true }
  }
  async read(name: string): Promise<Kept<T> | null> {
    const owner = this.owner()
    if (!owner) return null
    const found = await this.papers.read(owner, name).catch(() => null)
    return found as Kept<T> | null
  }
  /** It was published, or somebody said that it may go. */
  async drop(name: string) {
    clearTimeout(this.timer)
    this.waiting = null
    this.at.value = null
    this.failed.value = false
    const owner = this.owner()
    this.running = this.running.then(() => (owner ? this.papers.drop(owner, name) : undefined)).catch(() => {})
    await this.running
  }
}

/**
 * Keeps `value` under a name as long as it is not null. `found` is what lay there before; it is shown and taken up by
 * the page, never by itself.
 */
export function useKeptDraft<T>(called: string | (() => string), value: () => T | null) {
  const name = typeof called === 'string' ? () => called : called
  const keeping = new Keeping<T>(papers, () => me.value?.person ?? null, Date.now)
  const found = shallowRef<Kept<T> | null>(null)
  let asked = 0
  async function look() {
    const mine = ++asked
    found.value = null
    const paper = await keeping.read(name())
    if (mine === asked) found.value = paper
  }
  watch(value, (now) => { if (now !== null) keeping.change(name(), toPlain(now)) }, { deep: true })
  async function drop() {
    asked++
    found.value = null
    await keeping.drop(name())
  }
  function closing(event: BeforeUnloadEvent) {
    if (!keeping.isPending) return
    void keeping.flush()
    event.preventDefault()
  }
  const hidden = () => { if (document.hidden) void keeping.flush() }
  onMounted(() => {
    begin()
    addEventListener('beforeunload', closing)
    document.addEventListener('visibilitychange', hidden)
  })
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', closing)
    document.removeEventListener('visibilitychange', hidden)
    void keeping.flush()
  })
  onBeforeRouteLeave(async () => await keeping.flush() || await sure(i18n.global.t('kept.leave_ask'), i18n.global.t('kept.unkept'), i18n.global.t('kept.leave')))
  return { at: keeping.at, failed: keeping.failed, found, look, drop, flush: () => keeping.flush() }
}

/** Without what makes it reactive: that cannot be copied. */
function toPlain<T>(value: T): T {
  if (value instanceof ArrayBuffer || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(toPlain) as T
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toPlain(one as unknown)])) as T
}
