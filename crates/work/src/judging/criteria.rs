//! 查阅判定标准, and what they hint at for one hazard.

use crate::rulebook::{in_language as said, shown, tried};
use crate::words::Lang;
use crate::{App, Problem};
use domain::calendar::{Day, Instant};
use domain::hazard::criteria::{Clause, Criteria, CriteriaDocument, Hint, Judging};
use domain::ids::HazardId;
use domain::people::{Act, Actor, Resource, may, may_see};
use serde::Serialize;
use store::queries;

/// One clause, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CriteriaClause)]
pub struct ClauseView {
    /// Its id: judgements refer to it.
    pub id: String,
    /// 条款位置.
    pub place: String,
    /// What it says, in short words.
    pub text: String,
    /// 直接判定: alone enough; otherwise weighed with others.
    pub direct: bool,
    /// 隐患类型 codes to which it is likely to apply.
    pub categories: Vec<String>,
}

/// One document, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CriteriaDocument)]
pub struct CriteriaDocumentView {
    /// Its id.
    pub id: String,
    /// 名称.
    pub title: String,
    /// 文号.
    pub number: String,
    /// 发布机关.
    pub issuer: String,
    /// 文件性质.
    pub nature: String,
    /// 行业领域.
    pub field: String,
    /// 生效日期, where it is known.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective: Option<Day>,
    /// 失效日期.
    #[schema(value_type = Option<String>, format = Date)]
    pub ended: Option<Day>,
    /// Whether it applies today.
    pub applies: bool,
    /// 说明.
    pub note: String,
    /// 一并使用: titles of what has to be read with it.
    pub companions: Vec<String>,
    /// 条款 that were looked for.
    pub clauses: Vec<ClauseView>,
}

/// 判定标准目录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CriteriaCatalogue)]
pub struct CriteriaView {
    /// Its version.
    pub version: String,
    /// 生效时间 of the version.
    #[schema(value_type = String, format = DateTime)]
    pub effective: Instant,
    /// 核对日期.
    #[schema(value_type = String, format = Date)]
    pub checked: Day,
    /// 行业领域 of all documents, each once.
    pub fields: Vec<String>,
    /// The documents that were looked for.
    pub documents: Vec<CriteriaDocumentView>,
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct CriteriaQuery {
    /// Words, all of which occur in document or clause.
    pub text: Option<String>,
    /// 行业领域, as [`CriteriaView::fields`] name it.
    pub field: Option<String>,
    /// A version; the one in force otherwise.
    pub version: Option<String>,
}

fn clause_view(clause: &Clause, lang: Lang) -> ClauseView {
    ClauseView {
        id: clause.id.clone(),
        place: clause.place.clone(),
        text: said(lang, &clause.text, &clause.text_en),
        direct: clause.judging == Judging::Direct,
        categories: clause.categories.clone(),
    }
}

fn document_view(
    criteria: &Criteria,
    document: &CriteriaDocument,
    clauses: Vec<ClauseView>,
    today: Day,
    lang: Lang,
) -> CriteriaDocumentView {
    let titles = criteria.companions(document).into_iter();
    CriteriaDocumentView {
        id: document.id.clone(),
        title: said(lang, &document.title, &document.title_en),
        number: document.number.clone(),
        issuer: document.issuer.clone(),
        nature: said(lang, &document.nature, &document.nature_en),
        field: said(lang, &document.field, &document.field_en),
        effective: document.effective,
        ended: document.ended,
        applies: document.applies(today),
        note: said(lang, &document.note, &document.note_en),
        companions: titles.map(|d| said(lang, &d.title, &d.title_en)).collect(),
        clauses,
    }
}

/// Whether every word occurs in one of the texts, whatever their case.
fn holds(words: &[String], texts: &[&str]) -> bool {
    words.iter().all(|word| texts.iter().any(|text| text.to_lowercase().contains(word)))
}

/// The criteria, searched; for anybody who works here.
pub fn read_criteria(
    app: &App,
    actor: &Actor,
    query: &CriteriaQuery,
    lang: Lang,
) -> Result<CriteriaView, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let criteria = shown(&books.criteria, query.version.as_deref(), now)?;
    let today = Day::of(now);
    let words: Vec<String> = query
        .text
        .as_deref()
        .unwrap_or_default()
        .split_whitespace()
        .take(10)
        .map(str::to_lowercase)
        .collect();
    let mut fields: Vec<String> = Vec::new();
    let mut documents = Vec::new();
    for document in criteria.documents() {
        let field = said(lang, &document.field, &document.field_en);
        if !fields.contains(&field) {
            fields.push(field.clone());
        }
        if query.field.as_ref().is_some_and(|wanted| *wanted != field) {
            continue;
        }
        let about = [&document.title, &document.title_en, &document.number, &document.issuer, &field];
        let about = about.map(String::as_str);
        let whole = holds(&words, &about);
        let fits = |clause: &&Clause| {
            let own = [clause.text.as_str(), &clause.text_en, &clause.place];
            whole || holds(&words, &[&about[..], &own[..]].concat())
        };
        let clauses: Vec<ClauseView> =
            document.clauses.iter().filter(fits).map(|c| clause_view(c, lang)).collect();
        if whole || !clauses.is_empty() {
            documents.push(document_view(criteria, document, clauses, today, lang));
        }
    }
    Ok(CriteriaView {
        version: criteria.version.clone(),
        effective: criteria.effective,
        checked: criteria.checked,
        fields,
        documents,
    })
}

