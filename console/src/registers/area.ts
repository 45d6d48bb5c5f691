import type { Area } from '../areas'
import { seesPeople } from '../session'

export const area: Area = {
  routes: [
    { path: '/units', name: 'units', component: () => import('./UnitsPage.vue'), meta: { title: 'units.title' } },
    { path: '/people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { title: 'people.title', may: () => seesPeople.value } },
  ],
  nav: [
    { name: 'units', label: 'nav.units', group: 'registers', order: 20 },
    { name: 'people', label: 'nav.people', group: 'registers', order: 30, may: () => seesPeople.value },
  ],
}
