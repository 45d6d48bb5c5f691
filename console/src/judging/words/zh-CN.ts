export default {
  criteria_page: {
    sub: '目录版本 {version}，{at} 核对。条款为概括，以原文为准；对照条款只是提示，由负责人判定并留名。', find: '按名称、文号、条款查找', field: '行业领域', empty: '没有找到', empty_hint: '换一个词，或者选全部领域。',
    effective: '生效日期', unknown_date: '未载明', ended: '失效日期', issuer: '发布机关', not_yet: '尚未生效', gone: '已失效', with: '一并使用', direct: '直接判定', composite: '综合判定', none: '条款待录入，请查原文。', clauses: '{n} 条',
  },
  hints: { title: '可能适用的条款', none: '没有提示。可在全部条款中选择。', strong: '类别和描述都指向此条', by_category: '类别相符', by_word: '描述中有“{word}”', all: '从全部条款中选择', second: '低于提示判定的，须另一人复核。', loading: '正在对照…' },
  risk_form: { method: '方法', value: '风险值', choose: '请选择', pending: '各项取值选齐后显示结果' },
  risk_colour: { blue: '低风险', yellow: '一般风险', orange: '较大风险', red: '重大风险' },
  doubts_page: {
    sub: '系统按界限列出，只供核实，不作认定。', reason: '情形', unit: '主办单位', closed: '销号时间', verifier: '验收人', export: '导出 CSV', empty: '没有需要核实的销号', empty_hint: '整改、验收用时和照片都在界限之内。', by_unit: '按单位', rules: '界限 {version}', from: '销号起', to: '销号止',
  },
  doubt_reason: { rectified_fast: '整改用时很短', verified_fast: '验收用时很短', no_after_photo: '无整改后照片', same_photo: '前后照片相近', same_verifier: '总由同一人验收' },
  draws_page: {
    sub: '每月随机抽查已销号的隐患。种子的指纹事先记入存证，月底以后揭晓，谁也不能挑选，任何人都可以复算。', period: '期次', share: '比例', committed: '指纹公布', fingerprint: '种子指纹', closed: '销号', drawn: '抽中', running: '进行中', waiting: '待揭晓', revealed: '揭晓', seed: '种子', entry: '存证第 {n} 条', proof: '复算材料', script: '复算程序在项目的 scripts/verify_draw.py，用 Python 运行。',
    passed: '通过', failed: '未通过', pending: '待复核', rate: '虚假整改率', no_rate: '尚无复核结果', cases: '抽中的隐患', unit: '复核单位', due: '期限', result: '结果', void: '抽取前已重启', empty: '还没有抽查', empty_hint: '系统将在每月开始时公布种子指纹。', none_drawn: '本期没有销号，未抽查。', pick: '请选择一期查看。',
  },
  rules_page: {
    criteria: '重大隐患标准', risk: '风险评价方法', doubts: '存疑界限', recheck: '抽查规则', evidence: '照片核对', look_backs: '回头看', reused: '不同案件照片指纹相差不超过（位）视为重复使用', unchanged: '整改前后照片指纹相差不超过（位）视为没有变化', clock: '早于上报超过（分钟）视为旧照片', far: '距现场超过（米）视为远离', evidence_hint: '照片核对只作提示，由验收人判断。指纹共 64 位，最多相差 7 位；前后照片的界限不得宽于重复使用的界限。', basis_en: '依据（英文）', closings: '适用的销号类别', days: '销号后第几日（用逗号分开）', look_back_rule: '第 {n} 条', add_rule: '加一条', remove_rule: '移除第 {n} 条', grade: '等级', any_grade: '不限等级', urgency: '是否危及生命', any_urgency: '不论紧急', urgent: '曾危及生命', not_urgent: '不危及生命', look_back_hint: '几条都适用时，日期合并，各回头看一次。', versions: '版本', in_force: '现行', shipped: '随系统', future: '{at} 起', publish: '发布新版本', version: '版本名称', effective: '生效时间', body: '规则内容', published: '已发布', save: '下载', broken: '内容不是合法的 JSON。', bring: '从文件读入', percent: '抽查比例（%）', percent_hint: '不低于 5。改动从下一期起算。',
    general: '一般隐患', larger: '较大隐患', major: '重大隐患', rectified: '整改用时少于（分钟）', verified: '验收用时少于（分钟）', bits: '照片指纹相差不超过（位）', of_last: '最近销号件数', same: '同一人占比（%）', basis: '依据',
  },
  judging_panel: { risk: '风险分级', judgement: '重大隐患判定', judged: '判定等级', second: '复核', awaited: '待另一人复核', confirmed: '{name} 已复核', not_needed: '无需复核', clauses: '条款', version: '标准目录', hinted: '系统提示', doubts: '请核实', recheck: '抽查复核', recheck_unit: '复核单位', recheck_due: '复核期限', passed: '已通过', failed: '未通过', pending: '待复核', period: '期次', method: '方法', value: '风险值' },
}
