export default {
  consents: {
    sub: 'For administrators, and for whoever opens a reporter’s contact or agrees to it (callers, shift leads, committee office, leaders), a new account, an appointment, a new link, enabling again and a reset of two-step sign-in need the consent of another kind of administrator.', empty: 'Nothing waits for consent', empty_hint: 'What nobody answers in three days lapses.', whose: 'Account', as: 'Role', before: 'now {roles}', unit: 'Unit', asked: 'Requested', asked_by: '{name}, {at}', until: 'Lapses', waits: 'Waits for the {role}',
    give: 'Consent', decline: 'Decline', withdraw: 'Withdraw', give_title: 'Consent: {what}', decline_ask: 'Decline what was asked for about {name}? Nothing changes, and whoever asked is told.', withdraw_ask: 'Withdraw what was asked for about {name}? The link that was given out ends.',
    give_ask: 'Ask {name} first whether this is wanted.', give_link: 'A code is shown then. The password is set with the link from whoever asked and the code from you; neither is enough alone.', give_anew: 'The account’s present password, two-step sign-in and sessions end.', give_second: 'The person then signs in with the password and sets up two-step sign-in again.', give_enable: 'The person then signs in with password and two-step sign-in as before.',
    code: 'Confirmation code', code_hint: 'Shown only this once. Say it to {name} in person or by a telephone number that you know. Not to whoever asked, and not in a message.', given: 'Consent given', declined: 'Declined', withdrawn: 'Withdrawn',
  },
  consent_act: { appoint: 'New account', promote: 'Appointment', invite: 'New link', enable: 'Enable again', forget_second_factor: 'Reset of two-step sign-in' },
}
