import { ref, shallowRef, type Ref } from 'vue'
import { asProblem, type Problem } from '../api/problem'

interface Slice { items: { id: string }[]; next?: string | null }

/** A search may answer with a slice without rows that is not the last: so many are asked for before one is shown. */
const EMPTY_SLICES = 5

/** A list that is fetched slice by slice. A slow answer to an old question is thrown away. */
export function useKeyset<S extends Slice>(fetch: (after: string | undefined) => Promise<S>, seen?: (slice: S) => void) {
  const items = shallowRef<S['items']>([])
  const next = ref<string | null>(null)
  const state: Ref<'loading' | 'ready' | 'failed'> = ref('loading')
  const loadingMore = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let question = 0

  async function rows(after: string | undefined, mine: number): Promise<S> {
    let slice = await fetch(after)
    for (let n = 1; n < EMPTY_SLICES && !slice.items.length && slice.next && mine === question; n++) slice = await fetch(slice.next)
    return slice
  }
  async function load() {
    const mine = ++question
    if (!items.value.length) state.value = 'loading'
    try {
      const slice = await rows(undefined, mine)
      if (mine !== question) return
      items.value = slice.items
      next.value = slice.next ?? null
      state.value = 'ready'
      problem.value = null
      seen?.(slice)
    } catch (error) {
      if (mine !== question) return
      problem.value = asProblem(error)
      state.value = 'failed'
    }
  }
  async function more() {
    if (!next.value || loadingMore.value) return
    const mine = question
    loadingMore.value = true
    try {
      const slice: Slice = await rows(next.value, mine)
      if (mine !== question) return
      const known = new Set(items.value.map((i: { id: string }) => i.id))
      items.value = [...items.value, ...slice.items.filter((i: { id: string }) => !known.has(i.id))]
      next.value = slice.next ?? null
      problem.value = null
    } catch (error) {
      problem.value = asProblem(error)
    } finally { loadingMore.value = false }
  }
  return { items, next, state, loadingMore, problem, load, more }
}
