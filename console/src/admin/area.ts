import type { Area } from '../areas'
import { has, seesPeople } from '../session'

const governs = () => has('system_admin', 'security_admin', 'audit_admin')
const configures = () => has('system_admin', 'audit_admin')

export const area: Area = {
  routes: [
    { path: '/units', name: 'units', component: () => import('../registers/UnitsPage.vue'), meta: { title: 'units.title' } },
    { path: '/people', name: 'people', component: () => import('../registers/PeoplePage.vue'), meta: { title: 'people.title', may: () => seesPeople.value } },
    { path: '/grids', name: 'grids', component: () => import('./GridsPage.vue'), meta: { title: 'nav.grids' } },
    { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { title: 'nav.calendar' } },
    { path: '/audit', name: 'audit', component: () => import('./AuditPage.vue'), meta: { title: 'nav.audit', may: () => has('audit_admin') } },
    { path: '/system', name: 'system', component: () => import('./SystemPage.vue'), meta: { title: 'nav.system', may: governs } },
  ],
  nav: [
    { name: 'units', label: 'nav.units', group: 'registers', order: 20 },
    { name: 'people', label: 'nav.people', group: 'registers', order: 30, may: () => seesPeople.value },
    { name: 'grids', label: 'nav.grids', group: 'registers', order: 40 },
    { name: 'calendar', label: 'nav.calendar', group: 'govern', order: 30, may: configures },
    { name: 'audit', label: 'nav.audit', group: 'govern', order: 40, may: () => has('audit_admin') },
    { name: 'system', label: 'nav.system', group: 'govern', order: 50, may: governs },
  ],
}
