// Registers that many screens look things up in: fetched once, then at hand.
import { ref, type Ref } from 'vue'
import { client, got } from '../api/client'
import type { Catalogue, Coded, Person, Unit } from '../api/contract'
import { i18n } from '../words'

/** Without a network the copy that was taken along, if there is one. */
async function orTaken<T>(name: string, fetch: () => Promise<T>): Promise<T> {
  try { return await fetch() } catch (error) {
    const device = await import('../field/device').catch(() => null)
    if (!device) throw error
    return (await device.bag.orTaken<T>(name, () => Promise.reject(error))).value
  }
}

function once<T>(empty: T, fetch: () => Promise<T>) {
  const value = ref(empty) as Ref<T>
  let asked: Promise<T> | null = null
  const load = (again = false): Promise<T> => {
    if (!asked || again) {
      asked = fetch().then((found) => (value.value = found))
      asked.catch(() => { asked = null })
    }
    return asked
  }
  const forget = () => { asked = null; value.value = empty }
  return { value, load, forget }
}

export const units = once<Unit[]>([], () => orTaken('units', () => got(client.GET('/api/v1/units'))))
export const streets = once<Coded[]>([], () => orTaken('streets', () => got(client.GET('/api/v1/streets'))))
export const catalogue = once<Catalogue>({ version: '', majors: [] }, () => orTaken('catalogue', () => got(client.GET('/api/v1/catalogue'))))
export const colleagues = once<Person[]>([], () => got(client.GET('/api/v1/people')))

/** Another person at the same screen may see other registers. */
export function forgetRegisters() {
  for (const register of [units, streets, catalogue, colleagues]) register.forget()
}

export const unitName = (id: unknown): string => units.value.value.find((u) => u.id === id)?.name ?? ''
export const streetName = (code: unknown): string => streets.value.value.find((s) => s.code === code)?.name ?? ''
/** 立案条件 of a standard; its id where the catalogue no longer has it. What was judged before it came here has none. */
export function standardWords(id: string): string {
  if (id === 'ledger') return i18n.global.t('detail.standard_ledger')
  const standards = catalogue.value.value.majors.flatMap((major) => major.minors).flatMap((minor) => minor.standards)
  return standards.find((s) => s.id === id)?.condition ?? id
}
export function categoryName(code: unknown): string {
  for (const major of catalogue.value.value.majors) {
    const minor = major.minors.find((m) => m.code === code)
    if (minor) return minor.name
  }
  return typeof code === 'string' ? code : ''
}
