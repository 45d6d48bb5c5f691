//! Every table that is written, and the statements that write many rows at once.

/// What a row does to the one that has its key already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// There must be none.
    Insert,
    /// It takes its place.
    Put,
    /// What stands there stays.
    Keep,
    /// What follows its key is added to what stands there.
    Add,
}

/// What rows that are written may find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Onto {
    /// Whatever is there: the table says what becomes of it.
    Whatever,
    /// Nothing with their keys, else it is a conflict. Whoever begins a stream knows that; not having to look costs a
    /// fifth less.
    Nothing,
}

/// A table, its columns and how it is written.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns; the first ones are the key.
    pub columns: &'static [&'static str],
    /// How many of them are the key.
    pub key: usize,
    /// How it is written.
    pub write: Write,
}

/// Sizes of the statements that write many rows: few enough to keep each prepared.
pub(crate) const SIZES: [usize; 8] = [128, 64, 32, 16, 8, 4, 2, 1];

impl Table {
    /// The statement that writes so many rows.
    pub fn write_sql(&self, rows: usize, onto: Onto) -> String {
        let columns = self.columns.join(", ");
        let width = self.columns.len();
        let values: Vec<String> = (0..rows)
            .map(|row| {
                let cells: Vec<String> = (0..width).map(|c| format!("${}", row * width + c + 1)).collect();
                format!("({})", cells.join(", "))
            })
            .collect();
        format!(
            "insert into {} ({columns}) values {}{}",
            self.name,
            values.join(", "),
            self.on_conflict(onto)
        )
    }

    /// The end of a statement that writes rows: what becomes of those whose key is there.
    pub(crate) fn on_conflict(&self, onto: Onto) -> String {
        if onto == Onto::Nothing {
            return String::new();
        }
        let (key, rest) = self.columns.split_at(self.key);
        let set: Vec<String> = match self.write {
            Write::Insert => return String::new(),
            Write::Keep => Vec::new(),
            Write::Put => rest.iter().map(|c| format!("{c} = excluded.{c}")).collect(),
            Write::Add => rest.iter().map(|c| format!("{c} = {}.{c} + excluded.{c}", self.name)).collect(),
        };
        let key = key.join(", ");
        if set.is_empty() {
            format!(" on conflict ({key}) do nothing")
        } else {
            format!(" on conflict ({key}) do update set {}", set.join(", "))
        }
    }

    /// The statement that deletes the row with a key.
    pub fn delete_sql(&self) -> String {
        let key: Vec<String> =
            self.columns[..self.key].iter().enumerate().map(|(n, c)| format!("{c} = ${}", n + 1)).collect();
        format!("delete from {} where {}", self.name, key.join(" and "))
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:literal, $write:ident, $key:literal, [$($column:literal),+ $(,)?];)+) => {
        $($(#[$doc])* pub static $name: Table =
            Table { name: $table, columns: &[$($column),+], key: $key, write: Write::$write };)+
        /// Every table, in an order in which they can be copied.
        pub static ALL: &[&Table] = &[$(&$name),+];
    };
}

