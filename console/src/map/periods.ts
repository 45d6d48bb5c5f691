// The time slider's steps: months or days of the district, ending with the present one.
import { day, dayEnd, dayStart } from '../time'

export type Unit = 'month' | 'day'
export interface Period { from: string; to: string; label: string }

const two = (n: number) => String(n).padStart(2, '0')
const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** `count` months or days that end with the one in which `now` lies, oldest first; dates inclusive. */
export function periods(unit: Unit, count: number, now: number): Period[] {
  const today = day(now)
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const all: Period[] = []
  for (let back = count - 1; back >= 0; back--) {
    if (unit === 'month') {
      const at = year * 12 + month - 1 - back
      const [y, m] = [Math.floor(at / 12), (at % 12) + 1]
      const label = `${y}-${two(m)}`
      all.push({ from: `${label}-01`, to: `${label}-${two(lastDay(y, m))}`, label })
    } else {
      const label = day(Date.parse(dayStart(today)) - back * 86_400_000 + 43_200_000)
      all.push({ from: label, to: label, label })
    }
  }
  return all
}

/** Which step a window is, if it is one. */
export function stepOf(all: Period[], from: string, to: string): number {
  return all.findIndex((p) => p.from === from && p.to === to)
}

/** A window as the server is asked for it. */
export const asMoments = (from: string, to: string) => ({ ...(from ? { from: dayStart(from) } : {}), ...(to ? { to: dayEnd(to) } : {}) })
