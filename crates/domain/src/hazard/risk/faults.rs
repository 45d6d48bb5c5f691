//! 缺陷: everything that is wrong in methods, each beside its field.

use super::{Band, Decimal, Factor, FactorLevel, RiskColour, RiskMethod};
use std::collections::BTreeSet;

/// Why methods are not usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RiskMethodsError {
    /// Not a plain decimal number of at most six digits and three places.
    #[error("{0} is no number")]
    Number(String),
    /// No method, factor, level or band, or one without what everybody has to know about it.
    #[error("{0} is empty")]
    Empty(String),
    /// A method, factor or value that stands there twice.
    #[error("{0} stands there twice")]
    Twice(String),
    /// A factor that is not named by one to three Latin letters.
    #[error("{0} is no letter of a formula")]
    Letter(String),
    /// A formula that is not a letter of its own for the result and the product of the factors in their order.
    #[error("the formula of {0} is not its factors'")]
    Formula(String),
    /// A band that does not begin below the one before.
    #[error("the bands of {0} do not fall")]
    Falls(String),
    /// A smallest product that no band holds.
    #[error("the bands of {0} leave a gap")]
    Gap(String),
    /// A band that begins above the largest product.
    #[error("a band of {0} is never reached")]
    Beyond(String),
    /// A band of a graver colour than the one before, which begins higher.
    #[error("the colours of {0} do not fall")]
    Colour(String),
    /// Products that are too large to be written down.
    #[error("the products of {0} are too large")]
    TooLarge(String),
    /// Products of more than three places.
    #[error("the products of {0} are too fine")]
    TooFine(String),
}

impl RiskMethodsError {
    /// Its name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Empty(_) => "empty",
            Self::Twice(_) => "twice",
            Self::Letter(_) => "letter",
            Self::Formula(_) => "formula",
            Self::Falls(_) => "falls",
            Self::Gap(_) => "gap",
            Self::Beyond(_) => "beyond",
            Self::Colour(_) => "colour",
            Self::TooLarge(_) => "too_large",
            Self::TooFine(_) => "too_fine",
        }
    }
}

/// One fault, and in which field it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskFault {
    /// The way to the field, counted from 0: `methods.0.factors.1.levels.2.value`.
    pub path: String,
    /// What is wrong.
    pub error: RiskMethodsError,
}

/// Everything that is wrong, in the order in which it is written. Figures may be text that is none.
pub fn risk_faults<V: Figure>(methods: &[RiskMethod<V>]) -> Vec<RiskFault> {
    let mut found = Vec::new();
    if methods.is_empty() {
        let error = RiskMethodsError::Empty("methods".to_owned());
        found.push(RiskFault { path: "methods".to_owned(), error });
    }
    let mut ids = BTreeSet::new();
    for (nth, method) in methods.iter().enumerate() {
        let is_new = ids.insert(method.id.as_str());
        in_method(method, is_new, &format!("methods.{nth}"), &mut found);
    }
    found
}

/// A figure, or text that ought to be one.
pub trait Figure: Clone + TryInto<Decimal> {}

impl<V: Clone + TryInto<Decimal>> Figure for V {}

fn figure<V: Figure>(value: &V) -> Option<Decimal> {
    value.clone().try_into().ok()
}

