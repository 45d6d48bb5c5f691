import type { Area } from '../areas'
import { has } from '../session'

/** 监督: who looks at what others closed. */
const supervises = () => has('shift_lead', 'committee_office', 'leader', 'audit_admin')

export const area: Area = {
  routes: [
    { path: '/criteria', name: 'criteria', component: () => import('./CriteriaPage.vue'), meta: { title: 'nav.criteria' } },
    { path: '/doubts', name: 'doubts', component: () => import('./DoubtsPage.vue'), meta: { title: 'nav.doubts', may: supervises } },
    { path: '/rechecks', name: 'draws', component: () => import('./DrawsPage.vue'), meta: { title: 'nav.draws', may: supervises } },
  ],
  nav: [
    { name: 'doubts', label: 'nav.doubts', group: 'work', order: 60, may: supervises },
    { name: 'draws', label: 'nav.draws', group: 'work', order: 65, may: supervises },
    { name: 'criteria', label: 'nav.criteria', group: 'registers', order: 60 },
  ],
}
