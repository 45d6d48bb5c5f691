import type { Area } from '../areas'
import { has } from '../session'

const configures = () => has('system_admin', 'audit_admin')

/** 规则: each a book of versions; who works by limits and ladders may read them. */
export const area: Area = {
  routes: [
    { path: '/catalogue', name: 'catalogue', component: () => import('./CataloguePage.vue'), meta: { title: 'nav.catalogue', may: configures } },
    { path: '/limits', name: 'limits', component: () => import('./LimitsPage.vue'), meta: { title: 'nav.limits' } },
    { path: '/ladders', name: 'ladders', component: () => import('./LaddersPage.vue'), meta: { title: 'nav.ladders' } },
    { path: '/criteria-rules', name: 'criteria_rules', component: () => import('./CriteriaRulesPage.vue'), meta: { title: 'nav.criteria_rules', may: configures } },
    { path: '/risk-methods', name: 'risk_methods', component: () => import('./RiskMethodsPage.vue'), meta: { title: 'nav.risk_methods', may: configures } },
    { path: '/judging-rules', name: 'judging_rules', component: () => import('./RulesPage.vue'), meta: { title: 'nav.judging_rules', may: configures } },
    { path: '/look-back-rules', name: 'look_back_rules', component: () => import('./LookBackRulesPage.vue'), meta: { title: 'nav.look_back_rules', may: configures } },
  ],
  nav: [
    { name: 'catalogue', label: 'nav.catalogue', group: 'govern', order: 20, may: configures },
    { name: 'limits', label: 'nav.limits', group: 'govern', order: 25, may: configures },
    { name: 'ladders', label: 'nav.ladders', group: 'govern', order: 26, may: configures },
    { name: 'criteria_rules', label: 'nav.criteria_rules', group: 'govern', order: 27, may: configures },
    { name: 'risk_methods', label: 'nav.risk_methods', group: 'govern', order: 28, may: configures },
    { name: 'judging_rules', label: 'nav.judging_rules', group: 'govern', order: 28, may: configures },
    { name: 'look_back_rules', label: 'nav.look_back_rules', group: 'govern', order: 29, may: configures },
  ],
}
