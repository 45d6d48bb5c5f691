// One letter for an action, the same on every screen.
import type { KeyHelp } from '../keys'

export const ACTION_KEYS: Record<string, string> = {
  accept: 'a', file: 'f', dispatch: 'd', merge: 'm', reject: 'r', sign: 's', submit: 'e', inspect: 'i', verify: 'v', order_rework: 'w', approve_closing: 'c', call_back: 'b', order_inspection: 'o',
}
/** Those letters as `?` lists them. */
export const actionNames = (offered: readonly string[]): KeyHelp['names'] =>
  Object.fromEntries(Object.entries(ACTION_KEYS).filter(([action]) => offered.includes(action)).map(([action, key]) => [key, `action.${action}`]))
