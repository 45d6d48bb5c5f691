import { onBeforeUnmount, watch, type Ref } from 'vue'
import { covered } from '../keys'

/** While `open`, the page below hears no keys. */
export function useCovering(open: Ref<boolean | undefined>) {
  let counted = false
  const count = (now: boolean) => {
    if (now === counted) return
    counted = now
    covered.value += now ? 1 : -1
  }
  watch(open, (now) => count(!!now), { immediate: true, flush: 'sync' })
  onBeforeUnmount(() => count(false))
}
