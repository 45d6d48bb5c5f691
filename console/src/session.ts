import { computed, ref } from 'vue'
import { client, got, useCsrf } from './api/client'
import type { Me, Role } from './api/contract'
import { asProblem } from './api/problem'

/** Who is signed in: `undefined` while nobody asked yet, `null` if nobody is. */
export const me = ref<Me | null | undefined>(undefined)

/** 登录失效: the session of `me` has ended while a page stands, and whoever it is may sign in again over it. */
export const lapsed = ref(false)
/** Somebody else signed in with this browser, in another window, while `me` has a page open here. */
export const other = ref<Me | null>(null)
let waiting: ((back: boolean) => void)[] = []
/** Asks `me` to sign in again; true once that was done. */
export function backAgain(): Promise<boolean> {
  lapsed.value = true
  return new Promise((back) => waiting.push(back))
}
/** Other windows hear who signed in; nothing of it is kept. */
const entrance = new BroadcastChannel('mashang.entrance')
entrance.addEventListener('message', (event: MessageEvent<string>) => {
  if (me.value && (event.data !== me.value.person || lapsed.value)) void loadSession().catch(() => {})
})

/** Who was signed in when there last was a network, for working without one; never the token. */
const KEPT = 'mashang.session'
/** A session that is only remembered is believed as long as what was taken along. */
const BELIEVED = 36 * 3_600_000
/** Whether the session is only remembered: nothing can be sent before the server was asked. */
export const remembered = ref(false)
export function rememberSession() {
  try { if (me.value) localStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), me: { ...me.value, csrf: '' } })) } catch { /* private window */ }
}
export function forgetSession() {
  remembered.value = false
  try { localStorage.removeItem(KEPT) } catch { /* private window */ }
}
function recall(): Me | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as { at: number; me: Me } | null
    return kept && Date.now() - kept.at < BELIEVED ? kept.me : null
  } catch { return null }
}

function enter(session: Me): Me {
  useCsrf(session.csrf)
  remembered.value = false
  other.value = null
  me.value = session
  lapsed.value = false
  for (const back of waiting.splice(0)) back(true)
  entrance.postMessage(session.person)
  return session
}

export async function loadSession(): Promise<Me | null> {
  try {
    const session = await got(client.GET('/api/v1/session'))
    // A page of one person is never continued as another's.
    if (me.value && session.person !== me.value.person) {
      other.value = session
      return null
    }
    if (!leaving()) return enter(session)
    useCsrf(session.csrf)
    await end()
    me.value = null
    return null
  } catch (error) {
    const { status } = asProblem(error)
    const kept = status === 0 || (status >= 502 && status <= 504) ? recall() : null
    if (kept) {
      remembered.value = true
      me.value = kept
      return kept
    }
    if (status !== 401) throw error
    forgetSession()
    if (!lapsed.value) me.value = null
    return null
  }
}

export async function signIn(login: string, password: string, code?: string) {
  const session = await got(client.POST('/api/v1/session', { body: { login, password, ...(code ? { code } : {}) } }))
  leaving(false)
  return enter(session)
}
/** Over the page of `me`. Whoever else signs in there begins anew: nothing of the former page is left in memory. */
export async function signInAgain(login: string, password: string, code?: string): Promise<Me> {
  const session = await got(client.POST('/api/v1/session', { body: { login, password, ...(code ? { code } : {}) } }))
  leaving(false)
  if (session.person === me.value?.person) return enter(session)
  forgetSession()
  me.value = null
  location.replace('/console/')
  return new Promise(() => {})
}

/** Somebody signed out while there was no network: the server hears of it before anything else. */
const LEAVING = 'mashang.leaving'
function leaving(now?: boolean): boolean {
  try {
    if (now === true) localStorage.setItem(LEAVING, '1')
    else if (now === false) localStorage.removeItem(LEAVING)
    return localStorage.getItem(LEAVING) !== null
  } catch { return false }
}
async function end() {
  try { await got(client.DELETE('/api/v1/session')) } catch (error) {
    const { status } = asProblem(error)
    if (status === 0) return
    if (status !== 401) throw error
  }
  leaving(false)
}
export async function signOut() {
  forgetSession()
  leaving(true)
  await end()
  me.value = null
  lapsed.value = false
  other.value = null
}

export const has = (...roles: Role[]) => roles.some((role) => me.value?.roles.includes(role))

/** 系统管理员 and 安全管理员 see no hazards; an audit administrator reads them all but works on none. */
export const seesHazards = computed(() => !!me.value && me.value.roles.some((r) => r !== 'system_admin' && r !== 'security_admin'))
export const works = computed(() => !!me.value && me.value.roles.some((r) => !r.endsWith('_admin')))
export const managesThings = computed(() => has('system_admin'))
export const seesCodes = computed(() => has('system_admin', 'audit_admin', 'inspector'))
export const administers = computed(() => has('system_admin', 'security_admin', 'audit_admin'))
export const managesPeople = computed(() => has('security_admin'))
export const seesPeople = computed(() => has('security_admin', 'audit_admin'))
/** A company or a property manager: what it reports is its own check, and it sees what concerns it. */
export const ofCompany = computed(() => ['company', 'property'].includes(me.value?.unit.kind ?? ''))
/** When a plate was scanned is not for them to know: on which day somebody stood at the gate is what an employer would like to know. */
export const seesScans = computed(() => seesCodes.value && !ofCompany.value)
/** 领导 begin the day with what is late and whose it is. */
export const oversees = computed(() => has('leader'))
/** 处置、网格、核查、执法: who works outside, with a phone. */
export const worksOutside = computed(() => has('handler', 'inspector', 'verifier', 'enforcer'))
