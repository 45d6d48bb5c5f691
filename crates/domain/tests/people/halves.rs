//! Who can get into which account: a model of everything that a security administrator asks for, that others answer, and
//! of the two halves of a link. One person of bad faith holds an administrator's account of any kind and does what he
//! likes; everybody else does what is asked of them, and hands a link or a code only to whoever the account is for.

use domain::calendar::Instant;
use domain::ids::{PersonId, UnitId};
use domain::people::{Access, Consent, Gated, Person, Post, Role, Staff, consenting};
use proptest::prelude::*;
use uuid::Uuid;

const NOW: Instant = Instant(1_800_000_000_000);
const UNIT: UnitId = UnitId(Uuid::from_u128(1));
/// Whoever is of bad faith.
const BAD: usize = 0;
const KINDS: [Role; 3] = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];

/// A link as it lies about: who has it, and who was said its code.
#[derive(Clone, Copy, Debug)]
struct Link {
    held_by: usize,
    /// Nothing where no code goes with it.
    code: Option<usize>,
}

/// An account: in whose name, and who knows what opens it.
#[derive(Debug)]
struct Account {
    of: usize,
    person: Person,
    password: Option<usize>,
    factor: Option<usize>,
    link: Option<Link>,
}

impl Account {
    fn new(of: usize, number: u128, roles: Vec<Role>, known: bool) -> Self {
        let id = PersonId(Uuid::from_u128(100 + number));
        let person = Person { id, unit: UNIT, area: None, roles, disabled_at: None, consent: None };
        let holder = known.then_some(of);
        Self { of, person, password: holder, factor: holder, link: None }
    }

    /// Whether somebody gets in: with the password, and the second factor or none enrolled.
    fn opens_to(&self, who: usize) -> bool {
        self.person.disabled_at.is_none()
            && self.password == Some(who)
            && self.factor.is_none_or(|factor| factor == who)
    }

    fn staff(&self) -> Staff {
        let Person { id, unit, roles, .. } = self.person.clone();
        Staff { person: id, unit, area: None, roles }
    }
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Appoint {
        name: usize,
        role: Role,
    },
    Change {
        whom: usize,
        role: Role,
    },
    Invite {
        whom: usize,
    },
    Enable {
        whom: usize,
    },
    Disable {
        whom: usize,
    },
    Forget {
        whom: usize,
    },
    Answer {
        whom: usize,
        yes: bool,
    },
    Withdraw {
        whom: usize,
    },
    /// Whoever holds the link, and the code where one goes with it, sets the password.
    Redeem {
        whom: usize,
    },
    /// Whoever gets in without a second factor enrols one.
    Enrol {
        whom: usize,
    },
}

fn role() -> impl Strategy<Value = Role> {
    let ordinary = [Role::Acceptor, Role::Caller, Role::Leader];
    prop_oneof![3 => proptest::sample::select(&KINDS[..]), 2 => proptest::sample::select(ordinary.to_vec())]
}

fn any_move() -> impl Strategy<Value = (usize, Move)> {
    let whom = 0..8usize;
    let moves = prop_oneof![
        1 => (1..6usize, role()).prop_map(|(name, role)| Move::Appoint { name, role }),
        1 => (whom.clone(), role()).prop_map(|(whom, role)| Move::Change { whom, role }),
        2 => whom.clone().prop_map(|whom| Move::Invite { whom }),
        1 => whom.clone().prop_map(|whom| Move::Enable { whom }),
        1 => whom.clone().prop_map(|whom| Move::Disable { whom }),
        1 => whom.clone().prop_map(|whom| Move::Forget { whom }),
        4 => (whom.clone(), prop::bool::weighted(0.8)).prop_map(|(whom, yes)| Move::Answer { whom, yes }),
        1 => whom.clone().prop_map(|whom| Move::Withdraw { whom }),
        4 => whom.clone().prop_map(|whom| Move::Redeem { whom }),
        2 => whom.prop_map(|whom| Move::Enrol { whom }),
    ];
    // Through which account it is done.
    (0..5usize, moves)
}

struct House {
    accounts: Vec<Account>,
    requests: u128,
    /// How often somebody of good faith agreed to something.
    agreed: usize,
}

impl House {
    fn new(kind: Role) -> Self {
        let mut accounts = vec![Account::new(BAD, 0, vec![kind], true)];
        let others = KINDS.into_iter().chain([Role::SecurityAdmin]).enumerate();
        accounts.extend(others.map(|(n, role)| Account::new(n + 1, n as u128 + 1, vec![role], true)));
        Self { accounts, requests: 0, agreed: 0 }
    }

