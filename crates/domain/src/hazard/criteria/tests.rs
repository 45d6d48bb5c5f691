use super::*;

fn day(text: &str) -> Day {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap()
}

#[test]
fn the_shipped_criteria_name_their_documents() {
    let criteria = Criteria::shipped();
    let numbers: Vec<&str> = criteria.documents().iter().map(|d| d.number.as_str()).collect();
    for number in
        ["GB 35181-2025", "GB 45067-2024", "应急管理部令第10号", "建质规〔2024〕5号", "矿安〔2024〕41号"]
    {
        assert!(numbers.contains(&number), "{number}");
    }
    let fire = criteria.documents().iter().find(|d| d.number == "GB 35181-2025").unwrap();
    assert_eq!(fire.effective, Some(day("2025-11-01")));
    assert!(!fire.applies(day("2025-10-31")) && fire.applies(day("2025-11-01")));
    let clauses = criteria.documents().iter().map(|d| d.clauses.len()).sum::<usize>();
    assert!(clauses >= 30, "{clauses}");
    for document in criteria.documents() {
        for clause in &document.clauses {
            assert_eq!(criteria.clause(&clause.id), Some((document, clause)));
        }
    }
}

#[test]
fn a_supplement_and_its_primary_are_read_together() {
    let criteria = Criteria::shipped();
    let ids = |id: &str| -> Vec<&str> {
        let document = criteria.documents().iter().find(|d| d.id == id).unwrap();
        criteria.companions(document).iter().map(|d| d.id.as_str()).collect()
    };
    assert_eq!(ids("KA-88-2022"), ["KA-41-2024"]);
    assert_eq!(ids("KA-41-2024"), ["KA-88-2022"]);
    assert_eq!(ids("GB35181-2025"), Vec::<&str>::new());
}

#[test]
fn hints_come_from_category_and_words_the_likeliest_first() {
    let criteria = Criteria::shipped();
    let today = day("2026-11-22");
    let hints = criteria.hints("0203", "一楼车库 气瓶 超量存放，有明火", today);
    assert!(hints[0].is_strong() && hints[0].clause.id.starts_with("JCG-4-2023/"), "{:?}", hints[0]);
    assert_eq!(hints[0].word, Some("气瓶+超量"));
    let only_category = criteria.hints("0203", "", today);
    assert!(!only_category.is_empty() && only_category.iter().all(|h| !h.is_strong()));
    assert!(criteria.hints("9999", "路灯不亮", today).is_empty());
    // Before the standard came into force it is no hint.
    let fire =
        |at| criteria.hints("0101", "安全出口被锁", at).iter().any(|h| h.document.id == "GB35181-2025");
    assert!(fire(today) && !fire(day("2025-10-31")));
}

#[test]
fn refuses_what_is_ambiguous() {
    let shipped = Criteria::shipped();
    let with = |change: fn(&mut Vec<CriteriaDocument>)| {
        let mut documents = shipped.documents().to_vec();
        change(&mut documents);
        Criteria::new("x".into(), Instant(0), shipped.checked, documents).map(drop)
    };
    assert_eq!(with(|_| ()), Ok(()));
    assert_eq!(with(|d| d.push(d[0].clone())), Err(CriteriaError::Twice("GB35181-2025".into())));
    assert_eq!(with(|d| d[0].clauses[0].id = "x/1".into()), Err(CriteriaError::Elsewhere("x/1".into())));
    assert!(matches!(with(|d| d[0].clauses[0].words = vec!["锁".into()]), Err(CriteriaError::Loose(_))));
    assert!(matches!(with(|d| d[0].clauses[0].words = vec!["锁+".into()]), Err(CriteriaError::Loose(_))));
    assert!(matches!(with(|d| d[0].clauses[0].categories = vec!["1".into()]), Err(CriteriaError::Loose(_))));
    assert!(matches!(with(|d| drop(d.remove(7))), Err(CriteriaError::Orphan(_))));
    assert!(matches!(with(|d| d[2].number.clear()), Err(CriteriaError::Empty(_))));
    let undated = |d: &mut Vec<CriteriaDocument>| {
        d[0].effective = None;
        d[0].note.clear();
    };
    assert!(matches!(with(undated), Err(CriteriaError::Empty(_))), "an unknown date needs a word");
}

#[test]
fn every_fault_is_told_beside_its_field() {
    let mut documents = Criteria::shipped().documents().to_vec();
    assert_eq!(criteria_faults(&documents), []);
    documents[0].title.clear();
    documents[0].ended = documents[0].effective;
    documents[1].supplements = Some(documents[1].id.clone());
    documents[2].clauses[1].text = " ".to_owned();
    documents[2].clauses[1].words = vec!["锁".to_owned()];
    documents[2].clauses[3].id = documents[2].clauses[2].id.clone();
    let told: Vec<(String, &str)> =
        criteria_faults(&documents).into_iter().map(|f| (f.path, f.error.code())).collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(path, code)| (path.as_str(), *code)).collect();
    assert_eq!(
        told,
        [
            ("documents.0.title", "empty"),
            ("documents.0.ended", "backward"),
            ("documents.1.supplements", "orphan"),
            ("documents.2.clauses.1.text", "empty"),
            ("documents.2.clauses.1.words", "loose"),
            ("documents.2.clauses.3.id", "twice"),
        ]
    );
    assert_eq!(criteria_faults(&[])[0].path, "documents");
}

#[test]
fn what_is_new_gets_an_id_that_nothing_ever_had() {
    use crate::rulebook::RuleBook;
    let shipped = Criteria::shipped();
    let mut before = shipped.documents().to_vec();
    let mut clause = before[0].clauses[0].clone();
    clause.id = format!("{}/90", before[0].id);
    before[0].clauses.push(clause.clone());
    let later = Criteria::new("b".into(), Instant(i64::MAX), shipped.checked, before).unwrap();
    let book = RuleBook::new(shipped.clone(), vec![later]);
    let mut documents = shipped.documents().to_vec();
    clause.id.clear();
    documents[0].clauses.insert(0, clause.clone());
    let written = |number: &str| CriteriaDocument {
        id: String::new(),
        number: number.to_owned(),
        clauses: vec![clause.clone(), clause.clone()],
        ..documents[0].clone()
    };
    let more = [written("GB 35181-2025"), written("湘应急 / 7 号"), written("")];
    documents.extend(more);
    give_ids(&mut documents, &book);
    assert_eq!(documents[0].clauses[0].id, "GB35181-2025/91", "90 was given once and taken back");
    let new = &documents[documents.len() - 3..];
    let ids: Vec<&str> = new.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["GB35181-2025-2", "湘应急7号", ""]);
    let ids: Vec<&str> = new.iter().flat_map(|d| &d.clauses).map(|c| c.id.as_str()).collect();
    assert_eq!(ids[..4], ["GB35181-2025-2/1", "GB35181-2025-2/2", "湘应急7号/1", "湘应急7号/2"]);
    let last = format!("documents.{}.number", documents.len() - 1);
    let told: Vec<String> = criteria_faults(&documents).into_iter().map(|f| f.path).collect();
    assert_eq!(told, [last]);
}
