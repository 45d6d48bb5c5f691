import { qrUrl } from '../api/client'

/** The square of a plate as a file. PNG is drawn here, twenty pixels a module: sharp at any size that a plate has. */
export async function downloadCode(stem: string, name: string, as: 'svg' | 'png') {
  const answer = await fetch(qrUrl(stem))
  if (!answer.ok) throw new Error(String(answer.status))
  const svg = await answer.blob()
  const blob = as === 'svg' ? svg : await drawn(svg)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${name.replace(/[\\/:*?"<>|]/g, '_')}.${as}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

async function drawn(svg: Blob): Promise<Blob> {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(await svg.text())?.[1] ?? 45)
  const side = modules * 20
  const url = URL.createObjectURL(new Blob([await svg.text()], { type: 'image/svg+xml' }))
  try {
    const picture = new Image(side, side)
    picture.src = url
    await picture.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side })
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('canvas')
    pen.imageSmoothingEnabled = false
    pen.drawImage(picture, 0, 0, side, side)
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('png'))), 'image/png'))
  } finally { URL.revokeObjectURL(url) }
}
