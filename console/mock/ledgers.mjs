// 台账导入 of the stand-in: knows one column of dates and one of descriptions, tells how far it has come, and remembers
// under which name it took which row.
const taken = new Map()
const COLUMNS = { date: '检查时间', text: '存在问题', unit: '责任单位', phone: '手机', status: '整改情况' }

/** For a file that takes long: after how many lines the answer waits for what, and whether the line is cut before its end. */
export const pace = { after: 0, go: null, cut: false }
export const forgetLedgers = () => taken.clear()

function read(raw, name) {
  const [head, ...lines] = raw.toString().replace(/^\uFEFF/, '').split(/\r?\n/).filter(Boolean).map((line) => line.split(','))
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([key, header]) => [key, head?.indexOf(header) ?? -1]))
  const sheet = name.replace(/\.\w+$/, '')
  const letter = (n) => String.fromCharCode(65 + n)
  return { at, sheet, letter, head, rows: lines.map((cells, n) => ({ row: n + 2, cell: (key) => cells[at[key]] ?? '', cells })) }
}

async function answerWith(answer, request, lines) {
  answer.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' })
  for (const [n, line] of lines.entries()) {
    if (pace.go && n === pace.after) await pace.go
    if (pace.cut && line.report) return request.socket.destroy()
    answer.write(`${JSON.stringify(line)}\n`)
  }
  answer.end()
}

export const ledgers = ({ Refused }) => [
  ['POST', '/hazards/import', ({ q, raw, me, answer, request }) => {
    if (!me.roles.includes('committee_office')) throw new Refused(403, 'forbidden')
    if (!q.get('source')) throw new Refused(422, 'invalid', { errors: [{ field: 'source', problem: 'required' }] })
    const [source, dry] = [q.get('source'), q.get('dry_run') === 'true']
    const { at, sheet, letter, head, rows } = read(raw, q.get('name'))
    const report = { rows: 0, imported: 0, already: 0, refused_rows: 0, refused: [], left_out: [], ignored_columns: [], doubts: 0, doubtful: [], unknown_units: [], done_undated: 0, stages: [], overdue: 0, known_as: [], dry_run: dry, source, sheets: [{ name: sheet, hidden: false, taken: true }] }
    const end = [{ report }]
    if (at.date < 0 || at.text < 0) {
      report.refused.push({ sheet, row: 0, column: null, header: null, code: 'no_header', reason: '没有找到表头：至少要有“检查时间”“隐患描述”这样两个认识的列名', shown: '' })
      void answerWith(answer, request, end)
      return
    }
    if (at.phone >= 0) report.ignored_columns.push({ sheet, column: letter(at.phone), header: head[at.phone], code: 'personal', reason: '个人信息：没有导入，系统里不留；需要时请查原台账' })
    const mine = taken.get(source) ?? new Set()
    const stages = {}
    const strangers = {}
    for (const { row, cell, cells } of rows) {
      if (cells[0] === '合计') { report.left_out.push({ sheet, row, code: 'total', reason: '合计行', shown: '合计' }); continue }
      report.rows += 1
      if (!/^\d{4}-\d\d-\d\d$/.test(cell('date'))) {
        report.refused_rows += 1
        report.refused.push({ sheet, row, column: letter(at.date), header: COLUMNS.date, code: 'unreadable_date', reason: '日期看不懂，请写成 2025-03-05 或 2025年3月5日', shown: cell('date') })
        continue
      }
      const key = `${cell('date')} ${cell('text')}`
      if (mine.has(key)) { report.already += 1; continue }
      for (const [other, known] of taken) if (dry && known.has(key)) { const one = report.known_as.find((k) => k.source === other); if (one) one.rows += 1; else report.known_as.push({ source: other, rows: 1 }) }
      report.imported += 1
      if (cell('unit')) strangers[cell('unit')] = (strangers[cell('unit')] ?? 0) + 1
      const stage = { 已整改: 'submitted', 已销号: 'closed', 整改中: 'rectifying' }[cell('status')] ?? 'reported'
      stages[stage] = (stages[stage] ?? 0) + 1
      report.done_undated += stage === 'submitted' ? 1 : 0
      report.overdue += stage === 'rectifying' ? 1 : 0
      if (!dry) mine.add(key)
    }
    if (!dry) taken.set(source, mine)
    report.stages = ['reported', 'rectifying', 'submitted', 'closed'].filter((stage) => stages[stage]).map((stage) => ({ stage, rows: stages[stage] }))
    report.unknown_units = Object.entries(strangers).map(([name, rows]) => ({ name, rows }))
    const steps = [0, 1, 2, 3].map((n) => ({ progress: { done: Math.floor((report.rows * n) / 4), total: report.rows } }))
    void answerWith(answer, request, [...steps, ...end])
  }],
]
