export default {
  checks: {
    sub: '改动须定版本和施行时间，以前的记录仍按当时的版本看', lists: '检查表', version: '版本 {version}', in_force: '现行', future: '{at} 起施行', shipped: '随系统提供', items: '{n} 项', kinds: '适用：{kinds}', clause: '依据', category: '归入类别', edit: '修改检查表', editing: '修改中，尚未发布', editing_hint: '改好后“核对并发布”。', discard: '放弃修改', check: '核对并发布', add: '加一项', up: '前移第 {n} 项', down: '后移第 {n} 项', remove: '移除第 {n} 项', text: '检查内容', text_hint: '写应有的样子，如“疏散通道畅通”', text_en: '英文', nth: '第 {n} 项', look: '查看', old: '正在查看 {version}', back: '回到最新版本',
    upon: '与 {version} 相比', same: '没有改动', added: '新增', removed: '取消', changed: '修改', differences: '{added} 项新增，{removed} 项取消，{changed} 项修改', publish: '发布', publish_title: '发布检查表', version_name: '版本名', version_hint: '如 2026.2', effective: '施行时间', effective_hint: '施行前的检查仍用原表。', published: '{version} 已发布，{at} 起施行', stale: '检查表刚刚被别人改过，请放弃修改后重做。', wrong: '请改正标出的各项', no_law: '条文引用以现行有效文本为准，发布前请法制部门核对。',
  },
  check_field: { list: '所在检查表', text: '检查内容', text_en: '英文', clause: '依据', category: '归入类别' },
  distances: {
    title: '距离与周期', near_m: '允许距离', near_hint: '启用标牌、现场检查时，手机定位与点位相距在此之内算在现场；超出只作记录，不拦阻。', quiet_days: '久未扫码', quiet_hint: '这么多天无人扫的码列入“久未扫码”。', patrol_days: '标牌巡查周期', patrol_hint: '这么多天没有看过的标牌列入巡查。', m: '{n} 米', days: '{n} 天', unit_m: '米', unit_days: '天', edit: '修改', title_edit: '修改距离与周期', publish: '发布', range: '{from} 至 {to}', history: '历次版本', effect: '施行前已量的距离仍按当时的规定判定。', published: '{version} 已发布，{at} 起施行',
  },
}
