// 登录失效: what was refused because the session had ended is sent again once the same person is back.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { client, got, whenStranger } from '../src/api/client'
import { backAgain, lapsed, loadSession, me, other, signInAgain } from '../src/session'

const person = (one: string, csrf: string) => ({ person: one, login: one, name: one, roles: [], csrf })
const said = (status: number, body: object) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

describe('a session that ended', () => {
  let token = 'new'
  let signsIn = person('shouli', 'new')
  let asked: { path: string; csrf: string | null; body: string }[] = []
  beforeEach(async () => {
    token = 'old'
    signsIn = person('shouli', 'old')
    asked = []
    vi.stubGlobal('fetch', async (request: Request) => {
      const path = new URL(request.url).pathname
      if (path === '/api/v1/session') return request.method === 'POST' && (await request.json() as { password: string }).password !== 'right' ? said(401, { code: 'wrong_credentials' }) : said(200, signsIn)
      const csrf = request.headers.get('X-CSRF-Token')
      asked.push({ path, csrf, body: await request.text() })
      return csrf === token ? said(200, { version: 2 }) : token === 'none' ? said(401, { code: 'not_signed_in' }) : said(403, { code: 'csrf' })
    })
    me.value = undefined
    await loadSession()
    whenStranger(async (over) => (over === 'ended' ? backAgain() : !!(await loadSession())))
  })
  afterEach(() => { vi.unstubAllGlobals(); whenStranger(() => Promise.resolve(false)); me.value = undefined; lapsed.value = false; other.value = null })
  const act = () => got(client.POST('/api/v1/hazards/{id}/actions', { params: { path: { id: 'h' }, header: { 'Idempotency-Key': 'k' } }, body: { action: 'accept', version: 1 } }))

  it('asks for the password, and sends the same with the new token', async () => {
    token = 'none'
    const done = act()
    await vi.waitFor(() => expect(lapsed.value).toBe(true))
    await expect(signInAgain('shouli', 'wrong')).rejects.toMatchObject({ code: 'wrong_credentials' })
    expect(lapsed.value).toBe(true)
    token = 'fresh'
    signsIn = person('shouli', 'fresh')
    await signInAgain('shouli', 'right')
    expect(await done).toEqual({ version: 2 })
    expect([asked.length, asked[0]!.body === asked[1]!.body, asked[1]!.csrf, lapsed.value]).toEqual([2, true, 'fresh', false])
  })
  it('takes up the token of one’s own session from another window', async () => {
    token = 'fresh'
    signsIn = person('shouli', 'fresh')
    expect(await act()).toEqual({ version: 2 })
  })
  it('sends nothing under another’s session, and says whose it is', async () => {
    token = 'fresh'
    signsIn = person('paiqian', 'fresh')
    await expect(act()).rejects.toMatchObject({ code: 'csrf' })
    expect([asked.length, me.value?.person, other.value?.person]).toEqual([1, 'shouli', 'paiqian'])
  })
})
