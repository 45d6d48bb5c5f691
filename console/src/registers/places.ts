export const PLACE_KINDS = ['residence', 'self_built', 'shop', 'restaurant', 'venue', 'school', 'care', 'factory', 'hazardous', 'gas', 'site', 'road', 'open', 'other']
export const REVOKE_REASONS = ['damaged', 'lost', 'moved', 'tampered', 'place_closed']
