//! Evidence that is judged: who passes whose closings, closings that look implausible, drawings and re-checks.

super::statements! {
    /// Who passed the last closings of a unit, the newest first.
    LAST_VERIFIERS = "select verified_by from hazards where district = $1 and lead_unit = $2 \
        and verified_by is not null order by closed_at desc, id desc limit $3";
    /// Closings that look implausible, the newest first: between two moments, after a place in that order; of the
    /// bits of the reasons, `bits / $6 % $7 = $8` is asked for.
    DOUBTFUL = "select h.state, e.words, p.name from hazards h \
        left join events e on e.district = h.district and e.stream = h.id and e.sequence = 1 \
        left join places p on p.district = h.district and p.id = h.place \
        where h.district = $1 and h.doubts <> 0 and h.closed_at >= $2 and h.closed_at < $3 \
        and (h.closed_at, h.id) < ($4, $5) and (h.doubts / $6) % $7 = $8 \
        order by h.closed_at desc, h.id desc limit $9";
    /// The same of one unit.
    DOUBTFUL_OF_UNIT = "select h.state, e.words, p.name from hazards h \
        left join events e on e.district = h.district and e.stream = h.id and e.sequence = 1 \
        left join places p on p.district = h.district and p.id = h.place \
        where h.district = $1 and h.doubts <> 0 and h.closed_at >= $2 and h.closed_at < $3 \
        and (h.closed_at, h.id) < ($4, $5) and (h.doubts / $6) % $7 = $8 and h.lead_unit = $10 \
        order by h.closed_at desc, h.id desc limit $9";
    /// How many of them each unit has between two moments.
    DOUBTS_BY_UNIT = "select lead_unit, count(*) from hazards where district = $1 and doubts <> 0 \
        and closed_at >= $2 and closed_at < $3 and lead_unit is not null group by lead_unit order by 2 desc, 1";
    /// Every drawing, the newest first.
    DRAWS = "select d.id, d.state, l.idx from draws d \
        left join log l on l.district = d.district and l.stream = d.id and l.sequence = 1 \
        where d.district = $1 order by d.period desc limit $2";
    /// The sealed seed of a drawing.
    SEED = "select sealed from draw_seeds where district = $1 and draw = $2";
    /// Closings that happened here between two numbers of the log, page by page.
    CLOSINGS = "select l.idx, e.stream, e.sequence, e.hash, e.body, e.kind, e.origin from log l \
        join events e on e.district = l.district and e.stream = l.stream and e.sequence = l.sequence \
        where l.district = $1 and l.idx >= $2 and l.idx < $3 order by l.idx limit $4";
    /// The closings of a drawing in the order of the log, after a number.
    DRAWN_FROM = "select idx, hash, drawn from draw_closings where district = $1 and draw = $2 and idx > $3 \
        order by idx limit $4";
    /// The cases that were drawn, as they stand.
    DRAWN_STATES = "select c.idx, c.hash, h.state from draw_closings c \
        join hazards h on h.district = c.district and h.id = c.hazard \
        where c.district = $1 and c.draw = $2 and c.drawn > 0 order by c.drawn limit $3";
    /// The cases that were drawn, with how they stand, in the order in which they were drawn.
    DRAWN = "select c.drawn, h.state, e.words, p.name from draw_closings c \
        join hazards h on h.district = c.district and h.id = c.hazard \
        left join events e on e.district = h.district and e.stream = h.id and e.sequence = 1 \
        left join places p on p.district = h.district and p.id = h.place \
        where c.district = $1 and c.draw = $2 and c.drawn > 0 order by c.drawn limit $3";
}
