// A picture that the server drew, as elements: only shapes and their measures get through.
const ELEMENTS = new Set(['svg', 'g', 'path', 'rect', 'title'])
const ATTRIBUTES = new Set(['viewBox', 'd', 'x', 'y', 'width', 'height', 'fill', 'transform', 'shape-rendering', 'fill-rule'])

export function drawing(source: string, label: string): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(source, 'image/svg+xml')
  if (parsed.documentElement.localName !== 'svg') return null
  const copy = (from: Element): SVGElement | null => {
    if (!ELEMENTS.has(from.localName)) return null
    const to = document.createElementNS('http://www.w3.org/2000/svg', from.localName)
    for (const { name, value } of [...from.attributes]) if (ATTRIBUTES.has(name) && !/url\s*\(/i.test(value)) to.setAttribute(name, value)
    for (const child of [...from.children]) { const kept = copy(child); if (kept) to.append(kept) }
    return to
  }
  const svg = copy(parsed.documentElement) as SVGSVGElement | null
  svg?.setAttribute('role', 'img')
  svg?.setAttribute('aria-label', label)
  return svg
}
