import type { Area } from '../areas'
import { has } from '../session'

export const area: Area = {
  routes: [
    { path: '/notices', name: 'notices', component: () => import('./NoticesPage.vue'), meta: { title: 'nav.notices' } },
    { path: '/notices/settings', name: 'notice-settings', component: () => import('./SettingsPage.vue'), meta: { title: 'notices.settings', within: 'notices' } },
    { path: '/notices/deliveries', name: 'deliveries', component: () => import('./DeliveriesPage.vue'), meta: { title: 'nav.deliveries', may: () => has('system_admin') } },
    { path: '/webhooks', name: 'webhooks', component: () => import('./WebhooksPage.vue'), meta: { title: 'nav.webhooks', may: () => has('security_admin') } },
  ],
  nav: [
    { name: 'deliveries', label: 'nav.deliveries', group: 'govern', order: 45, may: () => has('system_admin') },
    { name: 'webhooks', label: 'nav.webhooks', group: 'govern', order: 46, may: () => has('security_admin') },
  ],
}
