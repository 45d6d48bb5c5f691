export default {
  displays: {
    sub: '大屏凭令牌只看统计和地图，看不到任何一件隐患的内容。', add: '发放令牌', name: '挂在哪里', name_hint: '如 值班大厅东墙', make: '发放', made: '令牌已发放，只显示这一次', how: '在大屏的浏览器中打开下面的地址，随即进入大屏；以后开机自动进入。地址等于令牌，请勿转发、拍照。', link: '大屏地址', used: '最近使用', never: '尚未使用', state: '状态', active: '在用', revoked: '{at} 停用', revoke: '停用', revoke_ask: '停用“{name}”的令牌？该大屏一分钟内停止显示，之后不能恢复。', empty: '还没有大屏', empty_hint: '为每块屏各发一个令牌，便于单独停用。', day_only: '只记最近使用的日期。',
  },
}
