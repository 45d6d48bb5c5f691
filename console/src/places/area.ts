import type { Area } from '../areas'
import { has, managesThings, me, seesCodes } from '../session'

/** Whoever goes out and looks: crates/domain/src/people/policy.rs, `Act::Inspect`. */
export const inspects = () => has('inspector', 'handler', 'enforcer', 'committee_office', 'shift_lead')
/** Plans of inspection are for offices. */
export const seesPlans = () => inspects() && ofAnOffice()
export const managesPlans = () => has('committee_office', 'shift_lead')
export const mountsPlates = () => has('inspector', 'system_admin')
const staff = () => !!me.value
/** A company that read plans would know when it is inspected next. */
const ofAnOffice = () => !!me.value && !['company', 'property'].includes(me.value.unit.kind ?? '')

export const area: Area = {
  routes: [
    { path: '/places', name: 'places', component: () => import('./PlacesPage.vue'), meta: { title: 'places.title' } },
    { path: '/places/import', name: 'place-import', component: () => import('./ImportPage.vue'), meta: { title: 'nav.places', within: 'places', may: () => managesThings.value } },
    { path: '/places/sheets', name: 'place-sheets', component: () => import('./SheetPage.vue'), meta: { title: 'nav.places', within: 'places', may: () => managesThings.value } },
    { path: '/places/:id', name: 'place', component: () => import('./PlacePage.vue'), props: true, meta: { title: 'places.detail', within: 'places' } },
    { path: '/places/:id/visit', name: 'visit', component: () => import('./VisitPage.vue'), props: true, meta: { title: 'places.detail', within: 'places', may: staff } },
    { path: '/scan/:code', name: 'scan', component: () => import('./ScanPage.vue'), props: true, meta: { title: 'places.detail', within: 'places' } },
    { path: '/plates', name: 'plates', component: () => import('./PatrolPage.vue'), meta: { title: 'nav.plates', may: () => seesCodes.value } },
    { path: '/coverage', name: 'coverage', component: () => import('./CoveragePage.vue'), meta: { title: 'nav.coverage', may: ofAnOffice } },
  ],
  nav: [
    { name: 'coverage', label: 'nav.coverage', group: 'work', order: 60, key: 'c', may: ofAnOffice },
    { name: 'places', label: 'nav.places', group: 'registers', order: 10, key: 'p' },
    { name: 'plates', label: 'nav.plates', group: 'registers', order: 12, may: () => seesCodes.value },
  ],
}
