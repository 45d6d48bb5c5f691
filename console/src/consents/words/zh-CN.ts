export default {
  consents: {
    sub: '管理员账号，以及能查看举报人或批准查看的账号（回访员、值班长、应安委办、领导），其新设、任命、发放链接、恢复启用和两步验证复位，须由另一类管理员同意。', empty: '没有等待同意的事项', empty_hint: '申请三天内无人答复即失效。', whose: '账号', as: '角色', before: '现任 {roles}', unit: '单位', asked: '申请', asked_by: '{name}，{at}', until: '失效', waits: '等待{role}同意',
    give: '同意', decline: '不同意', withdraw: '撤回申请', give_title: '同意{what}', decline_ask: '不同意对 {name} 的申请？账号保持原样，申请人会收到通知。', withdraw_ask: '撤回对 {name} 的申请？已发放的链接随即失效。',
    give_ask: '请先向 {name} 本人核实，确认是本人需要。', give_link: '同意后显示一个确认码。本人凭申请人给的链接和您给的确认码设置密码，缺一不可。', give_anew: '账号原有的密码、两步验证和登录全部失效。', give_second: '同意后，本人用原密码登录，重新开启两步验证。', give_enable: '同意后，本人可用原密码和两步验证登录。',
    code: '确认码', code_hint: '只显示这一次。请当面或拨打您所知的本人电话告知 {name}，不要交给申请人，也不要写在消息里。', given: '已同意', declined: '已答复不同意', withdrawn: '申请已撤回',
  },
  consent_act: { appoint: '新设账号', promote: '任命', invite: '发放链接', enable: '恢复启用', forget_second_factor: '复位两步验证' },
}
