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

/** Whose word it takes when an account with these roles is made, opened or loosened (docs/decisions/0019). */
export function answerer(roles: readonly Role[]): Role | null {
  if (roles.includes('audit_admin')) return 'system_admin'
  return roles.some((role) => role === 'system_admin' || role === 'security_admin') ? 'audit_admin' : null
}
