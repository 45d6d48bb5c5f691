/** 元 as typed, in 分; `null` if it is no amount. No floating point touches money. */
export function fen(yuan: string): number | null {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan.trim().replaceAll(',', '').replaceAll('，', ''))
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** 分 as 元 with thousands: `12,000.50 元`. */
export function yuan(amount: number): string {
  const whole = Math.trunc(amount / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const rest = Math.abs(amount % 100)
  return rest ? `${whole}.${String(rest).padStart(2, '0')}` : whole
}
