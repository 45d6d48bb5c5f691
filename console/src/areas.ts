// The areas of the console: each is a folder with an area.ts, found by its name (docs/design.md).
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import { fetched } from './fetched'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title?: string
    /** Open without a session. */
    open?: boolean
    /** Who may see it; everybody who is signed in, if absent. */
    may?: () => boolean
    /** Without the menu: the page has the whole screen. */
    bare?: boolean
    /** In the dark colours. */
    dark?: boolean
    /** The entry of the menu that is current on this page, if it is not the page's own. */
    within?: string
    /** The folder whose words the page needs; set for every route of an area. */
    area?: string
  }
}

/** A fixed order of the menu's parts. */
export const GROUPS = ['work', 'map', 'registers', 'govern'] as const

export interface NavChild { id: string; label: string; note?: string; to: RouteLocationRaw }

export interface NavItem {
  /** Name of the route. */
  name: string
  /** Key of the label; in the shared words, because the menu comes before the area. */
  label: string
  group: (typeof GROUPS)[number]
  order: number
  may?: () => boolean
  /** Pressed after `g`, it goes there. */
  key?: string
  /** What stands under it, like saved views. */
  below?: () => NavChild[]
  /** How much waits there. */
  count?: () => { total: number; late: number } | null
}

export interface Area { routes: RouteRecordRaw[]; nav?: NavItem[] }

const found = import.meta.glob<{ area: Area }>('./*/area.ts', { eager: true })
const areas = Object.entries(found).map(([path, module]) => ({ folder: path.split('/')[1]!, ...module.area }))

type Page = () => Promise<unknown>
export const routes: RouteRecordRaw[] = areas.flatMap(({ folder, routes }) =>
  routes.map((route) => ({ ...route, component: () => fetched(route.component as Page), meta: { ...route.meta, area: folder } }) as RouteRecordRaw))

const every = areas.flatMap((area) => area.nav ?? []).sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || a.order - b.order)

/** What whoever is signed in finds in the menu. */
export const menu = (): NavItem[] => every.filter((item) => item.may?.() ?? true)
