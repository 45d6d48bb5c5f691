// 登录: the steps of signing in, on its page and over a page whose session has ended.
import { nextTick, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { asProblem } from '../api/problem'
import { minute } from '../time'

/** `enter` signs in and does what follows; `first` is the login that is already known; `toCode` goes to the field of the code. */
export function useSignIn(first: string, enter: (login: string, password: string, code?: string) => Promise<unknown>, toCode: () => void) {
  const { t } = useI18n()
  const login = ref(first)
  const password = ref('')
  const code = ref('')
  const wantsCode = ref(false)
  const busy = ref(false)
  const problem = ref('')

  async function submit() {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    try {
      await enter(login.value.trim(), password.value, wantsCode.value ? code.value.replaceAll(' ', '') : undefined)
    } catch (error) {
      const found = asProblem(error)
      if (found.code === 'second_factor_required' && !wantsCode.value) {
        wantsCode.value = true
        await nextTick()
        toCode()
      } else if (found.code === 'locked' && typeof found.params.until === 'string') problem.value = t('sign_in.locked', { until: minute(found.params.until) })
      else if (wantsCode.value && found.status === 401) { problem.value = t('sign_in.wrong_code'); code.value = '' }
      else if (found.code === 'wrong_credentials') problem.value = t('sign_in.wrong')
      else problem.value = found.words
    } finally { busy.value = false }
  }
  function again() {
    wantsCode.value = false
    problem.value = ''
    code.value = ''
    password.value = ''
  }
  return { login, password, code, wantsCode, busy, problem, submit, again }
}
