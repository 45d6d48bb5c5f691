// Figures as they are said: rates, changes, and the marks of an axis.
import type { Figures } from '../api/contract'

/** Two decimals, half up; nothing where nothing was closed. */
export function rate(f: Figures): string | null {
  if (!f.closed) return null
  const hundredths = Math.floor((f.on_time * 20000 + f.closed) / (2 * f.closed))
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')} %`
}

/** The smallest round number (1, 2, 5 · 10ⁿ) of four marks that reaches `most`. */
export function marks(most: number): number[] {
  const raw = Math.max(1, most) / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = Math.max(1, [1, 2, 5, 10].map((m) => m * power).find((m) => m >= raw)!)
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, i) => i * step)
}
