export default {
  desk: {
    preview: '预览 {number}', position: '第 {i} 件，共 {n} 件', same: '疑似同一隐患 {n} 件', compare: '对比并案', whole: '查看全部经过与存证', done: '{number} 已{action}', refused: '“{action}”没有办成', again: '重新填写', not_now: '{stage}环节不能办理“{action}”',
    search: '搜索情况、位置、场所、编号', search_hint: '词与词之间加空格，须同时出现；每个词不少于两个字', too_short: '每个词不少于两个字', still_searching: '前面的记录中没有找到', search_on: '继续查找',
  },
  bulk: {
    bar: '批量办理', chosen: '已选 {n} 件', all_chosen: '已选全部符合条件的', everything: '选中全部符合条件的', clear: '取消选择', title: '批量{action}（{n} 件）', asking: '正在核对…', fill: '填好后，这里显示可以办理和不能办理的件数。', possible: '可以办理 {n} 件', impossible: '，不能办理 {n} 件', unknown: '另有 {n} 件不存在或您无权查看', more: '一次最多 200 件，其余请分批办理。',
    reason: '{n} 件：{why}', and: '等 {n} 件', unknown_reason: '当前不能办理', go: '{action} {n} 件', result: '已办理 {n} 件，未办成 {m} 件。',
  },
  views: { save: '保存为视图', edit: '修改视图', name: '视图名称', share: '本单位同事可见', hint: '视图保存当前的筛选条件、排序和列，显示在左侧菜单“隐患”下。', update: '保存修改', as_new: '另存为新视图', drop: '删除视图', of: '{name}的视图' },
  look: { order: '排序', newest: '最新上报', oldest: '最早上报', due: '期限最近', columns: '列', columns_title: '选择列', show: '按此显示', shown: '显示的列，自左至右', others: '可加的列', up: '{name}前移', down: '{name}后移', take_off: '不显示{name}', hint: '手机上只显示要紧的几列。要留用，请保存为视图。', usual: '恢复默认的列' },
  column: { due: '时限', text: '隐患', stage: '环节', grade: '等级', category: '类别', street: '街道', place: '场所', lead: '主办', source: '来源', reported: '上报', updated: '最近变动', closed: '销号', urges: '催办' },
  paste: { button: '粘贴编号', title: '按编号查找', text: '编号', hint: '可从 Excel、文档或消息中整段粘贴回执号、案号或外部编号，一次最多 500 个。在列表页直接按 Ctrl+V 也可以。', look: '查找', again: '重新查找', found: '找到 {n} 件', missing: '，{n} 个没有找到', more: '编号超过 500 个，只查找了前 500 个。', take: '选中这 {n} 件' },
  export: { shown: '列表所示的列', every: '全部列', button: '导出', title: '导出台账', go: '导出', count: '共 {n} 件', filtered: '（按当前筛选条件）', all: '（未筛选，全部隐患）', format: '格式', reason: '导出事由', hint: '导出的时间、人员、条件、件数和事由记入存证。举报人信息不导出。', made: '已生成，共 {n} 行，正在下载。末页附校验值。', again: '没有开始下载？点此下载（一小时内有效）' },
  clocks: {
    title: '时限', name: '时限', limit: '期限', started: '起', due: '止', used: '已用', steps: '怎么算的', none: '当前没有计时。', paused: '暂停', since: '{from} 起', from_to: '{from} 至 {to}', finished: '{at} 完成', ended: '{at} 终止', provisional: '次年放假安排尚未公布，期限可能顺延，不会提前。', over: '超 {t}', left: '剩 {t}', of: '{used} / {total}', past: '已结束的时限（{n}）', rule: '规则 {id}（{version}）', by_standard: '按立案标准或批准日期', current: '本环节', dark_red: '超期已达时限一倍以上',
  },
  clock_cause: { suspended: '挂账', waiting_for_reporter: '等举报人补充' },
  offices: { title: '人员与单位', acceptor: '受理', filer: '立案', dispatcher: '派遣', lead: '主办', co: '协办', copies: '抄告', signer: '签收', fixer: '整改', verifier: '验收', closer: '销号', separate: '发现、整改、验收由不同的人办理', not_yet: '待办' },
  related: { title: '同址及重复隐患', place: '同一地点', kind: '其中同类', days30: '30 天', days90: '90 天', days365: '一年', none: '一年内此处没有其他隐患。', before: '早 {n} 天', same_day: '同一天', metres: '相距 {n} 米', same_kind: '同类', show: '展开全部 {n} 件' },
  beside: { title: '并行事项', overtime: '超时', appeal: '申诉', first: '初审', second: '复审', review_due: '审核期限', enforcement: '移交执法', referred: '移交', receipt: '回执', case: '立案', decision: '处罚决定', awaited: '待办，{at} 前', look_backs: '回头看', planned: '计划 {at}', recurrence: '复发', repeats: '该件销号后 {n} 日，本件再次上报', again: '本件销号后 {n} 日再次上报' },
  story: { after: '间隔 {t}', total: '从上报到销号用时 {t}', running: '上报至今 {t}', newest: '最新在上', oldest: '从头看起' },
  walk: { previous: '上一件', next: '下一件', at: '{i} / {n}' },
  case_file: { title: '隐患案卷', number: '案卷号', sign_handler: '经办人', sign_leader: '负责人', date: '日期', proof: '存证摘要', head: '末条记录哈希', verify: '本案卷由系统按记录生成，任何改动可凭公开检查点核验。' },
}
