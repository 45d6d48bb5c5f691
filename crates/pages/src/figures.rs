//! GET /figures and GET /figures.csv: numbers for everybody, nothing about anybody.

use crate::answer::{Failed, page};
use crate::moment::{day_format, moment};
use crate::reader::Reader;
use crate::state::{Frame, Pages};
use crate::words::{Lang, With, Words};
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::hazard::Catalogue;
use work::figures::{Figure, Figures, LEAST, Line, figures};

/// The width of the longest bar.
const BAR: i64 = 100;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    frame: Frame,
    since: String,
    least: i64,
    all: Row,
    tables: [Table; 3],
}

struct Table {
    title: &'static str,
    rows: Vec<Row>,
    /// Whether it says how many are open now.
    open: bool,
}

/// A row in words.
struct Row {
    name: String,
    reported: String,
    closed: String,
    on_time: String,
    open: String,
    /// The lengths of the bars for 新增 and 办结, of [`BAR`].
    bars: (i64, i64),
}

fn said(figure: Figure) -> String {
    figure.number().map_or_else(|| format!("<{LEAST}"), |n| n.to_string())
}

/// 按期率, where closings are enough to speak of a rate.
fn rate<K>(line: &Line<K>) -> String {
    match (line.on_time.number(), line.closed.number()) {
        (Some(on_time), Some(closed)) if closed >= LEAST => {
            // In tenths of a per cent, half up.
            let tenths = (on_time * 2_000 + closed) / (2 * closed);
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
        _ => "—".to_owned(),
    }
}

fn rows<K>(lines: &[Line<K>], name: impl Fn(&K) -> String) -> Vec<Row> {
    let numbers = lines.iter().flat_map(|l| [l.reported.number(), l.closed.number()]);
    let most = numbers.flatten().max().unwrap_or(0).max(1);
    let bar = |figure: Figure| figure.number().unwrap_or(0) * BAR / most;
    let row = |line: &Line<K>| Row {
        name: name(&line.of),
        reported: said(line.reported),
        closed: said(line.closed),
        on_time: rate(line),
        open: said(line.open),
        bars: (bar(line.reported), bar(line.closed)),
    };
    lines.iter().map(row).collect()
}

fn kind_name(lang: Lang, catalogue: &Catalogue, code: &str) -> String {
    let major = catalogue.majors().iter().find(|m| m.code == code);
    major.map_or(code, |m| lang.either(&m.name, &m.name_en)).to_owned()
}

/// The page.
pub(crate) async fn show(State(pages): State<Pages>, lang: Reader) -> Response {
    let f = match figures(&pages.app).await {
        Ok(figures) => figures,
        Err(problem) => return Failed::from(problem).page(&pages, lang),
    };
    let w = &lang.words().figures;
    let catalogue = pages.app.catalogue();
    let now = pages.app.store().surroundings().now();
    let template = FiguresPage {
        frame: pages.frame(lang, w.title),
        since: w.since.with(f.from.strftime(day_format(*lang))).with(moment(*lang, now)),
        least: LEAST,
        all: rows(std::slice::from_ref(&f.all), |()| pages.app.district_name().to_owned()).remove(0),
        tables: [
            Table {
                title: w.by_month,
                rows: rows(&f.months, |month| month.strftime("%Y-%m").to_string()),
                open: false,
            },
            Table { title: w.by_street, rows: rows(&f.streets, |(_, name)| name.clone()), open: true },
            Table {
                title: w.by_kind,
                rows: rows(&f.kinds, |code| kind_name(*lang, &catalogue, code)),
                open: true,
            },
        ],
    };
    page(StatusCode::OK, &template)
}

/// One field of a spreadsheet: quoted, and never the beginning of a formula.
fn field(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn csv(w: &'static Words, f: &Figures, district: &str, kind: impl Fn(&str) -> String) -> String {
    let w = &w.figures;
    let head = [w.table, w.item, w.reported, w.closed, w.closed_on_time, w.open];
    let mut text = String::from("\u{feff}");
    text.push_str(&head.map(field).join(","));
    text.push_str("\r\n");
    let mut line = |table: &str, item: &str, figures: [Figure; 3], open: Option<Figure>| {
        let figures = figures.map(said).join(",");
        let open = open.map(said).unwrap_or_default();
        text.push_str(&format!("{},{},{figures},{open}\r\n", field(table), field(item)));
    };
    line(w.whole, district, [f.all.reported, f.all.closed, f.all.on_time], Some(f.all.open));
    for l in &f.months {
        let month = l.of.strftime("%Y-%m").to_string();
        line(w.by_month, &month, [l.reported, l.closed, l.on_time], None);
    }
    for l in &f.streets {
        line(w.by_street, &l.of.1, [l.reported, l.closed, l.on_time], Some(l.open));
    }
    for l in &f.kinds {
        line(w.by_kind, &kind(&l.of), [l.reported, l.closed, l.on_time], Some(l.open));
    }
    text
}

/// The same as a file for spreadsheets.
pub(crate) async fn download(State(pages): State<Pages>, lang: Reader) -> Response {
    match figures(&pages.app).await {
        Ok(f) => {
            let catalogue = pages.app.catalogue();
            let kind = |code: &str| kind_name(*lang, &catalogue, code);
            let text = csv(lang.words(), &f, &pages.app.district_name(), kind);
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"figures.csv\""),
            ];
            (headers, text).into_response()
        }
        Err(problem) => Failed::from(problem).page(&pages, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(closed: Figure, on_time: Figure) -> Line<()> {
        Line { of: (), reported: Figure::Of(0), closed, on_time, open: Figure::Of(0) }
    }

    #[test]
    fn rates_need_enough_to_stand_on() {
        assert_eq!(rate(&line(Figure::Of(972), Figure::Of(911))), "93.7%");
        assert_eq!(rate(&line(Figure::Of(3), Figure::Of(3))), "100.0%");
        assert_eq!(rate(&line(Figure::Of(0), Figure::Of(0))), "—");
        assert_eq!(rate(&line(Figure::Few, Figure::Of(0))), "—");
    }

    #[test]
    fn a_field_is_no_formula() {
        assert_eq!(field("=1+1"), "\"'=1+1\"");
        assert_eq!(field("金\"龙\""), "\"金\"\"龙\"\"\"");
    }
}
