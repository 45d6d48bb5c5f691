export default {
  wall: {
    title: '隐患治理运行', late: '超期', open: '在办', reported: '今日新增', closed: '今日销号', on_time: '近 30 天按期率', of_closed: '销号 {n} 件',
    compared: '前 30 天 {n}', whose: '超期归属', oldest: '超期最久', nothing_late: '没有超期', since: '最早到期',
    hours: '今日各时段', new: '新增', done: '销号', streets: '近 7 天新增 · 街道', kinds: '近 7 天新增 · 类别', map: '在办与超期分布', trend: '近 30 天',
    live: '实时', polling: '每分钟更新', broken: '连接中断，数据截至 {at}', sign_in: '请先登录', sign_in_hint: '大屏须由在职人员登录，或由系统管理员发放显示令牌。', enter: '去登录',
    token_bad: '显示令牌无效或已停用，请向系统管理员重新领取。', shade: '底色越亮，近 7 天新增越多', own: '仅本单位', no_map: '还没有区划图，也没有带坐标的隐患',
  },
}
