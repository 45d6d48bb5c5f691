export default {
  wall: {
    title: 'Hazards, as they stand', late: 'Late', open: 'Open', reported: 'New today', closed: 'Closed today', on_time: 'On time, 30 days', of_closed: 'of {n} closed',
    compared: 'before {n}', whose: 'Late, by whom', oldest: 'Longest overdue', nothing_late: 'Nothing is late', since: 'Oldest due',
    hours: 'Today by the hour', new: 'New', done: 'Closed', streets: 'New in 7 days · streets', kinds: 'New in 7 days · kinds', map: 'Open and late on the map', trend: '30 days',
    live: 'Live', polling: 'Every minute', broken: 'Connection lost; as of {at}', sign_in: 'Sign in first', sign_in_hint: 'The wall screen needs somebody signed in, or a display token from the system administrator.', enter: 'Sign in',
    token_bad: 'The display token is not valid or was taken back: ask the system administrator for a new one.', shade: 'The brighter, the more new in 7 days', own: 'Own unit only', no_map: 'No map of the district, and no hazard with a position',
  },
}
