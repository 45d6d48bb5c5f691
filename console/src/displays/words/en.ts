export default {
  displays: {
    sub: 'With its token a wall screen sees figures and the map, and not one hazard.', add: 'Issue a token', name: 'Where it hangs', name_hint: 'For example: duty hall, east wall', make: 'Issue', made: 'The token is issued; it is shown only now', how: 'Open this address in the browser of the screen: it shows the wall at once, and again whenever it starts. Whoever has the address has the token: do not pass it on or photograph it.', link: 'Address for the screen', used: 'Last used', never: 'Not used yet', state: 'State', active: 'In use', revoked: 'Revoked {at}', revoke: 'Revoke', revoke_ask: 'Revoke the token of “{name}”? The screen stops within a minute; this cannot be undone.', empty: 'No wall screen yet', empty_hint: 'Give each screen a token of its own, so that one can be revoked alone.', day_only: 'Only the day of the last use is kept.',
  },
}
