// A display's token stands behind the # of its address, where no server and no log sees it; it is given once and
// becomes a cookie that can do nothing but look at figures.
import { client, got } from '../api/client'

/** `true`: taken; `false`: refused; `null`: there was none. */
export async function takeToken(): Promise<boolean | null> {
  const token = /^#display=([\w-]{20,200})$/.exec(location.hash)?.[1]
  if (!token) return null
  history.replaceState(history.state, '', location.pathname)
  try {
    await got(client.POST('/api/v1/displays/enter', { body: { token } }))
    return true
  } catch { return false }
}
