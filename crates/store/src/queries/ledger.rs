//! Events, log, keys, counters.

/// The answers given earlier, for `in (…)`.
pub(crate) const KEYS: &str = "select key, fingerprint, answer from idempotency where district = $1 and key";
/// Forgets what was numbered, for `in (…)`.
pub(crate) const NUMBERED: &str = "delete from outbox where district = $1 and id";
/// Takes pieces out of what was put off, for `in (…)`.
pub(crate) const LATER_TAKEN: &str = "delete from later where district = $1 and id";

super::statements! {
    /// Forgets keys that nobody will repeat any more.
    FORGET_KEYS = "delete from idempotency where at < $1";
    /// The answer that a key got before.
    KEY = "select fingerprint, answer from idempotency where district = $1 and key = $2";
    /// Erases the words of one event.
    ERASE_WORDS = "update events set words = null, salt = null \
        where district = $1 and stream = $2 and sequence = $3 and words is not null";
    /// Begins a counter, or keeps others from it until the end of the transaction.
    HOLD_COUNTER = "insert into counters (district, name, n) values ($1, $2, 0) \
        on conflict (district, name) do update set n = counters.n";
    /// Where a counter stands.
    COUNTER = "select n from counters where district = $1 and name = $2";
    /// The events of one stream, in order.
    EVENTS_OF = "select district, stream, sequence, noun, at, recorded_at, origin, actor, kind, body, words_digest, \
        previous, hash, words, salt from events where district = $1 and stream = $2 order by sequence";
    /// The oldest piece of what was put off.
    LATER_FIRST = "select district, id, target, content from later order by district, id limit 1";
    /// The oldest pieces of what a writer put off that belong into one table.
    LATER_OF = "select district, id, target, content from later where target = $1 and shard = $2 \
        order by district, id limit $3";
    /// Everything that was put off.
    LATER_ALL = "select target, content from later";
    /// One event.
    EVENT = "select district, stream, sequence, noun, at, recorded_at, origin, actor, kind, body, words_digest, \
        previous, hash, words, salt from events where district = $1 and stream = $2 and sequence = $3";
    /// The events of all streams from one to another.
    EVENTS_BETWEEN = "select district, stream, sequence, noun, at, recorded_at, origin, actor, kind, body, words_digest, \
        previous, hash, words, salt from events where district = $1 and stream >= $2 and stream <= $3 \
        order by stream, sequence";
    /// The next district that has events waiting for the log.
    WAITING_DISTRICT = "select min(district) from outbox where district > $1";
    /// Events waiting for the log, oldest first.
    WAITING = "select id, noun, stream, sequence, hash from outbox where district = $1 order by id limit $2";
    /// How many wait for the log.
    WAITING_COUNT = "select count(*) from outbox";
    /// How many pieces were put off and have not taken their places.
    LATER_COUNT = "select count(*) from later";
    /// Takes or keeps a lease, if it is free or already ours.
    TAKE_LEASE = "insert into leases (name, holder, until) values ($1, $2, $3) \
        on conflict (name) do update set holder = excluded.holder, until = excluded.until \
        where leases.holder = excluded.holder or leases.until < $4";
    /// Gives up whatever leases a process held.
    RELEASE_LEASES = "delete from leases where holder = $1";
    /// The length of the log.
    LOG_SIZE = "select coalesce(max(idx) + 1, 0) from log where district = $1";
    /// The number of an event in the log.
    LOG_INDEX = "select idx from log where district = $1 and stream = $2 and sequence = $3";
    /// The log from a number on, with the hashes of its events.
    LOG_FROM = "select l.idx, l.noun, l.stream, l.sequence, e.hash, e.noun from log l left join events e \
        on e.district = l.district and e.stream = l.stream and e.sequence = l.sequence \
        where l.district = $1 and l.idx >= $2 order by l.idx limit $3";
    /// The next district that has a log.
    LOG_DISTRICT = "select min(district) from log where district > $1";
    /// What the log numbered from a number on.
    LOG_ENTRIES = "select idx, noun, stream, sequence from log where district = $1 and idx >= $2 \
        order by idx limit $3";
    /// Every numbered event in the order of the log, its number last.
    LOGGED_EVENTS = "select e.district, e.stream, e.sequence, e.noun, e.at, e.recorded_at, e.origin, e.actor, \
        e.kind, e.body, e.words_digest, e.previous, e.hash, cast(null as text), cast(null as bytea), l.idx from log l join events e \
        on e.district = l.district and e.stream = l.stream and e.sequence = l.sequence \
        where l.district = $1 order by l.idx";
    /// A tile of the tree.
    TILE = "select hashes from tiles where district = $1 and level = $2 and idx = $3";
    /// How much is in each tile.
    TILE_LENGTHS = "select level, idx, cast(length(hashes) as bigint) from tiles where district = $1 \
        order by level, idx";
    /// The next district that has tiles.
    TILE_DISTRICT = "select min(district) from tiles where district > $1";
    /// The next district that has checkpoints.
    CHECKPOINT_DISTRICT = "select min(district) from checkpoints where district > $1";
    /// Events that are neither in the log nor waiting for it.
    UNLOGGED = "select e.district, e.noun, e.stream, e.sequence from events e \
        left join log l on l.district = e.district and l.stream = e.stream and l.sequence = e.sequence \
        left join outbox o on o.district = e.district and o.stream = e.stream and o.sequence = e.sequence \
        where l.idx is null and o.id is null order by e.district, e.stream, e.sequence limit 100";
    /// What waits for the log and is not the event.
    OUTBOX_WRONG = "select o.district, o.noun, o.stream, o.sequence from outbox o \
        left join events e on e.district = o.district and e.stream = o.stream and e.sequence = o.sequence \
        where e.hash is null or e.hash <> o.hash or e.noun <> o.noun order by o.district, o.id limit 100";
    /// The newest checkpoint.
    CHECKPOINT = "select size, root, at, signature from checkpoints where district = $1 \
        order by size desc limit 1";
    /// The first checkpoint that covers a number.
    CHECKPOINT_AFTER = "select size, root, at, signature from checkpoints where district = $1 and size > $2 \
        order by size limit 1";
    /// Every checkpoint of a district.
    CHECKPOINTS_OF = "select size, root, at, signature from checkpoints where district = $1 order by size";
    /// Tallies with their shards added up.
    TALLIES_ALL = "select district, day, dimension, value, measure, cast(sum(n) as bigint) from tallies \
        group by district, day, dimension, value, measure";
    /// One measure by one dimension over a span of days.
    TALLY = "select value, cast(sum(n) as bigint) from tallies where district = $1 and day >= $2 and day <= $3 \
        and dimension = $4 and measure = $5 group by value";
    /// Who closed how many of one kind in one street: values between two of `Dimension::Practice`.
    TALLY_PRACTICE = "select value, cast(sum(n) as bigint) from tallies where district = $1 and dimension = 7 \
        and measure = 2 and day = 0 and value >= $2 and value <= $3 group by value";
    /// One measure of one value of a dimension, day by day.
    TALLY_SERIES = "select day, cast(sum(n) as bigint) from tallies where district = $1 and day >= $2 and day <= $3 \
        and dimension = $4 and measure = $5 and value = $6 group by day";
    /// Some measures of the whole district, day by day, from a day on.
    TALLY_DAYS = "select day, measure, cast(sum(n) as bigint) from tallies where district = $1 and day >= $2 \
        and day <= $3 and dimension = 1 and measure in (1, 2, 3) group by day, measure";
}
