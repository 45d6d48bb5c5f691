import type { Area } from '../areas'
import { administers } from '../session'
import { mine } from './consents'

export const area: Area = {
  routes: [
    { path: '/consents', name: 'consents', component: () => import('./ConsentsPage.vue'), meta: { title: 'nav.consents', may: () => administers.value } },
  ],
  nav: [
    { name: 'consents', label: 'nav.consents', group: 'work', order: 5, may: () => administers.value, count: () => (mine.value ? { total: mine.value, late: 0 } : null) },
  ],
}
