// Words of the interface in English. Same keys as zh-CN.ts; a test holds that.
import type zh from './zh-CN'

type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> }

const en: Words<typeof zh> = {
  app: {
    name: 'Mashang', full: 'Mashang · hazards', district: '{name}', demo: 'Demo data',
    skip: 'Skip to content', menu: 'Menu', language: 'Language', close: 'Close',
  },
  nav: {
    inbox: 'Inbox', hazards: 'Hazards', report: 'New report', places: 'Places and codes', units: 'Units', people: 'People',
    account: 'Account', sign_out: 'Sign out', work: 'Work', map: 'Map', registers: 'Registers', govern: 'Administration', morning: 'Today',
  },
  common: {
    save: 'Save', cancel: 'Cancel', edit: 'Edit', add: 'Add', more: 'Load more', all_shown: 'All {n} shown',
    loading: 'Loading…', retry: 'Try again', back: 'Back', none: 'None', yes: 'Yes', no: 'No', optional: 'optional',
    copy: 'Copy', copied: 'Copied', print: 'Print', confirm: 'Confirm', search: 'Search', clear: 'Clear', shown: '{n} shown',
    from_to: 'to', unknown: '—', required: 'required', submit: 'Submit', done: 'Done', items: '{n} items', download: 'Download', actions: 'Actions', colon: ': ', comma: ', ',
  },
  time: {
    left: '{t} left', late: '{t} late', minutes: '{n} min', hours: '{n} h', days: '{n} d', hm: '{h} h {m} min', dh: '{d} d {h} h',
    just_now: 'under 1 min', due: 'due {at}', no_clock: 'no limit', elapsed: 'took {t}', ago: '{t} ago', late_n: '{n} late', today: 'today', tomorrow: 'tomorrow', yesterday: 'yesterday',
  },
  sign_in: {
    title: 'Sign in', login: 'Login', password: 'Password', submit: 'Sign in', code: 'Verification code', code_hint: 'Open your authenticator app and type the six digits, or use a recovery code.',
    wrong: 'Login or password is wrong.', wrong_code: 'The code is wrong or has expired.', locked: 'Too many failed attempts. Try again after {until}.', back: 'Use another account', help: 'Forgot your password? Ask your security administrator for a new invitation link.',
    expired: 'Your session has ended. Please sign in again.',
  },
  invite: {
    title: 'Set your password', hello: 'Welcome, {name}. Your login is {login}.', password: 'New password', again: 'Repeat it', submit: 'Set password', done: 'Password set. Please sign in.',
    gone: 'This link is invalid, used or expired. Ask the security administrator for a new one.', to_sign_in: 'Go to sign in',
  },
  policy: {
    title: 'The password must', length: 'have at least 10 characters', login: 'not contain your login', common: 'not be a common password, birthday or phone number', hint: 'A few unrelated words in a row are easy to remember and safe. Capitals and symbols are not required.', differs: 'The two entries differ.',
  },
  account: {
    title: 'Account', name: 'Name', login: 'Login', unit: 'Unit', area: 'Street', roles: 'Roles', password: 'Change password', old: 'Current password', new: 'New password', changed: 'Password changed.',
    second: 'Two-step sign-in', second_on: 'On', second_off: 'Off', enrol: 'Turn on two-step sign-in', again: 'Set up again', second_why: 'Besides your password you type a six-digit code from your phone.',
    due: 'Administrators must turn on two-step sign-in before anything else.', step1: 'Scan the code with an authenticator app', step1_hint: 'If you cannot scan, type this key:', step2: 'Type the six digits that the app shows', enable: 'Turn on',
    recovery: 'Recovery codes', recovery_hint: 'If you lose your phone, each code signs you in once. Write them down or print them; they are not shown again.', recovery_done: 'I have saved them', qr: 'QR code for two-step sign-in',
  },
  inbox: { title: 'Inbox', total: '{n} waiting', late: '{n} late', none_late: 'none late', empty: 'Nothing waits for you', empty_hint: 'New items appear here in order of their due time.' },
  list: {
    title: 'Hazards', filters: 'Filters', number: 'Number', number_hint: 'Receipt or case no.', stage: 'Stage', street: 'Street', category: 'Category', grade: 'Grade', unit: 'Lead unit', source: 'Source', late: 'Late only',
    from: 'From', to: 'Until', any: 'Any', text: 'Hazard', due: 'Due', lead: 'Lead', reported: 'Reported', empty: 'No hazard matches', empty_hint: 'Widen or clear the filters.', clear: 'Clear filters', urged: 'urged {n}×', danger: 'Danger to life', closed_at: 'Closed',
    dates: 'Reported on', no_text: '(photos only)',
  },
  detail: {
    actions: 'What you can do', no_actions: 'Nothing for you to do at this stage.', story: 'History', text: 'Description', place: 'Place', photos: 'Photos', clock: 'Time limit', filing: 'Filing', dispatch: 'Dispatch', fulfilments: 'Five fulfilments', related: 'Merged', proof: 'Proof', report: 'Report',
    receipt: 'Receipt', number: 'Case number', source: 'Source', protection: 'Reporter', reporter_kept: 'Contact kept encrypted', rectify_due: 'Rectify by', extensions: 'extended {n}×', reworks: 'rework {n}×', returns: 'returned {n}×', reopens: 'reopened {n}×', urges: 'urged {n}×',
    accepted: 'Accepted', started: 'Stage began', due: 'Due', children: 'Merged into this', merged_into: 'Merged into', standard: 'Filing standard', party: 'Responsible party', clause: 'Criterion', judged_by: 'Judged by', lead: 'Lead unit', co: 'Co-units', copies: 'Copied to', signed: 'Signed for', not_signed: 'Not signed yet',
    responsible: 'Responsible', measures: 'Measures', funds: 'Funds', planned_at: 'Time limit', plan: 'Emergency plan', written: 'written', missing: 'missing', rating: 'Rating', solved: 'solved', unsolved: 'not solved', stars: '{n} stars', by_desk: 'by phone', request: 'Request pending', not_found: 'There is no such hazard, or you may not see it.',
    street: 'Street', category: 'Category', grade: 'Grade', position: 'Position', no_position: 'No position', fix: 'Phone {d} m from the code, accuracy {a} m', fix_only: 'Phone accuracy {a} m', scale: '{n} m', north: 'N', sketch: 'Sketch of the position: the hazard in the centre, circles at 50 m and 100 m', copy_position: 'Copy position', stage: 'Stage',
    suspended_until: 'Suspended until', review_at: 'Next review', stop_order: 'Order number', appeal_open: 'The reporter has appealed; decision pending', supplement_until: 'Answer awaited until', before: 'Before', after: 'After', imported: 'Imported', recorded_at: 'recorded {at}', words_erased: '(words erased)', printed: 'Printed {at}', rectify: 'Rectify', standing: 'Standing', waits_unit: 'Inspecting unit', referral_to: 'Referred to', reject_reason: 'Reason for rejection',
  },
  proof: {
    load: 'Show proof', explain: 'Every record is hashed and chained to the one before, and the whole goes into a public log. Any change is found.', sequence: 'No.', kind: 'Record', hash: 'Hash', index: 'Log index', pending: 'pending', inclusion: 'In the log', checkpoint: 'Checkpoint', size: 'Log size', root: 'Root hash', key: 'Public key', not_yet: 'Not in a checkpoint yet. Look again later.', json: 'Copy proof data', check: 'Check it with the public script, without trusting this system.',
  },
  lightbox: { label: 'Photo {i} of {n}', prev: 'Previous', next: 'Next', open: 'Enlarge', larger: 'Larger', smaller: 'Smaller' },
  keys: { title: 'Keyboard', search: 'Search', move: 'Next / previous', open: 'Open', action: 'First action', help: 'This help', back: 'Back to the list', close: 'Close', photos: 'Previous / next photo', everywhere: 'Everywhere', over: 'In a drawer or a picture', send: 'Send', list: 'Lists', page: 'This page', choose: 'Choose' },
  report: {
    title: 'New report', intro: 'For callers and visitors, or for what an inspection found.', text: 'Description', text_hint: 'What is wrong and why it is dangerous, in a sentence', address: 'Where', address_hint: 'Street, number, floor', place: 'Place', place_hint: 'Type to find', category: 'Category', life_danger: 'Danger to life', life_hint: 'Fire, gas leak or other emergency: call 119 or 110 first.', reporter: 'Caller', reporter_hint: 'Kept encrypted and apart from the case. Without contact the report is anonymous.', name: 'Name', phone: 'Phone', done: 'Recorded, receipt {receipt}', open: 'Open this hazard', again: 'Record another', link: 'Link for the caller', position: 'Position', lon: 'Longitude', lat: 'Latitude', source: 'Source', submit: 'Record',
    where: 'Where', what: 'What', who: 'Caller', need_place: 'Give a place, a position or an address.', need_text: 'Give a description or photos.', photos: 'Photos',
  },
  units: { title: 'Units', code: 'Code', name: 'Name', kind: 'Kind', parent: 'Parent', area: 'Street', phone: 'Duty phone', add: 'Add unit', edit: 'Edit unit', ended: 'ended', end: 'End', end_ask: 'End {name}? Nothing can be dispatched to it any more; its history stays.', empty: 'No units yet', filter: 'Find by name or code' },
  people: {
    title: 'People', name: 'Name', login: 'Login', unit: 'Unit', area: 'Street', roles: 'Roles', state: 'State', add: 'Add person', edit: 'Edit person', disable: 'Disable', disable_ask: 'Disable {name}? They can no longer sign in; their records stay.', disabled: 'Disabled', active: 'Active', invited: 'Invited', second: 'Two-step', invite: 'Issue invitation', invite_ask: 'Issue a new link for {name}? The old one stops working.',
    link_title: 'Invitation link', link_hint: 'Shown only once. Hand it to the person in a way you trust; it sets their password.', empty: 'No people yet', separate: 'The system, security and audit administrator must be three people, without other roles.', filter: 'Find by name, login or unit', three: 'Administrators', business: 'Work roles',
  },
  places: {
    title: 'Places and codes', name: 'Name', kind: 'Kind', address: 'Address', street: 'Street', party: 'Responsible unit', codes: 'Codes', open: 'Open hazards', add: 'Add place', edit: 'Edit place', empty: 'No place matches', q: 'Find by name or address', make: 'Make a code', make_done: 'Code made', revoke: 'Revoke', revoked: 'Revoked', active: 'Active', printed: 'Not activated', made: 'made {at}', revoke_title: 'Revoke code', reason: 'Reason', replaced_by: 'Replaced by', print_code: 'Print', qr: 'QR code of the place', no_codes: 'No codes yet', position: 'Position', lon: 'Longitude', lat: 'Latitude', plate_line: 'See a hazard? Scan and report', plate_hint: 'No sign-in, anonymous if you wish. In an emergency call 119 or 110.', detail: 'Place', revoked_at: 'revoked {at}', hazards: 'Open hazards here', phone: 'Public phone', regulator: 'Regulator', grid: 'Grid', ended: 'Place closed', ended_check: 'Close this place', open_count: '{n} open', not_shown: 'Plates are printed by the system administrator', activated: 'activated {at}, {d} m from the place', activated_at: 'activated {at}',
  },
  form: {
    photos_add: 'Add photos', photos_hint: 'Several at once or paste, at most 9', uploading: 'Uploading', upload_failed: 'Upload failed', remove: 'Remove', yuan: 'yuan', pick_unit: 'Choose a unit', pick_units: 'Choose units', pick_person: 'Choose a person', pick_standard: 'Choose a filing standard', pick: 'Choose', pick_category: 'Choose a category', limit: 'limit {limit}', closing: 'Closing condition: {text}', condition: 'Filing condition', no_match: 'No match', no_data: 'No data', fix_errors: 'Correct {n} fields', chars: '{n} / {max}', pick_date: 'Choose a time', date: 'Choose a date', quick_days: 'in {n} days', bad_money: 'Give an amount such as 1200 or 1200.50', photo_too_big: 'The photo is over 20 MB', photos_wait: 'Wait until the photos are uploaded', before: 'Photos before', after: 'Photos after', standards_of: 'Filing standard',
  },
  merge: { title: 'Choose the main case', suggested: 'Probably the same hazard', none: 'No probable duplicate was found.', by_number: 'Find by receipt or case number', this: 'This one', other: 'Main case', distance: '{n} m apart', same_place: 'Same code', apart: '{t} apart', choose: 'Merge into this', chosen: 'Chosen', explain: 'This one follows the main case; both reporters are answered.', find: 'Find' },
  result: { done: '{action}: done', now: 'Stage now: {stage}', undone: 'Not done', reload: 'The page has been refreshed. Check it and try again.', possible: 'What you can do now:', nothing_possible: 'Nothing for you to do now.', stale: '{who} has just acted on this hazard; it has changed.', reporter_title: 'Reporter', reporter_hint: 'This look has been recorded and the reporter can see it. Do not copy it or pass it to the handling unit.', contact: 'Other contact', note: 'Note', sent: 'Sent' },
  error: { title: 'Could not load', offline: 'The server cannot be reached. Check the network.', not_found: 'No such page', to_inbox: 'To the first page', unknown: 'Something went wrong ({code}).', forbidden: 'You may not see this page.', busy: 'The system is busy. Try again shortly.' },
  not_allowed: { title: 'You may not open “{page}”', roles: '{name}: {roles}. Ask your security administrator if you need it.', go: 'You can go to' },
  light: { ok: 'in time', soon: 'ends soon', late: 'late', paused: 'paused', done: 'done', none: 'not started' },
  table: { all: 'Choose all', one: 'Choose {name}' },
  undo: { undo: 'Undo', now: 'Send now' },
  photo_pair: { slider: 'Compare before and after', value: '{n} % of the photo after', beside: 'Side by side', over: 'One over the other' },
  stage: {
    reported: 'Reported', supplement: 'Awaiting details', verifying: 'Inspection', self_fixed: 'Fixed on the spot', rejected: 'Rejected', merged: 'Merged', referred_out: 'Referred', filed: 'Filed', dispatched: 'Dispatched', return_requested: 'Return requested', rectifying: 'Rectifying', suspended: 'Suspended', stop_ordered: 'Stop ordered', submitted: 'Submitted', rework: 'Rework', verified: 'Verified', closed: 'Closed', follow_up: 'Follow-up', reopened: 'Reopened', archived: 'Archived',
  },
  action: {
    accept: 'Accept', ask_supplement: 'Ask for details', supplement: 'Add details', lapse: 'Lapse', order_inspection: 'Order inspection', inspect: 'Report findings', fix_on_spot: 'Fix on the spot', confirm_spot_fix: 'Confirm spot fix', reject: 'Reject', appeal: 'Appeal', decide_appeal: 'Decide appeal', merge: 'Merge', unmerge: 'Undo merge', refer_out: 'Refer out', bounce: 'Referral bounced', close_referral: 'Close referral', file: 'File', dispatch: 'Dispatch', sign: 'Sign for it', request_return: 'Request return', decide_return: 'Decide return', plan: 'Five fulfilments', measure_interim: 'Interim measures', request_extension: 'Request extension', decide_extension: 'Decide extension', request_suspension: 'Request suspension', decide_suspension: 'Decide suspension', review_suspension: 'Review suspension', resume: 'Resume', order_stop: 'Order stop', release_stop: 'Release stop', submit: 'Submit', verify: 'Verify', order_rework: 'Order rework', approve_closing: 'Approve closing', reply: 'Reply to reporter', urge: 'Urge', rate: 'Rate', call_back: 'Record call-back', reopen: 'Reopen', archive: 'Archive', open_reporter: 'Open reporter', erase_reporter: 'Erase reporter', erase_words: 'Erase words',
  },
  action_hint: {
    accept: 'Once accepted, filing it or another decision is up to you.', merge: 'This one follows the main case and is closed with it.', erase_reporter: 'Cannot be undone; nobody can contact the reporter afterwards.', erase_words: 'Erases only the words of that record; the proof stays valid. Cannot be undone.', reject: 'Give the reason and the way to go instead. The reporter sees it and may appeal once.', archive: 'After that it can only be reopened by the rules.', order_stop: 'For major hazards or danger to life. Work Safety Law, articles 65 and 70.', request_extension: 'Before it is due, and at most twice.', request_suspension: 'Once, for at most a year, with control measures and reviews.', sign: 'The time for rectifying starts when you sign.', approve_closing: 'The record is locked when closed.', reply: 'The reporter reads this on the receipt page. No personal data.', ask_supplement: 'The reporter reads this on the receipt page.', open_reporter: 'Every look is recorded and shown to the reporter.', dispatch: 'The time for rectifying starts when the lead unit signs.', order_rework: 'The lead unit signs for it again.', submit: 'Take the photos from the same spot as before.', fix_on_spot: 'Needs a photo after, and one before if the report has none.',
  },
  event: {
    reported: 'Reported', accepted: 'Accepted', supplement_asked: 'Details asked for', supplemented: 'Details added', inspection_ordered: 'Inspection ordered', inspected: 'Findings reported', fixed_on_spot: 'Fixed on the spot', rejected: 'Rejected', appealed: 'Appealed', appeal_decided: 'Appeal decided', merged: 'Merged into another', child_merged: 'Another merged into this', unmerged: 'Merge undone', child_unmerged: 'Another left the merge', referred_out: 'Referred out', referral_bounced: 'Referral bounced', filed: 'Filed', dispatched: 'Dispatched', signed: 'Signed for', return_requested: 'Return requested', return_decided: 'Return decided', planned: 'Five fulfilments recorded', interim_measured: 'Interim measures taken', extension_requested: 'Extension requested', extension_decided: 'Extension decided', suspension_requested: 'Suspension requested', suspension_decided: 'Suspension decided', suspension_reviewed: 'Suspension reviewed', resumed: 'Resumed', stop_ordered: 'Stop ordered', stop_released: 'Stop released', submitted: 'Submitted', verified: 'Verified', rework_ordered: 'Rework ordered', closed: 'Closed', replied: 'Reporter answered', urged: 'Urged', rated: 'Rated', called_back: 'Called back', reopened: 'Reopened', archived: 'Archived', reporter_opened: 'Reporter data opened', reporter_erased: 'Reporter data erased', words_erased: 'Words erased',
  },
  told: {
    by_source: 'Source: {source}', to_unit: 'To {unit}', founded: 'Finding: {finding}', because: 'Reason: {reason}', upheld: 'Appeal upheld, reopened', dismissed: 'Appeal dismissed', into: 'Into {receipt}', child: '{receipt} merged into this', child_out: '{receipt} left the merge', to: 'To {to}', outside_number: 'Outside number {number}', filed: '{grade} hazard, case {number}', lead: 'Lead {unit}', co: 'Co-units {units}', copies: 'Copied to {units}', rectify_by: 'Rectify by {at}', return_granted: 'Return granted, to be dispatched again', return_refused: 'Return refused', arbitrated: 'arbitrated by the committee office', until: 'Until {at}', granted: 'Granted', refused: 'Refused', suspended_until: 'Suspended until {at}', review_at: 'Review by {at}', resumed_by_itself: 'Suspension over, resumed by itself', order: 'Order {order}', cost: 'Cost {amount}', method: 'Method: {method}', closing: '{closing}', solved: 'solved', unsolved: 'not solved', stars: '{n} stars', reached: 'Reached', not_reached: 'Not reached', purpose: 'Purpose: {purpose}', of_entry: 'Record {n}', due: 'To be done by {at}', funds: 'Funds {amount}', planned_at: 'Planned for {at}', place_code: 'Through the code on the spot', life_danger: 'Danger to life', nobody: 'By the system', answer_by: 'Answer by {at}', resident: 'Resident', measures: 'Measures', plan: 'Plan', party: 'Responsible party: {party}', system: 'System', address: 'Where', answer: 'Answer', category: 'Category {name}',
  },
  grade: { general: 'General', larger: 'Larger', major: 'Major' },
  source: { resident: 'Resident', employee: 'Employee', inspector: 'Inspector', bureau: 'Bureau check', self_check: 'Company self-check', hotline: '12345 hotline', leader: 'Leader', superior: 'Superior authority', media: 'Media', system: 'Other system', ledger: 'Ledger import' },
  channel: { code: 'Code', web: 'Web page', console: 'Console', open311: 'Open311', phone: 'Phone', import: 'Import' },
  protection: { anonymous: 'Anonymous', contactable: 'Contact left', whistleblower: 'Whistle-blower, strictly secret' },
  reject_reason: { unclear: 'Object or facts unclear', repeated: 'Already reported and accepted', not_a_hazard: 'Not a hazard', unfounded: 'Unfounded on inspection', out_of_area: 'Outside the district', unanswered: 'No answer in time', abuse: 'Abuse or test' },
  referral_to: { superior: 'superior authority', other_district: 'another district', hotline: '12345', police: 'police', fire: 'fire service', enforcement: 'enforcement' },
  finding: { founded: 'Founded', unfounded: 'Unfounded', undetermined: 'Undetermined' },
  party_kind: { company: 'Company', property: 'Property manager', owner: 'Owner', government: 'Government', unknown: 'Unknown' },
  verify_method: { on_site: 'On site', remote: 'Remote', sample: 'Sample', experts: 'Experts with the bureau' },
  closing_kind: { rectified: 'Rectified', fixed_on_spot: 'Fixed on the spot', unfounded: 'Unfounded', with_parent: 'Closed with the main case', referred: 'Closed by referral', enforced: 'Enforced', imported: 'Closed in the imported ledger' },
  suspension_cause: { season: 'Season', funds: 'Funds', ownership: 'Ownership', conditions: 'Other conditions' },
  reopen_cause: { unsolved: 'Reporter rightly unhappy', recurred: 'Recurred within 30 days', false_closing: 'False closing', leader_order: 'Leader’s order', appeal_upheld: 'Appeal upheld' },
  open_purpose: { call_back: 'Call back', clarify: 'Clarify details', life_danger: 'Danger to life', reward: 'Pay a reward' },
  photo_role: { before: 'Before', supplement: 'Details', inspection: 'Inspection', interim: 'Interim', after: 'After', verification: 'Verification', proof: 'Evidence' },
  role: { acceptor: 'Acceptor', dispatcher: 'Dispatcher', shift_lead: 'Shift leader', committee_office: 'Committee office', leader: 'Leader', handler: 'Handler', inspector: 'Inspector', verifier: 'Verifier', enforcer: 'Enforcer', caller: 'Call-back desk', system_admin: 'System administrator', security_admin: 'Security administrator', audit_admin: 'Audit administrator' },
  unit_kind: { desk: 'Desk', committee_office: 'Committee office', street: 'Street or town', bureau: 'Bureau', company: 'Company', property: 'Property manager', system: 'Other system' },
  place_kind: { residence: 'Residence', self_built: 'Self-built house', shop: 'Shop or market', restaurant: 'Restaurant', venue: 'Crowded venue', school: 'School', care: 'Hospital or care', factory: 'Factory or store', hazardous: 'Hazardous goods', gas: 'Gas station', site: 'Building site', road: 'Road or bridge', open: 'Park or water', other: 'Other' },
  revoke_reason: { damaged: 'Damaged', lost: 'Lost', moved: 'Moved', tampered: 'Covered or misused', place_closed: 'Place closed' },
  limit_unit: { urgent_minute: '{n} min', urgent_hour: '{n} h', natural_day: '{n} d', working_hour: '{n} working h', working_day: '{n} working d', working_day_slots: '{n} working d (by hours)' },
  part: { finder: 'finder', fixer: 'fixer', fixing_unit: 'staff of the fixing unit', verifier: 'verifier', rejecter: 'rejecter', requester: 'requester' },
  problem: {
    illegal_move: 'Not possible at this stage.', stale: 'Somebody else has just acted on this hazard; it has changed.', forbidden: 'Your role or unit cannot do this.', separation_of_duties: 'Separation of duties: you are the {part} here, somebody else has to do it.', invalid: 'Some entries are wrong. Correct them and submit again.', rule: '{rule}',
    key_reused: 'This repeats an earlier submission with other content. Open the form again.', second_factor_due: 'Turn on two-step sign-in first.', too_many: 'Too many requests. Try again shortly.', too_soon: 'This was done a moment ago. Try again later.',
  },
  rule: {
    needs_photo: 'Upload a photo taken after.', needs_photo_before: 'The report has no photo; add one taken before.', needs_clause: 'A major hazard needs the clause of the criterion.', needs_experts: 'A major hazard is verified by experts with the bureau.', needs_fulfilments: 'A major hazard needs all five fulfilments first.', needs_unsolved: 'The reporter did not say that it is unsolved.', merge_self: 'It cannot be merged into itself.', merge_into_child: 'That one is merged into another; choose the main case.', merge_not_live: 'That one is closed.', has_children: 'Others are merged into this; undo that first.', arbitrated: 'Arbitrated by the committee office; no further return.', extension_twice: 'Extended twice already.', extension_overdue: 'It is past due; no extension.', extension_too_long: 'An extension cannot be longer than the original limit.', suspension_once: 'Suspended once already.', suspension_a_year: 'A suspension lasts at most a year.', request_outdated: 'The date asked for has passed.', stop_needs_major: 'Only for major hazards or danger to life.', not_yet: 'Too early.', life_danger: 'Danger to life never ends by itself.', unsolved: 'The reporter says it is unsolved; a person has to decide.', purpose: 'This purpose does not fit the stage.', recurrence_window: 'Closed more than 30 days ago; record a new one.',
  },
  field_problem: {
    required: 'Required', too_long: 'Too long', too_many: 'Too many', out_of_range: 'Out of range', in_the_past: 'Must not be in the past', not_later: 'Must be later than before', unknown: 'Not found', not_allowed: 'Not allowed here', malformed: 'Malformed', twice: 'Given twice', contradiction: 'Contradicts another entry', finder: 'Cannot be the finder', verifier: 'Cannot be the verifier', anonymous_with_contact: 'An anonymous report has no contact', taken: 'Already taken', wrong: 'Wrong', too_short: 'Too short', unknown_field: 'Not known here', password_too_short: 'Too short', password_too_long: 'Too long', password_common: 'Too common', password_contains_user_name: 'Contains the login', not_separate: 'Administrators must be separate people', elsewhere: 'Done in another place',
  },
  field: {
    text: 'Remarks', reason: 'Reason', finding: 'Finding', unit: 'Unit', uphold: 'Appeal', into: 'Main case', to: 'Refer to', number: 'Outside number', standard: 'Category and filing standard', category: 'Category', grade: 'Grade', party: 'Kind of responsible party', party_unit: 'Responsible unit', clause: 'Clause of the criterion', lead: 'Lead unit', co: 'Co-units', copies: 'Copies to', grant: 'Decision', responsible: 'Person responsible', measures: 'Measures', funds_fen: 'Funds', planned_at: 'To be done by', plan: 'Emergency plan', until: 'Extend to', suspend_until: 'Suspend until', review_at: 'Next review', cause: 'Cause', order: 'Order number', photos: 'Photos', cost_fen: 'Cost', method: 'Method', reached: 'Phone call', solved: 'Result', stars: 'Satisfaction', purpose: 'Purpose', sequence: 'Record number', control: 'Control measures', advice: 'Reason and advice', question: 'What is needed', result: 'What was done', opinion: 'Opinion', reply: 'Reply', task: 'Instructions', found: 'What was found', objection: 'Reason', conclusion: 'Conclusion',
  },
  choice: { granted: 'Grant', refused: 'Refuse', upheld: 'Uphold', dismissed: 'Dismiss', reached: 'Reached', not_reached: 'Not reached', solved: 'Solved', unsolved: 'Not solved', stars_5: 'Very satisfied', stars_4: 'Satisfied', stars_3: 'Acceptable', stars_2: 'Unsatisfied', stars_1: 'Very unsatisfied' },
}
export default en
