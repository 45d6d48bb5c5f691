import { ref } from 'vue'

/** How much waits for whoever is signed in, as the server last said. */
export const inboxCounts = ref<{ total: number; late: number } | null>(null)

/** A count as it is said: the server counts no further than 1000. */
export const upTo999 = (n: number): string => (n > 999 ? '999+' : String(n))
