use super::*;
use std::collections::BTreeSet;

fn decimal(text: &str) -> Decimal {
    Decimal::try_from(text.to_owned()).unwrap()
}

fn graded(method: &str, inputs: &[(&str, &str)]) -> (String, RiskColour) {
    let methods = RiskMethods::shipped();
    let inputs = inputs.iter().map(|(id, value)| ((*id).to_owned(), decimal(value))).collect();
    let (value, band) = methods.method(method).unwrap().grade(&inputs).unwrap();
    (value.to_string(), band.colour)
}

#[test]
fn numbers_are_exact() {
    for (text, shown) in [("0.1", "0.1"), ("10", "10"), ("0.05", "0.05"), ("7.250", "7.25"), ("0", "0")] {
        assert_eq!(decimal(text).to_string(), shown);
    }
    for bad in ["", ".", ".5", "-1", "1e3", "0.0001", "1,5", "１", "99999999"] {
        assert!(Decimal::try_from(bad.to_owned()).is_err(), "{bad}");
    }
}

/// The bands of D as they are published: above 320 stop, 160 to 320 high, 70 to 160 substantial, 20 to 70 possible,
/// below 20 acceptable. Four colours: red, orange, yellow, and blue for the lowest two.
#[test]
fn lec_gives_the_published_bands_for_every_combination() {
    let methods = RiskMethods::shipped();
    let lec = methods.method("lec").unwrap();
    // The tables as they are published.
    let l = [100, 60, 30, 10, 5, 2, 1]; // tenths
    let e = [100, 60, 30, 20, 10, 5]; // tenths
    let c = [100, 40, 15, 7, 3, 1];
    let levels: Vec<usize> = lec.factors.iter().map(|f| f.levels.len()).collect();
    assert_eq!(levels, [l.len(), e.len(), c.len()]);
    let tenth = |n: i64| decimal(&format!("{}.{}", n / 10, n % 10));
    let mut boundaries = BTreeSet::new();
    for l in l {
        for e in e {
            for c in c {
                let inputs = [("L", tenth(l)), ("E", tenth(e)), ("C", Decimal::whole(c))];
                let inputs = inputs.map(|(id, value)| (id.to_owned(), value)).into();
                let (value, band) = lec.grade(&inputs).unwrap();
                let hundredths = l * e * c;
                assert_eq!(value, decimal(&format!("{}.{:02}", hundredths / 100, hundredths % 100)));
                if [2_000, 7_000, 16_000, 32_000].contains(&hundredths) {
                    boundaries.insert(hundredths / 100);
                }
                let expected = match hundredths {
                    32_001.. => RiskColour::Red,
                    16_000.. => RiskColour::Orange,
                    7_000.. => RiskColour::Yellow,
                    _ => RiskColour::Blue,
                };
                assert_eq!(band.colour, expected, "{l} {e} {c}");
            }
        }
    }
    // Sources say "320" and "above 320", "160" and "above 160": no product of the tables is either number, so it
    // makes no difference. 20 and 70 do occur and belong to the higher band.
    assert_eq!(boundaries.into_iter().collect::<Vec<_>>(), [20, 70]);
}

#[test]
fn lec_examples() {
    assert_eq!(graded("lec", &[("L", "6"), ("E", "6"), ("C", "15")]), ("540".into(), RiskColour::Red));
    assert_eq!(graded("lec", &[("L", "3"), ("E", "6"), ("C", "15")]), ("270".into(), RiskColour::Orange));
    assert_eq!(graded("lec", &[("L", "1"), ("E", "10"), ("C", "7")]), ("70".into(), RiskColour::Yellow));
    assert_eq!(graded("lec", &[("L", "0.1"), ("E", "0.5"), ("C", "1")]), ("0.05".into(), RiskColour::Blue));
}

/// R takes fourteen values only. Shandong's table is 20–25, 15–16, 9–12, 1–8; its gaps are never met.
#[test]
fn ls_gives_the_table_it_names_and_its_gaps_are_never_met() {
    let mut values = BTreeSet::new();
    for l in 1..=5 {
        for s in 1..=5 {
            let (value, colour) = graded("ls", &[("L", &l.to_string()), ("S", &s.to_string())]);
            let r = l * s;
            values.insert(r);
            assert_eq!(value, r.to_string());
            let expected = match r {
                20..=25 => RiskColour::Red,
                15..=16 => RiskColour::Orange,
                9..=12 => RiskColour::Yellow,
                1..=8 => RiskColour::Blue,
                _ => panic!("{r} lies in a gap of the table"),
            };
            assert_eq!(colour, expected, "{l} × {s}");
        }
    }
    assert_eq!(values.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25]);
}

#[test]
fn inputs_that_are_not_in_the_tables_give_nothing() {
    let methods = RiskMethods::shipped();
    let ls = methods.method("ls").unwrap();
    let inputs = |list: &[(&str, &str)]| -> BTreeMap<String, Decimal> {
        list.iter().map(|(id, value)| ((*id).to_owned(), decimal(value))).collect()
    };
    for wrong in [
        inputs(&[]),
        inputs(&[("L", "3")]),
        inputs(&[("L", "6"), ("S", "1")]),
        inputs(&[("L", "3"), ("X", "1")]),
        inputs(&[("L", "3"), ("S", "1"), ("X", "1")]),
        inputs(&[("L", "2.5"), ("S", "1")]),
    ] {
        assert_eq!(ls.grade(&wrong), None, "{wrong:?}");
    }
}

