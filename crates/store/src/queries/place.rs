//! Places and codes.

super::statements! {
    /// A place.
    PLACE = "select state from places where district = $1 and id = $2";
    /// Every place.
    ALL_STATES = "select state from places where district = $1";
    /// The name of a place.
    NAME = "select name from places where district = $1 and id = $2";
    /// Places by name, from a name on; of a street, of a kind, with a name that contains something, or all.
    PLACES_PAGE = "select id, state from places where district = $1 and (name, id) > ($2, $3) \
        and ($4 = '' or street = $4) and ($5 = '' or kind = $5) and ($6 = '' or lower(name) like $6 escape '!') \
        order by name, id limit $7";
    /// A code.
    CODE = "select id, state from codes where district = $1 and code = $2";
    /// Some codes with the names of their places.
    SOME_CODES = "select c.state, p.name from codes c join places p on p.district = c.district and p.id = c.place \
        where c.district = $1 order by p.name, c.id limit $2";
    /// The codes of a place.
    CODES_OF = "select id, state from codes where district = $1 and place = $2 order by id";
    /// What was recently closed at a place.
    CLOSED_AT = "select id, receipt, category, reported_at, closed_at from hazards \
        where district = $1 and place = $2 and closed_at is not null order by reported_at desc, id desc limit $3";
    /// How many are open at a place.
    OPEN_AT = "select count(*) from hazards where district = $1 and place = $2 and stage in (1,2,3,4,7,8,9,10,11,12,13,14,15,16,19)";
}
