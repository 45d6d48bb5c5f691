//! Answers in both formats of the specification, from one tree: XML, and JSON by the "Spark" convention (the
//! wrapping element is dropped, lists of elements are arrays, an empty element is `null`).

use std::borrow::Cow;
use std::fmt::Write;

/// The format that a path ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Xml,
    Json,
}

impl Format {
    /// Every format.
    pub(super) const ALL: [Format; 2] = [Format::Xml, Format::Json];

    /// How paths end.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Format::Xml => ".xml",
            Format::Json => ".json",
        }
    }

    /// Cuts the format off a path or a name.
    pub(super) fn split(path: &str) -> Option<(&str, Format)> {
        Format::ALL.into_iter().find_map(|f| Some((path.strip_suffix(f.suffix())?, f)))
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Format::Xml => "text/xml; charset=utf-8",
            Format::Json => "application/json; charset=utf-8",
        }
    }
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Text(Cow<'static, str>),
    Truth(bool),
    Number(i64),
    /// Degrees in steps of 1e-7, written without rounding.
    Degrees(i64),
    Fields(Vec<(&'static str, Node)>),
    /// Elements of the same name.
    List(&'static str, Vec<Node>),
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Node::Text(Cow::Owned(text))
    }
}
impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Node::Text(Cow::Borrowed(text))
    }
}
impl From<bool> for Node {
    fn from(truth: bool) -> Self {
        Node::Truth(truth)
    }
}
impl From<domain::calendar::Instant> for Node {
    fn from(at: domain::calendar::Instant) -> Self {
        // Whole seconds: the subset of ISO 8601 that every client reads.
        let whole = domain::calendar::Instant(at.0.div_euclid(1_000) * 1_000);
        Node::Text(Cow::Owned(whole.to_string()))
    }
}
impl<T: Into<Node>> From<Option<T>> for Node {
    fn from(value: Option<T>) -> Self {
        value.map_or(Node::Null, Into::into)
    }
}

/// The whole answer.
pub(super) fn render(format: Format, root: &'static str, node: &Node) -> String {
    let mut out = String::with_capacity(512);
    match format {
        Format::Xml => {
            out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
            element(&mut out, root, node);
        }
        Format::Json => json(&mut out, node),
    }
    out
}

fn element(out: &mut String, name: &str, node: &Node) {
    let mut inner = String::new();
    xml(&mut inner, node);
    // Writing to a string does not fail.
    let _ = match inner.is_empty() {
        true => write!(out, "<{name}/>"),
        false => write!(out, "<{name}>{inner}</{name}>"),
    };
}

fn xml(out: &mut String, node: &Node) {
    match node {
        Node::Null => {}
        Node::Text(text) => escape(out, text),
        Node::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Node::Number(number) => drop(write!(out, "{number}")),
        Node::Degrees(steps) => degrees(out, *steps),
        Node::Fields(fields) => fields.iter().for_each(|(name, node)| element(out, name, node)),
        Node::List(name, items) => items.iter().for_each(|item| element(out, name, item)),
    }
}

/// Text in XML 1.0: markup escaped, and what the standard (section 2.2) does not allow replaced.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // A bare carriage return would be read as a line feed.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

fn json(out: &mut String, node: &Node) {
    match node {
        Node::Null => out.push_str("null"),
        Node::Text(text) if text.is_empty() => out.push_str("null"),
        // A string has a JSON form.
        Node::Text(text) => out.push_str(&serde_json::to_string(text).unwrap_or_default()),
        Node::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Node::Number(number) => drop(write!(out, "{number}")),
        Node::Degrees(steps) => degrees(out, *steps),
        Node::Fields(fields) => {
            out.push('{');
            for (n, (name, node)) in fields.iter().enumerate() {
                let _ = write!(out, "{}\"{name}\":", if n > 0 { "," } else { "" });
                json(out, node);
            }
            out.push('}');
        }
        Node::List(_, items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                json(out, item);
            }
            out.push(']');
        }
    }
}

fn degrees(out: &mut String, steps: i64) {
    let sign = if steps < 0 { "-" } else { "" };
    let (whole, rest) = (steps.unsigned_abs() / 10_000_000, steps.unsigned_abs() % 10_000_000);
    let fraction = format!("{rest:07}");
    let fraction = fraction.trim_end_matches('0');
    let _ = write!(out, "{sign}{whole}.{}", if fraction.is_empty() { "0" } else { fraction });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Node {
        Node::List(
            "request",
            vec![Node::Fields(vec![
                ("description", "<b>1 & 2</b> \"'\u{1}".into()),
                ("address", Node::Null),
                ("notice", "".into()),
                ("open", true.into()),
                ("lat", Node::Degrees(268_894_000)),
                ("long", Node::Degrees(-1_182_437_001)),
                ("empty", Node::List("item", vec![])),
            ])],
        )
    }

    #[test]
    fn xml_is_declared_and_escaped() {
        let text = render(Format::Xml, "requests", &sample());
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<requests><request><description>&lt;b&gt;1 &amp; \
             2&lt;/b&gt; &quot;&apos;\u{fffd}</description><address/><notice/><open>true</open><lat>26.8894</lat>\
             <long>-118.2437001</long><empty/></request></requests>"
        );
    }

    #[test]
    fn json_drops_the_wrapper_and_knows_nothing_empty() {
        assert_eq!(
            render(Format::Json, "requests", &sample()),
            r#"[{"description":"<b>1 & 2</b> \"'\u0001","address":null,"notice":null,"open":true,"lat":26.8894,"long":-118.2437001,"empty":[]}]"#
        );
        assert_eq!(render(Format::Json, "requests", &Node::List("request", vec![])), "[]");
        assert_eq!(
            render(Format::Xml, "requests", &Node::List("request", vec![])),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<requests/>"
        );
    }

    #[test]
    fn degrees_are_exact() {
        let text = |steps| {
            let mut out = String::new();
            degrees(&mut out, steps);
            out
        };
        assert_eq!(text(0), "0.0");
        assert_eq!(text(-1), "-0.0000001");
        assert_eq!(text(1_126_154_000), "112.6154");
    }
}
