// Walking through rows and choosing some of them, for every list of the console.
import { computed, nextTick, ref, watch, type Ref } from 'vue'

interface Options {
  /** The element that holds the rows; each has `data-row="<id>"`. */
  frame: Ref<HTMLElement | null | undefined>
  /** Where the eye is first. */
  focus?: (row: HTMLElement) => HTMLElement | null
}

export function useRows<Row extends { id: string }>(rows: () => readonly Row[], { frame, focus }: Options) {
  const current = ref<string | null>(null)
  const chosen = ref(new Set<string>())
  let anchor: string | null = null
  const index = computed(() => rows().findIndex((row) => row.id === current.value))
  const row = computed(() => rows()[index.value] ?? null)

  // What is gone from the list is not chosen any more; the row that follows takes the place of one that left.
  let order: string[] = []
  watch(() => rows().map((r) => r.id), (now) => {
    const known = new Set(now)
    if (current.value && !known.has(current.value)) {
      const was = order.indexOf(current.value)
      current.value = order.slice(was + 1).find((id) => known.has(id)) ?? order.slice(0, Math.max(0, was)).reverse().find((id) => known.has(id)) ?? null
    }
    if ([...chosen.value].some((id) => !known.has(id))) chosen.value = new Set([...chosen.value].filter((id) => known.has(id)))
    order = now
  }, { immediate: true })

  async function go(to: number, show = true) {
    const all = rows()
    if (!all.length) return
    const target = all[Math.max(0, Math.min(all.length - 1, to))]!
    current.value = target.id
    if (!show) return
    await nextTick()
    const element = frame.value?.querySelector<HTMLElement>(`[data-row="${target.id}"]`)
    element?.scrollIntoView({ block: 'nearest' })
    ;(focus && element ? focus(element) : element)?.focus({ preventScroll: true })
  }
  const next = () => go(index.value + 1)
  const previous = () => go(index.value < 0 ? 0 : index.value - 1)

  function choose(id: string, range = false) {
    const all = rows().map((r) => r.id)
    const set = new Set(chosen.value)
    if (range && anchor && all.includes(anchor)) {
      const [from, to] = [all.indexOf(anchor), all.indexOf(id)].sort((a, b) => a - b) as [number, number]
      for (const one of all.slice(from, to + 1)) set.add(one)
    } else if (set.has(id)) set.delete(id)
    else set.add(id)
    anchor = id
    chosen.value = set
  }
  const chooseAll = () => { chosen.value = chosen.value.size === rows().length ? new Set() : new Set(rows().map((r) => r.id)) }
  const chooseNone = () => { chosen.value = new Set() }
  return { current, index, row, chosen, go, next, previous, choose, chooseAll, chooseNone }
}
