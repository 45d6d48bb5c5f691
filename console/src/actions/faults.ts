// 填写有误: what is wrong with a form, beside its fields. What was said goes as soon as it is put right, and comes back
// when it is made wrong again; what the server said about a field goes when the field changes.
import { nextTick, ref, watch, type Directive } from 'vue'

export type Faults = Record<string, string>

/** `check` says in words what is wrong with `form` now, by field. */
export function useFaults(form: Record<string, unknown>, check: () => Faults) {
  const wrong = ref<Faults>({})
  /** Fields that were found wrong once, and, where the server said so, of which value. */
  const said = new Map<string, string | null>()
  const value = (name: string) => (name in form ? JSON.stringify(form[name]) ?? '' : '?')

  function say(faults: Faults, byServer = false) {
    for (const name of Object.keys(faults)) said.set(name, byServer ? value(name) : null)
    wrong.value = faults
  }
  function clear() {
    said.clear()
    wrong.value = {}
  }
  watch(() => form, () => {
    if (!said.size) return
    const now = check()
    const left: Faults = {}
    for (const [name, was] of said) {
      const still = now[name] ?? (was === value(name) ? wrong.value[name] : undefined)
      if (still) left[name] = still
    }
    wrong.value = left
  }, { deep: true })
  return { wrong, say, clear }
}

const CONTROLS = 'input:not([type="hidden"]), textarea, select, button'
/** The control of a field that has to be filled in: the part of it that asks, where there are several. */
const controlOf = (field: Element): HTMLElement | null =>
  field.querySelector<HTMLElement>(`[data-asks] :is(${CONTROLS})`) ?? field.querySelector<HTMLElement>('[role="radiogroup"]') ?? field.querySelector<HTMLElement>(CONTROLS)

/** Goes to the first field that is wrong, in the order in which they stand. */
export async function toFirst(root: Element | null | undefined, wrong: Faults) {
  await nextTick()
  const first = [...(root?.querySelectorAll('[data-field]') ?? [])].find((field) => wrong[field.getAttribute('data-field')!])
  const control = first && controlOf(first)
  const target = control?.matches('[role="radiogroup"]') ? control.querySelector<HTMLElement>('input') : control
  target?.focus()
}

/** Ties the message with this id to the control inside, whatever the control is made of; without an id nothing is wrong. */
export const vFault: Directive<HTMLElement, string | false | undefined> = (field, { value, oldValue }) => {
  const control = controlOf(field)
  if (!control || (!value && !oldValue)) return
  if (value) control.setAttribute('aria-describedby', value)
  else control.removeAttribute('aria-describedby')
  if (control.matches('[type="file"], button')) return
  if (value) control.setAttribute('aria-invalid', 'true')
  else control.removeAttribute('aria-invalid')
}