    /// Who sits at an account: whoever gets in. Nobody else than its own may, for administrators.
    fn sits(&self, account: usize) -> Option<usize> {
        let account = &self.accounts[account];
        (0..6).find(|who| account.opens_to(*who))
    }

    /// To whom somebody gives a link or a code: whoever is of bad faith keeps it, others give it to whoever it is for.
    fn goes(&self, giver: usize, account: usize) -> usize {
        if giver == BAD { BAD } else { self.accounts[account].of }
    }

    fn asks(&mut self, by: usize, whom: usize, act: Gated, roles: Vec<Role>) -> bool {
        let (asker, person) = (self.accounts[by].person.id, &self.accounts[whom].person);
        let Some(asks) = consenting(act, &person.roles, &roles) else { return false };
        self.requests += 1;
        let id = Uuid::from_u128(1_000 + self.requests);
        let post = Post { roles, ..person.post() };
        let until = NOW.plus(Instant::HOUR);
        let consent = Consent { id, act, post, by: asker, asks, at: NOW, until, settled: None };
        if let Ok(waiting) = person.asked(consent) {
            self.accounts[whom].person = waiting;
            if act.makes_link() {
                let held_by = self.goes(self.sits(by).unwrap(), whom);
                self.accounts[whom].link = Some(Link { held_by, code: None });
            }
        }
        true
    }

    fn apply(&mut self, whom: usize, access: Access, code: usize) {
        let account = &mut self.accounts[whom];
        match access {
            Access::Kept => {}
            Access::AccountEnds => (account.password, account.factor, account.link) = (None, None, None),
            Access::LinkEnds => account.link = None,
            Access::SecondFactorEnds => account.factor = None,
            Access::BeginsAnew => (account.password, account.factor) = (None, None),
            Access::LinkOpens => {}
        }
        if let (Access::LinkOpens | Access::BeginsAnew, Some(link)) = (access, &mut account.link) {
            link.code = Some(code);
        }
    }

    fn manages(&self, by: usize, whom: usize) -> bool {
        self.accounts[by].person.roles.contains(&Role::SecurityAdmin) && by != whom
    }

