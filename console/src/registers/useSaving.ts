import { ref } from 'vue'
import { idempotencyKey } from '../api/client'
import { asProblem, fieldWords } from '../api/problem'
import { i18n } from '../words'

/** Sends a register's form and puts what is wrong beside its fields. */
export function useSaving(fields: readonly string[]) {
  const busy = ref(false)
  const problem = ref('')
  const wrong = ref<Record<string, string>>({})
  let key = idempotencyKey()

  function begin() {
    key = idempotencyKey()
    problem.value = ''
    wrong.value = {}
  }
  /** Blank ones among `required` are named; true if there are none. */
  function filled(form: Record<string, unknown>, required: readonly string[]): boolean {
    const said = i18n.global.t('field_problem.required')
    wrong.value = Object.fromEntries(required.filter((n) => !String(form[n] ?? '').trim()).map((n) => [n, said]))
    return Object.keys(wrong.value).length === 0
  }
  async function save<T>(send: (key: string) => Promise<T>): Promise<{ value: T } | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = ''
    try {
      const value = await send(key)
      key = idempotencyKey()
      return { value }
    } catch (error) {
      const found = asProblem(error)
      const rest: string[] = []
      wrong.value = {}
      for (const error of found.errors) {
        if (fields.includes(error.field)) wrong.value[error.field] = fieldWords(error)
        else rest.push(`${error.field}: ${fieldWords(error)}`)
      }
      problem.value = [found.words, ...rest].join(' ')
      key = idempotencyKey()
      return null
    } finally { busy.value = false }
  }
  return { busy, problem, wrong, begin, filled, save }
}
