// Every public page: what it is called, where it is, what is done there. Receipts are of reports that were brought to
// each stage (`ways.mjs`); large type and dark are looked at on some pages of every kind.
import { picture } from '../../../tests/browser/town.js'
import { codes } from './places.mjs'
import { ways } from './ways.mjs'

const press = (selector) => (page) => page.locator(`${selector} >> visible=true`).first().click()
const unfolded = (page) => page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true })

/** The whole table for a district; `workers` bring reports on their way. */
export async function pages(town, workers, say) {
  const { place, active, printed, revoked } = await codes(town)
  const receipts = workers.length ? await ways(town, workers, say) : {}
  const one = (name, path, act, more = {}) => ({ name: `public-${name}`, as: null, site: true, path, act, ...more })
  const written = async (page) => {
    await page.fill('#text', '我叫李四，电话 13800001234，楼道被电动车堵住，充电线从窗户拉下来。')
    await page.setInputFiles('#photos', [await picture(page, 7), await picture(page, 8)])
    await page.waitForSelector('#previews li:nth-child(2)')
  }
  const plain = { quiet: true }
  const all = [
    one('front', '/'), one('emergency', '/emergency'), one('privacy', '/privacy'), one('log', '/log'),
    one('places', '/places'), one('places-found', place && '/places', (page) => page.selectOption('#street', { index: 1 }).then(() => press('main form button')(page))), one('places-none', '/places?q=没有这个地方'),
    one('around', '/around'), one('around-closed', '/around?state=closed&kind=01'), one('around-none', '/around?state=open&kind=06'),
    one('figures', '/figures'),
    one('code', active && `/s/${active}`), one('code-printed', printed && `/s/${printed}`, undefined, plain), one('code-revoked', revoked && `/s/${revoked}`, undefined, plain),
    one('code-wrong', '/s?code=ABC', undefined, plain), one('code-forged', active && `/s/${forged(active)}`, undefined, plain), one('nowhere', '/nowhere', undefined, plain),
    one('report', '/report'), one('report-here', active && `/s/${active}/report`), one('report-unfolded', active && `/s/${active}/report`, unfolded),
    one('report-written', active && `/s/${active}/report`, written), one('report-wrong', '/report', press('#send')),
    one('inside', '/inside'), one('inside-here', place && `/inside?place=${place.replaceAll('-', '')}`, unfolded),
    one('report-doubt', '/inside', async (page) => { await page.fill('#text', '我叫李四，电话 13800001234，车间通道被锁'); await page.fill('#address', '二号车间'); await press('#send')(page); await page.waitForSelector('mark') }),
    one('receipt-look-up', '/r'), one('receipt-wrong', '/r?number=12', undefined, plain),
    ...Object.entries(receipts).map(([name, path]) => one(`receipt-${name}`, path)),
    one('receipt-sent', receipts.reported && `${receipts.reported}?done=sent`), one('receipt-unfolded', receipts.follow_up, unfolded),
    one('receipt-paper', receipts.closed, undefined, { widths: [794], print: true }),
  ]
  const [large, dark] = ['front', 'places', 'around', 'figures', 'code', 'report-here', 'receipt-rectifying', 'emergency'].map((name) => all.find((s) => s.name === `public-${name}`)).filter((s) => s?.path)
    .reduce(([large, dark], s) => [[...large, { ...s, name: `${s.name}-large`, path: `${s.path}?type=large` }], [...dark, { ...s, name: `${s.name}-dark`, dark: true }]], [[], []])
  return [...all, ...large, ...dark]
}

/** A code like this one with a letter that was never printed. */
const forged = (code) => `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`