fn told(methods: &[RiskMethod<String>]) -> Vec<(String, &'static str)> {
    risk_faults(methods).into_iter().map(|fault| (fault.path, fault.error.code())).collect()
}

/// The methods that ship, as they are typed.
fn typed() -> Vec<RiskMethod<String>> {
    let methods = serde_json::to_value(RiskMethods::shipped().methods()).unwrap();
    serde_json::from_value(methods).unwrap()
}

#[test]
fn methods_with_a_fault_are_refused() {
    let shipped = RiskMethods::shipped();
    let with = |change: fn(&mut RiskMethod)| {
        let mut methods = shipped.methods().to_vec();
        change(&mut methods[1]);
        RiskMethods::new("x".into(), Instant(0), methods).map(drop)
    };
    use RiskMethodsError as E;
    assert_eq!(with(|_| ()), Ok(()));
    assert_eq!(with(|m| m.id = "lec".into()), Err(E::Twice("lec".into())));
    assert_eq!(with(|m| m.bands.reverse()), Err(E::Falls("ls".into())));
    assert_eq!(with(|m| drop(m.bands.pop())), Err(E::Gap("ls".into())));
    assert_eq!(with(|m| m.factors.clear()), Err(E::Empty("ls".into())));
    assert_eq!(with(|m| m.factors[0].levels.clear()), Err(E::Empty("L".into())));
    assert!(RiskMethods::new("x".into(), Instant(0), Vec::new()).is_err());
}

#[test]
fn every_fault_is_told_beside_its_field() {
    let mut methods = typed();
    assert_eq!(told(&methods), []);
    methods[0].name = " ".into();
    methods[0].basis.clear();
    methods[0].factors[1].levels[2].value = "三".into();
    methods[0].factors[2].levels[0].text.clear();
    methods[0].bands[1].from = "400".into();
    methods[0].bands[3].colour = RiskColour::Red;
    methods[1].factors[0].id = "L1".into();
    methods[1].factors[1].levels[4].value = "2.0".into();
    methods[1].bands[0].from = "26".into();
    methods[1].bands[3].from = String::new();
    let told = told(&methods);
    let told: Vec<(&str, &str)> = told.iter().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(
        told,
        [
            ("methods.0.name", "empty"),
            ("methods.0.basis", "empty"),
            ("methods.0.factors.1.levels.2.value", "number"),
            ("methods.0.factors.2.levels.0.text", "empty"),
            ("methods.0.bands.1.from", "falls"),
            ("methods.0.bands.3.colour", "colour"),
            ("methods.1.factors.0.id", "letter"),
            ("methods.1.factors.1.levels.4.value", "twice"),
            ("methods.1.bands.0.from", "beyond"),
            ("methods.1.bands.3.from", "number"),
        ]
    );
    assert_eq!(risk_faults::<String>(&[])[0].path, "methods");
}

#[test]
fn a_formula_is_a_letter_and_the_product_of_the_factors() {
    let with = |formula: &str| {
        let mut methods = typed();
        methods[1].formula = formula.into();
        told(&methods)
    };
    assert_eq!(with("R = L × S"), []);
    assert_eq!(with("Q = L × S"), []);
    for wrong in ["", "L × S", "R=L×S", "R = S × L", "R = L × S × E", "L = L × S", "R1 = L × S", " = L × S"]
    {
        assert_eq!(with(wrong), [("methods.1.formula".to_owned(), "formula")], "{wrong}");
    }
}

/// What cannot be written down exactly would be graded by something else than what is shown.
#[test]
fn products_are_exact_or_refused() {
    let with = |figures: [[&str; 2]; 3]| {
        let mut methods = typed();
        for (factor, figures) in methods[0].factors.iter_mut().zip(figures) {
            factor.levels.truncate(2);
            for (level, figure) in factor.levels.iter_mut().zip(figures) {
                level.value = figure.into();
            }
        }
        methods[0].bands.truncate(1);
        methods[0].bands[0].from = "0".into();
        told(&methods)
    };
    let refused = |code| vec![("methods.0.factors".to_owned(), code)];
    assert_eq!(with([["0.1", "9"], ["0.5", "1"], ["0.2", "1"]]), []);
    assert_eq!(with([["0.05", "9"], ["0.05", "1"], ["100", "1"]]), refused("too_fine"));
    assert_eq!(with([["1", "999"], ["1", "1001"], ["0", "1"]]), []);
    assert_eq!(with([["1", "1000"], ["1", "1000"], ["0", "1"]]), refused("too_large"));
    assert_eq!(with([["999999.999", "1"], ["999999", "1"], ["999999", "1"]]), refused("too_large"));
}

#[test]
fn what_is_new_gets_an_id_that_no_method_ever_had() {
    use crate::rulebook::RuleBook;
    let mut before = RiskMethods::shipped().methods().to_vec();
    before[1].id = "m1".into();
    let later = RiskMethods::new("b".into(), Instant(i64::MAX), before).unwrap();
    let book = RuleBook::new(RiskMethods::shipped(), vec![later]);
    let mut methods = typed();
    methods[0].id.clear();
    methods.push(methods[0].clone());
    give_method_ids(&mut methods, &book);
    let ids: Vec<&str> = methods.iter().map(|method| method.id.as_str()).collect();
    assert_eq!(ids, ["m2", "ls", "m3"], "m1 was given once");
}
