//! Hazards: detail, photos, near ones, those that wake. Lists are put together in `work::hazard::list` from fixed
//! pieces; a test prepares each combination.

super::statements! {
    /// The state of a hazard.
    STATE = "select state from hazards where district = $1 and id = $2";
    /// A hazard by its receipt number.
    BY_RECEIPT = "select id, state from hazards where district = $1 and receipt = $2";
    /// A hazard by its case number.
    BY_NUMBER = "select id, state from hazards where district = $1 and number = $2";
    /// Every hazard of a span with the words of its report and the name of its place, oldest first.
    EXPORT = "select h.state, e.words, p.name from hazards h \
        left join events e on e.district = h.district and e.stream = h.id and e.sequence = 1 \
        left join places p on p.district = h.district and p.id = h.place \
        where h.district = $1 and h.reported_at >= $2 and h.reported_at < $3 order by h.reported_at, h.id";
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
    /// Hazards on which the product itself has to act.
    TO_WAKE = "select id, state from hazards where district = $1 and wake_at <= $2 order by wake_at limit $3";
    /// A photo that was sent.
    UPLOAD = "select sha256, phash, width, height, uploader, at from uploads where district = $1 and file = $2";
    /// Reporters whose hazard was closed before a moment.
    CONTACTS_PAST = "select v.hazard, v.id from vault v join hazards h on h.district = v.district and h.id = v.hazard \
        where v.district = $1 and h.closed_at < $2 and h.stage in (17, 18, 20) limit $3";
    /// Photos that were sent before a moment and belong to no hazard.
    LOOSE_UPLOADS = "select u.file from uploads u left join photos p on p.district = u.district and p.file = u.file \
        where u.district = $1 and u.at < $2 and p.file is null limit $3";
    /// The vault record of a reporter.
    VAULT = "select sealed, hazard from vault where district = $1 and id = $2";
    /// The hazard that a row of another ledger became.
    IMPORTED = "select hazard from imports where district = $1 and source = $2 and source_id = $3";
}
