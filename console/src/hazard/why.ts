// 办理缘由 in words.
import type { WhyMe } from '../api/contract'
import { i18n, word } from '../words'

/** Why it is whoever reads this. */
export const reasonOf = (one: WhyMe): string => (one.mine && one.role === 'desk' ? i18n.global.t('why.desk_mine') : word('why.role', one.role))
