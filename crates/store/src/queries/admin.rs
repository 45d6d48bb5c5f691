//! Rules with versions, grids, backups, and the ledger as auditors search it.

super::statements! {
    /// Every version of what is ruled on a subject.
    RULES_OF = "select id, state from rules where district = $1 and subject = $2 order by effective_at, id";
    /// Every grid.
    GRIDS_ALL = "select state from grids where district = $1 order by code";
    /// A grid by its code.
    GRID_BY_CODE = "select id, state from grids where district = $1 and code = $2";
    /// Backups, the newest first.
    BACKUPS = "select at, events, log_size, version, keys from backups where district = $1 order by at desc limit $2";
    /// How many of what a district needs are there: places, codes, hazards.
    PLACES_COUNT = "select count(*) from places where district = $1";
    /// Places in use whose position is known.
    PLACED_COUNT = "select count(*) from places where district = $1 and lon_e7 is not null and ended = 0";
    /// Around which box the places in use lie.
    PLACES_SPAN = "select min(lon_e7), min(lat_e7), max(lon_e7), max(lat_e7) from places where district = $1 \
        and lon_e7 is not null and ended = 0";
    /// Codes that were made.
    CODES_COUNT = "select count(*) from codes where district = $1";
    /// Whether anything was ever reported.
    ANY_REPORT = "select 1 from hazards where district = $1 and source <> 'ledger' limit 1";
    /// The ledger from a number downward, with what was recorded but not what was said.
    AUDIT_BEFORE = "select l.idx, e.noun, e.stream, e.sequence, e.at, e.recorded_at, e.origin, e.actor, e.kind, \
        e.body, e.hash from log l join events e on e.district = l.district and e.stream = l.stream \
        and e.sequence = l.sequence where l.district = $1 and l.idx < $2 and l.idx >= $3 order by l.idx desc";
    /// The events of one stream with their numbers in the log, the newest first.
    AUDIT_OF_STREAM = "select l.idx, e.noun, e.stream, e.sequence, e.at, e.recorded_at, e.origin, e.actor, e.kind, \
        e.body, e.hash from log l join events e on e.district = l.district and e.stream = l.stream \
        and e.sequence = l.sequence where l.district = $1 and l.stream = $2 and l.idx < $3 \
        order by l.sequence desc limit $4";
    /// How long the log was at the last checkpoint before a moment: what it numbered by then was recorded by then.
    LOG_SIZE_BEFORE = "select coalesce(max(size), 0) from checkpoints where district = $1 and at < $2";
    /// How long the log was at the first checkpoint after a moment.
    LOG_SIZE_AFTER = "select min(size) from checkpoints where district = $1 and at > $2";
    /// What is called something in the register of hazards: by number of the receipt or of the case.
    STREAM_OF_HAZARD = "select id from hazards where district = $1 and (receipt = $2 or number = $2) limit 1";
    /// How a hazard is called.
    HAZARD_CALLED = "select receipt, number from hazards where district = $1 and id = $2";
    /// How a code is called.
    CODE_CALLED = "select code from codes where district = $1 and id = $2";
}
