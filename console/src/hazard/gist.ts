// What a hazard is called where its report says nothing, or must not be shown.
import type { HazardSummary } from '../api/contract'
import { i18n } from '../words'

/** The words of the report; without any the category, so that whoever must act knows what it is about. */
export const gist = (hazard: Pick<HazardSummary, 'text' | 'photo' | 'category'>): string =>
  hazard.text || (hazard.photo ? '' : hazard.category?.name) || i18n.global.t('list.no_text')
