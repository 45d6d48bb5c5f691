// What a machine can see of a page as it stands: runs in the page, so it knows nothing outside of itself. Answers what
// is wrong, and what a person should read through: foreign words, and whatever is red.
export function look({ phone, language, families }) {
  const faults = new Set()
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const over = [...document.querySelectorAll('.el-drawer, .el-dialog, .box, .el-select-dropdown')].filter(shown)
  const scope = over.at(-1) ?? document.body
  const said = (el, text = el.textContent) => `<${el.tagName.toLowerCase()}${[...el.classList].map((c) => `.${c}`).join('').slice(0, 40)}> ${text.trim().replace(/\s+/g, ' ').slice(0, 36)}`
  const styles = new Map()
  const style = (el) => { if (!styles.has(el)) styles.set(el, getComputedStyle(el)); return styles.get(el) }
  const up = (el) => { const all = []; for (let at = el; at && at !== document.documentElement; at = at.parentElement) all.push(at); return all }
  const ends = (s) => s.textOverflow === 'ellipsis' || (s.webkitLineClamp && s.webkitLineClamp !== 'none')

  if (document.documentElement.scrollWidth > innerWidth) faults.add(`page is ${document.documentElement.scrollWidth - innerWidth} px too wide`)
  for (const img of scope.querySelectorAll('img')) if (shown(img) && img.complete && !img.naturalWidth) faults.add(`no picture: ${img.getAttribute('src')?.replace(/[0-9a-f-]{20,}/g, '…')}`)

  const texts = []
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT)
  const [foreign, red] = [new Set(), new Set()]
  const alarm = (() => { const probe = document.body.appendChild(document.createElement('i')); probe.style.color = 'var(--red)'; const c = getComputedStyle(probe).color; probe.remove(); return c })()
  while (walker.nextNode()) {
    const node = walker.currentNode
    const el = node.parentElement
    const text = node.data.trim()
    if (!text || ['SCRIPT', 'STYLE', 'OPTION', 'TITLE', 'DESC'].includes(el.tagName) || !shown(el) || el.closest('.hidden-to-eye, .unseen, .trap, .maplibregl-map, [aria-hidden="true"] *, .skip')) continue
    const chain = up(el)
    const own = style(el)
    // Words that are no words.
    const key = /(?<![\w/@.:-])([a-z]+(?:_[a-z]+)*)\.[a-z_]+(?:\.[a-z_]+)*(?![\w/.@])/.exec(text)
    const isCode = chain.some((a) => a.matches('code, pre, .mono, textarea'))
    if (key && families.includes(key[1]) && !isCode) faults.add(`key of a word: ${said(el, text)}`)
    else if (/\b[a-z]+_[a-z_]+\b(?!\.py)/.test(text) && !isCode) faults.add(`bare code: ${said(el, text)}`)
    if (/\bundefined\b|\bNaN\b|\bnull\b|\[object|Invalid Date|\{\w+\}/.test(text) && !isCode) faults.add(`unfinished words: ${said(el, text)}`)
    if (!isCode) for (const word of text.match(language === 'en' ? /[\u3400-\u9fff]+/g : /[A-Za-z]{4,}/g) ?? []) foreign.add(word)
    if (own.color === alarm) red.add(text.replace(/\d+/g, '0').slice(0, 40))

    const range = document.createRange()
    range.selectNodeContents(node)
    for (const r of range.getClientRects()) {
      if (r.width < 1 || r.height < 1) continue
      let box = { left: r.left, right: r.right, top: r.top, bottom: r.bottom }
      let [cut, scrolls, ended, fixed, painted] = ['', false, false, null, 0]
      for (const [i, a] of chain.entries()) {
        const s = style(a)
        if (ends(s)) ended = true
        const edge = a.getBoundingClientRect()
        if (s.overflowX !== 'visible' || s.overflowY !== 'visible') {
          const scrollsHere = /auto|scroll/.test(s.overflowX + s.overflowY)
          scrolls ||= scrollsHere
          if (!scrollsHere && !ended && !scrolls) {
            if (box.right > edge.right + 2 || box.left < edge.left - 2) cut ||= `cut at the side in ${said(a, '')}`
            // In a line that wraps, what has no room is left out whole.
            else if ((box.bottom > edge.bottom + 4 || box.top < edge.top - 4) && edge.height && !(s.flexWrap === 'wrap' && box.top >= edge.bottom - 1)) cut ||= `cut below in ${said(a, '')}`
          }
          box = { left: Math.max(box.left, edge.left), right: Math.min(box.right, edge.right), top: Math.max(box.top, edge.top), bottom: Math.min(box.bottom, edge.bottom) }
        } else if (painted < 3 && i < 8 && s.display !== 'inline' && s.position !== 'absolute' && (parseFloat(s.borderTopWidth) || !/rgba?\(0, 0, 0, 0\)|transparent/.test(s.backgroundColor))) {
          painted++
          if (!ended && box.right > edge.right + 1.5 && edge.width > 2 && a !== document.body) cut ||= `sticks out of ${said(a, '')} by ${Math.round(box.right - edge.right)} px`
        }
        if (!fixed && (s.position === 'fixed' || s.position === 'sticky')) fixed = a
        if (a === scope) break
      }
      if (cut) faults.add(`${cut}: ${said(el, text)}`)
      if (box.right - box.left < 1 || box.bottom - box.top < 1) continue
      if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) faults.add(`outside of the window: ${said(el, text)}`)
      const em = parseFloat(own.fontSize)
      if (text.length > 40 && box.right - box.left > 62 * em && !chain.some((a) => a.matches('td, pre, code, textarea'))) faults.add(`line of ${Math.round((box.right - box.left) / em)} em: ${said(el, text)}`)
      if (em < 11 && !el.closest('svg, kbd')) faults.add(`type of ${em} px: ${said(el, text)}`)
      texts.push({ ...box, node, el, fixed, text })
    }
  }
  texts.sort((a, b) => a.top - b.top)
  for (let i = 0; i < texts.length; i++) {
    for (let j = i + 1; j < texts.length && texts[j].top < texts[i].bottom; j++) {
      const [a, b] = [texts[i], texts[j]]
      if (a.node === b.node || a.fixed !== b.fixed) continue
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - b.top
      if (wide > 3 && high > 0.4 * Math.min(a.bottom - a.top, b.bottom - b.top)) faults.add(`text over text: ${said(a.el, a.text)} | ${said(b.el, b.text)}`)
    }
  }

  if (phone) {
    for (const el of scope.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option]')) {
      const label = el.matches('input[type=checkbox], input[type=radio]') ? el.closest('label') : null
      const at = label ?? el
      if (!shown(at) || el.disabled || at.closest('.hidden-to-eye, .skip, .maplibregl-map') || el.closest('.el-select, .el-date-editor, .el-input')) continue
      const inText = style(at).display.startsWith('inline') && [...at.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim().length > 1)
      const r = at.getBoundingClientRect()
      if (!inText && r.width && (r.width < 24 || r.height < 23.5)) faults.add(`small to tap, ${Math.round(r.width)} × ${Math.round(r.height)}: ${said(el, el.textContent || el.getAttribute('aria-label') || el.id || el.type || '')}`)
    }
  }
  return { faults: [...faults], foreign: [...foreign], red: [...red] }
}
