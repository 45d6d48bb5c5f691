import type { Area } from '../areas'
import { works, worksOutside } from '../session'

export const area: Area = {
  routes: [
    { path: '/tasks', name: 'tasks', component: () => import('./TasksPage.vue'), meta: { title: 'nav.tasks', may: () => works.value } },
    { path: '/tasks/report', name: 'field-report', component: () => import('./FieldReportPage.vue'), meta: { title: 'nav.report', within: 'tasks', may: () => works.value } },
    { path: '/tasks/:id', name: 'task', component: () => import('./TaskPage.vue'), props: true, meta: { title: 'nav.tasks', within: 'tasks', may: () => works.value } },
    { path: '/drafts', name: 'drafts', component: () => import('./DraftsPage.vue'), meta: { title: 'nav.drafts', within: 'tasks', may: () => works.value } },
  ],
  nav: [{ name: 'tasks', label: 'nav.tasks', group: 'work', order: 18, may: () => worksOutside.value }],
}
