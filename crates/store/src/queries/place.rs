//! Places, codes, inspections, plans.

super::statements! {
    /// A place.
    PLACE = "select state from places where district = $1 and id = $2";
    /// A place with the version that it stands at.
    PLACE_AT = "select state, version from places where district = $1 and id = $2";
    /// Every place.
    ALL_STATES = "select state from places where district = $1";
    /// The name of a place.
    NAME = "select name from places where district = $1 and id = $2";
    /// The name and address of a place.
    NAME_AND_ADDRESS = "select name, address from places where district = $1 and id = $2";
    /// Places by name, from a name on; of a street, of a kind, with a name that contains something, or all.
    PLACES_PAGE = "select id, state from places where district = $1 and (name, id) > ($2, $3) \
        and ($4 = '' or street = $4) and ($5 = '' or kind = $5) and ($6 = '' or lower(name) like $6 escape '!') \
        order by name, id limit $7";
    /// Places by name, from a name on; of a street, of a kind, with a name or address that contains something, or all;
    /// in use ($8 = 0), ended (1), or either (2).
    REGISTER_PAGE = "select id, state from places where district = $1 and (name, id) > ($2, $3) \
        and ($4 = '' or street = $4) and ($5 = '' or kind = $5) \
        and ($6 = '' or lower(name) like $6 escape '!' or lower(address) like $6 escape '!') \
        and ($8 = 2 or ended = $8) order by name, id limit $7";
    /// The place with a number of another register.
    BY_EXTERNAL = "select id from places where district = $1 and external = $2";
    /// What coverage is reckoned from: places in use.
    IN_USE = "select id, name, kind, street, address, lon_e7, lat_e7 from places where district = $1 and ended = 0";
    /// Whom to call at a place.
    CONTACT = "select name, phone from place_contacts where district = $1 and place = $2";
    /// A code.
    CODE = "select id, state from codes where district = $1 and code = $2";
    /// Some codes with the names of their places, and the places.
    SOME_CODES = "select c.state, p.name, p.state from codes c join places p on p.district = c.district and p.id = c.place \
        where c.district = $1 order by p.name, c.id limit $2";
    /// The codes of a place.
    CODES_OF = "select id, state from codes where district = $1 and place = $2 order by id";
    /// Every code.
    CODE_STATES = "select state from codes where district = $1";
    /// Codes with their places, by name: of a street, of a kind, of a place, in a state ($4 = 0: printed or active).
    CODES_TO_PRINT = "select c.state, p.state from codes c join places p on p.district = c.district and p.id = c.place \
        where c.district = $1 and ($2 = '' or p.street = $2) and ($3 = '' or p.kind = $3) and p.ended = 0 \
        and (($4 = 0 and c.stage in (1, 2)) or c.stage = $4) order by p.name, c.id limit $5";
    /// Places in use that have no code in use: of a street, of a kind.
    WITHOUT_CODE = "select p.id from places p where p.district = $1 and ($2 = '' or p.street = $2) \
        and ($3 = '' or p.kind = $3) and p.ended = 0 and not exists (select 1 from codes c \
        where c.district = p.district and c.place = p.id and c.stage in (1, 2)) order by p.name, p.id limit $4";
    /// Plates that hang and were not looked at since a moment, those that wait longest first.
    PATROL = "select c.id, c.state, p.state from codes c join places p on p.district = c.district and p.id = c.place \
        where c.district = $1 and c.stage = 2 and (c.checked_at, c.id) > ($2, $3) and c.checked_at < $4 \
        and ($5 = '' or p.street = $5) order by c.checked_at, c.id limit $6";
    /// Plates that hang and were found covered, damaged or gone.
    TROUBLED = "select c.id, c.state, p.state from codes c join places p on p.district = c.district and p.id = c.place \
        where c.district = $1 and c.stage = 2 and c.trouble > 0 and ($2 = '' or p.street = $2) \
        order by c.trouble desc, p.name, c.id limit $3";
    /// Places whose plate has hung since before a moment and that nobody scanned from a day on, by name.
    QUIET = "select p.id, p.state, (select max(s.day) from scans s where s.district = p.district and s.place = p.id) \
        from places p where p.district = $1 and (p.name, p.id) > ($2, $3) and p.ended = 0 \
        and ($4 = '' or p.street = $4) and exists (select 1 from codes c where c.district = p.district \
        and c.place = p.id and c.stage = 2 and c.since < $5) and not exists (select 1 from scans s \
        where s.district = p.district and s.place = p.id and s.day >= $6) order by p.name, p.id limit $7";
    /// Plates that hang.
    HANGING = "select count(*) from codes where district = $1 and stage = 2";
    /// Plates that hang and were scanned from a day on, or looked at since a moment and found in order.
    SOUND = "select count(*) from codes c where c.district = $1 and c.stage = 2 and c.trouble = 0 \
        and (c.checked_at >= $2 or exists (select 1 from scans s where s.district = c.district and s.place = c.place \
        and s.day >= $3))";
    /// Plates in trouble.
    IN_TROUBLE = "select count(*) from codes where district = $1 and stage = 2 and trouble > 0";
    /// Scans of a place by day.
    SCANS_OF = "select day, n from scans where district = $1 and place = $2 and day >= $3 order by day";
    /// What was recently closed at a place.
    CLOSED_AT = "select category, closed_at from hazards where district = $1 and place = $2 and shown = 2 \
        order by closed_at desc, id desc limit $3";
    /// How many are open at a place.
    OPEN_AT = "select count(*) from hazards where district = $1 and place = $2 and stage in (1,2,3,4,7,8,9,10,11,12,13,14,15,16,19)";
    /// In how many that are open at a place a unit has a part.
    OPEN_AT_OF = "select count(distinct p.hazard) from hazard_parties p \
        join hazards h on h.district = p.district and h.id = p.hazard \
        where p.district = $1 and p.party = $2 and p.part in (1,2,3,4,6) and h.place = $3 \
        and h.stage in (1,2,3,4,7,8,9,10,11,12,13,14,15,16,19)";
    /// How many at a place stand as open in the list for everybody ([`domain::hazard::Published`]).
    PUBLISHED_OPEN_AT = "select count(*) from hazards where district = $1 and place = $2 and shown = 1";
    /// What is open at a place, newest first.
    OPEN_HAZARDS_AT = "select state from hazards where district = $1 and place = $2 \
        and stage in (1,2,3,4,7,8,9,10,11,12,13,14,15,16,19) order by reported_at desc, id desc limit $3";
    /// What was reported at a place lately, newest first.
    HAZARDS_AT = "select state from hazards where district = $1 and place = $2 \
        order by reported_at desc, id desc limit $3";
    /// Looks at a place, newest first.
    INSPECTIONS_OF = "select id, state from inspections where district = $1 and place = $2 order by at desc, id desc limit $3";
    /// The last look at each place by each unit, since a moment.
    LAST_LOOKS = "select place, unit, max(at) from inspections where district = $1 and at >= $2 group by place, unit";
    /// Every plan.
    PLANS = "select id, state, version from plans where district = $1 order by ended, id";
    /// A plan.
    PLAN = "select state, version from plans where district = $1 and id = $2";
    /// The history of a place or of one of its plates.
    HISTORY = "select sequence, at, actor, kind, body from events where district = $1 and stream = $2 order by sequence";
}