tables! {
    /// 事件.
    EVENTS = "events", Insert, 3, [
        "district", "stream", "sequence", "noun", "at", "recorded_at", "origin", "actor", "kind", "body",
        "words_digest", "previous", "hash", "words", "salt",
    ];
    /// Events that the log has not numbered yet.
    OUTBOX = "outbox", Insert, 2, ["district", "id", "noun", "stream", "sequence", "hash"];
    /// The log's numbering of events.
    LOG = "log", Insert, 2, ["district", "idx", "noun", "stream", "sequence"];
    /// The Merkle tree, 256 hashes a tile.
    TILES = "tiles", Put, 3, ["district", "level", "idx", "hashes"];
    /// Signed checkpoints.
    CHECKPOINTS = "checkpoints", Put, 2, ["district", "size", "root", "at", "signature"];
    /// Who does what only one may do.
    LEASES = "leases", Put, 1, ["name", "holder", "until"];
    /// Answers already given, by the client's key.
    IDEMPOTENCY = "idempotency", Insert, 2, ["district", "key", "fingerprint", "answer", "at"];
    /// 统计: numbers kept up in the write.
    TALLIES = "tallies", Add, 6, ["district", "dimension", "measure", "day", "value", "shard", "n"];
    /// 图上计数: hazards and places by cells of the map, kept up in the write.
    MAP_CELLS = "map_cells", Add, 10, [
        "district", "series", "month", "lat", "lon", "street", "category", "grade", "stages", "shard", "n", "north",
        "east",
    ];
    /// 隐患.
    HAZARDS = "hazards", Put, 2, [
        "district", "id", "version", "head", "state", "stage", "reported_at", "told_at", "updated_at", "closed_at", "due_at",
        "wake_at", "awaits", "awaits_owner", "awaits_too", "lead_unit", "street", "category", "grade", "life_danger", "source",
        "receipt", "number", "place", "lon_e7", "lat_e7", "cell", "shown", "doubts", "verified_by",
        "supervised", "risk",
    ];
    /// Which unit or person has which part in which hazard, with what lists of theirs are asked by.
    HAZARD_PARTIES = "hazard_parties", Put, 5, [
        "district", "party", "part", "told_at", "hazard", "stage", "due_at",
    ];
    /// 并行任务: who owes what beside the stage, and by when. The owner is a unit, a person, a street or nobody
    /// in particular.
    HAZARD_OWED = "hazard_owed", Put, 6, ["district", "awaits", "owner", "due_at", "hazard", "duty"];
    /// 回避: which persons and units may not do what is owed, or make the move that the stage awaits, because of another
    /// part that they have in the hazard.
    HAZARD_BARRED = "hazard_barred", Put, 4, ["district", "hazard", "duty", "who"];
    /// 检索: by which pieces of text a hazard is found.
    HAZARD_GRAMS = "hazard_grams", Put, 4, ["district", "gram", "reported_at", "hazard"];
    /// Rows of other tables that wait until it is quiet (`later.rs`).
    LATER = "later", Insert, 2, ["district", "id", "shard", "target", "content"];
    /// 外部编号: by which numbers of other systems a hazard is found.
    HAZARD_NUMBERS = "hazard_numbers", Put, 3, ["district", "number", "hazard"];
    /// 导出: what left the house as a file, who asked and why.
    EXPORTS = "exports", Put, 2, ["district", "id", "version", "head", "state", "person", "asked_at"];
    /// 视图: filters that somebody keeps by name.
    VIEWS = "views", Put, 2, [
        "district", "id", "person", "unit", "shared", "name", "body", "version", "updated_at",
    ];
    /// 单位.
    UNITS = "units", Put, 2, ["district", "id", "version", "head", "state", "code", "name", "kind"];
    /// 人员.
    PEOPLE = "people", Put, 2, ["district", "id", "version", "head", "state", "unit"];
    /// 场所.
    PLACES = "places", Put, 2, [
        "district", "id", "version", "head", "state", "name", "street", "kind", "address", "external", "ended",
        "lon_e7", "lat_e7", "cell",
    ];
    /// 点位码.
    CODES = "codes", Put, 2, [
        "district", "id", "version", "head", "state", "code", "place", "stage", "since", "checked_at", "trouble",
    ];
    /// 检查记录.
    INSPECTIONS = "inspections", Put, 2, [
        "district", "id", "version", "head", "state", "place", "unit", "at", "found",
    ];
    /// 检查计划.
    PLANS = "plans", Put, 2, ["district", "id", "version", "head", "state", "ended"];
    /// 现场联系人: whom to call at a place. Personal data: here only, erasable, never in an event.
    PLACE_CONTACTS = "place_contacts", Put, 2, ["district", "place", "name", "phone", "at"];
    /// 扫码统计: how often the codes of a place were scanned on a day; never who, never the moment.
    SCANS = "scans", Add, 3, ["district", "place", "day", "n"];
    /// 规则与目录.
    RULES = "rules", Put, 2, ["district", "id", "version", "head", "state", "subject", "effective_at"];
    /// 接口用户.
    CLIENTS = "clients", Put, 2, ["district", "id", "version", "head", "state", "key_hash"];
    /// 大屏使用: the last day on which a display looked; the day only.
    DISPLAY_DAYS = "display_days", Put, 2, ["district", "display", "day"];
    /// 网格.
    GRIDS = "grids", Put, 2, ["district", "id", "version", "head", "state", "code", "street"];
    /// 备份: what was copied, when and how much.
    BACKUPS = "backups", Put, 2, ["district", "at", "events", "log_size", "version", "keys"];
    /// What people sign in with.
    ACCOUNTS = "accounts", Put, 2, [
        "district", "person", "login", "name", "password", "invite_hash", "invite_until", "invite_code",
        "totp_sealed", "totp_step", "totp_pending", "recovery", "failures", "known_failures",
    ];
    /// Signed-in sessions.
    SESSIONS = "sessions", Put, 1, ["token_hash", "district", "person", "created_at", "seen_at", "second_factor"];
    /// 举报人信息库.
    VAULT = "vault", Put, 2, ["district", "id", "hazard", "sealed", "phone_index", "at"];
    /// Rows of other ledgers that came in.
    IMPORTS = "imports", Insert, 3, ["district", "source", "source_id", "hazard", "salt"];
    /// Photos that were sent, with what makes them evidence.
    UPLOADS = "uploads", Insert, 2, ["district", "file", "sha256", "kept", "phash", "middle", "width", "height", "uploader", "at"];
    /// Which hazard a photo belongs to.
    PHOTOS = "photos", Insert, 2, ["district", "file", "hazard"];
    /// How far somebody who follows the log has come.
    FOLLOWERS = "followers", Put, 2, ["district", "name", "idx"];
    /// 通知: what somebody is told about one event. Its id follows from event and recipient, so it is made once.
    NOTICES = "notices", Keep, 2, [
        "district", "id", "person", "hazard", "sequence", "at", "template", "params", "urgent", "read_at",
    ];
    /// 投递: a notice on its way through one channel. Its id follows from notice and channel.
    DELIVERIES = "deliveries", Keep, 2, [
        "district", "id", "notice", "owner", "channel", "urgent", "at", "ready_at", "state", "attempts", "batch",
        "until", "begun", "reason", "sent_at",
    ];
    /// 通知设置: what somebody, or a unit, wants of notices; addresses sealed. Personal data: here only, erasable.
    NOTICE_SETTINGS = "notice_settings", Put, 2, ["district", "owner", "body", "contacts", "version"];
    /// 相似照片: under which keys a photo is found by those that look like it (`domain::hazard::resemblance`).
    PHOTO_BANDS = "photo_bands", Put, 5, ["district", "band", "likeness", "file", "hazard"];
    /// 抽取: drawings of closed cases.
    DRAWS = "draws", Put, 2, ["district", "id", "version", "head", "state", "period"];
    /// 种子 of drawings, sealed until they are revealed.
    DRAW_SEEDS = "draw_seeds", Put, 2, ["district", "draw", "sealed"];
    /// The closings from which was drawn: number in the log, hash of the event, and as the how manieth it was drawn.
    DRAW_CLOSINGS = "draw_closings", Put, 3, ["district", "draw", "idx", "hash", "hazard", "drawn"];
    /// Counters that must not skip, such as case numbers.
    COUNTERS = "counters", Put, 2, ["district", "name", "n"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_read_as_written_by_hand() {
        assert_eq!(
            PHOTOS.write_sql(2, Onto::Whatever),
            "insert into photos (district, file, hazard) values ($1, $2, $3), ($4, $5, $6)"
        );
        assert!(
            LEASES.write_sql(1, Onto::Whatever).ends_with(
                "on conflict (name) do update set holder = excluded.holder, until = excluded.until"
            )
        );
        assert!(TALLIES.write_sql(1, Onto::Whatever).ends_with("do update set n = tallies.n + excluded.n"));
        assert!(MAP_CELLS.write_sql(1, Onto::Whatever).ends_with(
            "do update set n = map_cells.n + excluded.n, north = map_cells.north + excluded.north, \
             east = map_cells.east + excluded.east"
        ));
        assert_eq!(PHOTOS.delete_sql(), "delete from photos where district = $1 and file = $2");
    }
}
