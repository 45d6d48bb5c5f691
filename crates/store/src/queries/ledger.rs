//! Events, log, keys, counters.

super::statements! {
    /// The answer given earlier for a key.
    KEY = "select fingerprint, answer from idempotency where district = $1 and key = $2";
    /// Forgets keys that nobody will repeat any more.
    FORGET_KEYS = "delete from idempotency where at < $1";
    /// Erases the words of one event.
    ERASE_WORDS = "update events set words = null, salt = null \
        where district = $1 and stream = $2 and sequence = $3 and words is not null";
    /// Counts one up, from one.
    COUNT_UP = "insert into counters (district, name, n) values ($1, $2, 1) \
        on conflict (district, name) do update set n = counters.n + 1";
    /// Where a counter stands.
    COUNTER = "select n from counters where district = $1 and name = $2";
    /// The events of one stream, in order.
    EVENTS_OF = "select district, stream, sequence, noun, at, recorded_at, origin, actor, kind, body, words_digest, \
        previous, hash, words, salt from events where district = $1 and stream = $2 order by sequence";
    /// One event.
    EVENT = "select district, stream, sequence, noun, at, recorded_at, origin, actor, kind, body, words_digest, \
        previous, hash, words, salt from events where district = $1 and stream = $2 and sequence = $3";
    /// Every event, stream by stream.
    EVENTS_ALL = "select district, stream, sequence, noun, at, recorded_at, origin, actor, kind, body, words_digest, \
        previous, hash, words, salt from events order by district, stream, sequence";
    /// Districts that have events waiting for the log.
    WAITING_DISTRICTS = "select distinct district from outbox";
    /// Events waiting for the log, oldest first.
    WAITING = "select id, noun, stream, sequence, hash from outbox where district = $1 order by id limit $2";
    /// How many wait for the log.
    WAITING_COUNT = "select count(*) from outbox";
    /// Takes or keeps a lease, if it is free or already ours.
    TAKE_LEASE = "insert into leases (name, holder, until) values ($1, $2, $3) \
        on conflict (name) do update set holder = excluded.holder, until = excluded.until \
        where leases.holder = excluded.holder or leases.until < $4";
    /// The length of the log.
    LOG_SIZE = "select coalesce(max(idx) + 1, 0) from log where district = $1";
    /// The number of an event in the log.
    LOG_INDEX = "select idx from log where district = $1 and stream = $2 and sequence = $3";
    /// The log from a number on, with the hashes of its events.
    LOG_FROM = "select l.idx, l.noun, l.stream, l.sequence, e.hash, e.at from log l left join events e \
        on e.district = l.district and e.stream = l.stream and e.sequence = l.sequence \
        where l.district = $1 and l.idx >= $2 order by l.idx limit $3";
    /// Districts that have a log.
    LOG_DISTRICTS = "select distinct district from log";
    /// A tile of the tree.
    TILE = "select hashes from tiles where district = $1 and level = $2 and idx = $3";
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
}
