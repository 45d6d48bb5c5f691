export default {
  criteria_page: {
    sub: 'Catalogue {version}, compared with the documents on {at}. Clauses are in our own words. A match is a hint: a named person judges.', find: 'Title, number or clause', field: 'Field', empty: 'Nothing found', empty_hint: 'Try another word, or all fields.',
    effective: 'In force from', unknown_date: 'not stated', ended: 'Until', issuer: 'Issued by', not_yet: 'not yet in force', gone: 'no longer in force', with: 'Used together with', direct: 'enough alone', composite: 'weighed with others', none: 'Clauses to be entered; see the document.',
  },
  hints: { title: 'Clauses that may apply', none: 'No hints. Choose among all clauses.', strong: 'category and description point to it', by_category: 'category fits', by_word: 'the description says “{word}”', all: 'Choose among all clauses', second: 'Below a hint, a second person has to agree.', loading: 'Comparing…' },
  risk_form: { method: 'Method', choose: 'Choose', pending: 'The result follows when every factor has a value' },
  risk_colour: { blue: 'Low', yellow: 'General', orange: 'Larger', red: 'Major' },
  doubts_page: {
    sub: 'Listed by limits, for checking only: being listed proves nothing.', reason: 'Reason', unit: 'Lead unit', closed: 'Closed', verifier: 'Verified by', export: 'Export CSV', empty: 'Nothing to check', empty_hint: 'Times and photos are within the limits.',
  },
  doubt_reason: { rectified_fast: 'Rectified quickly', verified_fast: 'Verified quickly', no_after_photo: 'No photo afterwards', same_photo: 'Photos much alike', same_verifier: 'Always the same verifier' },
  draws_page: {
    sub: 'Every month closed cases are drawn at random. The fingerprint of the seed stands in the log beforehand and the seed is shown afterwards: nobody can choose, anybody can repeat it.', period: 'Period', share: 'Share', committed: 'Fingerprint published', fingerprint: 'Fingerprint of the seed', closed: 'Closed', drawn: 'Drawn', running: 'running', waiting: 'to be revealed', revealed: 'Revealed', seed: 'Seed', entry: 'entry {n} of the log', proof: 'Proof', script: 'Repeat it with scripts/verify_draw.py of the project, in Python.',
    passed: 'Passed', failed: 'Failed', pending: 'Pending', rate: 'False closings', no_rate: 'no results yet', cases: 'Drawn cases', unit: 'Re-checked by', due: 'Due', result: 'Result', void: 'open again before it was drawn', empty: 'No draws yet', empty_hint: 'A fingerprint is published when a month begins.', none_drawn: 'Nothing was closed in this period, so nothing was drawn.',
  },
  judging_panel: { risk: 'Risk', judgement: 'Judged by the criteria', judged: 'Grade', second: 'Second person', awaited: 'awaited', confirmed: '{name} agreed', not_needed: 'not needed', clauses: 'Clauses', version: 'Criteria', hinted: 'Hints', doubts: 'Please check', recheck: 'Re-check', recheck_unit: 'By', recheck_due: 'Due', passed: 'passed', failed: 'failed', pending: 'pending', period: 'Period', method: 'Method', value: 'Value' },
}
