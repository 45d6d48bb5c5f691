import type { Area } from '../areas'
import { has } from '../session'

const governs = () => has('system_admin', 'security_admin', 'audit_admin')

export const area: Area = {
  routes: [{ path: '/setup', name: 'setup', component: () => import('./SetupPage.vue'), meta: { title: 'nav.setup', may: governs } }],
  nav: [{ name: 'setup', label: 'nav.setup', group: 'govern', order: 10, may: governs }],
}
