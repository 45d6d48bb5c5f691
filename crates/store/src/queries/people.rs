//! Units, people, accounts, sessions, clients.

super::statements! {
    /// Every unit.
    UNITS_ALL = "select state from units where district = $1";
    /// A unit by its code.
    UNIT_BY_CODE = "select id, state from units where district = $1 and code = $2";
    /// Every person with the name.
    PEOPLE_ALL = "select p.state, a.name from people p left join accounts a on a.district = p.district \
        and a.person = p.id where p.district = $1";
    /// An account by its login name.
    ACCOUNT_BY_LOGIN = "select person, login, name, password, invite_hash, invite_until, invite_code, \
        totp_sealed, totp_step, totp_pending, recovery, failures, known_failures from accounts where district = $1 and login = $2";
    /// An account by its person.
    ACCOUNT = "select person, login, name, password, invite_hash, invite_until, invite_code, \
        totp_sealed, totp_step, totp_pending, recovery, failures, known_failures from accounts where district = $1 and person = $2";
    /// Keeps an account from other writers until the end of the transaction.
    HOLD_ACCOUNT = "update accounts set login = login where district = $1 and person = $2";
    /// An account by its one-time link.
    ACCOUNT_BY_INVITE = "select person, login, name, password, invite_hash, invite_until, invite_code, \
        totp_sealed, totp_step, totp_pending, recovery, failures, known_failures from accounts where district = $1 and invite_hash = $2";
    /// Every account, for the register of people: no secrets.
    ACCOUNTS_ALL = "select person, login, name, totp_step, invite_until, \
        cast(case when password is null then 0 else 1 end as bigint) from accounts \
        where district = $1";
    /// How many accounts there are.
    ACCOUNTS_COUNT = "select count(*) from accounts where district = $1";
    /// A session by the digest of its token.
    SESSION = "select s.person, s.created_at, s.seen_at, s.second_factor, p.state, a.login, a.name, \
        a.totp_step from sessions s \
        join people p on p.district = s.district and p.id = s.person \
        join accounts a on a.district = s.district and a.person = s.person \
        where s.token_hash = $1 and s.district = $2";
    /// A session was used; nothing where it has ended.
    TOUCH_SESSION = "update sessions set seen_at = $3 where token_hash = $1 and district = $2 and seen_at < $3";
    /// The sessions of a person.
    SESSIONS_OF = "select token_hash from sessions where district = $1 and person = $2";
    /// Sessions that nobody used for long.
    OLD_SESSIONS = "select token_hash from sessions where seen_at < $1 or created_at < $2";
    /// A client by the digest of its key.
    CLIENT_BY_KEY = "select id, state from clients where key_hash = $1 and district = $2";
    /// On which day a display looked last.
    DISPLAY_DAY = "select day from display_days where district = $1 and display = $2";
    /// The same for every display.
    DISPLAY_DAYS = "select display, day from display_days where district = $1";
    /// Every client.
    CLIENTS_ALL = "select id, state from clients where district = $1 order by id";
}
