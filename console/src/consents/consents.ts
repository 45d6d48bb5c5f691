// 待同意事项: what waits for another administrator's word; one list for its page and for the count in the menu.
import { computed, ref } from 'vue'
import { client, got } from '../api/client'
import type { Consent, Role } from '../api/contract'
import { administers, me } from '../session'

export const waiting = ref<Consent[]>([])
/** How many of them whoever is signed in answers. */
export const mine = computed(() => waiting.value.filter((one) => one.may_answer).length)

export async function loadConsents(): Promise<void> {
  if (!administers.value || me.value?.second_factor_due) { waiting.value = []; return }
  waiting.value = await got(client.GET('/api/v1/consents'))
}

export function forgetConsents() { waiting.value = [] }

const REACHES: readonly Role[] = ['caller', 'shift_lead', 'committee_office', 'leader']
const ADMINISTERS: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin']
const some = (roles: readonly Role[], of: readonly Role[]) => roles.some((role) => of.includes(role))
const another = (roles: readonly Role[]): Role => (roles.includes('audit_admin') ? 'system_admin' : 'audit_admin')

/** Whose word it takes before an account with these roles is opened or loosened (docs/decisions/0019). */
export function answerer(roles: readonly Role[]): Role | null {
  return some(roles, ADMINISTERS) || some(roles, REACHES) ? another(roles) : null
}

/** Whose word it takes before somebody with the roles of `before` gets those of `after`. */
export function appointing(before: readonly Role[], after: readonly Role[]): Role | null {
  const administers = some(after.filter((role) => !before.includes(role)), ADMINISTERS)
  const reaches = some(after, REACHES) && !some(before, REACHES)
  return administers || reaches ? another([...before, ...after]) : null
}
