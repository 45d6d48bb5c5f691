// 工作日历 of the stand-in server: one year, invented dates of the usual kind; the next one is missing from October on.
import { units } from './town.mjs'

const day = (t) => new Date(t + 8 * 3_600_000).toISOString().slice(0, 10)
export function calendar({ Refused }) {
  let versions = { holidays: 0, office_hours: 0 }
  let years = null
  let timetables = [
    { effective: '2020-01-01', seasons: [{ from: '01-01', slots: ['08:00-12:00', '14:00-18:00'] }], basis: '系统默认', basis_en: 'Default of the product' },
    { effective: '2024-05-01', seasons: [{ from: '05-01', slots: ['08:00-12:00', '15:00-18:00'] }, { from: '10-01', slots: ['08:00-12:00', '14:30-17:30'] }], basis: '演示·作息通知' },
    { unit: units[5].id, effective: '2024-01-01', seasons: [{ from: '01-01', slots: ['00:00-24:00'] }], basis: '' },
  ]
  const first = (year) => ({ year, notice: '演示·放假通知', published: `${year - 1}-11-04`, holidays: [{ name: '元旦', off: [`${year}-01-01/${year}-01-03`] }, { name: '春节', off: [`${year}-02-15/${year}-02-21`], work: [14, 22, 28].map((d) => `${year}-02-${d}`).filter((d) => [0, 6].includes(new Date(d).getUTCDay())) }, { name: '劳动节', off: [`${year}-05-01/${year}-05-05`] }, { name: '国庆节', off: [`${year}-10-01/${year}-10-07`] }] })
  const stale = (upon, part) => { if (upon !== String(versions[part])) throw new Refused(409, 'stale', { params: { expected: upon, actual: String(versions[part]) } }) }
  return [
    ['GET', '/calendar', ({ me, now }) => {
      const today = day(now)
      const year = Number(today.slice(0, 4))
      years ??= [first(year)]
      const rest = [0, 6].includes(new Date(today).getUTCDay())
      return { holidays: { version: String(versions.holidays), years }, office_hours: { version: String(versions.office_hours), timetables }, missing: years.some((y) => y.year === year + 1) || Number(today.slice(5, 7)) < 10 ? null : year + 1, today: { day: today, working: !rest, kind: rest ? 'weekend' : 'working', text: rest ? '周末' : '工作日' }, editable: me.roles.includes('system_admin') }
    }],
    ['PUT', '/calendar/holidays', ({ body }) => {
      stale(body.upon, 'holidays')
      if (body.years.some((y) => y.notice === 'x')) throw new Refused(422, 'calendar_refused', { params: { reason: 'no_notice', at: '2000' } })
      years = body.years
      versions = { ...versions, holidays: versions.holidays + 1 }
    }],
    ['PUT', '/calendar/office-hours', ({ body }) => {
      stale(body.upon, 'office_hours')
      timetables = body.timetables
      versions = { ...versions, office_hours: versions.office_hours + 1 }
    }],
  ]
}
