import { shallowRef } from 'vue'

/** The list from which a detail was opened, so that one can go on to the next without going back. */
export const walk = shallowRef<string[]>([])
