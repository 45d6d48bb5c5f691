//! What lies beside the ledger, for `verify`: the reporter vault, imports, photos.

/// Records of the vault, for `in (…)`.
pub(crate) const VAULT_OF: &str =
    "select id, hazard, at, sealed, phone_index from vault where district = $1 and id";
/// Which row of another ledger a hazard was, and the event that says so, for `in (…)`.
pub(crate) const IMPORTS_OF: &str = "select i.hazard, i.source, i.source_id, i.salt, e.body from imports i left join events e \
    on e.district = i.district and e.stream = i.hazard and e.sequence = 1 where i.district = $1 and i.hazard";
/// Which hazard a photo belongs to, for `in (…)`.
pub(crate) const PHOTOS_OF: &str = "select file, hazard from photos where district = $1 and file";
/// What was noted of photos when they came in, for `in (…)`.
pub(crate) const UPLOADS_OF: &str =
    "select file, sha256, kept, phash, middle from uploads where district = $1 and file";

super::statements! {
    /// Hazards in the order of their ids, with when and how the first event came.
    HAZARDS_FROM = "select h.district, h.id, h.state, e.recorded_at, e.origin from hazards h join events e \
        on e.district = h.district and e.stream = h.id and e.sequence = 1 \
        where (h.district, h.id) > ($1, $2) order by h.district, h.id limit $3";
    /// How many records, imported rows and photos of hazards there are.
    BESIDE_COUNTS = "select (select count(*) from vault), (select count(*) from imports), \
        (select count(*) from photos)";
    /// Every record of the vault with the hazard that it says.
    VAULT_ALL = "select v.district, v.hazard, v.id, h.state from vault v \
        left join hazards h on h.district = v.district and h.id = v.hazard order by v.district, v.id";
    /// Every imported row with how the first event of its hazard came.
    IMPORTS_ALL = "select i.district, i.hazard, e.origin from imports i left join events e \
        on e.district = i.district and e.stream = i.hazard and e.sequence = 1 order by i.district, i.hazard";
    /// Every photo with the hazard that it belongs to.
    PHOTOS_ALL = "select p.district, p.hazard, p.file, h.state from photos p \
        left join hazards h on h.district = p.district and h.id = p.hazard order by p.district, p.file";
    /// Places with the state of each.
    PLACES_ALL = "select district, id, state from places order by district, id";
    /// Photos of hazards from one on, with the digest of what is kept.
    KEPT_FROM = "select p.district, p.file, p.hazard, u.kept from photos p join uploads u \
        on u.district = p.district and u.file = p.file \
        where (p.district, p.file) > ($1, $2) order by p.district, p.file limit $3";
    /// The digest of what is kept of a photo.
    KEPT = "select kept from uploads where district = $1 and file = $2";
}
