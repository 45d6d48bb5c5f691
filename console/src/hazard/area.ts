import type { Area } from '../areas'
import { seesHazards, works } from '../session'
import { inboxCounts } from './inbox'
import { shipped, shippedTo, viewTo, views } from './views'

export const area: Area = {
  routes: [
    { path: '/inbox', name: 'inbox', component: () => import('./InboxPage.vue'), meta: { title: 'inbox.title', may: () => works.value } },
    { path: '/hazards', name: 'hazards', component: () => import('./ListPage.vue'), meta: { title: 'list.title', may: () => seesHazards.value } },
    { path: '/hazards/:id', name: 'hazard', component: () => import('./DetailPage.vue'), props: true, meta: { title: 'list.title', within: 'hazards', may: () => seesHazards.value } },
    { path: '/hazards/:id/slip', name: 'slip', component: () => import('../evidence/SlipPage.vue'), props: true, meta: { title: 'slip.title', within: 'hazards', may: () => seesHazards.value } },
    { path: '/report', name: 'report', component: () => import('./ReportPage.vue'), meta: { title: 'report.title', may: () => works.value } },
  ],
  nav: [
    { name: 'inbox', label: 'nav.inbox', group: 'work', order: 20, key: 'i', may: () => works.value, count: () => inboxCounts.value },
    { name: 'hazards', label: 'nav.hazards', group: 'work', order: 30, key: 'h', may: () => seesHazards.value, below: () => [
      ...shipped().map((v) => ({ id: v.id, label: v.name, to: shippedTo(v) })),
      ...views.value.map((v) => ({ id: v.id, label: v.name, to: viewTo(v), ...(v.mine ? {} : { note: v.owner?.name ?? '' }) })),
    ] },
    { name: 'report', label: 'nav.report', group: 'work', order: 40, key: 'n', may: () => works.value },
  ],
}