/// A field, whether something is wrong with it, and what that would be.
type Check = (&'static str, bool, fn(String) -> RiskMethodsError);

fn failed(found: &mut Vec<RiskFault>, path: &str, id: &str, checks: impl IntoIterator<Item = Check>) {
    let wrong = checks.into_iter().filter(|(_, is_wrong, _)| *is_wrong);
    found.extend(
        wrong.map(|(field, _, error)| RiskFault {
            path: format!("{path}.{field}"),
            error: error(id.to_owned()),
        }),
    );
}

fn is_empty(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_letter(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic())
}

fn in_method<V: Figure>(method: &RiskMethod<V>, is_new: bool, path: &str, found: &mut Vec<RiskFault>) {
    use RiskMethodsError as E;
    let products = products(&method.factors);
    let is_too_large = products.is_some_and(|(_, largest)| largest > Decimal::LARGEST);
    let checks: [Check; 8] = [
        ("id", is_empty(&method.id), E::Empty),
        ("id", !is_empty(&method.id) && !is_new, E::Twice),
        ("name", is_empty(&method.name), E::Empty),
        ("formula", !method.factors.is_empty() && !is_formula(method), E::Formula),
        ("basis", is_empty(&method.basis), E::Empty),
        ("factors", method.factors.is_empty(), E::Empty),
        ("factors", is_too_large, E::TooLarge),
        ("factors", !is_too_large && is_too_fine(&method.factors), E::TooFine),
    ];
    failed(found, path, &method.id, checks);
    let mut letters = BTreeSet::new();
    for (nth, factor) in method.factors.iter().enumerate() {
        let is_new = letters.insert(factor.id.as_str());
        in_factor(factor, is_new, &format!("{path}.factors.{nth}"), found);
    }
    let none: Check = ("bands", method.bands.is_empty(), E::Empty);
    failed(found, path, &method.id, [none]);
    in_bands(method, products.filter(|_| !is_too_large), path, found);
}

/// The smallest and the largest product, where every factor has its figures.
fn products<V: Figure>(factors: &[Factor<V>]) -> Option<(Decimal, Decimal)> {
    let mut ends = None;
    for factor in factors {
        let figures: Option<Vec<Decimal>> = factor.levels.iter().map(|level| figure(&level.value)).collect();
        let figures = figures?;
        let (least, largest) = (*figures.iter().min()?, *figures.iter().max()?);
        let (low, high) = ends.unwrap_or((Decimal::whole(1), Decimal::whole(1)));
        ends = Some((low.times(least), high.times(largest)));
    }
    ends
}

/// A letter of its own for the result, and the product of the factors; letters that are none were told as such.
fn is_formula<V>(method: &RiskMethod<V>) -> bool {
    let letters: Vec<&str> = method.factors.iter().map(|factor| factor.id.as_str()).collect();
    let Some((result, product)) = method.formula.split_once(" = ") else { return false };
    let is_sound = letters.iter().all(|letter| is_letter(letter));
    is_letter(result) && !letters.contains(&result) && (!is_sound || product == letters.join(" × "))
}

/// Whether a product may need more places than are kept.
fn is_too_fine<V: Figure>(factors: &[Factor<V>]) -> bool {
    let places = |factor: &Factor<V>| {
        factor.levels.iter().filter_map(|level| figure(&level.value)).map(Decimal::places).max()
    };
    factors.iter().filter_map(places).sum::<u32>() > 3
}

fn in_factor<V: Figure>(factor: &Factor<V>, is_new: bool, path: &str, found: &mut Vec<RiskFault>) {
    use RiskMethodsError as E;
    let checks: [Check; 4] = [
        ("id", !is_letter(&factor.id), E::Letter),
        ("id", is_letter(&factor.id) && !is_new, E::Twice),
        ("name", is_empty(&factor.name), E::Empty),
        ("levels", factor.levels.is_empty(), E::Empty),
    ];
    failed(found, path, &factor.id, checks);
    let mut values = BTreeSet::new();
    for (nth, FactorLevel { value, text, .. }) in factor.levels.iter().enumerate() {
        let value = figure(value);
        let checks: [Check; 3] = [
            ("value", value.is_none(), E::Number),
            ("value", value.is_some_and(|value| !values.insert(value)), E::Twice),
            ("text", is_empty(text), E::Empty),
        ];
        failed(found, &format!("{path}.levels.{nth}"), &factor.id, checks);
    }
}

fn in_bands<V: Figure>(
    method: &RiskMethod<V>,
    products: Option<(Decimal, Decimal)>,
    path: &str,
    found: &mut Vec<RiskFault>,
) {
    use RiskMethodsError as E;
    let mut before: Option<(Option<Decimal>, RiskColour)> = None;
    for (nth, Band { from, colour, text, .. }) in method.bands.iter().enumerate() {
        let from = figure(from);
        let is_last = nth + 1 == method.bands.len();
        let above = before.and_then(|(from, _)| from);
        let falls = from.zip(above).is_none_or(|(from, above)| from < above);
        let is_beyond = from.zip(products).is_some_and(|(from, (_, largest))| from > largest);
        let leaves_gap = from.zip(products).is_some_and(|(from, (least, _))| from > least);
        let checks: [Check; 6] = [
            ("from", from.is_none(), E::Number),
            ("from", !falls, E::Falls),
            ("from", falls && is_beyond, E::Beyond),
            ("from", falls && !is_beyond && is_last && leaves_gap, E::Gap),
            ("colour", before.is_some_and(|(_, above)| *colour > above), E::Colour),
            ("text", is_empty(text), E::Empty),
        ];
        failed(found, &format!("{path}.bands.{nth}"), &method.id, checks);
        before = Some((from, *colour));
    }
}
