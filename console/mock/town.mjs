// A small believable district for looking at the console without the server. Everything here is made up.
import { createHash } from 'node:crypto'

export const id = (seed) => {
  const h = createHash('sha256').update(seed).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-7${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`
}
export const district = { code: '430406', name: '雁峰区' }
export const streets = [['430406001', '湘江街道'], ['430406002', '金龙坪街道'], ['430406003', '先锋街道'], ['430406004', '雁峰街道'], ['430406005', '天马山街道'], ['430406006', '黄茶岭街道'], ['430406007', '白沙洲街道'], ['430406100', '岳屏镇']]
  .map(([code, name]) => ({ code, name }))

const unit = (code, name, kind, more = {}) => ({ id: id(`unit ${code}`), code, name, kind, parent: null, area: null, phone: null, ended_at: null, ...more })
export const units = [
  unit('DESK', '区隐患治理受理中心', 'desk', { phone: '0734-0000110' }),
  unit('AWB', '区应急安委办', 'committee_office', { phone: '0734-0000111' }),
  ...streets.map((s, i) => unit(`J${i + 1}`, s.name.replace('街道', '街道办事处').replace('岳屏镇', '岳屏镇人民政府'), 'street', { area: s.code })),
  unit('YJ', '区应急管理局', 'bureau'), unit('ZJ', '区住房和城乡建设局', 'bureau'), unit('XF', '区消防救援大队', 'bureau'), unit('SJ', '区市场监督管理局', 'bureau'),
  unit('CG', '区城市管理和综合执法局', 'bureau'), unit('JY', '区教育局', 'bureau'), unit('HC', '区核查中心', 'bureau'),
  unit('RQ', '演示燃气有限公司', 'company'), unit('WY', '演示家园物业服务有限公司', 'property'), unit('SC', '演示农贸市场管理有限公司', 'company', { ended_at: '2026-06-30T18:00:00+08:00' }),
]
export const unitOf = (code) => units.find((u) => u.code === code)

const person = (login, name, unitCode, roles, more = {}) => ({ id: id(`person ${login}`), login, name, unit: { id: unitOf(unitCode).id, name: unitOf(unitCode).name }, area: null, roles, second_factor: roles[0].endsWith('_admin'), has_password: true, disabled_at: null, invited_at: null, ...more })
export const people = [
  person('shouli', '演示·陈受理', 'DESK', ['acceptor']), person('paiqian', '演示·林派遣', 'DESK', ['dispatcher']), person('zhiban', '演示·周值班', 'DESK', ['shift_lead', 'acceptor', 'dispatcher']),
  person('huifang', '演示·吴回访', 'DESK', ['caller']), person('anwei', '演示·郑安委', 'AWB', ['committee_office']), person('lingdao', '演示·王主任', 'AWB', ['leader']),
  person('chuzhi', '演示·李处置', 'XF', ['handler']), person('chuzhi2', '演示·黄处置', 'XF', ['handler'], { disabled_at: '2026-05-01T09:00:00+08:00' }), person('wuye', '演示·何物业', 'WY', ['handler'], { has_password: false, invited_at: '2026-11-20T09:00:00+08:00' }),
  person('wangge', '演示·赵网格', 'J3', ['inspector'], { area: '430406003' }), person('hecha', '演示·孙核查', 'HC', ['verifier']), person('zhifa', '演示·钱执法', 'YJ', ['enforcer']),
  person('xitong', '演示·系统管理员', 'DESK', ['system_admin']), person('anquan', '演示·安全管理员', 'DESK', ['security_admin']), person('shenji', '演示·审计管理员', 'DESK', ['audit_admin']),
  person('xinguan', '演示·新管理员', 'DESK', ['security_admin'], { second_factor: false }),
]
export const personOf = (login) => people.find((p) => p.login === login)

export const catalogue = {
  version: '2026.1',
  majors: [
    { code: '01', name: '消防', minors: [
      { code: '0101', name: '疏散通道', standards: [{ id: '0101-1', condition: '堵塞、占用、封闭疏散通道或安全出口', limit: { amount: 24, unit: 'urgent_hour' }, closing: '通道畅通，标志完好' }, { id: '0101-2', condition: '防火门损坏或常开', limit: { amount: 3, unit: 'natural_day' }, closing: '防火门完好并能自闭' }] },
      { code: '0102', name: '电动自行车', standards: [{ id: '0102-1', condition: '在门厅、楼道停放或充电', limit: { amount: 24, unit: 'urgent_hour' }, closing: '车辆移出，飞线拆除' }] },
      { code: '0103', name: '消防设施', standards: [{ id: '0103-1', condition: '消火栓无水或被圈占', limit: { amount: 3, unit: 'natural_day' }, closing: '恢复供水，取用方便' }] },
    ] },
    { code: '02', name: '燃气', minors: [{ code: '0201', name: '燃气泄漏', standards: [{ id: '0201-1', condition: '管道、阀门或灶具漏气', limit: { amount: 2, unit: 'urgent_hour' }, closing: '检测无泄漏' }] }, { code: '0202', name: '违规用气', standards: [{ id: '0202-1', condition: '餐饮场所未装泄漏报警装置', limit: { amount: 5, unit: 'natural_day' }, closing: '装好并联动切断' }] }] },
    { code: '03', name: '建筑', minors: [{ code: '0301', name: '外墙脱落', standards: [{ id: '0301-1', condition: '外墙饰面空鼓、脱落，危及行人', limit: { amount: 15, unit: 'natural_day' }, closing: '除险加固，验收合格' }] }, { code: '0302', name: '自建房', standards: [{ id: '0302-1', condition: '承重墙体开裂、倾斜', limit: { amount: 15, unit: 'natural_day' }, closing: '鉴定合格或拆除' }] }] },
    { code: '04', name: '市政设施', minors: [{ code: '0401', name: '井盖', standards: [{ id: '0401-1', condition: '井盖缺失、破损、松动', limit: { amount: 24, unit: 'urgent_hour' }, closing: '更换到位，周边平整' }] }, { code: '0402', name: '路面塌陷', standards: [{ id: '0402-1', condition: '路面塌陷、深坑', limit: { amount: 3, unit: 'natural_day' }, closing: '回填压实，恢复通行' }] }] },
  ],
}
export const minorName = (code) => catalogue.majors.flatMap((m) => m.minors).find((m) => m.code === code)?.name ?? code

const place = (n, name, kind, address, street, party, lon, lat) => ({ id: id(`place ${n}`), name, kind, address, street: { id: street, name: streets.find((s) => s.code === street).name }, party_unit: party ? { id: unitOf(party).id, name: unitOf(party).name } : null, position: { lon, lat }, grid: null, regulator_unit: null, phone: null, photo: null, ended_at: null, ended: false })
export const places = [
  place(1, '演示花园小区 3 栋', 'residence', '先锋路 18 号演示花园 3 栋', '430406003', 'WY', 112.61274, 26.88913),
  place(2, '演示农贸市场', 'shop', '白沙大道 66 号', '430406007', 'SC', 112.59822, 26.8527),
  place(3, '演示第一小学', 'school', '环城南路 9 号', '430406004', 'JY', 112.6166, 26.88051),
  place(4, '演示大酒店', 'venue', '解放大道 128 号', '430406001', null, 112.60931, 26.89352),
  place(5, '演示燃气黄茶岭调压站', 'gas', '黄茶岭路 41 号', '430406006', 'RQ', 112.60488, 26.87034),
  place(6, '岳屏镇演示新村 12 号自建房', 'self_built', '岳屏镇演示新村 12 号', '430406100', null, 112.62017, 26.83318),
  place(7, '天马山公园东门', 'open', '天马山北路 2 号', '430406005', 'CG', 112.62301, 26.87788),
]
