// What a screen that nobody touches for a year has to know about time.
const DAY = 86_400_000
const BEIJING = 8 * 3_600_000

/** How far this machine's clock is behind the server's, in milliseconds; the answer took its time both ways. */
export const driftOf = (serverAt: string, sent: number, received: number): number => Date.parse(serverAt) - (sent + received) / 2

/** Milliseconds until the next midnight in Beijing. */
export const untilMidnight = (now: number): number => DAY - ((((now + BEIJING) % DAY) + DAY) % DAY)

/** How long to wait before the n-th attempt to hear the server again: 2 s, doubling up to a minute. */
export const backOff = (attempt: number): number => Math.min(60_000, 2_000 * 2 ** Math.min(attempt, 5))

/** Where the picture stands now, in pixels: it wanders a little, so that no edge burns into the glass. */
export function wander(now: number): { x: number; y: number } {
  const step = Math.floor(now / 120_000) % 16
  const angle = (step / 16) * 2 * Math.PI
  return { x: Math.round(5 * Math.cos(angle)), y: Math.round(5 * Math.sin(angle)) }
}

/** Whether the hall is asleep: the screen is then dimmer. */
export const isNight = (now: number): boolean => {
  const hour = Math.floor((now + BEIJING) / 3_600_000) % 24
  return hour >= 22 || hour < 6
}

/** Whether a page that began so long ago is to begin anew, in the small hours when nobody looks. */
export const isStale = (began: number, now: number): boolean => {
  const hour = Math.floor((now + BEIJING) / 3_600_000) % 24
  return hour === 4 && now - began > DAY / 2
}
