export default {
  morning: {
    at: 'As of {at}', own: 'Own unit only', late_title: 'Late', late_none: 'Nothing is late', late_none_own: 'Nothing late waits for your unit', late_own: '{n} waits for your unit | {n} wait for your unit', late_seen: 'All that you see', late_n: '{n} case | {n} cases', whose: 'Where it is stuck', everybody: 'Show all {n}', oldest: 'oldest due {at}', who: 'Waits for', count: 'Cases', oldest_due: 'Oldest due',
    mine: 'Waits for you', mine_none: 'Nothing waits for you', all_mine: 'All {n}', all_late: 'All {n}',
    open: 'Open', unplaced: '{n} of them has no position: not on the map | {n} of them have no position: not on the map', today: 'Today', reported_today: 'Reported today', closed_today: 'Closed today', week: '7 days', month: '30 days', span: 'Period', spans: 'Last 7 and 30 days',
    reported: 'Reported', closed: 'Closed', on_time: 'On time', on_time_rate: 'Closed on time', before: 'previously {n}', year_ago: 'a year ago {n}', up: '{n} more than before', down: '{n} fewer than before', same: 'same as before',
    trend: 'Reported and closed by day (90 days)', trend_table: 'As a table', by_street: 'By street', by_kind: 'By kind', by_unit: 'By unit', name: 'Name', change: 'Change', stages: 'Open by stage', hours: 'Today by hour', none: 'Nothing in this period',
    formula: 'Closed on time = closed in time ÷ closed, within the period; not counted where nothing was closed.', rate: '{n} on time',
  },
  awaits: { instructor: 'Who gave the instruction', nobody: 'Nobody', desk: 'Desk', dispatcher: 'Dispatcher', shift_lead: 'Shift lead', committee_office: 'Committee office', inspectors: 'Inspectors', unit: 'Unit', verifiers: 'Verifiers', approver: 'Approval of closing', callers: 'Call-back', reporter: 'Reporter', elsewhere: 'Other authority', enforcers: 'Enforcement', confirmers: 'Confirmation of spot fixes', suspension_approvers: 'Approval of suspension', recheckers: 'Re-checkers', leaders: 'Leaders' },
}
