import type { Area } from '../areas'
import { seesHazards } from '../session'

export const area: Area = {
  // Open: a screen in a hall has no one signed in; the page asks for a session or a display's token itself.
  routes: [{ path: '/wall', name: 'wall', component: () => import('./WallPage.vue'), meta: { title: 'nav.wall', open: true, bare: true, dark: true } }],
  nav: [{ name: 'wall', label: 'nav.wall', group: 'map', order: 20, may: () => seesHazards.value }],
}
