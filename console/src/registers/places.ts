import type { PlaceKind, RevokeReason } from '../api/contract'

export const PLACE_KINDS: PlaceKind[] = ['residence', 'self_built', 'shop', 'restaurant', 'venue', 'school', 'care', 'factory', 'hazardous', 'gas', 'site', 'road', 'open', 'other']
export const REVOKE_REASONS: RevokeReason[] = ['damaged', 'lost', 'moved', 'tampered', 'place_closed']
