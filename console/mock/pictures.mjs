// Drawings in the place of photos and codes.
import { createHash } from 'node:crypto'

const grounds = { before: ['#8d8577', '#5f594e'], after: ['#a9b3b8', '#7d8a90'], verification: ['#9fa8a3', '#74807a'] }
export function photo(file, seed, large) {
  const bits = createHash('sha256').update(file).digest()
  const [wall, floor] = grounds[seed?.role] ?? ['#958c80', '#665f55']
  const boxes = seed?.role === 'before' || !seed
    ? Array.from({ length: 6 }, (_, i) => `<rect x="${60 + (bits[i] / 255) * 620}" y="${300 + (bits[i + 6] / 255) * 130}" width="${70 + bits[i + 12] / 3}" height="${60 + bits[i + 18] / 3}" fill="hsl(${20 + bits[i] / 8} 24% ${30 + bits[i + 3] / 8}%)" stroke="#0003"/>`).join('')
    : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="${large ? 1600 : 320}" height="${large ? 1200 : 240}"><rect width="800" height="600" fill="${wall}"/><path d="M0 420 800 380V600H0Z" fill="${floor}"/><path d="M480 80h150v316l-150 6Z" fill="#3d4a45"/><rect x="492" y="92" width="126" height="18" fill="#3f7d58"/><circle cx="608" cy="250" r="7" fill="#c9c2ad"/>${boxes}<path d="M0 0H800V600H0Z" fill="hsl(${bits[30] + 20} 30% 50% / .08)"/></svg>`
}
/** Looks like a code; nobody can scan it. */
export function qr(text) {
  const n = 29
  let bits = createHash('sha512').update(text).digest()
  while (bits.length * 8 < n * n) bits = Buffer.concat([bits, createHash('sha512').update(bits).digest()])
  const finder = (x, y) => `M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}v5h5v-5zM${x + 2} ${y + 2}h3v3h-3z`
  let d = ''
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) {
    const corner = (x < 8 && y < 8) || (x > n - 9 && y < 8) || (x < 8 && y > n - 9)
    if (!corner && (bits[(y * n + x) >> 3] >> ((y * n + x) & 7)) & 1) d += `M${x} ${y}h1v1h-1z`
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${n + 4} ${n + 4}" shape-rendering="crispEdges"><rect x="-2" y="-2" width="${n + 4}" height="${n + 4}" fill="#fff"/><path fill-rule="evenodd" fill="#000" d="${d}${finder(0, 0)}${finder(n - 7, 0)}${finder(0, n - 7)}"/></svg>`
}
