/** Local codes count down from 99 and never come below 80 (the last two digits say it). */
export const isLocal = (code: string): boolean => Number(code.slice(-2)) >= 80
