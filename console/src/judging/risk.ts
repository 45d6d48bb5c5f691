// The same working as the server's, so that it can be seen while one chooses; the server's counts.
import type { RiskMethods } from '../api/contract'

type Method = RiskMethods['methods'][number]
type Band = Method['bands'][number]

/** A decimal number of at most three places, in thousandths. */
const thousandths = (text: string) => Math.round(Number(text) * 1000)
/** Thousandths as they are written. */
const written = (n: number) => String(n / 1000)

/** Value and band once every factor has a value; nothing before. */
export function working(method: Method, inputs: Record<string, string>): { value: string; text: string; band: Band } | null {
  let product = 1000
  const figures: string[] = []
  for (const { id, levels } of method.factors) {
    const value = inputs[id]
    if (value === undefined || !levels.some((level) => level.value === value)) return null
    product = Math.trunc((product * thousandths(value)) / 1000)
    figures.push(value)
  }
  const band = method.bands.find((one) => thousandths(one.from) <= product)
  if (!band) return null
  const value = written(product)
  return { value, text: `${method.formula.split('=')[0]!.trim()} = ${figures.join(' × ')} = ${value}`, band }
}
