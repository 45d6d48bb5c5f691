import type { Area } from '../areas'
import { has } from '../session'

const configures = () => has('system_admin', 'audit_admin')

export const area: Area = {
  routes: [{ path: '/check-lists', name: 'check-lists', component: () => import('./ChecksPage.vue'), meta: { title: 'nav.checks', may: configures } }],
  nav: [{ name: 'check-lists', label: 'nav.checks', group: 'govern', order: 27, may: configures }],
}
