export default {
  notices: {
    unread: '未读 {n} 条', read_all: '全部标为已读', settings: '通知设置', empty: '还没有通知', empty_hint: '派给您办理、需要您审批或与您有关的进展会显示在这里。', is_unread: '未读',
    always: '站内通知一直保留。离开系统时，可用下面的方式通知您。通知中没有举报人信息，也没有举报内容。', when: '何时通知', route: { mail: '邮件', sms: '短信', webhook: '接口推送' }, address: { mail: '邮箱', sms: '手机号' },
    way: { off: '不通知', danger: '仅危及生命', digest: '定时汇总，危及生命立即通知', each: '逐件通知，一分钟内的合并' }, no_routes: '本系统还没有开通邮件和短信，请联系系统管理员。',
    quiet: '免打扰时段', quiet_hint: '这段时间只通知危及生命的事项，其余等时段结束后合并通知。', quiet_unit: '按单位规定：{from} 至 {to}', quiet_own: '自己设定', from: '开始', to: '结束',
    digests: '汇总时刻', digests_hint: '24 小时制，最多 6 个，用空格隔开。', language: '通知语言', privacy: '邮箱和手机号加密存放，只用于通知；清空后保存即删除。', kept: '已保存',
  },
  deliveries: {
    on: '已开通', off: '未开通', waiting: '待发送', delivered: '已送达', failed: '未送达', list: '未送达的通知', none: '没有未送达的通知。', again: '刷新', somebody: '已停用的人员或系统', unknown: '是否送达不明', given_up: '未送达', unknown_hint: '“是否送达不明”的不会自动重发，以免收到两次：短信请核实对方没有收到后再重发；从备份恢复的，备份之后可能已经发出，请逐条决定重发或不再发送。', tried: '尝试 {n} 次，共 {things} 条，{at}', retry: '重发', drop: '不再发送', dropped: '已不再发送', retried: '已重新排队发送',
    reason: { busy: '对方繁忙', refused: '对方拒收', timeout: '对方没有及时应答', no_connection: '连接不上', host_not_found: '域名无法解析', tls: '加密连接失败', blocked_address: '地址不允许访问', redirected: '对方要求转到别处', gone: '对方已停用', failed: '对方出错', gateway_failed: '短信网关出错', not_authorised: '短信网关未授权', interrupted: '发送中途服务中断', broken_connection: '连接中断', no_answer: '没有应答', bad_address: '地址不正确', malformed: '内容无法发送', quiet: '免打扰时段', restored: '从备份恢复，可能已经发出' },
  },
  webhooks: {
    choose: '请选择', hint: '有关单位的系统可以收到本单位所办隐患的进展。推送带签名，不含个人信息和举报内容。', none: '还没有接口推送', make: '新增推送', name: '系统名称', unit: '单位', unit_hint: '只推送该单位参与办理的隐患；值守机构和应安委办收到全部。', url: '接收地址', url_hint: '公网地址须以 https:// 开头。本机和未列明的内网地址不能填写；填写域名的，每次发送时再核对其指向。', secret: '签名密钥', secret_once: '只显示这一次，请交给对方系统妥善保存。', drop: '停用', drop_ask: '停用后不再向“{name}”推送。确定停用？',
  },
}
