import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A source file of the domain; the tests run in the console's folder. */
export const rust = (path: string): string => readFileSync(resolve(process.cwd(), '../crates/domain/src', path), 'utf8')
export const snake = (name: string): string => name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase()
