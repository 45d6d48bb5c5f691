export default {
  rulebook: {
    sub: '{version} 版，{at} 起施行', in_force: '现行规则 {version}', of: '规则 {version}', file: '下载规则文件', bring: '从规则文件读入', no_file: '读不出规则。请选择从本页下载的规则文件（JSON）。', look: '核对', faults: '{n} 处不能采用，请按标注更正', same: '与最新版本没有差别', stale: '规则刚刚被别人改过。请关闭后重新打开，核对再改。', upon: '与 {version} 相比', preview: '差别预览', version: '版本', publish: '发布新版本', published: '{version} 已发布，{at} 起施行', added: '新增', removed: '取消', changed: '修改', differences: '{added} 项新增，{removed} 项取消，{changed} 项修改',
    try: '试算', work_out: '计算', grade: '等级', any_grade: '不限等级', not_filed: '未立案', urgency: '是否危及生命', any_urgency: '不论紧急', urgent: '危及生命', not_urgent: '不危及生命', all: '全部隐患', basis: '依据', amount: '数量', limit_unit: '单位', up: '上移：{name}', down: '下移：{name}', remove: '移除：{name}',
    units: { urgent_minute: '紧急分钟', urgent_hour: '紧急工作时', natural_day: '自然日', working_hour: '工作时', working_day: '工作日', working_day_slots: '工作日（工时）' },
  },
  tried: { start: '起算时间', due: '到期时间', amount: '时限', limit_unit: '单位', stage: '环节', unit: '单位', version: '版本', method: '方法', inputs: '取值' },
  catalogue_page: {
    counts: '大类 {majors}，小类 {minors}，立案标准 {standards}', sheet: '下载九列表', local: '本地', edit: '从表格更新', file: '选择九列表', file_hint: '先下载现行版本，在表中增删修改后再上传。前六列留空表示与上一行相同；新小类不填代码，由系统从 99 起倒数编号。', publish_hint: '发布后不能修改。施行前上报和立案的隐患仍按原版本。', given: '新编本地代码：{codes}', fixes: '请改正以下单元格后重新上传', closing: '结案条件', limit: '处置时限', handler: '处置单位', regulator: '主管部门', find: '按名称、代码、条件查找', no_match: '没有符合的小类',
  },
  catalogue_level: { major: '大类', minor: '小类', standard: '标准' },
  catalogue_field: { name: '名称', name_en: '英文名称', condition: '立案条件', limit: '处置时限', closing: '结案条件', handler: '处置单位', regulator: '主管部门' },
  limits_page: {
    district: '全区', edit: '修改规则', count: '{n} 条规则', hint: '同一环节有多条规则适用时，危及生命的优先，其次条件多的优先。已起算的期限按起算时的规则，不因修改而变。',
    start: '起算时间', hours_of: '办公时间按', by: '时限取自', by_rule: '规则 {version}', by_limit: '自定时限', stage: '环节', moves: '末日遇休息日顺延', is_due: '到期', provisional: '暂定',
    edit_hint: '以 {version} 为底稿。每个环节须有一条不附条件的规则；危及生命的不得按工作时间计。', rule: '第 {n} 条', add: '加一条', add_to: '给“{name}”加一条', remove: '移除第 {n} 条', category: '类别', any_category: '不限类别', source: '来源', any_source: '不限来源',
    differences: '{n} 条规则有变化', effect: '影响：{n} 类隐患的时限改变', effect_hint: '以 {at} 起算为例', publish_hint: '发布后不能修改。施行前已起算的期限不变，施行后新起算的按新规则。',
  },
  ladders_page: {
    edit: '修改规则', edit_hint: '以 {version} 为底稿。须有一条适用于全部时钟的阶梯，并另有一条适用于全部危及生命的隐患；危及生命的不得按工作时间计。', ladder: '第 {n} 条阶梯', clock: '时钟', any_clock: '全部时钟', level: '层级', levels: { reminder: '提醒', letter: '督办单', handover: '交办函（约谈）', listing: '提请挂牌' },
    at_once: '超期即', after: '再过', then: '再过 {after}', add: '加一条阶梯', add_rung: '加一级', remove: '移除第 {n} 条阶梯', remove_rung: '移除{level}', rework: '返工督办', rework_rule: '第 {n} 条返工规则', times: '返工次数', from_times: '返工 {n} 次起：{level}', add_rework: '加一条返工规则', remove_rework: '移除第 {n} 条返工规则', count: '{n} 条阶梯',
    differences: '{n} 处有变化', ran_out: '到期时间', reply_by: '{at} 前回复', hint: '几条阶梯都适用时，危及生命的优先，其次指明时钟的，再次指明等级的。', publish_hint: '发布后不能修改。已发出的督办不变；已排定的下一级照旧发出，其后按新规则。',
  },
  criteria_rules: {
    edit: '修改标准', edit_hint: '以 {version} 为底稿。新增的文件和条款由系统编号，编号不重复使用。', hint: '条款为概括，以原文为准。类别和关键词只用于提示，由负责人判定并留名。', publish_hint: '发布后不能修改。施行前已作的判定仍按原版本。', checked: '核对日期', checked_hint: '最近一次与文件原文核对的日期', effective: '生效', ended: '失效', direct: '直接判定', composite: '综合判定', clauses: '{n} 条', clause: '第 {n} 条', new_document: '新文件', add_document: '加一个文件', add_clause: '加一条', wrong: '{n} 处须更正', no_document: '目录中没有文件。', whole: '{name}（全部）', words_hint: '用顿号隔开；须同时出现的几个词用“+”连接，如“安全出口+锁”。', category: '隐患类别', any_category: '不限', said: '情况描述', no_hint: '没有提示的条款。', strong: '类别和描述都指向此条', by_category: '类别相符', by_word: '描述中有“{word}”',
  },
  criteria_level: { rules: '目录', documents: '文件', clauses: '条款' },
  criteria_field: { checked: '核对日期', order: '顺序', title: '名称', title_en: '英文名称', number: '文号或标准号', issuer: '发布机关', nature: '文件性质', nature_en: '文件性质（英文）', field: '行业领域', field_en: '行业领域（英文）', effective: '生效日期', ended: '失效日期', supplements: '补充的文件（一并使用）', note: '说明', note_en: '说明（英文）', place: '条款位置', text: '条款内容', text_en: '条款内容（英文）', judging: '判定方式', categories: '适用的隐患类别', words: '关键词' },
  methods_page: {
    edit: '修改方法', edit_hint: '以 {version} 为底稿。分值为各因素取值的乘积；各级起点由高到低，须覆盖全部可能的分值。', hint: '分级时记下方法版本和取值，以后改了方法，仍按当时的版本核算。', publish_hint: '发布后不能修改。施行前已作的分级仍按原版本。', none: '没有评价方法。', new_method: '新方法', add: '加一个方法', wrong: '{n} 处须更正', id: '方法编号 {id}', result: '结果代号', factor: '第 {n} 个因素', add_factor: '加一个因素', level: '第 {n} 个取值', add_level: '加一个取值', band: '第 {n} 级', add_band: '加一级', range: '可能的分值：{least} 至 {largest}', or_more: '{from} 起', method: '方法', from: '本级从 {from} 起',
  },
  methods_level: { rules: '方法', methods: '方法', factors: '因素', levels: '取值', bands: '分级' },
  methods_field: { order: '顺序', id: '代号', name: '名称', name_en: '英文名称', formula: '公式', basis: '依据', basis_en: '依据（英文）', value: '取值', text: '含义', text_en: '含义（英文）', from: '起点', colour: '等级', factors: '因素', levels: '取值', bands: '分级' },
  rules_page: {
    doubts: '存疑界限', recheck: '抽查规则', evidence: '照片核对', look_backs: '回头看', reused: '不同案件照片指纹相差不超过（位）视为重复使用', unchanged: '整改前后照片指纹相差不超过（位）视为没有变化', clock: '早于上报超过（分钟）视为旧照片', far: '距现场超过（米）视为远离', evidence_hint: '照片核对只作提示，由验收人判断。指纹共 64 位，最多相差 7 位；前后照片的界限不得宽于重复使用的界限。', basis_en: '依据（英文）', closings: '适用的销号类别', days: '销号后第几日（用逗号分开）', look_back_rule: '第 {n} 条', add_rule: '加一条', remove_rule: '移除第 {n} 条', look_back_hint: '几条都适用时，日期合并，各回头看一次。', published: '已发布', percent: '抽查比例（%）', percent_hint: '不低于 5。改动从下一期起算。',
    general: '一般隐患', larger: '较大隐患', major: '重大隐患', rectified: '整改用时少于（分钟）', verified: '验收用时少于（分钟）', bits: '照片指纹相差不超过（位）', of_last: '最近销号件数', same: '同一人占比（%）',
  },
  rules_level: { rules: '规则' },
  rules_field: { percent: '抽查比例（%）', basis: '依据', basis_en: '依据（英文）', reused_bits: '重复使用（位）', unchanged_bits: '没有变化（位）', clock_minutes: '旧照片（分钟）', far_m: '远离（米）', rectified_minutes: { general: '一般隐患整改用时（分钟）', larger: '较大隐患整改用时（分钟）', major: '重大隐患整改用时（分钟）' }, verified_minutes: '验收用时（分钟）', same_photo_bits: '前后照片相差（位）', same_verifier: { of_last: '最近销号件数', percent: '同一人占比（%）' }, closings: '适用的销号类别', rules: '回头看规则', order: '顺序' },
}
