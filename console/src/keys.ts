// Keyboard of the whole console. A screen names what a key does; typing and open dialogs come first.
import { onBeforeUnmount, onMounted, ref } from 'vue'

type Act = (event: KeyboardEvent) => void
export interface KeyHelp {
  /** Key of the heading under which `?` lists them. */
  group: string
  /** Keys of what each key does; `j k` names two keys at once. */
  names: Record<string, string>
}
const layers: { keys: Record<string, Act>; help?: KeyHelp }[] = []
/** How many dialogs, drawers or light boxes lie over the page. */
export const covered = ref(0)
/** When `g` was last pressed. */
let chord = -Infinity

function isTyping(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

function heard(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (covered.value > 0 || isTyping(event.target)) return
  // Enter and Space belong to the control that has the focus.
  if (event.key === 'Enter' && event.target instanceof HTMLElement && ['A', 'BUTTON', 'SUMMARY'].includes(event.target.tagName)) return
  const inChord = event.timeStamp - chord < 1200
  chord = event.key === 'g' && !inChord ? event.timeStamp : -Infinity
  const name = inChord ? `g ${event.key}` : event.key
  for (const layer of [...layers].reverse()) {
    const act = layer.keys[name]
    if (act) {
      event.preventDefault()
      act(event)
      return
    }
  }
}

/** Keys of a component while it is on the screen; later ones win, and all of them over those `below` the page. */
export function useKeys(keys: Record<string, Act>, help?: KeyHelp, below = false) {
  const layer = { keys, ...(help ? { help } : {}) }
  onMounted(() => {
    if (layers.length === 0) addEventListener('keydown', heard)
    if (below) layers.unshift(layer)
    else layers.push(layer)
  })
  onBeforeUnmount(() => {
    layers.splice(layers.indexOf(layer), 1)
    if (layers.length === 0) removeEventListener('keydown', heard)
  })
}

/** What the keys do here, the page's own first. */
export const keysNow = (): KeyHelp[] => layers.flatMap((layer) => layer.help ?? []).reverse()
