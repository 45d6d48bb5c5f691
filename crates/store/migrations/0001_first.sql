-- Portable text: bigint, text and bytea mean the same on both engines; what one engine alone is told stands in a
-- comment that begins with its name. "clustered" keeps the rows of a table in the order of its key where the engine can;
-- not events and hazards: their rows are long, and SQLite gives each row of more than a quarter of a page in a clustered
-- table a page of its own.

create table events (
    district bigint not null,
    stream bytea not null,
    sequence bigint not null,
    noun bigint not null,
    at bigint not null,
    recorded_at bigint not null,
    origin bigint not null,
    actor text not null,
    kind text not null,
    body text not null,
    words_digest bytea,
    previous bytea not null,
    hash bytea not null,
    words text,
    salt bytea,
    primary key (district, stream, sequence)
);

create table outbox (
    district bigint not null,
    id bytea not null,
    noun bigint not null,
    stream bytea not null,
    sequence bigint not null,
    hash bytea not null,
    primary key (district, id)
) /* clustered */;

create table log (
    district bigint not null,
    idx bigint not null,
    noun bigint not null,
    stream bytea not null,
    sequence bigint not null,
    primary key (district, idx)
) /* clustered */;
create unique index log_by_stream on log (district, stream, sequence);

create table tiles (
    district bigint not null,
    level bigint not null,
    idx bigint not null,
    hashes bytea not null,
    primary key (district, level, idx)
) /* clustered */;

create table checkpoints (
    district bigint not null,
    size bigint not null,
    root bytea not null,
    at bigint not null,
    signature text not null,
    primary key (district, size)
) /* clustered */;

create table leases (
    name text not null primary key,
    holder bytea not null,
    until bigint not null
) /* clustered */;

-- The key comes first in the index: without statistics PostgreSQL takes a district for rare, and would read all of its
-- keys instead of looking up the few of a batch.
create table idempotency (
    district bigint not null,
    key bytea not null,
    fingerprint bytea not null,
    answer text not null,
    at bigint not null,
    primary key (key, district)
) /* clustered */;
create index idempotency_by_age on idempotency (at);

create table tallies (
    district bigint not null,
    dimension bigint not null,
    measure bigint not null,
    day bigint not null,
    value text not null,
    shard bigint not null,
    n bigint not null,
    primary key (district, dimension, measure, day, value, shard)
) /* clustered */;

-- Hazards and places by cells of the map: see nouns/map.rs.
create table map_cells (
    district bigint not null,
    series bigint not null,
    month bigint not null,
    lat bigint not null,
    lon bigint not null,
    street text not null,
    category text not null,
    grade bigint not null,
    stages bigint not null,
    shard bigint not null,
    n bigint not null,
    north bigint not null,
    east bigint not null,
    primary key (district, series, month, lat, lon, street, category, grade, stages, shard)
) /* clustered */;

