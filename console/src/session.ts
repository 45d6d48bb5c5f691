import { computed, ref } from 'vue'
import { client, got, useCsrf } from './api/client'
import type { Me, Role } from './api/contract'
import { asProblem } from './api/problem'

/** Who is signed in: `undefined` while nobody asked yet, `null` if nobody is. */
export const me = ref<Me | null | undefined>(undefined)

function enter(session: Me): Me {
  useCsrf(session.csrf)
  me.value = session
  return session
}

export async function loadSession(): Promise<Me | null> {
  try {
    return enter(await got(client.GET('/api/v1/session')))
  } catch (error) {
    if (asProblem(error).status !== 401) throw error
    me.value = null
    return null
  }
}

export const signIn = async (login: string, password: string, code?: string) =>
  enter(await got(client.POST('/api/v1/session', { body: { login, password, ...(code ? { code } : {}) } })))

export async function signOut() {
  await got(client.DELETE('/api/v1/session'))
  me.value = null
}

export const has = (...roles: Role[]) => roles.some((role) => me.value?.roles.includes(role))

/** 系统管理员 and 安全管理员 see no hazards; an audit administrator reads them all but works on none. */
export const seesHazards = computed(() => !!me.value && me.value.roles.some((r) => r !== 'system_admin' && r !== 'security_admin'))
export const works = computed(() => !!me.value && me.value.roles.some((r) => !r.endsWith('_admin')))
export const managesThings = computed(() => has('system_admin'))
export const seesCodes = computed(() => has('system_admin', 'audit_admin', 'inspector'))
export const managesPeople = computed(() => has('security_admin'))
export const seesPeople = computed(() => has('security_admin', 'audit_admin'))
/** 领导 begin the day with what is late and whose it is. */
export const oversees = computed(() => has('leader'))
