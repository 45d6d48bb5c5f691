export default {
  ledger_import: {
    title: '导入台账', hint: 'Excel（.xlsx）或 CSV，原样即可：标题行、合并的表头、各种写法的日期都认得。先核对，再导入；已导入过的行不会重复。', limits: '文件不超过 8 MB、每表不超过 2 万行。更大的，或列名特殊、要用映射文件的，请由运维人员在服务器上用 mashang import hazards 导入。', privacy: '检查人、责任人、电话等个人信息不导入，系统里不留；举报人信息加密存放。',
    pick: '选择文件', again: '换一个文件', file: '文件 {name}', reading: '正在核对…', reading_n: '正在核对，{done} / {total} 行', importing: '正在导入…', importing_n: '正在导入，{done} / {total} 行', cut: '连接中断，服务器会继续导完。请稍后用同一文件再核对一次，看是否全部导入；已导入的不会重复。', leave: '离开本页也会导完。', too_large: '文件超过 8 MB。请拆分后分次导入，或由运维人员在服务器上导入。', unreadable: '文件读不出来。可能正被其他程序占用，请关闭后重新选择。',
    source: '台账名称', source_hint: '同一份台账每次用同一个名称，才不会重复导入。', system: '经纬度的坐标系', system_unknown: '不清楚（只作参考，不上图）', sheets: '工作表', sheets_none: '至少选一个工作表。', hidden: '（隐藏）', check: '核对', check_again: '按新的设置核对',
    rows: '共 {n} 行', new: '可导入 {n}', already: '已导入过 {n}', refused: '不能导入 {n}', go: '导入 {n} 条隐患', nothing: '没有可导入的新行', done: '已导入 {n} 条隐患。', done_none: '没有新的隐患，原来导入的没有变动。', done_more: '另有 {n} 行之前已导入。', done_left: '还有 {n} 行没有导入，在原文件中更正后再导入一次即可。', see: '查看导入的隐患', next: '接下来', stages: '导入后到哪个环节', stages_done: '现在在哪个环节',
    overdue: '其中 {n} 条已超期：导入后即按督办规则发提醒、督办单。早已了结而没有写明的，请先在台账里写明再导入。', overdue_done: '其中 {n} 条已超期，正按督办规则催办。', undated: '其中 {n} 条写明已整改、没有完成日期：到“待验收”，不催办。', known_as: '有 {n} 行已在台账“{name}”名下导入过。如是同一份台账，请改用这个名称，否则会重复。', use_name: '改用“{name}”',
    refused_title: '不能导入的行', refused_hint: '在原文件中更正后再导入一次即可，其余行不受影响。', doubts_title: '请核对', doubts_hint: '已按最可能的意思处理，照样导入。', download: '下载问题清单', more: '另有 {n} 处，见问题清单。', sheet: '工作表', row: '行', column: '列', reason: '原因', content: '内容', whole: '整表', kind: '类别', kind_refused: '不能导入', kind_doubtful: '请核对', list_name: '{name}-问题清单',
    units_title: '单位名册里没有的责任单位', units_hint: '名称作为文字留下，没有派遣给它。先由系统管理员在“单位”里登记再导入，可直接派遣。', units_rows: '{n} 行', rest_title: '没有取用的行和列', rest_row: '{sheet} 第 {row} 行：{reason}', rest_column: '{sheet} {column} 列：{reason}', rest_more: '另有 {n} 行。',
  },
  ledger_system: { cgcs2000: 'CGCS2000（天地图、官方测绘）', wgs84: 'WGS-84（GPS、手机）', gcj02: 'GCJ-02（高德、腾讯）', bd09: 'BD-09（百度）' },
}