create table hazards (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    stage bigint not null,
    reported_at bigint not null,
    told_at bigint not null,
    updated_at bigint not null,
    closed_at bigint,
    due_at bigint,
    wake_at bigint,
    awaits bigint not null,
    awaits_owner bytea,
    awaits_too bigint not null,
    lead_unit bytea,
    street text,
    category text,
    grade bigint,
    life_danger bigint not null,
    source text not null,
    receipt text not null,
    number text,
    place bytea,
    lon_e7 bigint,
    lat_e7 bigint,
    cell bigint,
    shown bigint not null,
    doubts bigint not null,
    verified_by bytea,
    supervised bigint not null,
    risk bigint,
    primary key (district, id)
);
create index hazards_by_time on hazards (district, reported_at, id);
create index hazards_by_stage on hazards (district, stage, reported_at, id);
create index hazards_by_awaits on hazards (district, awaits, awaits_owner, due_at, id) where awaits <> 0;
create index hazards_by_awaits_too on hazards (district, awaits_too, due_at, id) where awaits_too <> 0;
create index hazards_by_due on hazards (district, due_at, id) where due_at is not null;
create index hazards_by_grade on hazards (district, grade, reported_at, id) where grade is not null;
create index hazards_by_wake on hazards (district, wake_at, id) where wake_at is not null;
create index hazards_by_street on hazards (district, street, reported_at, id) where street is not null;
create index hazards_by_category on hazards (district, category, reported_at, id) where category is not null;
create index hazards_by_place on hazards (district, place, reported_at, id) where place is not null;
-- What is near, and what a map looks at closely: with everything that maps filter by, so that it reads no long rows.
create index hazards_by_cell on hazards (district, cell, reported_at, stage, street, category, grade, due_at, closed_at, life_danger, lon_e7, lat_e7, id) where cell is not null;
create index hazards_by_closing on hazards (district, closed_at, id) where closed_at is not null;
-- The list for everybody, with what it is filtered by, so that a list of few reads no long rows.
create index hazards_shown on hazards (district, shown, reported_at, id, category, street, lon_e7, lat_e7) where shown > 0;
create index hazards_shown_by_category on hazards (district, shown, category, reported_at, id) where shown > 0;
create index hazards_shown_by_update on hazards (district, shown, updated_at, id, category) where shown > 0;
-- 存疑销号, and who passes whose closings.
create index hazards_by_doubts on hazards (district, closed_at, id, doubts, lead_unit) where doubts <> 0;
create index hazards_by_verifier on hazards (district, lead_unit, closed_at, id, verified_by) where verified_by is not null;
-- 督办中.
create index hazards_by_supervision on hazards (district, reported_at, id, supervised) where supervised > 0;
-- 风险颜色.
create index hazards_by_risk on hazards (district, risk, reported_at, id) where risk is not null;
-- What was only reported changed when it was reported: hazards_by_time has it.
create index hazards_by_update on hazards (district, updated_at, id) where version > 1;
create unique index hazards_by_receipt on hazards (district, receipt);
create unique index hazards_by_number on hazards (district, number) where number is not null;

-- In the order in which a party may know of them: a confidential report by when it was filed. Stage and deadline are
-- those of the hazard: a list of one who has a part in half a million is read in its order.
create table hazard_parties (
    district bigint not null,
    party bytea not null,
    part bigint not null,
    told_at bigint not null,
    hazard bytea not null,
    stage bigint not null,
    due_at bigint,
    primary key (district, party, part, told_at, hazard)
) /* clustered */;
create index hazard_parties_by_stage on hazard_parties (district, party, part, stage, told_at, hazard);
create index hazard_parties_by_due on hazard_parties (district, party, part, due_at, hazard, stage) where due_at is not null;

-- Which pieces of text occur in which hazard, newest last: two Chinese characters, or three Latin ones.
create table hazard_grams (
    district bigint not null,
    gram bigint not null,
    reported_at bigint not null,
    hazard bytea not null,
    primary key (district, gram, reported_at, hazard)
) /* clustered */;

-- Rows of other tables that wait until it is quiet, or differences until they are added up, many in one.
create table later (
    district bigint not null,
    id bytea not null,
    shard bigint not null,
    target text not null,
    content bytea not null,
    primary key (district, id)
);
create index later_by_target on later (target, shard, district, id);
-- It lives for a second or a quiet moment: compressing it takes longer than writing it.
/* postgresql: alter table later alter column content set storage external; */

-- Numbers that other systems gave.
create table hazard_numbers (
    district bigint not null,
    number text not null,
    hazard bytea not null,
    primary key (district, number, hazard)
) /* clustered */;

create table exports (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    person bytea not null,
    asked_at bigint not null,
    primary key (district, id)
) /* clustered */;

-- Filters that somebody keeps by name; no record of anything, so beside the events.
create table views (
    district bigint not null,
    id bytea not null,
    person bytea not null,
    unit bytea not null,
    shared bigint not null,
    name text not null,
    body text not null,
    version bigint not null,
    updated_at bigint not null,
    primary key (district, id)
) /* clustered */;
create index views_by_person on views (district, person);
create index views_by_unit on views (district, unit) where shared = 1;

create table units (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    code text not null,
    name text not null,
    kind text not null,
    primary key (district, id)
) /* clustered */;
create unique index units_by_code on units (district, code);

create table people (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    unit bytea not null,
    primary key (district, id)
) /* clustered */;
create index people_by_unit on people (district, unit);

