import type { Area } from '../areas'

export const area: Area = {
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./SignIn.vue'), meta: { title: 'sign_in.title', open: true } },
    { path: '/invite/:token', name: 'invite', component: () => import('./InvitePage.vue'), props: true, meta: { title: 'invite.title', open: true } },
    { path: '/account', name: 'account', component: () => import('./AccountPage.vue'), meta: { title: 'account.title' } },
    { path: '/second-factor', name: 'second-factor', component: () => import('./SecondFactor.vue'), meta: { title: 'account.second', within: 'account' } },
  ],
}
