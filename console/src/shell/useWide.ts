import { onBeforeUnmount, ref } from 'vue'

/** Whether the window is at least `px` wide, as it changes. */
export function useWide(px: number) {
  const query = matchMedia(`(min-width: ${px}px)`)
  const wide = ref(query.matches)
  const change = () => { wide.value = query.matches }
  query.addEventListener('change', change)
  onBeforeUnmount(() => query.removeEventListener('change', change))
  return wide
}
