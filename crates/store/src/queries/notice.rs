//! Notices, their deliveries, what people want of them, and how far the log was followed.

super::statements! {
    /// How far a follower has come.
    POSITION = "select idx from followers where district = $1 and name = $2";
    /// Every event that the log numbered from a number on, with what was recorded but not what was said.
    FOLLOWED = "select l.idx, e.noun, e.stream, e.sequence, e.recorded_at, e.origin, e.actor, e.body \
        from log l join events e on e.district = l.district and e.stream = l.stream \
        and e.sequence = l.sequence where l.district = $1 and l.idx >= $2 and l.idx < $3 order by l.idx";
    /// The history of one stream up to an event, as far as it can be folded.
    HISTORY = "select at, body from events where district = $1 and stream = $2 and sequence <= $3 order by sequence";
    /// A person's notices before a place in their order, newest first.
    OF_PERSON = "select id, hazard, at, template, params, urgent, read_at from notices \
        where district = $1 and person = $2 and (at, id) < ($3, $4) order by at desc, id desc limit $5";
    /// A person's unread notices, counted no further than a number.
    UNREAD = "select count(*) from (select id from notices where district = $1 and person = $2 \
        and read_at is null limit $3) n";
    /// The newest unread notices of a person, for what is shown beside the count.
    UNREAD_LIST = "select id, hazard, at, template, params, urgent, read_at from notices \
        where district = $1 and person = $2 and read_at is null order by at desc, id desc limit $3";
    /// A person has read one notice.
    READ_ONE = "update notices set read_at = $4 where district = $1 and person = $2 and id = $3 \
        and read_at is null";
    /// A person has read everything up to a moment.
    READ_ALL = "update notices set read_at = $3 where district = $1 and person = $2 and read_at is null \
        and at <= $4";
    /// A person has read whatever was said about one thing.
    READ_ABOUT = "update notices set read_at = $4 where district = $1 and person = $2 and hazard = $3 \
        and sequence > 0 and read_at is null";
    /// Some notices by id, for what is sent.
    NOTICE = "select hazard, at, template, params, urgent from notices where district = $1 and id = $2";
    /// What a notice that tells of many tells of more.
    COUNT_MORE = "update notices set params = $3 where district = $1 and id = $2";
    /// Notices older than a moment.
    OLD = "select id from notices where district = $1 and at < $2 order by at limit $3";
    /// What is ready to be sent on one way and belongs to no batch, the most urgent first.
    READY = "select owner, urgent from deliveries where district = $1 and channel = $2 and state = 0 \
        and ready_at <= $3 order by urgent desc, ready_at, owner limit $4";
    /// What goes together with it.
    TOGETHER = "select id, notice from deliveries where district = $1 and state = 0 and ready_at <= $2 \
        and owner = $3 and channel = $4 and urgent = $5 order by at, id limit $6";
    /// Takes what waits into a batch, unless somebody else was faster.
    CLAIM = "update deliveries set state = 1, batch = $3 where district = $1 and id = $2 and state = 0";
    /// Batches that nobody works on: begun by a process that ended, or put back for another attempt.
    IDLE_BATCHES = "select distinct batch, owner, urgent, attempts, begun from deliveries \
        where district = $1 and channel = $2 and state = 1 and until <= $3 order by urgent desc, batch limit $4";
    /// Takes a batch over, unless somebody else was faster.
    TAKE_BATCH = "update deliveries set until = $3, attempts = attempts + 1, begun = $5 \
        where district = $1 and batch = $2 and state = 1 and until <= $4";
    /// What is in a batch.
    BATCH = "select id, notice from deliveries where district = $1 and batch = $2 order by at, id";
    /// A batch waits for another attempt.
    PUT_OFF = "update deliveries set until = $3, begun = 0, reason = $4 where district = $1 and batch = $2 \
        and state = 1";
    /// A batch has come to its end: sent, given up, unknown, not wanted any more.
    FINISH = "update deliveries set state = $3, sent_at = $4, begun = 0, reason = $5 where district = $1 and batch = $2 \
        and state = 1";
    /// What waits is put off: quiet hours have begun.
    POSTPONE = "update deliveries set ready_at = $5 where district = $1 and owner = $2 and channel = $3 \
        and urgent = $4 and state = 0 and ready_at < $5";
    /// What was given up, or of which nobody knows whether it arrived, newest first.
    FAILED = "select batch, owner, channel, urgent, state, attempts, reason, max(at), count(*) from deliveries \
        where district = $1 and state in (3, 4) group by batch, owner, channel, urgent, state, attempts, reason \
        order by max(at) desc limit $2";
    /// Tries a failed batch again.
    RETRY = "update deliveries set state = 1, until = 0, attempts = 0, begun = 0, reason = '' \
        where district = $1 and batch = $2 and state in (3, 4)";
    /// Drops a failed batch.
    DROP = "update deliveries set state = 5, until = 0, begun = 0 where district = $1 and batch = $2 and state in (3, 4)";
    /// Everything that waits or is on its way becomes something of which nobody knows whether it arrived.
    HOLD = "update deliveries set state = $1, batch = coalesce(batch, id), begun = 0, reason = $2 where state in (0, 1)";
    /// Where an earlier hold ended.
    FORGET_HELD = "delete from followers where name = $1";
    /// Up to when what was recorded is held.
    HOLD_FROM = "insert into followers (district, name, idx) select district, cast($1 as text), max(recorded_at) from events \
        group by district";
    /// How many deliveries stand where.
    BY_STATE = "select channel, state, count(*) from deliveries where district = $1 group by channel, state";
    /// What somebody, or a unit, wants of notices.
    SETTINGS = "select body, contacts, version from notice_settings where district = $1 and owner = $2";
    /// The same of everybody.
    SETTINGS_ALL = "select owner, body, contacts, version from notice_settings where district = $1";
    /// What is done with, before a moment.
    DELIVERED_OLD = "select id from deliveries where district = $1 and at < $2 and state in (2, 5) order by at limit $3";
}