create table places (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    name text not null,
    street text,
    kind text not null,
    address text not null,
    external text,
    ended bigint not null,
    lon_e7 bigint,
    lat_e7 bigint,
    cell bigint,
    primary key (district, id)
) /* clustered */;
create index places_by_cell on places (district, cell, id) where cell is not null;
create index places_by_name on places (district, name, id);
create unique index places_by_external on places (district, external) where external is not null;

create table codes (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    code text not null,
    place bytea not null,
    stage bigint not null,
    since bigint not null,
    checked_at bigint not null,
    trouble bigint not null,
    primary key (district, id)
) /* clustered */;
create unique index codes_by_code on codes (district, code);
create index codes_by_place on codes (district, place);
create index codes_by_patrol on codes (district, stage, checked_at, id);

create table inspections (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    place bytea not null,
    unit bytea not null,
    at bigint not null,
    found bigint not null,
    primary key (district, id)
) /* clustered */;
create index inspections_by_place on inspections (district, place, unit, at);

create table plans (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    ended bigint not null,
    primary key (district, id)
) /* clustered */;

-- Whom to call at a place. Personal data: here only, erasable, never in an event.
create table place_contacts (
    district bigint not null,
    place bytea not null,
    name text not null,
    phone text not null,
    at bigint not null,
    primary key (district, place)
) /* clustered */;

-- How often the codes of a place were scanned on a day: never who, never the moment, no row per scan.
create table scans (
    district bigint not null,
    place bytea not null,
    day bigint not null,
    n bigint not null,
    primary key (district, place, day)
) /* clustered */;

create table rules (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    subject text not null,
    effective_at bigint not null,
    primary key (district, id)
) /* clustered */;
create index rules_by_subject on rules (district, subject, effective_at);

create table clients (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    key_hash bytea not null,
    primary key (district, id)
) /* clustered */;
create unique index clients_by_key on clients (key_hash);

-- On which day a display looked last: no record of anybody, and no moment.
create table display_days (
    district bigint not null,
    display bytea not null,
    day bigint not null,
    primary key (district, display)
) /* clustered */;

create table grids (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    code text not null,
    street text,
    primary key (district, id)
) /* clustered */;
create unique index grids_by_code on grids (district, code);

-- Backups that were made and checked.
create table backups (
    district bigint not null,
    at bigint not null,
    events bigint not null,
    log_size bigint not null,
    version text not null,
    keys bigint not null,
    primary key (district, at)
) /* clustered */;

-- What a person signs in with. Personal data: here only, erasable, never in an event.
create table accounts (
    district bigint not null,
    person bytea not null,
    login text not null,
    name text not null,
    password text,
    invite_hash bytea,
    invite_until bigint,
    invite_code bytea,
    totp_sealed bytea,
    totp_step bigint,
    totp_pending bytea,
    recovery text,
    failures text not null,
    known_failures text not null,
    primary key (district, person)
) /* clustered */;
create unique index accounts_by_login on accounts (district, login);
create unique index accounts_by_invite on accounts (invite_hash) where invite_hash is not null;

create table sessions (
    token_hash bytea not null primary key,
    district bigint not null,
    person bytea not null,
    created_at bigint not null,
    seen_at bigint not null,
    second_factor bigint not null
) /* clustered */;
create index sessions_by_person on sessions (district, person);

-- 举报人信息库: sealed under keys that are not in the database.
create table vault (
    district bigint not null,
    id bytea not null,
    hazard bytea not null,
    sealed text not null,
    phone_index bytea,
    at bigint not null,
    primary key (district, id)
) /* clustered */;
create index vault_by_phone on vault (district, phone_index) where phone_index is not null;

-- Which row of which ledger became which hazard: a second import finds it here.
create table imports (
    district bigint not null,
    source text not null,
    source_id text not null,
    hazard bytea not null,
    salt bytea not null,
    primary key (district, source, source_id)
) /* clustered */;
create index imports_by_hazard on imports (district, hazard);

-- Photos that were sent: an action names one that its author has sent.
create table uploads (
    district bigint not null,
    file bytea not null,
    sha256 bytea not null,
    kept bytea not null,
    phash bigint not null,
    middle bigint,
    width bigint not null,
    height bigint not null,
    uploader bytea,
    at bigint not null,
    primary key (district, file)
) /* clustered */;

-- Photos that are kept: by whom they may be fetched follows from the hazard.
create table photos (
    district bigint not null,
    file bytea not null,
    hazard bytea not null,
    primary key (district, file)
) /* clustered */;

