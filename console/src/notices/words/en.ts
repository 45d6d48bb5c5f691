export default {
  notices: {
    unread: '{n} unread', read_all: 'Mark all as read', settings: 'Notice settings', empty: 'No notices yet', empty_hint: 'What is given to you, waits for your decision or concerns you appears here.', is_unread: 'Unread',
    always: 'Notices in here are always kept. When you are away, you can be told in these ways as well. No notice names a reporter or repeats what was reported.', when: 'When', route: { mail: 'Mail', sms: 'Text message', webhook: 'Webhook' }, address: { mail: 'Mail address', sms: 'Mobile number' },
    way: { off: 'Never', danger: 'Danger to life only', digest: 'In digests; danger to life at once', each: 'One by one; what comes within a minute together' }, no_routes: 'Neither mail nor text messages are set up here. Ask the system administrator.',
    quiet: 'Quiet hours', quiet_hint: 'Only danger to life gets through; the rest comes together afterwards.', quiet_unit: 'As the unit has it: {from} to {to}', quiet_own: 'My own', from: 'From', to: 'To',
    digests: 'Times of digests', digests_hint: '24 hours, six at most, spaces between.', language: 'Language of notices', privacy: 'Addresses are kept encrypted and used for notices only; clear them and save to delete them.', kept: 'Saved',
  },
  deliveries: {
    on: 'Set up', off: 'Not set up', waiting: 'Waiting', delivered: 'Delivered', failed: 'Not delivered', list: 'What did not arrive', none: 'Everything arrived.', again: 'Look again', somebody: 'Somebody who is no longer here', unknown: 'Unknown', given_up: 'Not delivered', unknown_hint: 'What may have arrived is not sent again by itself, so that nobody gets two: ask first, then send a text message again; what waited in a backup may have been sent since, so decide one by one.', tried: 'tried {n} times, {things} things, {at}', retry: 'Send again', drop: 'Do not send', dropped: 'It will not be sent', retried: 'In the queue again',
    reason: { busy: 'busy', refused: 'refused', timeout: 'no answer in time', no_connection: 'no connection', host_not_found: 'name not found', tls: 'no encrypted connection', blocked_address: 'address not allowed', redirected: 'sent elsewhere', gone: 'no longer there', failed: 'failed at the other end', gateway_failed: 'the gateway failed', not_authorised: 'not authorised at the gateway', interrupted: 'interrupted in the middle', broken_connection: 'connection broke', no_answer: 'no answer', bad_address: 'no such address', malformed: 'cannot be sent', quiet: 'quiet hours', restored: 'restored from a backup, may have been sent' },
  },
  webhooks: {
    choose: 'Choose', hint: 'A unit’s own system can be told what happens to the hazards that the unit handles. Messages are signed and hold neither personal data nor what was reported.', none: 'No webhooks yet', make: 'Add a webhook', name: 'System', unit: 'Unit', unit_hint: 'Only hazards in which this unit has a part; the desk and the committee office are told of all.', url: 'Address', secret: 'Signing secret', secret_once: 'Shown only this once. Hand it to the other system.', drop: 'Stop', drop_ask: '“{name}” is told nothing any more. Stop it?',
  },
}
