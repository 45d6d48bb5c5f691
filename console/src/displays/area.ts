import type { Area } from '../areas'
import { has } from '../session'

export const area: Area = {
  routes: [{ path: '/displays', name: 'displays', component: () => import('./DisplaysPage.vue'), meta: { title: 'nav.displays', may: () => has('system_admin') } }],
  nav: [{ name: 'displays', label: 'nav.displays', group: 'govern', order: 45, may: () => has('system_admin') }],
}
