export default {
  tasks: {
    title: '我的任务', total: '共 {n} 件', empty: '没有待办任务', see_hazards: '查看有关的隐患', empty_hint: '派给您和本单位的任务会按到期时间排在这里。',
    by_clock: '按时限', by_distance: '按距离', order: '排序', locating: '正在定位', no_fix: '没有取得定位，仍按时限排列。', position_stays: '定位只在本机用于排序，不上传。', away_m: '距此 {n} 米', away_km: '距此 {n} 公里', away_unknown: '无坐标',
    take: '下载任务', taking: '正在下载 {n} / {of}', take_hint: '没有网络也能查看和办理。', taken: '已下载 {n} 件隐患、{p} 处场所（{size} MB），{at} 取得', taken_until: '到 {at} 或退出登录时自动清除。', taken_left: '另有 {n} 件隐患超出 200 件或 80 MB，没有下载。', empty_bag: '清除', report: '上报隐患', visit: '现场检查', visit_why: '本单位的检查计划：{plans}', kind: '类别', kind_all: '全部 {n}', kind_hazards: '隐患 {n}', kind_visits: '检查 {n}', last_look: '上次 {at}', never_looked: '尚无检查记录', more: '再显示 {n} 件',
    from_copy: '离线内容，{at} 取得', no_copy: '这件任务没有下载，须等网络恢复。', waiting_draft: '有草稿待发', not_now: '当前环节不能办理“{action}”。', full: '全部内容', last: '最近经过', missing: '没有这件任务，或您无权查看。', back: '我的任务', no_actions: '现场没有可办事项。',
  },
  task_why: { title: '为什么由您办', by: '期限', because: '缘由', no_due: '没有期限', drafted: '您要办的已存为草稿，等待发送。', others: '这件现在不等您办：{stage}，主办单位 {unit}。', nobody: '这件现在不等您办：{stage}。' },
  drafts: {
    title: '草稿', none: '没有待发草稿', none_hint: '没有网络时办理的事项存在这里，联网后自动发出。', count: '草稿 {n}', attention: '{n} 份要处理', sent_at: '{at} 已发', never_sent: '无待发', status: '草稿和发送情况', send: '立即发送', sending: '正在发送', signed_out: '登录已失效，重新登录后继续发送。', sign_in: '去登录',
    saved: '已存为草稿，联网后自动发出。', sent: '{action}：已办理', captured: '{at} 现场办理', photos: '照片 {n} 张', others: '本机另有他人的草稿 {n} 份，已加密，由其本人登录后打开和发送。', shut: '另有 {n} 份草稿在本机打不开：服务器更换过密钥，或本机数据受损。请告知系统管理员，先不要清除浏览器数据。', no_key: '本机还没有取得您的密钥，不能加密保存，所以没有存下。请联网打开一次再办。',
    told: '已办成，请看结果', far: '标牌已启用，但启用时的位置距登记位置 {d} 米，超过 {limit} 米。请核对标牌是否挂对了地方，或登记位置是否有误。', heard: '知道了', with_fix: '含现场定位，发送时核对距离', without_fix: '没有定位，发送时不能核对距离', plate_hint: '您办理之后，这块标牌的情况已有变化。', plate_gone: '已看不到这块标牌。', plate: { printed: '已印制，未启用', active: '{at} 已启用', revoked: '{at} 已作废' }, plate_checked: '{at} 登记：{condition}', without_replacing: '不更换旧牌，重新发送',
    waiting: '待发送', held_before: '排在前一份之后', conflict: '情况已变', refused: '未被接受', tried: '已试 {n} 次，{at} 再试', no_answer: '尚无回音',
    conflict_hint: '您办理之后，这件隐患已有新进展。草稿和照片仍在本机，请选择怎么办。', now: '现在', yours: '您的草稿', now_stage: '{stage}，{at} 更新', last_step: '{office} {event}，{at}', allowed: '现在可以办理：{actions}', nothing_allowed: '现在没有您可办理的事项', gone: '您已看不到这件隐患。',
    again: '按现在的情况重发', edit: '修改后再发', supplement: '作为补充材料提交', interim: '作为临时管控提交', discard: '放弃草稿', discard_ask: '放弃后照片和文字无法恢复。确定放弃？', supplemented: '原为“{action}”，现作补充：',
    protected: '草稿、照片和下载的任务在本机加密存放。退出登录后别人打不开，您再次登录即可继续。', full: '本机存储已满，没有存下。请先联网发送草稿，或在“我的任务”里清除下载的任务，再试一次。', lost_photo: '照片已不在本机，请重新拍摄。', note: '（{at} 现场填写，联网后补传）', leave_ask: '还有 {n} 份草稿没有发出。退出后草稿和照片加密留在本机，只有您再次登录才能打开和发送；下载的任务将清除。', leave: '仍然退出',
    kind: { report: '上报隐患', inspection: '现场检查', mount: '启用标牌', plate: '标牌情况' }, report_done: '已上报', inspection_done: '已记录',
  },
  field_report: { title: '上报隐患', text: '什么隐患、有什么危险', photos: '照片', place: '场所', place_none: '不选场所', address: '位置描述', danger: '危及生命', danger_hint: '火情、燃气泄漏等紧急情况，先拨 119、110。', send: '上报', need: '请填写情况或拍照。', need_place: '请选择场所或填写位置。' },
}
