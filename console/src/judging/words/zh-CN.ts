export default {
  criteria_page: {
    sub: '目录版本 {version}，{at} 核对。条款为概括，以原文为准；对照条款只是提示，由负责人判定并留名。', find: '按名称、文号、条款查找', field: '行业领域', empty: '没有找到', empty_hint: '换一个词，或者选全部领域。',
    effective: '生效日期', unknown_date: '未载明', ended: '失效日期', issuer: '发布机关', not_yet: '尚未生效', gone: '已失效', with: '一并使用', direct: '直接判定', composite: '综合判定', none: '条款待录入，请查原文。',
  },
  hints: { title: '可能适用的条款', none: '没有提示。可在全部条款中选择。', strong: '类别和描述都指向此条', by_category: '类别相符', by_word: '描述中有“{word}”', all: '从全部条款中选择', second: '低于提示判定的，须另一人复核。', loading: '正在对照…' },
  risk_form: { method: '方法', choose: '请选择', pending: '各项取值选齐后显示结果' },
  risk_colour: { blue: '低风险', yellow: '一般风险', orange: '较大风险', red: '重大风险' },
  doubts_page: {
    sub: '系统按界限列出，只供核实，不作认定。', reason: '情形', unit: '主办单位', closed: '销号时间', verifier: '验收人', export: '导出 CSV', empty: '没有需要核实的销号', empty_hint: '整改、验收用时和照片都在界限之内。',
  },
  doubt_reason: { rectified_fast: '整改用时很短', verified_fast: '验收用时很短', no_after_photo: '无整改后照片', same_photo: '前后照片相近', same_verifier: '总由同一人验收' },
  draws_page: {
    sub: '每月随机抽查已销号的隐患。种子的指纹事先记入存证，月底以后揭晓，谁也不能挑选，任何人都可以复算。', period: '期次', share: '比例', committed: '指纹公布', fingerprint: '种子指纹', closed: '销号', drawn: '抽中', running: '进行中', waiting: '待揭晓', revealed: '揭晓', seed: '种子', entry: '存证第 {n} 条', proof: '复算材料', script: '复算程序在项目的 scripts/verify_draw.py，用 Python 运行。',
    passed: '通过', failed: '未通过', pending: '待复核', rate: '虚假整改率', no_rate: '尚无复核结果', cases: '抽中的隐患', unit: '复核单位', due: '期限', result: '结果', void: '抽取前已重启', empty: '还没有抽查', empty_hint: '系统将在每月开始时公布种子指纹。', none_drawn: '本期没有销号，未抽查。',
  },
  judging_panel: { risk: '风险分级', judgement: '重大隐患判定', judged: '判定等级', second: '复核', awaited: '待另一人复核', confirmed: '{name} 已复核', not_needed: '无需复核', clauses: '条款', version: '标准目录', hinted: '系统提示', doubts: '请核实', recheck: '抽查复核', recheck_unit: '复核单位', recheck_due: '复核期限', passed: '已通过', failed: '未通过', pending: '待复核', period: '期次', method: '方法', value: '风险值' },
}
