export default {
  bring: {
    altered: '选好之后表格又保存过。请重新选择这个文件，再核对。', one_of: '{column}可填', links_file: '邀请链接清单',
    title_units: '导入单位', title_people: '导入人员', title_grids: '导入网格', file: '选择表格', files: '.xlsx 或 .csv，第一行或标题行下为表头', paste: '或从 Excel 复制后粘贴到这里（含表头）', columns: '可用的列', required: '必需', look: '核对', again: '重新核对', take: '导入 {n} 条', nothing: '没有可导入的内容', good: '{n} 条可以导入', bad: '{n} 处需要更正，更正前整表不导入', row: '行', cell: '单元格', header: '列', shown: '内容', why: '问题', done: '已导入 {n} 条', template: '下载空表',
    added: '新增', changed: '更新', same: '已有', already: '已有，不变', links: '邀请链接只显示这一次，请下载后逐一交给本人，并妥善删除文件。', download_links: '下载链接清单',
  },
  unit_quiet: {
    title: '免打扰时段', usual: '按默认：{from} 至次日 {to}', usual_note: '（默认）', own: '另定时段', never: '不设免打扰', from: '免打扰开始', to: '免打扰结束', over_night: '到次日', next_day: '次日 {at}', both: '请填写开始和结束时间。', same: '开始和结束不能相同；不需要免打扰的，请选“不设免打扰”。', saved: '已保存', stale: '刚刚有人改过，已为您刷新，请核对后再改。',
    danger: '危及生命的通知不受此限，任何时候都立即发出。', hint: '用于本单位没有自定时段的人员。时段内的邮件和短信推迟到时段结束；站内通知照常显示。',
  },
  unit_page: {
    pick: '选择左边的单位查看', below: '新增下级单位', since: '启用日期', ended_at: '停用日期', history: '沿革', people: '人员', no_people: '还没有人员', show_ended: '含已停用', import: '导入', by: '由{office}', all: '共 {n} 个单位', no_match: '没有符合的单位', no_history: '没有变更记录', on_day: '从这一天起停用',
  },
  unit_change: { name: '名称', code: '代码', kind: '类别', parent: '上级单位', area: '区域代码', phone: '值班电话', since: '启用时间', ended_at: '停用时间' },
  record_kind: { registered: '登记', changed: '变更', invited: '发放链接', second_factor_forgotten: '复位两步验证', disabled: '停用', enabled: '恢复启用', ended: '停用' },
  people_page: {
    role: '角色', state: '状态', enable: '恢复启用', enable_ask: '恢复 {name} 的账号？原密码和两步验证继续有效。', forget: '复位两步验证', forget_ask: '复位 {name} 的两步验证？其登录立即失效，下次登录后须重新开启。', import: '导入', all: '{n} 人', what: '各角色能做什么', shown: '显示 {n} / {all}', no_sign_in: '本系统不记录、不显示登录时间和在线时长。',
  },
  role_does: {
    acceptor: '受理、立案、不予受理、并案、移送，要求补充和现场核实。', dispatcher: '派遣到主办、协办单位，处理退回和延期。', shift_lead: '处理申诉、挂账、重启，督办全部隐患。', committee_office: '裁定权属争议，批准重大隐患销号。', leader: '查看全部情况，批准挂账。', handler: '代表本单位签收、整改、提交验收。', inspector: '在所辖街道现场核实、即查即改、检查场所、启用点位码。', verifier: '复查验收他人的整改结果，不能验收自己经手的。', enforcer: '责令停产停业、同意恢复。', caller: '回访举报人；唯一能查看举报人联系方式的角色，每次查看都留痕。', system_admin: '管理单位、场所、点位码、目录和配置，看不到隐患。', security_admin: '管理人员、角色和密钥，看不到隐患。', audit_admin: '查看全部记录和日志，不能更改任何内容；对管理员账号的变动表示同意或不同意。',
  },
  grid_page: {
    code: '网格编码', name: '名称', kind: '类别', street: '街道', community: '社区', unit: '责任单位', people: '网格员', boundary: '边界', drawn: '已划', not_drawn: '未划', add: '新增网格', edit: '修改网格', end: '停用', end_ask: '停用 {name}？历史记录保留。', empty: '还没有网格', empty_hint: '可逐个新增，也可从表格导入。', empty_theirs: '由系统管理员新增或导入。', find: '按编码、名称、责任单位查找', import: '导入', since: '启用日期', boundary_hint: 'GeoJSON 多边形，CGCS2000 坐标；可从测绘成果复制。', all: '{n} 个网格', ended: '已停用', show_ended: '含已停用',
  },
  grid_kind: { duty: '责任网格', cell: '单元网格' },
  calendar_page: {
    today: '今天 {day}，{kind}', off_letter: '休', work_letter: '班', off: '放假', work: '补班', named: '（{name}）', year: '{year} 年', earlier: '上一年', later: '下一年', source: '{notice}', source_at: '{notice}，{at} 发布', no_source: '尚未录入放假安排，按周末推算', list: '{year} 年放假安排', no_year: '尚未录入 {year} 年的放假安排', enter_year: '录入 {year} 年', edit_year: '修改 {year} 年',
    missing: '缺 {year} 年放假安排。', missing_hint: '跨入 {year} 年的期限按周末推算，标为“暂定”；录入后自动核定，只会延后，不会提前。', missing_theirs: '请系统管理员录入', bring: '粘贴导入', bring_hint: '每行：日期,放假或补班,名称。日期可写起止，用 / 隔开；可直接从表格复制。也可粘贴 JSON。', bring_example: '{year}-05-01/{year}-05-05,放假,劳动节\n{year}-05-09,补班,劳动节', read: '读入', notice: '文号', notice_example: '国办发明电〔20××〕×号', published: '发布日期', rows: '放假和补班', kind: '类别', name: '名称', from: '第一天', to: '最后一天', add_off: '加放假', add_work: '加补班', remove_row: '移除 {name}', preview: '将要变更', changes: '{n} 天有变化', by_week: '按星期', no_changes: '没有变化', effect: '保存后立即生效。已定的期限不变；暂定的期限随即核定，只延后，不提前。', saved: '{year} 年放假安排已保存', stale: '日历刚刚被别人改过。请关闭后重新打开，核对再改。',
    hours: '办公时间', add_hours: '调整办公时间', change_of: '修改 {name} 的办公时间', district: '全区', whose: '适用单位', effective: '施行日期', as_district: '与全区一致', seasons: '季节与时段', season_from: '起始月日', on: '起', slots: '办公时段', seasons_hint: '起始月日如 05-01，管到下一季开始；只有一季即全年。时段如 08:00-12:00 15:00-18:00。', add_season: '加一季', basis: '依据', basis_example: '市政府办公室通知文号', hours_effect: '自施行日起用于新计的期限，已定的期限不变。以前的办公时间留作历史。', hours_saved: '办公时间已保存，{at} 起施行', now: '现行', future: '待施行', since: '{at} 起', season: '{from}起', all_year: '全年', shipped: '随系统提供', history: '历史 {n} 条', take_back: '撤回', take_back_ask: '撤回 {at} 起施行的办公时间？届时继续按现行时间办公。', no_effective: '请填写施行日期', bad_month: '起始月日“{at}”不对，应如 05-01',
  },
  day_kind: { working: '工作日', made_up: '补班', weekend: '周末', holiday: '放假' },
  calendar_fault: { year: '年份 {at} 不对', twice: '{at} 重复', no_notice: '请填写文号或其他出处', empty: '{at} 年没有放假日', too_many: '条数过多（{at}）', name: '{at} 缺名称，或名称超过 40 字', span: '{at} 起止不对，或超过 31 天', elsewhere: '{at} 不属于这一年', no_weekend: '{at} 不是周末，不能补班', date: '“{at}”的日期不对', line: '第 {at} 行应为：日期,类别,名称', kind: '第 {at} 行的类别应为放假或补班', json: 'JSON 读不出放假安排。{at}', no_district: '须保留全区的办公时间', no_season: '{at} 起的办公时间缺时段', no_slots: '{at} 起缺时段', slots: '{at} 起的时段不对：应如 08:00-12:00，先后有序，互不重叠' },
  audit_page: {
    find: '案号、回执编号或对象编号', unknown: '没有找到“{given}”。隐患请填案号或回执编号；查人员、场所等，请先按类别筛选，再点记录上的“只看这个对象”。',
    sub: '每条记录都在存证日志中，不能更改。', who: '人员', what: '对象类别', from: '从', to: '到', stream: '对象编号', openings: '只看查看举报人信息', time: '入账时间', by: '操作人', thing: '对象', did: '事项', export: '导出 CSV', more: '继续查找', looked: '已查到 {at}', none: '没有符合的记录', empty: '日志中还没有记录', none_yet: '已查部分没有符合的记录', facts: '内容', index: '日志序号', hash: '哈希', only_this: '只看这个对象', imported: '导入', at: '发生时间', size: '日志 {n} 条', waiting: '待编号 {n} 条', checkpoint: '最新检查点：{n} 条，{at}', no_checkpoint: '还没有检查点', check: '立即核验', checking: '正在核验，已读 {n} 条', fits: '{at} 核验：{n} 条记录、{c} 个检查点全部相符', not_fits: '{at} 核验：{n} 处不符，第一处 {first}。请立即保全现场并联系系统管理员', check_failed: '核验没有完成，请稍后再试或在服务器上运行 mashang verify', never: '本次启动后还没有核验', exported: '已导出 {n} 条', exported_part: '已导出前 {n} 条，请缩小范围后导出其余部分',
  },
  audit_noun: { draw: '抽取', hazard: '隐患', unit: '单位', person: '人员', place: '场所', code: '点位码', rules: '规则与目录', client: '接口用户', grid: '网格', export: '导出', inspection: '检查记录', plan: '检查计划' },
  audit_actor: { terminal: '服务器终端', staff: '工作人员', client: '其他系统', public: '群众', receipt: '回执持有人', system: '系统', import: '导入' },
  system_page: {
    machine: '运行环境', version: '程序版本', engine: '数据库', disk: '磁盘', disk_of: '剩余 {free}，共 {total}', disk_low: '剩余不足 10%，请尽快扩容', checkpoint: '最新检查点', none: '还没有', keys: '密钥', keys_hint: '只显示编号，密钥本身从不显示、从不进入数据库。与数据分开备份：同时拿到两者的人可以看到举报人。', key: '密钥', key_version: '版本', fingerprint: '指纹', since: '启用', newest: '在用', older: '旧版，仅用于读取', rotates: '可轮换', fixed: '不可轮换', rotate: '轮换', backups: '备份', no_backups: '还没有备份', no_backups_hint: '请在服务器上运行下面的命令。', at: '时间', events: '记录', with_keys: '含密钥', without_keys: '不含密钥', old: '最近一次备份在 {n} 天前', commands: '在服务器上运行', c_backup: '备份（服务不停）', c_keys: '查看密钥', c_rotate: '轮换举报人信息库密钥', c_verify: '核验全部记录', c_restore: '恢复到新目录',
  },
  key_name: { 'vault-key': '举报人信息库', 'blind-index-key': '电话盲索引', 'code-key': '点位码签名', 'log-signing-key': '日志签名', 'seal-key': '照片原件封存', 'receipt-key': '回执链接' },
}
