import { ref } from 'vue'

/** How much waits for whoever is signed in, as the server last said. */
export const inboxCounts = ref<{ total: number; late: number } | null>(null)