/// 提示: a clause that may apply to a hazard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CriteriaHint)]
pub struct HintView {
    /// The clause.
    pub clause: ClauseView,
    /// 名称 of its document.
    pub title: String,
    /// 文号 of its document.
    pub number: String,
    /// 说明 to its document.
    pub note: String,
    /// 一并使用.
    pub companions: Vec<String>,
    /// Whether the category points to it.
    pub by_category: bool,
    /// The words in the description that point to it.
    pub word: Option<String>,
    /// Whether both do: who files it lower does so before a second person.
    pub strong: bool,
}

/// What the criteria in force hint at for one hazard, in the category that is given or its own. A hint is no finding.
pub async fn read_hints(
    app: &App,
    actor: &Actor,
    id: HazardId,
    category: Option<String>,
    lang: Lang,
) -> Result<Vec<HintView>, Problem> {
    let (district, viewer) = (app.district(), actor.clone());
    let looker = crate::hazard::Looker::of(actor, &app.registers());
    let found = app.store().read(move |c| {
        let rows = c.query(queries::hazard::STATE, &[district.into(), id.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let hazard = crate::hazard::state(row.text(0)?)?;
        if !may_see(&viewer, &hazard) || !looker.may_know_of(&hazard) {
            return Ok(None);
        }
        let rows = c.query(queries::hazard::REPORT_WORDS, &[district.into(), id.into()])?;
        let words = rows.first().map(|row| row.opt_text(0)).transpose()?.flatten();
        Ok(Some((hazard, crate::hazard::words(words))))
    });
    let (hazard, words) = found.await?.ok_or_else(Problem::not_found)?;
    // Whoever is not shown the words of a report is not shown what follows from them.
    let (hazard, words) = looker.seen(hazard, words);
    let own = hazard.filing.as_ref().map(|f| f.category.clone()).or_else(|| hazard.kind.clone());
    let category = category.or(own).unwrap_or_default();
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let criteria = books.criteria.at(now);
    let text = words.get("text").unwrap_or_default();
    Ok(hints(criteria, &category, text, Day::of(now), lang))
}

/// 试判: what a version of the criteria would hint at for a hazard of this category with this description.
pub fn try_criteria(
    app: &App,
    actor: &Actor,
    version: Option<&str>,
    category: &str,
    text: &str,
    lang: Lang,
) -> Result<Vec<HintView>, Problem> {
    may(actor, Act::Read, Resource::Units).map_err(|_| Problem::forbidden())?;
    let (books, now) = (app.judging(), app.store().surroundings().now());
    let criteria = tried(&books.criteria, version, now)?;
    Ok(hints(criteria, category, text, Day::of(now), lang))
}

fn hints(criteria: &Criteria, category: &str, text: &str, today: Day, lang: Lang) -> Vec<HintView> {
    let title = |document: &CriteriaDocument| said(lang, &document.title, &document.title_en);
    let one = |hint: Hint<'_>| HintView {
        clause: clause_view(hint.clause, lang),
        title: title(hint.document),
        number: hint.document.number.clone(),
        note: said(lang, &hint.document.note, &hint.document.note_en),
        companions: criteria.companions(hint.document).into_iter().map(title).collect(),
        by_category: hint.by_category,
        word: hint.word.map(|word| word.replace('+', " ")),
        strong: hint.is_strong(),
    };
    criteria.hints(category, text, today).into_iter().map(one).collect()
}
