export default {
  map: {
    shown: '图上 {n} 件', shown_places: '图上 {n} 处场所', open_n: '在办 {n} 件', late_n: '超期 {n} 件', groups_n: '分 {n} 处',
    cut: '只列出最近的一部分，请放大地图或缩小范围。', cut_late: '只列出超期最久的一部分，请放大地图。',
    unplaced_n: '全区另有在办 {n} 件没有位置，不在图上', unplaced: '没有位置的隐患不在图上', months: '按整月统计：{from} 至 {to}', whole: '全区', all: '全部', layer: '图层', hazards: '隐患', places: '场所', unscanned: '久未扫码',
    unscanned_hint: '已挂牌、{n} 天内无人扫码的场所', stage_group: '办理阶段', heat: '热力', heat_hint: '颜色越深，隐患越密', to_list: '在台账中查看', zoom_here: '放大',
    list: '图上内容', cluster: '{n} 件', cluster_places: '{n} 处', near: '{name}附近', nothing: { hazards: '此范围内没有隐患', places: '此范围内没有场所', unscanned: '此范围内没有久未扫码的场所', hazards_fit: '此范围内没有符合条件的隐患', places_fit: '此范围内没有符合条件的场所', unscanned_fit: '此范围内没有符合条件的场所', widen: '可以放宽条件，或者看全区。', placed: '有位置的隐患显示在图上。可以移动地图，或者看全区。', surveyed: '登记了坐标的场所显示在图上。可以移动地图，或者看全区。' },
    same_spot: '此处 {n} 件', close: '关闭', open: '打开',
    time: '时间', time_all: '不限时间', by_month: '按月', by_day: '按日', reported: '上报', closed: '销号', play: '播放', pause: '暂停', previous: '上一段', next: '下一段', time_at: '{unit} {at}',
    keyboard: '方向键移动，加号和减号缩放；右侧列表与地图同步。', no_webgl: '此浏览器不能显示可拖动的地图，以简图代替，内容相同。', base_failed: '底图无法显示，以区划图代替。', no_extent: '尚未设定辖区范围，由系统管理员在“开通向导”中设定。', map_label: '隐患分布图',
    legend: '图例', legend_open: '在办', legend_done: '已办结', legend_late: '超期', legend_place: '场所', attribution: '底图：{name}', drawn: '区划图：本区自绘', refreshed: '{at} 更新',
    plate: { none: '未制牌', printed: '已印制未挂', active: '已挂牌', trouble: '标牌有问题' }, scanned_on: '最近扫码 {day}', scanned_never: '未扫过码',
    group: { desk: '受理中', rectifying: '整改中', checking: '验收中', referred: '已移送', closed: '已销号', dropped: '未受理' },
    keys: { heat: '热力开关', whole: '看全区', play: '播放、暂停', layer: '隐患、场所切换' },
  },
}
