import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { whenSignedOut } from './api/client'
import { forgetRegisters } from './registers/known'
import { loadSession, managesPeople, me, seesHazards, seesPeople, works } from './session'
import { i18n } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title?: string
    /** Open without a session. */
    open?: boolean
    /** Who may see it; everybody who is signed in, if absent. */
    may?: () => boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/console/'),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: '/', name: 'home', component: () => import('./shell/NotFound.vue') },
    { path: '/sign-in', name: 'sign-in', component: () => import('./account/SignIn.vue'), meta: { title: 'sign_in.title', open: true } },
    { path: '/invite/:token', name: 'invite', component: () => import('./account/InvitePage.vue'), props: true, meta: { title: 'invite.title', open: true } },
    { path: '/account', name: 'account', component: () => import('./account/AccountPage.vue'), meta: { title: 'account.title' } },
    { path: '/second-factor', name: 'second-factor', component: () => import('./account/SecondFactor.vue'), meta: { title: 'account.second' } },
    { path: '/inbox', name: 'inbox', component: () => import('./hazard/InboxPage.vue'), meta: { title: 'inbox.title', may: () => works.value } },
    { path: '/hazards', name: 'hazards', component: () => import('./hazard/ListPage.vue'), meta: { title: 'list.title', may: () => seesHazards.value } },
    { path: '/hazards/:id', name: 'hazard', component: () => import('./hazard/DetailPage.vue'), props: true, meta: { title: 'list.title', may: () => seesHazards.value } },
    { path: '/report', name: 'report', component: () => import('./hazard/ReportPage.vue'), meta: { title: 'report.title', may: () => works.value } },
    { path: '/places', name: 'places', component: () => import('./registers/PlacesPage.vue'), meta: { title: 'places.title' } },
    { path: '/places/:id', name: 'place', component: () => import('./registers/PlacePage.vue'), props: true, meta: { title: 'places.detail' } },
    { path: '/units', name: 'units', component: () => import('./registers/UnitsPage.vue'), meta: { title: 'units.title' } },
    { path: '/people', name: 'people', component: () => import('./registers/PeoplePage.vue'), meta: { title: 'people.title', may: () => seesPeople.value } },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./shell/NotFound.vue'), meta: { title: 'error.not_found' } },
  ],
})

/** The first page of whoever signed in. */
export function home(): string {
  if (works.value) return 'inbox'
  if (managesPeople.value) return 'people'
  return seesHazards.value ? 'hazards' : 'units'
}

router.beforeEach(async (to: RouteLocationNormalized) => {
  if (me.value === undefined && !to.meta.open) {
    try { await loadSession() } catch { return true }
  }
  if (to.meta.open) return true
  if (me.value === null) return { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } }
  if (me.value && to.name === 'home') return { name: home(), replace: true }
  if (me.value?.second_factor_due && to.name !== 'second-factor') return { name: 'second-factor' }
  if (me.value && to.meta.may && !to.meta.may()) return { name: home() }
  return true
})

router.afterEach((to) => {
  const { t } = i18n.global
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t('app.name')}` : t('app.name')
})

whenSignedOut(() => {
  const here = router.currentRoute.value
  if (me.value === undefined || here.meta.open) return
  me.value = null
  forgetRegisters()
  void router.push({ name: 'sign-in', query: { to: here.fullPath, expired: '1' } })
})
