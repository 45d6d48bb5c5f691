// 界面文字（简体中文）。键与 en.ts 完全一致，由测试保证。
export default {
  app: {
    name: '码上', full: '码上·隐患治理', district: '{name}', demo: '演示数据',
    skip: '跳到正文', menu: '菜单', offline: '网络已断开。“我的任务”可照常办理，联网后发出；其余须等网络恢复。', language: '语言', close: '关闭',
  },
  nav: {
    inbox: '待办', tasks: '我的任务', drafts: '草稿', hazards: '隐患', report: '登记', places: '场所与点位码', plates: '标牌巡查', coverage: '检查覆盖', units: '单位', people: '人员',
    grids: '网格', catalogue: '目录与立案标准', limits: '时限规则', checks: '检查表与距离', displays: '大屏令牌', calendar: '工作日历', audit: '审计查账', system: '密钥与备份', setup: '开通向导', account: '账户', sign_out: '退出', work: '办理', map: '地图', wall: '大屏', registers: '台账', govern: '管理', morning: '今日概况', criteria: '重大隐患标准', doubts: '存疑销号', draws: '抽查复核', judging_rules: '评判规则'
  },
  common: {
    save: '保存', cancel: '取消', edit: '修改', add: '新增', more: '加载更多', all_shown: '已全部列出，共 {n} 条',
    loading: '正在加载…', retry: '重试', back: '返回', none: '无', yes: '是', no: '否', optional: '选填',
    copy: '复制', copied: '已复制', print: '打印', confirm: '确认', search: '查询', clear: '清空', shown: '已列出 {n} 条',
    from_to: '至', unknown: '—', required: '必填', submit: '提交', done: '完成', items: '{n} 项', download: '下载', actions: '操作', colon: '：', semicolon: '；', comma: '、',
  },
  time: {
    left: '剩 {t}', late: '超期 {t}', minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天', hm: '{h} 小时 {m} 分', dh: '{d} 天 {h} 小时',
    just_now: '不足 1 分钟', due: '{at} 到期', no_clock: '无时限', elapsed: '用时 {t}', ago: '{t}前', late_n: '超期 {n} 件', today: '今天', tomorrow: '明天', yesterday: '昨天',
  },
  sign_in: {
    title: '登录', login: '登录名', password: '密码', submit: '登录', code: '动态验证码', code_hint: '打开验证器应用，输入 6 位数字；也可输入恢复码。',
    wrong: '登录名或密码不正确。', wrong_code: '验证码不正确或已过期。', locked: '错误次数过多，请于 {until} 后再试。', back: '换一个账户', help: '忘记密码，请联系本单位安全管理员重新发放邀请链接。',
    expired: '登录已失效，请重新登录。',
  },
  invite: {
    title: '设置登录密码', hello: '{name}，您好。您的登录名是 {login}。', password: '新密码', again: '再输一遍', submit: '设置密码', done: '密码已设置，请登录。',
    gone: '链接无效、已使用或已过期。请联系安全管理员重新发放。', to_sign_in: '去登录',
  },
  policy: {
    title: '密码要求', length: '不少于 10 个字符', login: '不含登录名', common: '不用常见密码、生日、电话号码', hint: '推荐用几个不相干的词连起来，好记也安全，不要求大小写和符号。', differs: '两次输入不一致。',
  },
  account: {
    title: '账户', name: '姓名', login: '登录名', unit: '单位', area: '所辖街道', roles: '角色', password: '修改密码', old: '原密码', new: '新密码', changed: '密码已修改。',
    second: '两步验证', second_on: '已开启', second_off: '未开启', enrol: '开启两步验证', again: '重新绑定', second_why: '登录时除密码外，再输入手机上的 6 位动态码。',
    due: '管理员须先开启两步验证，才能使用其他功能。', step1: '用验证器应用扫描二维码', step1_hint: '无法扫描时，手工输入密钥：', step2: '输入应用显示的 6 位数字', enable: '开启',
    recovery: '恢复码', recovery_hint: '手机丢失时，每个恢复码可登录一次。请抄写或打印，妥善保管；离开本页后不再显示。', recovery_done: '我已保存', qr: '两步验证二维码',
  },
  inbox: { title: '待办', total: '共 {n} 件', late: '超期 {n} 件', none_late: '无超期', empty: '没有待办事项', empty_hint: '新的事项会按到期时间排在这里。' },
  list: {
    title: '隐患', filters: '筛选', number: '编号', number_hint: '回执号或案号', stage: '环节', street: '街道', category: '类别', grade: '等级', unit: '主办单位', source: '来源', late: '只看超期',
    from: '上报起', to: '上报止', any: '不限', text: '隐患', due: '时限', lead: '主办', reported: '上报', empty: '没有符合条件的隐患', empty_hint: '放宽或清空筛选条件再试。', clear: '清空筛选', urged: '催办 {n} 次', danger: '危及生命', closed_at: '销号',
    dates: '上报日期', no_text: '（仅有照片）',
    repeat: '重复隐患', came_back: '已复发',
  },
  detail: {
    actions: '可办事项', no_actions: '当前没有您可办理的事项。', story: '办理经过', text: '情况描述', place: '位置', photos: '照片', clock: '时限', filing: '立案', dispatch: '派遣', fulfilments: '五落实', related: '并案', proof: '存证', report: '上报信息',
    receipt: '回执号', number: '案号', source: '来源', protection: '举报人', reporter_kept: '联系方式已加密保存', rectify_due: '整改期限', extensions: '已延期 {n} 次', reworks: '返工 {n} 次', returns: '退回 {n} 次', reopens: '重启 {n} 次', urges: '催办 {n} 次',
    accepted: '受理', started: '本环节开始', due: '应于', children: '并入本件', merged_into: '已并入', standard: '立案标准', party: '责任主体', clause: '判定依据', judged_by: '判定人', lead: '主办单位', co: '协办单位', copies: '抄告单位', signed: '签收', not_signed: '未签收',
    responsible: '责任人', measures: '措施', funds: '资金', planned_at: '时限', plan: '预案', written: '已制定', missing: '未制定', rating: '群众评价', solved: '已解决', unsolved: '未解决', stars: '{n} 星', by_desk: '电话回访', request: '待批申请', not_found: '没有这件隐患，或您无权查看。',
    street: '街道', category: '类别', grade: '等级', position: '坐标', no_position: '无坐标', fix: '手机定位距点位 {d} 米，精度 {a} 米', fix_only: '手机定位精度 {a} 米', scale: '{n} 米', north: '北', sketch: '位置示意图：中心为隐患位置，圆圈为 50 米和 100 米', copy_position: '复制坐标', stage: '环节',
    suspended_until: '挂账至', review_at: '下次复核', stop_order: '文书号', appeal_open: '举报人已申诉，待处理', supplement_until: '等待补充至', before: '整改前', after: '整改后', imported: '台账导入', recorded_at: '{at} 入账', done_at: '实际操作于 {at}，补传', words_erased: '（文字已删除）', printed: '打印时间 {at}', rectify: '整改', standing: '办理情况', waits_unit: '核实单位', referral_to: '移送去向', reject_reason: '不予受理原因',
  },
  proof: {
    load: '查看存证', explain: '每条记录都有哈希并与上一条相连，整件汇入公开日志。任何改动都会被发现。', sequence: '序', kind: '记录', hash: '哈希', index: '日志序号', pending: '待入日志', inclusion: '已入日志', checkpoint: '检查点', size: '日志长度', root: '根哈希', key: '公钥', not_yet: '尚未汇入检查点，稍后再看。', json: '复制存证数据', check: '可用公开脚本核验，无需相信本系统。',
  },
  lightbox: { label: '照片 {i} / {n}', prev: '上一张', next: '下一张', open: '查看大图', larger: '放大', smaller: '缩小' },
  keys: { title: '快捷键', search: '查询', move: '下一条 / 上一条', open: '打开', action: '办理第一项', help: '快捷键说明', back: '返回列表', close: '关闭', photos: '前后翻照片', everywhere: '任何页面', over: '窗口或照片打开时', send: '提交', list: '列表', page: '本页', choose: '选中' },
  report: {
    title: '登记隐患', intro: '代来电、来访群众登记，或登记检查发现的隐患。', text: '情况描述', text_hint: '什么隐患、有什么危险，一句话说清', address: '位置描述', address_hint: '街巷、门牌、楼层', place: '场所', place_hint: '输入名称查找', category: '类别', life_danger: '危及生命', life_hint: '火情、燃气泄漏等紧急情况，先拨 119、110。', reporter: '来电人', reporter_hint: '加密保存，与案件分开；不留联系方式则为匿名。', name: '姓名', phone: '电话', done: '已登记，回执号 {receipt}', open: '打开这件隐患', again: '再登记一件', link: '查询链接（可告知来电人）', position: '坐标', lon: '经度', lat: '纬度', source: '来源', submit: '登记',
    where: '位置', what: '隐患', who: '来电人', need_place: '场所、坐标、位置描述至少填一项。', need_text: '请填写情况描述或上传照片。', photos: '照片',
  },
  units: { title: '单位', code: '代码', name: '名称', kind: '类别', parent: '上级单位', area: '所辖街道', phone: '值班电话', add: '新增单位', edit: '修改单位', ended: '已停用', end: '停用', end_ask: '停用 {name}？停用后不能再派遣到该单位，历史记录保留。', empty: '还没有单位', filter: '按名称、代码查找' },
  people: {
    title: '人员', name: '姓名', login: '登录名', unit: '单位', area: '所辖街道', roles: '角色', state: '状态', add: '新增人员', edit: '修改人员', disable: '停用', disable_ask: '停用 {name}？停用后立即不能登录，办理记录保留。', disabled: '已停用', active: '正常', invited: '待设密码', second: '两步验证', invite: '发放邀请链接', invite_ask: '为 {name} 重新发放链接？原链接随即失效。',
    link_title: '邀请链接', link_hint: '只显示这一次。请当面或通过可靠渠道交给本人，用于设置密码。', empty: '还没有人员', separate: '三员互斥：系统、安全、审计管理员不得由同一人担任，也不得兼任业务角色。', filter: '按姓名、登录名、单位查找', three: '三员', business: '业务角色',
  },
  places: {
    title: '场所与点位码', name: '名称', kind: '类别', address: '地址', street: '街道', party: '责任单位', codes: '点位码', open: '在办隐患', add: '新增场所', edit: '修改场所', empty: '没有符合条件的场所', q: '按名称、地址查找', make: '制码', make_done: '新码已生成', revoke: '作废', revoked: '已作废', active: '在用', printed: '已制未启用', made: '{at} 制', revoke_title: '作废点位码', reason: '原因', replaced_by: '替换为', print_code: '打印', qr: '点位码二维码', no_codes: '还没有点位码', position: '坐标', lon: '经度', lat: '纬度', plate_line: '隐患随手拍，扫码就上报', plate_hint: '无需登录，可匿名。紧急情况请拨 119、110。', detail: '场所', revoked_at: '{at} 作废', hazards: '查看在办隐患', phone: '公示电话', regulator: '行业主管部门', grid: '责任网格', ended: '场所已停用', ended_check: '停用此场所', open_count: '在办 {n} 件', not_shown: '标牌由系统管理员打印', activated: '{at} 启用，距点位 {d} 米', activated_at: '{at} 启用',
  },
  form: {
    photos_add: '添加照片', photos_hint: '可多选、可粘贴，最多 9 张', uploading: '正在上传', upload_failed: '上传失败', remove: '移除', yuan: '元', pick_unit: '选择单位', pick_units: '选择单位（可多选）', pick_person: '选择人员', pick_standard: '选择立案标准', pick: '请选择', pick_category: '选择类别', limit: '时限 {limit}', closing: '结案条件：{text}', condition: '立案条件', no_match: '没有匹配项', no_data: '无数据', fix_errors: '有 {n} 处需要更正', chars: '{n} / {max}', pick_date: '选择时间', date: '选择日期', quick_days: '{n} 天后', bad_money: '请填写金额，如 1200 或 1200.50', photo_too_big: '照片超过 20 MB', photos_wait: '请等照片上传完', before: '整改前照片', after: '整改后照片', standards_of: '立案标准',
  },
  merge: { title: '选择主案', suggested: '疑似同一隐患', none: '没有发现疑似重复的隐患。', by_number: '按回执号或案号查找', this: '本件', other: '主案', distance: '相距 {n} 米', same_place: '同一点位', apart: '相隔 {t}', choose: '并入此件', chosen: '已选', same_kind: '类别相同', other_kind: '类别不同', no_photo: '没有照片', explain: '本件将随主案办理，双方举报人都会得到答复。', find: '查找' },
  result: { done: '{action}：已办理', now: '当前环节：{stage}', undone: '没有办成', reload: '已为您刷新，请核对后再办。', possible: '现在可以办理：', nothing_possible: '现在没有您可办理的事项。', stale: '{who}刚刚办理过这件隐患，内容已变化。', reporter_title: '举报人信息', reporter_hint: '本次查看已记入存证，举报人可以看到。请勿摘抄、截图或转告处置单位。', contact: '其他联系方式', note: '备注', sent: '已提交' },
  error: { title: '没有加载成功', offline: '连不上服务器，请检查网络。', not_found: '没有这个页面', to_inbox: '回到首页', unknown: '出错了（{code}）。', forbidden: '您无权查看这个页面。', busy: '系统繁忙，请稍后再试。' },
  not_allowed: { title: '您的角色不能打开“{page}”', roles: '{name}的角色：{roles}。确有需要，请联系安全管理员。', go: '您可以去' },
  light: { ok: '时限内', soon: '临近到期', late: '超期', paused: '暂停计时', done: '已完成', none: '未开始' },
  table: { all: '全选', one: '选中 {name}' },
  suggest: { title: '派遣建议', take: '采用', taken: '已填入，可再修改', party: '立案的责任主体', place_party: '场所责任主体', handler: '立案标准的处置单位', regulator: '立案标准的主管部门', place_regulator: '场所行业主管', grid: '网格责任单位（{grid}）', territory: '场所属地单位', street: '所属街道' },
  undo: { undo: '撤销', now: '立即提交' },
  photo_pair: { slider: '拖动对比整改前后', value: '整改后占 {n}%', beside: '并排对比', over: '叠放对比' },
  stage: {
    reported: '待受理', supplement: '待补充', verifying: '现场核实', self_fixed: '即查即改', rejected: '不予受理', merged: '并案', referred_out: '已移送', filed: '待派遣', dispatched: '待签收', return_requested: '申请退回', rectifying: '整改中', suspended: '挂账', stop_ordered: '责令停产停业', submitted: '待验收', rework: '返工', verified: '待销号', closed: '已销号', follow_up: '回访', reopened: '重启', archived: '已归档',
  },
  action: {
    accept: '受理', ask_supplement: '要求补充', supplement: '补充情况', lapse: '逾期未补充', order_inspection: '派人核实', inspect: '反馈核实结果', fix_on_spot: '即查即改', confirm_spot_fix: '确认即查即改', reject: '不予受理', appeal: '申诉', decide_appeal: '处理申诉', merge: '并案', unmerge: '撤销并案', refer_out: '移送', bounce: '移送被退回', close_referral: '移送办结', file: '立案', dispatch: '派遣', sign: '签收', request_return: '申请退回', decide_return: '处理退回', plan: '填报五落实', measure_interim: '临时管控', request_extension: '申请延期', decide_extension: '审批延期', request_suspension: '申请挂账', decide_suspension: '审批挂账', review_suspension: '挂账复核', resume: '恢复整改', order_stop: '责令停产停业', release_stop: '同意恢复', submit: '提交验收', verify: '验收通过', order_rework: '退回返工', approve_closing: '批准销号', reply: '答复群众', urge: '催办', rate: '评价', call_back: '登记回访', reopen: '重启', archive: '归档', open_reporter: '查看举报人', erase_reporter: '删除举报人信息', erase_words: '删除文字',
    refer_enforcement: '移交执法', receive_enforcement: '出具执法回执', answer_enforcement: '回告立案情况', decide_enforcement: '回告处罚结果', appeal_overtime: '超时申诉', review_overtime: '审核超时申诉', open_look_back: '下达回头看', look_back: '回头看', grade_risk: '风险分级', judge: '判定重大隐患', confirm_judgement: '复核判定', settle_doubts: '核实存疑', draw_recheck: '下达抽查复核', recheck: '抽查复核'
  },
  action_hint: {
    accept: '受理后由您负责立案或作出其他处理。', merge: '本件并入主案，随主案办结。', erase_reporter: '删除后无法恢复，也无法再联系举报人。', erase_words: '只删除该条记录的文字，存证不受影响；无法恢复。', reject: '请写明理由和建议的办理途径，举报人会看到，并可申诉一次。', archive: '归档后只能按规定重启。', order_stop: '重大隐患或危及生命时使用。依据《安全生产法》第六十五条、第七十条。', request_extension: '须在到期前提出，最多批准两次。', request_suspension: '只能挂账一次，最长一年。挂账期间须落实管控措施并按期复核。', sign: '签收后整改时限开始计算。', approve_closing: '销号后记录锁定。', reply: '举报人在回执页看到这段文字，请勿写入个人信息。', ask_supplement: '举报人在回执页看到这段文字。', open_reporter: '每次查看都记入存证，并告知举报人。', dispatch: '主办单位签收后整改时限开始计算。', order_rework: '退回后由主办单位重新签收。', submit: '请上传与整改前同一角度的照片。', fix_on_spot: '需上传整改后照片；上报时无照片的，还需整改前照片。',
    refer_enforcement: '移交不影响整改，整改继续进行。', appeal_overtime: '每件只能申诉一次，由两人先后审核。申诉成立的，统计不计超时，超时记录保留。', look_back: '发现反弹的，本件自动重启。', answer_enforcement: '自立案之日起九十日内作出处罚决定（行政处罚法第六十条）。', grade_risk: '按所选方法逐项取值，系统算出风险值和颜色，取值和方法版本一并留存。', judge: '提示只供参考，由您判定并留名。判为重大的立即生效；由重大改判、或低于提示的，须另一人复核。', confirm_judgement: '判定人以外的人复核。复核前本件不能销号。', settle_doubts: '存疑只是提示，请核实后写明情况；确属虚假整改的，请用“重启”。', recheck: '未通过的，本件自动重启，原因记为虚假整改。'
  },
  event: {
    reported: '上报', accepted: '受理', supplement_asked: '要求补充', supplemented: '补充情况', inspection_ordered: '派人核实', inspected: '反馈核实结果', fixed_on_spot: '即查即改', rejected: '不予受理', appealed: '申诉', appeal_decided: '处理申诉', merged: '并入他案', child_merged: '并入一件', unmerged: '撤销并案', child_unmerged: '一件撤出并案', referred_out: '移送', referral_bounced: '移送被退回', filed: '立案', dispatched: '派遣', signed: '签收', return_requested: '申请退回', return_decided: '处理退回', planned: '填报五落实', interim_measured: '采取临时管控', extension_requested: '申请延期', extension_decided: '审批延期', suspension_requested: '申请挂账', suspension_decided: '审批挂账', suspension_reviewed: '挂账复核', resumed: '恢复整改', stop_ordered: '责令停产停业', stop_released: '同意恢复', submitted: '提交验收', verified: '验收通过', rework_ordered: '退回返工', closed: '销号', replied: '答复群众', urged: '催办', rated: '群众评价', called_back: '回访', reopened: '重启', archived: '归档', reporter_opened: '查看举报人信息', reporter_erased: '删除举报人信息', words_erased: '删除文字', deadlines_settled: '暂定期限确定',
    enforcement_referred: '移交执法', enforcement_received: '执法回执', enforcement_answered: '回告立案情况', enforcement_decided: '回告处罚结果', overtime_appealed: '超时申诉', overtime_reviewed: '超时申诉审核', look_back_opened: '回头看到期', looked_back: '回头看', repeats_found: '认定为重复隐患', recurred: '复发', risk_graded: '风险分级', judged: '判定重大隐患', judgement_confirmed: '复核判定', doubts_settled: '核实存疑', recheck_drawn: '抽中复核', rechecked: '抽查复核'
  },
  told: {
    by_source: '{source}上报', to_unit: '交 {unit}', founded: '核实结果：{finding}', because: '原因：{reason}', upheld: '申诉成立，重启办理', dismissed: '申诉不成立，维持原决定', into: '并入 {receipt}', child: '{receipt} 并入本件', child_out: '{receipt} 撤出并案', to: '移送{to}', outside_number: '外部编号 {number}', filed: '{grade}隐患，案号 {number}', lead: '主办 {unit}', co: '协办 {units}', copies: '抄告 {units}', rectify_by: '整改期限 {at}', return_granted: '同意退回，重新派遣', return_refused: '不同意退回', arbitrated: '应安委办裁定', until: '延至 {at}', granted: '同意', refused: '不同意', suspended_until: '挂账至 {at}', review_at: '{at} 前复核', resumed_by_itself: '挂账期满，自动恢复', order: '文书号 {order}', cost: '整改费用 {amount}', method: '方式：{method}', closing: '{closing}', solved: '已解决', unsolved: '未解决', stars: '{n} 星', reached: '已接通', not_reached: '未接通', purpose: '目的：{purpose}', of_entry: '第 {n} 条记录', due: '应于 {at} 前办理', funds: '资金 {amount}', planned_at: '计划 {at} 前完成', place_code: '扫描点位码上报', life_danger: '危及生命', nobody: '系统自动', answer_by: '请于 {at} 前补充', resident: '群众', measures: '措施', plan: '预案', party: '责任主体：{party}', system: '系统', address: '位置', answer: '答复', category: '类别 {name}',
    case_filed: '已立案', case_not_filed: '不予立案', case_number: '案件编号 {number}', document: '文号 {number}', fine: '罚款 {amount}', days_after: '销号后 {n} 日', came_back: '发现反弹', not_again: '未发现反弹', repeats: '与 {receipt} 同址同类，该件销号后 {n} 日再次上报', again: '{receipt} 于本件销号后 {n} 日再次上报', risk: '{working}，{colour}', judged: '判定为{grade}隐患', clauses: '依据 {n} 条', by_version: '标准目录 {version}', second_awaited: '待另一人复核', drawn_in: '{period} 期随机抽中', recheck_passed: '复核通过', recheck_failed: '复核未通过'
  },
  grade: { general: '一般', larger: '较大', major: '重大' },
  risk_level: { blue: '低风险（蓝）', yellow: '一般风险（黄）', orange: '较大风险（橙）', red: '重大风险（红）' },
  source: { resident: '群众扫码', employee: '从业人员', inspector: '网格员', bureau: '部门检查', self_check: '企业自查', hotline: '12345 热线', leader: '领导批示', superior: '上级督办', media: '媒体', system: '其他系统', ledger: '台账导入' },
  channel: { code: '扫码', web: '网页', console: '工作台', open311: 'Open311', phone: '电话', import: '导入' },
  protection: { anonymous: '匿名', contactable: '留有联系方式', whistleblower: '从业人员举报，严格保密' },
  reject_reason: { unclear: '对象或事实不清', repeated: '重复举报已受理事项', not_a_hazard: '不属于安全隐患', unfounded: '现场核实不属实', out_of_area: '不在辖区', unanswered: '逾期未补充', abuse: '恶意或测试信息' },
  referral_to: { superior: '上级', other_district: '他区', hotline: '12345', police: '公安', fire: '消防', enforcement: '行政执法' },
  finding: { founded: '属实', unfounded: '不属实', undetermined: '无法核实' },
  party_kind: { company: '企业', property: '物业', owner: '产权人', government: '政府兜底', unknown: '未明' },
  verify_method: { on_site: '现场', remote: '远程', sample: '抽查', experts: '专家会同部门' },
  closing_kind: { rectified: '已整改', fixed_on_spot: '即查即改', unfounded: '不属实', with_parent: '随主案办结', referred: '移送办结', enforced: '强制措施', imported: '台账原有记录' },
  suspension_cause: { season: '季节', funds: '资金', ownership: '权属', conditions: '其他条件' },
  reopen_cause: { unsolved: '群众不满意且属实', recurred: '30 日内复发', false_closing: '虚假整改', leader_order: '领导批示', appeal_upheld: '申诉成立', look_back: '回头看发现反弹' },
  enforcement_outcome: { penalised: '予以处罚', not_penalised: '不予处罚', transferred: '移送司法机关', withdrawn: '撤销案件' },
  overtime_grounds: { force_majeure: '不可抗力', waited_for_others: '等待他人', wrongly_dispatched: '派遣有误', system_fault: '系统故障', other: '其他' },
  overtime_mark: { was_late: '曾超时', exempt: '曾超时·申诉豁免' },
  open_purpose: { call_back: '回访', clarify: '核实细节', life_danger: '危及生命', reward: '奖励发放' },
  photo_role: { before: '整改前', supplement: '补充', inspection: '现场核实', interim: '临时管控', after: '整改后', verification: '复查验收', proof: '依据' },
  role: { acceptor: '受理员', dispatcher: '派遣员', shift_lead: '值班长', committee_office: '应安委办', leader: '领导', handler: '处置人员', inspector: '网格员', verifier: '核查员', enforcer: '执法人员', caller: '回访员', system_admin: '系统管理员', security_admin: '安全管理员', audit_admin: '审计管理员' },
  unit_kind: { desk: '值守机构', committee_office: '应安委办', street: '街道/镇', bureau: '部门', company: '企业', property: '物业', system: '其他系统' },
  place_kind: { residence: '住宅小区', self_built: '自建房', shop: '商场门店', restaurant: '餐饮', venue: '人员密集场所', school: '学校', care: '医院养老', factory: '工厂仓库', hazardous: '危化烟花', gas: '燃气站点', site: '建筑工地', road: '道路桥梁', open: '公园水域', other: '其他' },
  revoke_reason: { damaged: '破损更换', lost: '遗失', moved: '被移动', tampered: '被覆盖或冒用', place_closed: '场所停用' },
  limit_unit: { urgent_minute: '{n} 分钟', urgent_hour: '{n} 小时', natural_day: '{n} 天', working_hour: '{n} 个工作小时', working_day: '{n} 个工作日', working_day_slots: '{n} 个工作日（按工时）' },
  part: { finder: '发现人', fixer: '整改人', fixing_unit: '整改单位人员', verifier: '验收人', rejecter: '驳回人', requester: '申请人', reviewer: '初审人', judge: '判定人' },
  problem: {
    illegal_move: '当前环节不能办理这一事项。', stale: '这件隐患刚刚被别人办理过，内容已变化。', forbidden: '您的角色或单位不能办理这一事项。', separation_of_duties: '查整分离：您是这件隐患的{part}，须由他人办理。', invalid: '填写有误，请更正后再提交。', rule: '{rule}',
    key_reused: '这次提交与先前的重复但内容不同，请重新打开再填。', second_factor_due: '请先开启两步验证。', too_many: '操作过于频繁，请稍后再试。', too_soon: '刚刚办理过，请稍后再办。',
  },
  rule: {
    last_administrator: '系统、安全、审计管理员每类至少保留一名已设密码的在用人员，请先任命并启用接替者。', own_roles: '不能更改自己的角色、账号或第二因素，请由另一名安全管理员办理。', unit_has_people: '还有在用人员，请先调整或停用。', unit_has_units: '还有在用的下级单位，请先停用或改隶。', code_taken: '代码已被使用。', login_taken: '登录名已被使用。', roles_not_separate: '三员分立，不能兼任。', catalogue_same: '与现有最新版本没有差别，无需发布。', rules_same: '与现有最新版本没有差别，无需发布。', fixed_by_operator: '由服务器上的 district.toml 规定，须由运维人员修改后重新启动。', needs_photo: '请上传整改后照片。', needs_photo_before: '上报时没有照片，请补传整改前照片。', needs_clause: '重大隐患须填写判定依据条款。', needs_experts: '重大隐患须由专家会同部门验收。', needs_fulfilments: '重大隐患须先把五落实填报齐全。', needs_unsolved: '群众没有表示未解决，不能以此重启。', merge_self: '不能并入自身。', merge_into_child: '该件已并入他案，请选择主案。', merge_not_live: '该件已办结，不能并入。', has_children: '已有隐患并入本件，请先撤销并案。', arbitrated: '已由应安委办裁定，不能再申请退回。', extension_twice: '已批准延期两次，不能再申请。', extension_overdue: '已过整改期限，不能申请延期。', extension_too_long: '一次延期不得长于原定整改时限。', suspension_once: '只能挂账一次。', suspension_a_year: '挂账最长一年。', request_outdated: '申请的日期已过，不能同意。', stop_needs_major: '仅重大隐患或危及生命时可责令停产停业。', not_yet: '时间未到。', life_danger: '涉及危及生命，不能自动结束。', unsolved: '群众表示未解决，须由人工处理。', purpose: '当前环节不能以此目的查看举报人。', recurrence_window: '销号已超过 30 日，请另行登记。',
    enforcement_open: '上一次移交还没有办结。', overtime_once: '超时申诉每件只能提一次。', not_overtime: '本单位没有超时，无需申诉。', judgement_unconfirmed: '判定须先由另一人复核，才能销号。', no_criteria: '没有可用的重大事故隐患判定标准。', no_risk_methods: '没有可用的风险评价方法。', drawn_already: '本期已抽中，不再重复下达。'
  },
  field_problem: {
    hidden_characters: '含有看不见的字符，请重新输入', bad_login: '须为 2 至 32 位小写字母、数字、点、短横或下划线，首尾为字母或数字', limit_unit_unclear: '单位不明确，请写紧急工作时、工作时、工作日或自然日', limit_not_read: '看不懂，请写成“2紧急工作时”“3工作日”', no_local_code: '本地编码已用完', code_taken: '已被使用', login_taken: '已被使用', roles_not_separate: '三员互斥，不能兼任', one_polygon: '须为一个多边形', several_of_that_name: '有重名，请先填责任单位', required: '请填写', too_long: '太长', too_many: '太多', out_of_range: '超出范围', in_the_past: '不能早于现在', not_later: '须晚于原定时间', unknown: '没有找到', not_allowed: '不能选此项', malformed: '格式不正确', twice: '重复', contradiction: '前后矛盾', finder: '不能是发现人', verifier: '不能是验收人', anonymous_with_contact: '匿名举报不能留联系方式', taken: '已被使用', wrong: '不正确', too_short: '太短', unknown_field: '不认识此项', password_too_short: '太短', password_too_long: '太长', password_common: '太常见', password_contains_user_name: '含有登录名', not_separate: '三员互斥，不能兼任', elsewhere: '请用专门的入口办理',
  },
  field: {
    text: '说明', reason: '原因', finding: '核实结论', unit: '单位', uphold: '申诉是否成立', into: '主案', to: '移送去向', number: '外部编号', standard: '类别与立案标准', category: '类别', grade: '等级', party: '责任主体类别', party_unit: '责任主体单位', clause: '判定依据条款', lead: '主办单位', co: '协办单位', copies: '抄告单位', grant: '处理意见', responsible: '责任人', measures: '措施', funds_fen: '资金', planned_at: '完成时限', plan: '预案', until: '延期至', suspend_until: '挂账至', review_at: '下次复核时间', cause: '原因', order: '文书号', photos: '照片', cost_fen: '整改费用', method: '验收方式', reached: '是否接通', solved: '是否解决', stars: '满意程度', purpose: '查看目的', sequence: '记录序号', control: '管控措施', advice: '理由和建议', question: '需要补充什么', result: '整改情况', opinion: '意见', reply: '答复内容', task: '要求', found: '核实情况', objection: '理由', conclusion: '验收意见',
    enforcement_unit: '执法单位', filed: '是否立案', case_number: '案件编号', outcome: '处罚结果', document: '决定书文号', fine_fen: '罚款', grounds: '申诉理由', came_back: '是否反弹', clauses: '判定条款', method_inputs: '评价方法与取值', period: '期次', passed: '复核结果', inputs: '取值', risk: '评价方法与取值'
  },
  choice: { granted: '同意', refused: '不同意', upheld: '成立', dismissed: '不成立', reached: '已接通', not_reached: '未接通', solved: '已解决', unsolved: '未解决', stars_5: '非常满意', stars_4: '满意', stars_3: '基本满意', stars_2: '不满意', stars_1: '非常不满意', case_filed: '立案', case_not_filed: '不予立案', came_back: '反弹', not_again: '未反弹', recheck_passed: '通过，隐患已消除', recheck_failed: '未通过，隐患仍在' },
}
