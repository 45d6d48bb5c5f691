export default {
  desk: {
    preview: 'Preview of {number}', position: '{i} of {n}', same: '{n} may be the same hazard', compare: 'Compare and merge', whole: 'Whole story and proof', done: '{number}: {action}', refused: '“{action}” was not done', again: 'Fill in again', not_now: 'At the stage “{stage}”, “{action}” is not possible',
    search: 'Search words, places, numbers', search_hint: 'Words separated by blanks must all occur; Chinese words have at least two characters', too_short: 'Each word needs at least two characters', still_searching: 'Nothing found among the newer records', search_on: 'Search on',
  },
  bulk: {
    bar: 'Several at once', chosen: '{n} chosen', all_chosen: 'All that fit are chosen', everything: 'Choose all that fit', clear: 'Choose none', title: '{action} ({n})', asking: 'Checking…', fill: 'Once filled in, this says how many can be done and how many cannot.', possible: '{n} can be done', impossible: ', {n} cannot', unknown: '{n} more do not exist or are not yours to see', more: 'At most 200 at once; do the rest afterwards.',
    reason: '{n}: {why}', and: 'and {n} more', unknown_reason: 'Not possible now', go: '{action} ({n})', result: '{n} done, {m} not done.',
  },
  views: { save: 'Save as view', edit: 'Edit view', name: 'Name of the view', share: 'Visible to my unit', hint: 'A view keeps the present filters and stands under “Hazards” in the menu.', update: 'Save changes', as_new: 'Save as a new view', drop: 'Delete view', of: 'View of {name}' },
  paste: { button: 'Paste numbers', title: 'Find by numbers', text: 'Numbers', hint: 'Paste receipt, case or external numbers from a spreadsheet, document or message, at most 500. On the list, Ctrl+V does it directly.', look: 'Find', again: 'Find again', found: '{n} found', missing: ', {n} not found', more: 'More than 500 numbers; only the first 500 were looked up.', take: 'Choose these {n}' },
  export: { button: 'Export', title: 'Export the ledger', go: 'Export', count: '{n} hazards', filtered: '(with the present filters)', all: '(no filters: all hazards)', format: 'Format', reason: 'Reason', hint: 'Time, person, filters, count and reason are recorded in the ledger. Reporters are not exported.', made: 'Ready: {n} rows, downloading. The last page has the checksum.', again: 'No download? Fetch it here (valid for an hour)' },
  clocks: {
    title: 'Clocks', name: 'Clock', limit: 'Limit', started: 'From', due: 'Due', used: 'Used', steps: 'How it was computed', none: 'No clock is running.', paused: 'Paused', since: 'since {from}', from_to: '{from} to {to}', finished: 'met {at}', ended: 'fell away {at}', provisional: 'The holidays of next year are not published yet; the date may move later, never earlier.', over: '{t} over', left: '{t} left', of: '{used} of {total}', past: 'Past clocks ({n})', rule: 'Rule {id} ({version})', by_standard: 'By the filing standard or a granted date', current: 'this stage', dark_red: 'over by more than the limit again',
  },
  clock_cause: { suspended: 'suspended', waiting_for_reporter: 'waiting for the reporter' },
  offices: { title: 'People and offices', acceptor: 'Accepted', filer: 'Filed', dispatcher: 'Dispatched', lead: 'Lead', co: 'Assisting', copies: 'Copied', signer: 'Signed', fixer: 'Rectified', verifier: 'Verified', closer: 'Closed', separate: 'Finder, fixer and verifier are different people', not_yet: 'not yet' },
  related: { title: 'Here before', place: 'At this place', kind: 'Same kind', days30: '30 days', days90: '90 days', days365: 'a year', none: 'Nothing else here within a year.', before: '{n} d before', same_day: 'same day', metres: '{n} m away', same_kind: 'same kind', show: 'Show all {n}' },
  story: { after: 'after {t}', total: '{t} from report to closing', running: 'reported {t} ago', newest: 'Newest first', oldest: 'From the beginning' },
  walk: { previous: 'Previous', next: 'Next', at: '{i} / {n}' },
  case_file: { title: 'Case file', number: 'File number', sign_handler: 'Handled by', sign_leader: 'Approved by', date: 'Date', proof: 'Proof', head: 'Hash of the last record', verify: 'Made from the records; any change can be found with the public checkpoints.' },
}
