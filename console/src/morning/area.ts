import type { Area } from '../areas'
import { works } from '../session'

export const area: Area = {
  routes: [{ path: '/today', name: 'morning', component: () => import('./MorningPage.vue'), meta: { title: 'nav.morning', may: () => works.value } }],
  nav: [{ name: 'morning', label: 'nav.morning', group: 'work', order: 10, key: 't', may: () => works.value }],
}
