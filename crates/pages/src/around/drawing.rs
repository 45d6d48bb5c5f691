//! The drawing: streets as outlines, hazards as dots that grow with their number. Lines and text only, no tiles.

use super::land::{Land, Point, Street};
use domain::place::Position;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Hazards so near to each other share a dot.
const NEAR: i64 = 36;
/// A letter of a street's name is so wide and so high.
const LETTER: i64 = 18;
/// How far a name moves to find room, and how often.
const STEP: i64 = 14;
const STEPS: i64 = 4;

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

impl Heap {
    fn size(&self) -> i64 {
        self.open + self.closed
    }

    fn middle(&self) -> Point {
        (self.sum.0 / self.size(), self.sum.1 / self.size())
    }

    /// The area of a dot is its number, up to a point.
    fn radius(&self) -> i64 {
        (7.0 + 2.5 * (self.size().min(40) as f64).sqrt()).round() as i64
    }

    fn touches(&self, other: &Self) -> bool {
        let ((x, y), (u, v)) = (self.middle(), other.middle());
        let reach = self.radius() + other.radius();
        (x - u).pow(2) + (y - v).pow(2) < reach.pow(2)
    }

    fn take(&mut self, other: &Self) {
        self.open += other.open;
        self.closed += other.closed;
        self.sum = (self.sum.0 + other.sum.0, self.sum.1 + other.sum.1);
    }
}

/// Dots that lie over each other become one, so that every number can be read.
fn apart(heaps: impl Iterator<Item = Heap>) -> Vec<Heap> {
    let mut apart: Vec<Heap> = Vec::new();
    for mut heap in heaps {
        // One that has grown may touch what it did not touch before.
        while let Some(at) = apart.iter().position(|other| other.touches(&heap)) {
            heap.take(&apart.swap_remove(at));
        }
        apart.push(heap);
    }
    apart
}

/// What is written or drawn already: left, top, right, bottom.
type Box4 = (i64, i64, i64, i64);

/// Where the name of a street stands: over its places if there is room, else as near to that as there is.
fn room(street: &Street, land: &Land, taken: &[Box4]) -> (Point, Box4) {
    let (x, over) = street.label;
    let under = street.outline.iter().map(|(_, y)| *y).max().map_or(over, |low| low + LETTER + STEP);
    let wide = street.name.chars().count() as i64 * LETTER;
    let around = |y: i64| ((x, y), (x - wide / 2, y - LETTER, x + wide / 2, y + LETTER / 4));
    let tries = (0..=STEPS).flat_map(|n| [over - n * STEP, under + n * STEP]);
    let free = |(_, (left, top, right, bottom)): &(Point, Box4)| {
        *top >= 0
            && *bottom <= land.height
            && !taken.iter().any(|(l, t, r, b)| left < r && l < right && top < b && t < bottom)
    };
    tries.map(around).find(free).unwrap_or_else(|| around(over))
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
    let heaps = apart(heaps.into_values());
    let mut taken: Vec<Box4> = Vec::new();
    for heap in &heaps {
        let (n, (x, y), radius) = (heap.size(), heap.middle(), heap.radius());
        let class = if heap.open > 0 { "o" } else { "c" };
        write(&mut svg, format_args!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
        if n > 1 {
            write(&mut svg, format_args!("<text class=\"n\" x=\"{x}\" y=\"{}\">{n}</text>", y + 5));
        }
        taken.push((x - radius, y - radius, x + radius, y + radius));
    }
    for street in &land.streets {
        let ((x, y), bounds) = room(street, land, &taken);
        taken.push(bounds);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn heap(open: i64, (x, y): Point) -> Heap {
        Heap { open, closed: 0, sum: (open * x, open * y) }
    }

    #[test]
    fn no_dot_lies_over_another_and_nothing_is_lost() {
        let many = (0..400).map(|n| heap(1 + n % 9, ((n * 131) % 500, (n * 71) % 300)));
        let dots = apart(many);
        for (n, dot) in dots.iter().enumerate() {
            assert!(dots.iter().skip(n + 1).all(|other| !dot.touches(other)));
        }
        assert_eq!(dots.iter().map(Heap::size).sum::<i64>(), (0..400).map(|n| 1 + n % 9).sum::<i64>());
        assert_eq!(
            apart([heap(2, (0, 0)), heap(2, (300, 0))].into_iter()).len(),
            2,
            "what lies apart stays apart"
        );
    }

    #[test]
    fn a_name_moves_out_of_the_way_of_a_dot_and_of_another_name() {
        let street = Street {
            name: "东风街道".into(),
            label: (300, 200),
            outline: vec![(280, 220), (320, 220), (300, 280)],
        };
        let land = Land::sheet(600, 600);
        let (usual, bounds) = room(&street, &land, &[]);
        assert_eq!(usual, street.label);
        let ((_, under), _) = room(&street, &land, &[(290, 190, 310, 210)]);
        assert!(under > 280, "under its places: {under}");
        assert_ne!(room(&street, &land, &[bounds]).0, usual);
        // Where there is no room at all it stands where it would.
        assert_eq!(room(&street, &land, &[(0, 0, 600, 600)]).0, usual);
    }
}
