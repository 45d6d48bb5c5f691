import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { whenSignedOut, whenStranger } from './api/client'
import { routes } from './areas'
import { fetched } from './fetched'
import { forgetViews } from './hazard/views'
import { silence } from './live'
import { forgetRegisters } from './registers/known'
import { backAgain, forgetSession, lapsed, loadSession, managesPeople, managesThings, me, oversees, other, remembered, seesHazards, works, worksOutside } from './session'
import { i18n, speakArea } from './words'

const nowhere = () => fetched(() => import('./shell/NotFound.vue'))
export const router = createRouter({
  history: createWebHistory('/console/'),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: '/', name: 'home', component: nowhere },
    ...routes,
    { path: '/:rest(.*)*', name: 'nowhere', component: nowhere, meta: { title: 'error.not_found' } },
  ],
})

/** The first page of whoever signed in. */
export function home(): string {
  if (oversees.value) return 'morning'
  if (worksOutside.value && (remembered.value || matchMedia('(max-width: 720px)').matches)) return 'tasks'
  if (works.value) return 'inbox'
  if (managesThings.value) return 'setup'
  if (managesPeople.value) return 'people'
  if (seesHazards.value) return 'hazards'
  return 'units'
}

/** Where somebody wanted to go before signing in: a page of this console, or nothing. */
export const wanted = (to: unknown): string | null => (typeof to === 'string' && to.startsWith('/') && !to.startsWith('//') ? to : null)

/** Whether the page is for whoever is signed in; App.vue says so if it is not. */
export const isAllowed = (to: RouteLocationNormalized): boolean => !to.meta.may || to.meta.may()

router.beforeEach(async (to) => {
  if (me.value === undefined && !to.meta.open) {
    try { await loadSession() } catch { return true }
  }
  if (to.meta.open) return true
  if (me.value === null) return { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } }
  if (me.value && to.name === 'home') return { name: home(), replace: true }
  if (me.value?.second_factor_due && to.name !== 'second-factor') return { name: 'second-factor', query: { to: to.fullPath } }
  return true
})
router.beforeResolve(async (to) => { if (to.meta.area) await speakArea(to.meta.area) })

router.afterEach((to) => {
  const { t } = i18n.global
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t('app.name')}` : t('app.name')
  if (to.meta.dark) document.documentElement.dataset.theme = 'dark'
  else delete document.documentElement.dataset.theme
})

/** Whether a page of the desk stands, on which something may have been typed. */
const stands = () => { const { meta } = router.currentRoute.value; return !!me.value && !meta.open && !meta.bare }

whenStranger(async (over) => {
  if (!stands()) return false
  if (over === 'ended') return backAgain()
  // The token is another session's: one's own from another window, or somebody else's.
  const session = await loadSession().catch(() => null)
  return !!session || (!other.value && lapsed.value && backAgain())
})
whenSignedOut(() => {
  const here = router.currentRoute.value
  if (me.value === undefined || here.meta.open) return
  if (stands()) { lapsed.value = true; return }
  me.value = null
  forgetSession()
  forgetRegisters()
  forgetViews()
  silence()
  void router.push({ name: 'sign-in', query: { to: here.fullPath, expired: '1' } })
})
