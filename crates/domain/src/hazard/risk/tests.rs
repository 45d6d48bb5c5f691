use super::*;

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

#[test]
fn methods_that_leave_gaps_are_refused() {
    let shipped = RiskMethods::shipped();
    let with = |change: fn(&mut RiskMethod)| {
        let mut methods = shipped.methods().to_vec();
        change(&mut methods[1]);
        RiskMethods::new("x".into(), Instant(0), methods)
    };
    assert!(with(|_| ()).is_ok());
    assert_eq!(with(|m| m.id = "lec".into()), Err(RiskMethodsError::Twice("lec".into())));
    assert_eq!(with(|m| m.bands.reverse()), Err(RiskMethodsError::Bands("ls".into())));
    assert_eq!(with(|m| drop(m.bands.pop())), Err(RiskMethodsError::Bands("ls".into())));
    assert_eq!(with(|m| m.factors.clear()), Err(RiskMethodsError::Empty("ls".into())));
    assert_eq!(with(|m| m.factors[0].levels.clear()), Err(RiskMethodsError::Empty("L".into())));
    assert_eq!(with(|m| m.factors[1].id = "L".into()), Err(RiskMethodsError::Twice("L".into())));
}
