//! Hazards: detail, photos, near ones, those that wake. Lists are put together in `work::hazard::list` from fixed
//! pieces; a test prepares each combination.

/// Photos kept under keys of a perceptual hash, for `in (…)`.
pub(crate) const ALIKE: &str = "select likeness, file, hazard from photo_bands where district = $1 and band";

super::statements! {
    /// The state of a hazard.
    STATE = "select state from hazards where district = $1 and id = $2";
    /// A hazard by its receipt number.
    BY_RECEIPT = "select id, state from hazards where district = $1 and receipt = $2";
    /// A hazard by its case number.
    BY_NUMBER = "select id, state from hazards where district = $1 and number = $2";
    /// The words of the report.
    REPORT_WORDS = "select words from events where district = $1 and stream = $2 and sequence = 1";
    /// The hazard that a photo belongs to.
    PHOTO = "select hazard from photos where district = $1 and file = $2";
    /// Hazards in a cell since a moment.
    IN_CELL = "select id, state from hazards where district = $1 and cell = $2 and reported_at >= $3 \
        order by reported_at desc limit 50";
    /// Hazards at a place since a moment.
    AT_PLACE = "select id, state from hazards where district = $1 and place = $2 and reported_at >= $3 \
        order by reported_at desc limit 50";
    /// Hazards on which the product itself has to act, after a place in the order of what was owed first.
    TO_WAKE = "select wake_at, id from hazards where district = $1 and wake_at <= $2 and (wake_at, id) > ($3, $4) \
        order by wake_at, id limit $5";
    /// What is supervised or in the hands of a unit, oldest first.
    SUPERVISED_OR_RECTIFYING = "select state from hazards where district = $1 and (supervised > 0 or stage in (11, 12, 13)) \
        order by reported_at, id";
    /// Hazards with a deadline, by when it is due, after a place in that order.
    DUE_AFTER = "select due_at, id, state from hazards where district = $1 and due_at is not null \
        and (due_at, id) > ($2, $3) order by due_at, id limit $4";
    /// A photo that was sent.
    UPLOAD = "select sha256, phash, width, height, uploader, at, kept, middle from uploads where district = $1 and file = $2";
    /// Reporters whose hazard was closed before a moment, or turned away and not heard of since then.
    CONTACTS_PAST = "select v.hazard, v.id from vault v join hazards h on h.district = v.district and h.id = v.hazard \
        where v.district = $1 and (h.closed_at < $2 and h.stage in (17, 18, 20) or h.updated_at < $2 and h.stage = 5) \
        limit $3";
    /// Photos that were sent before a moment and belong to no hazard, after one of them.
    LOOSE_UPLOADS = "select u.file from uploads u left join photos p on p.district = u.district and p.file = u.file \
        where u.district = $1 and u.at < $2 and p.file is null and u.file > $3 order by u.file limit $4";
    /// Every photo that was sent.
    UPLOADS_ALL = "select file from uploads";
    /// The vault record of a reporter.
    VAULT = "select sealed, hazard from vault where district = $1 and id = $2";
    /// How many hazards hold a piece of text, counted no further than a number.
    GRAM_COUNT = "select count(*) from (select hazard from hazard_grams where district = $1 and gram = $2 \
        limit $3) g";
    /// Where the n-th hazard after a place stands among those that hold a piece of text, newest first.
    GRAM_END = "select reported_at, hazard from hazard_grams where district = $1 and gram = $2 \
        and (reported_at, hazard) < ($3, $4) order by reported_at desc, hazard desc limit 1 offset $5";
    /// In how many hazards somebody has a part, counted no further than a number.
    PARTY_COUNT = "select count(*) from (select hazard from hazard_parties where district = $1 and party = $2 \
        limit $3) g";
    /// Hazards with a number of another system.
    BY_EXTERNAL = "select hazard from hazard_numbers where district = $1 and number = $2 limit 20";
    /// A hazard with the words of its report and the name of its place.
    WITH_WORDS = "select h.state, e.words, p.name from hazards h \
        left join events e on e.district = h.district and e.stream = h.id and e.sequence = 1 \
        left join places p on p.district = h.district and p.id = h.place where h.district = $1 and h.id = $2";
    /// Hazards at a place from a moment to another, newest first.
    AT_PLACE_BETWEEN = "select id, state from hazards where district = $1 and place = $2 and reported_at >= $3 \
        and reported_at < $4 order by reported_at desc limit 200";
    /// Hazards in a cell from a moment to another, newest first.
    IN_CELL_BETWEEN = "select id, state from hazards where district = $1 and cell = $2 and reported_at >= $3 \
        and reported_at < $4 order by reported_at desc limit 100";
    /// Closed hazards of a kind at a place, reported from a moment to another and closed after a third, newest first.
    CLOSED_AT_PLACE = "select id, reported_at from hazards where district = $1 and place = $2 and reported_at >= $3 \
        and reported_at < $4 and category = $5 and closed_at >= $6 order by reported_at desc limit 200";
    /// The same in a cell.
    CLOSED_IN_CELL = "select id, reported_at from hazards where district = $1 and cell = $2 and reported_at >= $3 \
        and reported_at < $4 and category = $5 and closed_at >= $6 order by reported_at desc limit 100";
    /// Width and height of a photo.
    PHOTO_SIZE = "select width, height from uploads where district = $1 and file = $2";
    /// What is due and past and still open, by whom it waits for, the people of the desk together; NEVER is far in the
    /// future.
    LATE_BY = "select g.awaits, g.unit, count(*), min(g.due_at) from (select awaits, \
        case when awaits = 1 then null else awaits_owner end as unit, due_at from hazards where district = $1 \
        and due_at < $2 and stage in (1,2,3,4,7,8,9,10,11,12,13,14,15,16,19)) g group by g.awaits, g.unit";
    /// The same for one unit.
    LATE_OF_UNIT = "select count(*), min(due_at) from hazards where district = $1 and awaits = $2 \
        and awaits_owner = $3 and awaits <> 0 and due_at < $4";
    /// The hazard that a row of another ledger became.
    IMPORTED = "select hazard from imports where district = $1 and source = $2 and source_id = $3";
    /// The names of the ledgers from which rows came in.
    LEDGERS = "select distinct source from imports where district = $1 order by source limit 100";
    /// Whether a ledger came in.
    ANY_LEDGER = "select 1 from imports where district = $1 limit 1";
}