-- Who owes what beside the stage of a hazard, by when.
create table hazard_owed (
    district bigint not null,
    awaits bigint not null,
    owner bytea not null,
    due_at bigint not null,
    hazard bytea not null,
    duty bigint not null,
    primary key (district, awaits, owner, due_at, hazard, duty)
) /* clustered */;
create index hazard_owed_by_hazard on hazard_owed (district, hazard);

-- Who may not do what is owed, because of another part in the hazard; what is owed, or 0 and -1 for the first and the
-- second move that the stage awaits.
create table hazard_barred (
    district bigint not null,
    hazard bytea not null,
    duty bigint not null,
    who bytea not null,
    primary key (district, hazard, duty, who)
) /* clustered */;
create index hazard_barred_by_who on hazard_barred (district, who, duty, hazard);

-- How far the log was followed.
create table followers (
    district bigint not null,
    name text not null,
    idx bigint not null,
    primary key (district, name)
) /* clustered */;

-- What somebody is told about one event: codes only, words are chosen when it is read.
create table notices (
    district bigint not null,
    id bytea not null,
    person bytea not null,
    hazard bytea not null,
    sequence bigint not null,
    at bigint not null,
    template text not null,
    params text not null,
    urgent bigint not null,
    read_at bigint,
    primary key (district, id)
) /* clustered */;
create index notices_by_person on notices (district, person, at, id);
create index notices_unread on notices (district, person, at, id) where read_at is null;
create index notices_by_age on notices (district, at);

-- A notice on its way through one channel. state: 0 waits, 1 in a batch, 2 sent, 3 given up, 4 unknown, 5 not wanted.
create table deliveries (
    district bigint not null,
    id bytea not null,
    notice bytea not null,
    owner bytea not null,
    channel bigint not null,
    urgent bigint not null,
    at bigint not null,
    ready_at bigint not null,
    state bigint not null,
    attempts bigint not null,
    batch bytea,
    until bigint not null,
    begun bigint not null,
    reason text not null,
    sent_at bigint,
    primary key (district, id)
) /* clustered */;
create index deliveries_waiting on deliveries (district, channel, urgent, ready_at) where state = 0;
create index deliveries_together on deliveries (district, owner, channel, urgent, ready_at) where state = 0;
create index deliveries_begun on deliveries (district, channel, until) where state = 1;
create index deliveries_by_batch on deliveries (district, batch) where batch is not null;
create index deliveries_failed on deliveries (district, at) where state in (3, 4);
create index deliveries_by_age on deliveries (district, at);

-- What somebody, or a unit, wants of notices. Addresses are sealed; personal data: here only, never in an event.
create table notice_settings (
    district bigint not null,
    owner bytea not null,
    body text not null,
    contacts text,
    version bigint not null,
    primary key (district, owner)
) /* clustered */;

-- Photos by pieces of their perceptual hashes: what looks alike shares a piece, or nearly does.
create table photo_bands (
    district bigint not null,
    band bigint not null,
    likeness bigint not null,
    file bytea not null,
    hazard bytea not null,
    primary key (district, band, likeness, file, hazard)
) /* clustered */;

-- 抽取: drawings of closed cases, one a month.
create table draws (
    district bigint not null,
    id bytea not null,
    version bigint not null,
    head bytea not null,
    state text not null,
    period text not null,
    primary key (district, id)
) /* clustered */;
create unique index draws_by_period on draws (district, period);

-- 种子: sealed under a key that is not in the database; gone when it is revealed.
create table draw_seeds (
    district bigint not null,
    draw bytea not null,
    sealed bytea not null,
    primary key (district, draw)
) /* clustered */;

-- The closings from which was drawn; drawn is 0, or as the how manieth.
create table draw_closings (
    district bigint not null,
    draw bytea not null,
    idx bigint not null,
    hash bytea not null,
    hazard bytea not null,
    drawn bigint not null,
    primary key (district, draw, idx)
) /* clustered */;
create index draw_closings_drawn on draw_closings (district, draw, drawn) where drawn > 0;

create table counters (
    district bigint not null,
    name text not null,
    n bigint not null,
    primary key (district, name)
) /* clustered */;
