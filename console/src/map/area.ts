import type { Area } from '../areas'
import { managesThings, seesHazards } from '../session'

const may = () => seesHazards.value || managesThings.value

export const area: Area = {
  routes: [{ path: '/map', name: 'map', component: () => import('./MapPage.vue'), meta: { title: 'nav.map', may } }],
  nav: [{ name: 'map', label: 'nav.map', group: 'map', order: 10, key: 'm', may }],
}
