import { i18n, word } from '../words'

export interface FieldError {
  field: string
  /** Code of what is wrong with it. */
  problem: string
  /** The same in words, as the server says it. */
  text?: string
}

/** What is wrong with a field: in the console's words if it knows the code, else in the server's. */
export function fieldWords(error: FieldError): string {
  const key = `field_problem.${error.problem}`
  return i18n.global.te(key) || i18n.global.te(key, 'zh-CN') ? i18n.global.t(key) : error.text || error.problem
}

/** What the server answered instead of what was asked for (RFC 9457), or that it did not answer at all. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly params: Record<string, unknown> = {},
    readonly allowed: string[] | null = null,
    readonly errors: FieldError[] = [],
  ) {
    super(code)
  }

  static from(status: number, body: unknown): Problem {
    const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    const code = typeof b.code === 'string' ? b.code : status === 503 ? 'busy' : `http_${status}`
    return new Problem(
      code, status, String(b.detail ?? b.title ?? ''),
      (b.params as Record<string, unknown> | undefined) ?? {},
      Array.isArray(b.allowed) ? b.allowed.map(String) : null,
      Array.isArray(b.errors) ? (b.errors as FieldError[]) : [],
    )
  }

  /** In the reader's language: own words for codes that the console knows, else what the server says. */
  get words(): string {
    const { t, te } = i18n.global
    const known = (key: string) => te(key) || te(key, 'zh-CN')
    if (this.status === 0) return t('error.offline')
    if (this.code === 'rule') {
      const rule = String(this.params.rule ?? '')
      return known(`rule.${rule}`) ? t(`rule.${rule}`) : this.detail || rule
    }
    if (this.code === 'separation_of_duties') {
      return t('problem.separation_of_duties', { part: word('part', String(this.params.conflict ?? this.params.part ?? '')) })
    }
    if (known(`problem.${this.code}`)) return t(`problem.${this.code}`)
    if (this.status === 503) return t('error.busy')
    return this.detail || t('error.unknown', { code: this.code })
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('offline', 0, error instanceof Error ? error.message : '')
}
