//! What the desk keeps beside the events: views, exports.

super::statements! {
    /// A view.
    VIEW = "select id, person, unit, shared, name, body, version, updated_at from views \
        where district = $1 and id = $2";
    /// The views of a person.
    VIEWS_OF = "select id, person, unit, shared, name, body, version, updated_at from views \
        where district = $1 and person = $2 order by name, id limit 200";
    /// What the people of a unit share.
    VIEWS_SHARED = "select id, person, unit, shared, name, body, version, updated_at from views \
        where district = $1 and unit = $2 and shared = 1 order by name, id limit 200";
    /// How many views a person has.
    VIEWS_COUNT = "select count(*) from views where district = $1 and person = $2";
    /// An export.
    EXPORT = "select state from exports where district = $1 and id = $2";
}
