import 'element-plus/theme-chalk/el-dialog.css'
import 'element-plus/theme-chalk/el-overlay.css'
import { ElMessage } from 'element-plus'
import { computed, ref, shallowRef, type ShallowRef } from 'vue'
import type { RulesVersion } from '../api/contract'
import { asProblem, type Problem } from '../api/problem'
import { has } from '../session'
import { useCovering } from '../shell/useCovering'
import type { Book } from './book'

/** The versions of a rule book, the one that is shown, two that are compared, and the newest while it is changed. */
export function useBook<Shown extends { version: string }, Differences>(book: Book<Shown, Differences>) {
  const versions = shallowRef<RulesVersion[]>([])
  const shown = shallowRef(null) as ShallowRef<Shown | null>
  const failed = shallowRef<Problem | null>(null)
  const show = async (version?: string) => { shown.value = await book.read(version) }
  async function load() {
    failed.value = null
    try {
      const listed = has('system_admin', 'audit_admin') ? book.versions().then((all) => { versions.value = all }) : null
      await Promise.all([show(), listed, book.load?.()])
    } catch (error) { failed.value = asProblem(error) }
  }
  void load()
  /** What fails later is said over the page, which stays. */
  const attempt = (work: () => Promise<unknown>) => void work().catch((error: unknown) => { ElMessage.error(asProblem(error).words) })
  const pick = (version: string) => attempt(() => show(version))
  const isNow = computed(() => !versions.value.length || versions.value.some((v) => v.in_force && v.version === shown.value?.version))

  const editing = ref(false)
  const newest = shallowRef(null) as ShallowRef<Shown | null>
  const edit = () => attempt(async () => {
    newest.value = await book.read(versions.value[0]!.version)
    editing.value = true
  })

  const compared = shallowRef(null) as ShallowRef<{ old: string; now: string; differences: Differences } | null>
  const comparing = computed({ get: () => !!compared.value, set: (on) => { if (!on) compared.value = null } })
  useCovering(comparing)
  const compare = (at: number) => attempt(async () => {
    const [now, old] = [versions.value[at]!.version, versions.value[at + 1]!.version]
    compared.value = { old, now, differences: await book.compare(old, now) }
  })
  return { versions, shown, failed, load, pick, isNow, editing, newest, edit, compared, comparing, compare }
}
