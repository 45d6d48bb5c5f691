//! The drawing: streets as outlines, hazards as dots that grow with their number. Lines and text only, no tiles.

use super::land::{Land, Point};
use domain::place::Position;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Hazards so near to each other share a dot.
const NEAR: i64 = 36;

/// What a dot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dot {
    Open,
    Closed,
}

#[derive(Default)]
struct Heap {
    open: i64,
    closed: i64,
    sum: (i64, i64),
}

/// The SVG. `says` describes it for those who cannot see it.
pub(super) fn draw(land: &Land, hazards: impl Iterator<Item = (Position, Dot)>, says: &str) -> String {
    let mut heaps: BTreeMap<Point, Heap> = BTreeMap::new();
    for (position, dot) in hazards {
        let (x, y) = land.point(position);
        if !land.holds((x, y)) {
            continue;
        }
        let heap = heaps.entry((x / NEAR, y / NEAR)).or_default();
        match dot {
            Dot::Open => heap.open += 1,
            Dot::Closed => heap.closed += 1,
        }
        heap.sum = (heap.sum.0 + x, heap.sum.1 + y);
    }
    let mut svg = format!(
        "<svg class=\"map\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\">",
        escape(says),
        land.width,
        land.height
    );
    for street in land.streets.iter().filter(|s| !s.outline.is_empty()) {
        let points: Vec<String> = street.outline.iter().map(|(x, y)| format!("{x},{y}")).collect();
        write(&mut svg, format_args!("<polygon points=\"{}\"/>", points.join(" ")));
    }
    for heap in heaps.values() {
        let n = heap.open + heap.closed;
        let (x, y) = (heap.sum.0 / n, heap.sum.1 / n);
        let class = if heap.open > 0 { "o" } else { "c" };
        // The area of a dot is its number, up to a point.
        let radius = 7.0 + 2.5 * (n.min(40) as f64).sqrt();
        write(&mut svg, format_args!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius:.0}\"/>"));
        if n > 1 {
            write(&mut svg, format_args!("<text class=\"n\" x=\"{x}\" y=\"{}\">{n}</text>", y + 5));
        }
    }
    for street in &land.streets {
        let (x, y) = street.label;
        write(&mut svg, format_args!("<text x=\"{x}\" y=\"{y}\">{}</text>", escape(&street.name)));
    }
    svg.push_str("</svg>");
    svg
}

fn write(svg: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing into a string does not fail.
    let _ = svg.write_fmt(piece);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
