/** What the browser can tell of a new password; the server also knows the common ones. */
export const SHORTEST = 10

export function standsOf(password: string, login: string) {
  const name = login.toLowerCase()
  return {
    length: [...password].length >= SHORTEST,
    login: password.length > 0 && (name.length < 3 || !password.toLowerCase().includes(name)),
    // Digits alone, up to twelve, are dates and telephone numbers.
    common: password.length > 0 && !/^\d{1,12}$/.test(password) && !/^(.)\1*$/u.test(password),
  }
}
export const isGood = (password: string, login: string) => Object.values(standsOf(password, login)).every(Boolean)
