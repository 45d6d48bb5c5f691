export default {
  morning: {
    at: '截至 {at}', own: '仅本单位', late_title: '超期', late_none: '没有超期隐患', late_none_own: '没有须本单位办理的超期隐患', late_own: '须本单位办理 {n} 件', late_seen: '全部可见的', late_n: '{n} 件', whose: '滞留在哪里', everybody: '展开全部 {n} 项', oldest: '最早应于 {at}', who: '滞留环节或单位', count: '件数', oldest_due: '最早到期',
    mine: '等您办理', mine_none: '没有等您办理的事项', all_mine: '全部 {n} 件', all_late: '全部 {n} 件',
    open: '在办', unplaced: '其中 {n} 件没有位置，不在地图上', today: '今天', reported_today: '今天上报', closed_today: '今天销号', week: '近 7 天', month: '近 30 天', span: '统计时段', spans: '近 7 天、近 30 天',
    reported: '上报', closed: '销号', on_time: '按期', on_time_rate: '按期率', before: '上期 {n}', year_ago: '去年同期 {n}', up: '比上期多 {n}', down: '比上期少 {n}', same: '与上期持平',
    trend: '每日上报与销号（90 天）', trend_table: '数据表', by_street: '各街道', by_kind: '各类别', by_unit: '各单位', name: '名称', change: '比上期', stages: '在办环节', hours: '今天各时段', none: '此时段没有数据',
    formula: '按期率 = 时段内按期销号件数 ÷ 销号件数；没有销号时不计。', rate: '按期 {n}',
  },
  awaits: { instructor: '批示人', nobody: '无须办理', desk: '受理席', dispatcher: '派遣席', shift_lead: '值班长', committee_office: '应安委办', inspectors: '网格员', unit: '处置单位', verifiers: '核查员', approver: '销号批准', callers: '回访席', reporter: '举报人', elsewhere: '受移送机关', enforcers: '执法人员', confirmers: '即查即改确认', suspension_approvers: '挂账审批', recheckers: '抽查复核人', leaders: '领导' },
}
