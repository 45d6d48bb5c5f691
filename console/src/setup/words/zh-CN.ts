export default {
  setup_page: {
    sub: '三名管理员分头办理，约一刻钟。随时可以离开，进度按实际情况记着，下次接着办。', done: '已完成', open: '待办', of: { system: '系统管理员', security: '安全管理员', operator: '运维人员', desk: '值守人员', committee_office: '应安委办' }, count: '{n} 个', missing: '还缺：{roles}', missing_year: '还缺 {year} 年的放假安排。', all_done: '开通事项已全部完成', left: '还有 {n} 项', yours: '您的下一项', none_yours: '您的事项已办完，其余由他人办理。', fixed: '由 district.toml 规定，须由运维人员修改后重新启动', code: '行政区划代码 {code}', code_fixed: '首次启动时定下，是每条记录的一部分，不能更改', code_unnamed: '尚未设定行政区划代码。代码是每条记录的一部分，请在空目录中用 --district 430406 --name 区名 重新启动一次。', rename: '区名', save_name: '保存区名',
    steps: { district: '区名', base_url: '公众访问地址', extent: '辖区范围', administrators: '三员到位', desk: '值守机构', streets: '街道', units: '部门', people: '人员', catalogue: '隐患目录', calendar: '放假安排与办公时间', places: '场所', codes: '第一批标牌', ledger: '原有台账', trial: '试报一件', backup: '第一次备份' },
    hints: { district: '显示在公众页面、回执和标牌上。', base_url: '印在二维码里，须能从手机打开。', extent: '地图打开时看到的范围；其他系统送来的、离本区很远的坐标据此退回。', administrators: '系统、安全、审计管理员各由一人担任，各自用首次启动时终端显示的链接设置密码。一人不能兼任。', desk: '受理和派遣的机构，至少一个。', streets: '街道和镇，各有区域代码。可从表格粘贴，只有名称也可以。', units: '承办隐患的部门、企业和物业。', people: '每个环节至少一人。可从表格导入，邀请链接逐一交给本人。', catalogue: '系统自带目录可直接使用，也可从九列表更新。', calendar: '工作日和工作时的期限按此推算。办公时间与自带的不同时，请一并改好。', places: '先导入重点场所，其余以后补。', codes: '制码并打印一张标签，贴好后现场扫码启用。', ledger: '原来有隐患台账的，由应安委办人员在“隐患”页点“导入台账”，先核对、再导入。没有台账的不用办，有了第一条上报，本项即算完成。', trial: '扫第一张标牌，或打开公众页面，报一件“测试”；值守人员在待办中看到它，以“恶意或测试信息”不予受理。', backup: '在服务器上运行 mashang backup，并把密钥另存。' },
    acts: { desk: '查看单位', streets: '粘贴街道', units: '粘贴单位', people: '导入人员', administrators: '查看人员', catalogue: '查看目录', calendar: '录入放假安排', places: '导入场所', codes: '打印标签', trial: '打开公众页面', backup: '查看命令' },
  },
  extent: {
    mode: '鼠标的用途', draw: '画范围', move: '移动地图', nearer: '放大', farther: '缩小', whole: '看全', map: '辖区范围图', draw_hint: '在图上按住拖动，画出一个方框。也可以在下面直接填写四至。', move_hint: '拖动四个角调整范围；角获得焦点后可用方向键移动。按住 Ctrl 滚动可缩放。', corner: '{name}角，经度 {lon}，纬度 {lat}，用方向键移动', corner_north_west: '西北', corner_north_east: '东北', corner_south_east: '东南', corner_south_west: '西南', apart: '底图使用 {map}，与所选坐标系不同，图上位置可能偏差数百米。在图上拖动后，坐标系改为底图的。',
    none: '尚未设定', spans: '东西约 {w} 公里，南北约 {h} 公里', margin: '边界外 {n} 米内仍算辖区附近', change: '修改范围', set: '设定范围', from_places: '按 {n} 处场所推算', from_file: '读取 GeoJSON 文件', or: '或填写四至', west: '西（经度）', south: '南（纬度）', east: '东（经度）', north: '北（纬度）', system: '坐标系', save: '保存范围', no_geojson: '文件中没有读到坐标，请选择本区边界的 GeoJSON 文件。', read: '已从文件读出四至，请核对后保存。', swapped: '经度和纬度好像填反了。', turned: '东西或南北的两边好像填反了。', mend: '对调为经度 {west}–{east}、纬度 {south}–{north}', mended: '已对调，请核对后保存。', numbers: '四至都要填，单位为度，如 112.5595。', sketch: '辖区范围示意',
  },
  extent_system: { cgcs2000: 'CGCS2000（天地图、官方测绘）', wgs84: 'WGS-84（GPS、手机）', gcj02: 'GCJ-02（高德、腾讯）', bd09: 'BD-09（百度）' },
  guide_bar: { name: '开通向导', back: '回到向导' },
}
