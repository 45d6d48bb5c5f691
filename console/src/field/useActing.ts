// Acting on a task: the form opens on its latest known state; what is filled in goes through the queue.
import { ElMessage } from 'element-plus'
import { onBeforeUnmount, provide, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { ACTIONS, type Form } from '../actions/definitions'
import { PHOTO_KEEPER } from '../actions/form'
import type { ActionRequest, HazardDetail, HazardSummary } from '../api/contract'
import { asProblem } from '../api/problem'
import { has } from '../session'
import { word } from '../words'
import { bag, drafts, keeper, submit, unkept } from './device'
import { ON_SITE, ROLES, stageAfter } from './draft'
import { onMoved } from './moved'
import { fetchTask } from './take'
import type { New } from './queue'

const NAME = 60
/** What a task is called in the list of drafts. */
export const nameOf = (task: Pick<HazardSummary, 'number' | 'receipt' | 'text' | 'address'>) => [...`${task.number ?? task.receipt} ${task.text || task.address}`].slice(0, NAME).join('')

/** Actions done on a case and not sent yet. */
export const queued = (id: string): string[] => drafts.value.filter((d) => d.about === id && d.action).map((d) => d.action!)

/** What one may do on site: what the server allowed when it was asked, or what follows from drafts that wait. */
export function onSite(task: Pick<HazardSummary, 'id' | 'stage'>, allowed?: readonly string[]): string[] {
  const done = queued(task.id)
  const stage = stageAfter(task.stage, done)
  const possible = (ON_SITE[stage] ?? []).filter((action) => ROLES[action]?.some((role) => has(role as never)))
  return possible.filter((action) => !done.includes(action) && (stage !== task.stage || !allowed || allowed.includes(action)))
}

/** Photos of the page's forms are kept on the device. */
export const keepPhotos = () => provide(PHOTO_KEEPER, keeper)

/** Sends or keeps, and says which. */
export function useSubmitting() {
  const { t } = useI18n()
  const router = useRouter()
  return async (made: New, done: string): Promise<boolean> => {
    try {
      const { became } = await submit(made)
      if (became === 'held') await router.push({ name: 'drafts' })
      else if (became === 'sent') ElMessage.success(done)
      else ElMessage.info(t('drafts.saved'))
      return true
    } catch (error) {
      ElMessage.error({ message: unkept(error) ?? asProblem(error).words, duration: 8000 })
      return false
    }
  }
}

export function useActing(after: () => void) {
  const { t } = useI18n()
  const action = ref<string | null>(null)
  const subject = shallowRef<HazardDetail>()
  const initial = shallowRef<Form>()
  const busy = ref(false)
  const send = useSubmitting()
  keepPhotos()
  // What somebody fills in while a draft before it goes out was meant upon what that led to.
  onBeforeUnmount(onMoved(({ about, upon, version }) => {
    const task = subject.value
    if (task && version !== undefined && task.id === about && task.version === upon) subject.value = { ...task, version }
  }))

  async function press(kind: string, id: string) {
    if (busy.value) return
    busy.value = true
    try {
      const { value } = await bag.orTaken(`hazard/${id}`, () => fetchTask(id))
      if (!onSite(value, value.allowed).includes(kind)) {
        ElMessage.info(t('tasks.not_now', { action: word('action', kind) }))
        after()
        return
      }
      subject.value = value
      initial.value = undefined
      if (ACTIONS[kind]!.fields.length) action.value = kind
      else await held(kind, { version: value.version, action: kind } as ActionRequest, {})
    } catch (error) {
      const problem = asProblem(error)
      ElMessage.error(problem.status === 0 ? t('tasks.no_copy') : problem.words)
    } finally { busy.value = false }
  }
  async function held(kind: string, body: ActionRequest, form: Form) {
    const task = subject.value
    if (!task) return
    const kept = await send({ kind: 'action', about: task.id, name: nameOf(task), action: kind, form, body: body as unknown as Record<string, unknown> }, t('drafts.sent', { action: word('action', kind) }))
    if (kept) return after()
    // Nothing that was typed is lost: the form comes back as it was.
    initial.value = form
    action.value = kind
  }
  return { action, subject, initial, busy, press, held }
}