    fn make(&mut self, by: usize, action: Move) {
        let Some(who) = self.sits(by) else { return };
        let whom = match action {
            Move::Appoint { name, role } => {
                if !self.accounts[by].person.roles.contains(&Role::SecurityAdmin) || self.accounts.len() >= 8
                {
                    return;
                }
                let number = self.accounts.len();
                self.accounts.push(Account::new(name, number as u128, Vec::new(), false));
                if !self.asks(by, number, Gated::Appoint, vec![role]) {
                    let held_by = self.goes(who, number);
                    self.accounts[number].person.roles = vec![role];
                    self.accounts[number].link = Some(Link { held_by, code: None });
                }
                return;
            }
            Move::Change { whom, .. }
            | Move::Invite { whom }
            | Move::Enable { whom }
            | Move::Disable { whom }
            | Move::Forget { whom }
            | Move::Answer { whom, .. }
            | Move::Withdraw { whom }
            | Move::Redeem { whom }
            | Move::Enrol { whom } => whom,
        };
        if whom >= self.accounts.len() {
            return;
        }
        let person = self.accounts[whom].person.clone();
        let free = person.pending(NOW).is_none();
        let disabled = person.disabled_at.is_some();
        let roles = person.roles.clone();
        match action {
            Move::Appoint { .. } => {}
            Move::Change { role, .. } if self.manages(by, whom) && free && !disabled => {
                let done = !self.asks(by, whom, Gated::Promote, vec![role]);
                if done {
                    self.accounts[whom].person.roles = vec![role];
                }
            }
            Move::Invite { .. } if self.manages(by, whom) && !disabled => {
                let held_by = self.goes(who, whom);
                // A link that was lost while it waits is replaced by another one that waits.
                if person.link_waits() || (free && !self.asks(by, whom, Gated::Invite, roles)) {
                    self.accounts[whom].link = Some(Link { held_by, code: None });
                }
            }
            Move::Enable { .. } if self.manages(by, whom) && free && disabled => {
                let done = !self.asks(by, whom, Gated::Enable, roles);
                if done {
                    self.accounts[whom].person.disabled_at = None;
                }
            }
            Move::Disable { .. } if self.manages(by, whom) && !disabled => {
                if let Some((after, access)) = person.withdrawn(None, NOW) {
                    self.accounts[whom].person = after;
                    self.apply(whom, access, who);
                }
                self.accounts[whom].person.disabled_at = Some(NOW);
                self.accounts[whom].link = None;
            }
            Move::Forget { .. } if self.manages(by, whom) && free => {
                let done = !self.asks(by, whom, Gated::ForgetSecondFactor, roles);
                if done {
                    self.accounts[whom].factor = None;
                }
            }
            Move::Answer { yes, .. } => {
                let Some(id) = person.consent.as_ref().map(|c| c.id) else { return };
                let staff = self.accounts[by].staff();
                let answered = match yes {
                    true => person.agreed(id, &staff, NOW),
                    false => person.declined(id, &staff, NOW),
                };
                let Ok((after, access)) = answered else { return };
                self.agreed += usize::from(yes && who != BAD);
                self.accounts[whom].person = after;
                let code = self.goes(who, whom);
                self.apply(whom, access, code);
            }
            Move::Withdraw { .. } if self.manages(by, whom) => {
                if let Some((after, access)) = person.withdrawn(None, NOW) {
                    self.accounts[whom].person = after;
                    self.apply(whom, access, who);
                }
            }
            Move::Redeem { .. } => {
                let account = &mut self.accounts[whom];
                let Some(link) = account.link.filter(|_| !account.person.link_waits() && !disabled) else {
                    return;
                };
                if link.code.is_none_or(|code| code == link.held_by) {
                    account.password = Some(link.held_by);
                    account.link = None;
                }
            }
            Move::Enrol { .. } => {
                let account = &mut self.accounts[whom];
                if account.factor.is_none() {
                    account.factor = account.password;
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nobody_gets_into_a_second_account_that_takes_two(
        kind in proptest::sample::select(&KINDS[..]),
        moves in prop::collection::vec(any_move(), 1..60),
    ) {
        let mut house = House::new(kind);
        for (by, action) in moves {
            house.make(by, action);
            let mut kinds: Vec<Role> = Vec::new();
            for (number, account) in house.accounts.iter().enumerate() {
                prop_assert!(Person::roles_are_separate(&account.person.roles));
                if account.person.takes_two() && account.opens_to(BAD) {
                    prop_assert!(number == BAD, "{action:?} opened another's account: {account:?}");
                    kinds.extend(&account.person.roles);
                }
                if account.person.takes_two() && account.of != BAD {
                    prop_assert!(account.password.is_none_or(|who| who == account.of), "{action:?}: {account:?}");
                }
            }
            prop_assert!(kinds.len() <= 1, "{kinds:?}");
        }
    }
}

/// The model is no model of nothing: there is a way to an account that opens, and it takes everybody's part.
#[test]
fn an_account_that_was_consented_to_opens_to_its_own() {
    let mut house = House::new(Role::SystemAdmin);
    // The third kind of the honest ones is the security administrator, at 2; the audit administrator sits at 3.
    house.make(2, Move::Appoint { name: 5, role: Role::SystemAdmin });
    house.make(5, Move::Redeem { whom: 5 });
    assert!(!house.accounts[5].opens_to(5));
    house.make(1, Move::Answer { whom: 5, yes: true });
    assert!(house.accounts[5].person.roles.is_empty(), "not the system administrator's to answer");
    house.make(3, Move::Answer { whom: 5, yes: true });
    house.make(2, Move::Redeem { whom: 5 });
    house.make(2, Move::Enrol { whom: 5 });
    assert!(house.accounts[5].opens_to(5) && house.accounts[5].person.is_administrator());
    assert_eq!(house.agreed, 1);
}

/// Without the code, who asked would get in; without a new beginning, who made the account before would.
#[test]
fn who_asked_in_bad_faith_stays_outside() {
    let mut house = House::new(Role::SecurityAdmin);
    house.make(BAD, Move::Appoint { name: 5, role: Role::Acceptor });
    house.make(BAD, Move::Redeem { whom: 5 });
    house.make(BAD, Move::Enrol { whom: 5 });
    assert!(house.accounts[5].opens_to(BAD), "an ordinary account is the security administrator's to give");
    house.make(BAD, Move::Change { whom: 5, role: Role::SystemAdmin });
    house.make(3, Move::Answer { whom: 5, yes: true });
    assert!(house.accounts[5].person.is_administrator() && !house.accounts[5].opens_to(BAD));
    house.make(BAD, Move::Redeem { whom: 5 });
    house.make(BAD, Move::Enrol { whom: 5 });
    assert!(!house.accounts[5].opens_to(BAD));
}
