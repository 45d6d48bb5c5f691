// 未读通知: one count for the bell and the page, looked at again when the server says that something changed.
import { ref } from 'vue'
import { client, got } from '../api/client'
import type { Notice } from '../api/contract'
import { onChange } from '../live'
import { me, seesHazards } from '../session'

/** How many are unread; the server counts no further than this. */
export const MOST = 100
/** Where nothing is heard from the server, it is asked so often. */
const EVERY_MS = 60_000

export const unread = ref(0)
export const newest = ref<Notice[]>([])

export async function lookAgain() {
  if (!me.value || me.value.second_factor_due) return
  try {
    const found = await got(client.GET('/api/v1/notices/unread', { params: { query: { newest: 6 } } }))
    unread.value = found.count
    newest.value = found.newest
  } catch { /* the count stays as it was; the page says what is wrong */ }
}

/** Marks as read: one, everything about a hazard, or everything up to a moment. */
export async function markRead(what: { notice: string } | { hazard: string } | { until: string }) {
  await got(client.POST('/api/v1/notices/read', { body: what }))
  await lookAgain()
}

/** Keeps the count up to date for as long as somebody looks; returns how to stop it. */
export function watchUnread(): () => void {
  void lookAgain()
  const timer = setInterval(() => { if (!document.hidden) void lookAgain() }, EVERY_MS)
  // Who sees no hazards hears no changes.
  const unhear = seesHazards.value ? onChange(() => void lookAgain()) : () => {}
  return () => { clearInterval(timer); unhear() }
}
