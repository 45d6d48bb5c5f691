import type { Area } from '../areas'
import { has } from '../session'

/** Whoever keeps the ledger: crates/domain/src/people/policy.rs, `Act::Import`. */
const brings = () => has('committee_office')

export const area: Area = {
  routes: [{ path: '/hazards/import', name: 'ledger-import', component: () => import('./ImportPage.vue'), meta: { title: 'ledger_import.title', within: 'hazards', may: brings } }],
}
