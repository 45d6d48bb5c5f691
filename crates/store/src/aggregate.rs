//! What a stream adds up to, and the row that it is kept in.

use crate::engine::Value;
use crate::nouns::map::{Cell, Weight};
use crate::tables::Table;
use domain::calendar::Instant;
use domain::hazard::Words;
use domain::ledger::Noun;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// 统计口径: one number that a state contributes to. The sum over all states is the tally; a test holds them equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count {
    /// 日期: day of Beijing time as days since 1970-01-01; 0 for what is counted regardless of the day.
    pub day: i64,
    /// By what it is counted.
    pub dimension: Dimension,
    /// The value of the dimension: a unit, a street, a category; empty for the whole district.
    pub value: String,
    /// What is counted.
    pub measure: Measure,
}

/// 统计维度.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum Dimension {
    /// 全区.
    District = 1,
    /// 主办单位.
    Unit = 2,
    /// 街道.
    Street = 3,
    /// 类别.
    Category = 4,
    /// 环节: how many stand there now.
    Stage = 5,
    /// 时段: the hour of the day in Beijing, `00` to `23`.
    Hour = 6,
    /// 同街道同类隐患的办结单位: street, category and lead unit, with strokes between; for suggestions.
    Practice = 7,
}

/// 统计指标.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum Measure {
    /// 上报数, on the day of the report; what employees reported, on that of the filing.
    Reported = 1,
    /// 销号数, on the day of closing.
    Closed = 2,
    /// 按期销号数, on the day of closing.
    ClosedOnTime = 3,
    /// 在办数.
    Open = 4,
    /// 返工数: hazards with at least one rework.
    Reworked = 5,
    /// 确认解决数: reporters who say that it is solved.
    Solved = 6,
    /// 评价数.
    Rated = 7,
    /// 超时申诉豁免数: late in fact, on time in figures; on the day of closing.
    Exempted = 8,
    /// 30 日内复发数: the same kind at the same place again within 30 days; on the day of the first one's closing.
    Recurred30 = 9,
    /// 90 日内复发数.
    Recurred90 = 10,
}

/// A thing with a history: the fold of a stream, kept in one row of a table of its own.
///
/// The row is `district, id, version, head, state` (the fold as JSON), then [`Aggregate::columns`]. Everything
/// in it follows from the events, and `verify` compares it with a fresh fold.
pub trait Aggregate: Clone + Send + Serialize + DeserializeOwned + 'static {
    /// What kind of stream it is.
    const NOUN: Noun;
    /// Its events.
    type Event: Serialize + DeserializeOwned;

    /// The table of its rows.
    fn table() -> &'static Table;
    /// The name of a kind of event.
    fn name(event: &Self::Event) -> &'static str;
    /// The first event of a stream; `None` when it cannot be one.
    fn begin(id: Uuid, event: &Self::Event, at: Instant) -> Option<Self>;
    /// Folds the next event in.
    fn apply(&mut self, event: &Self::Event, at: Instant);
    /// The columns after `state`, in the order of the table.
    fn columns(&self) -> Vec<Value>;
    /// Rows in other tables that follow from the state: table and all columns after the district, all of them key.
    fn links(&self) -> Vec<(&'static Table, Vec<Value>)> {
        Vec::new()
    }
    /// Rows in other tables by which what was said with an event is found; as [`Aggregate::links`], but they go
    /// when the words are erased. The state is the one after the event, and of it only what never changes may be
    /// used: the rows are looked for again when they go.
    fn found_by(&self, _event: &Self::Event, _words: &Words) -> Vec<(&'static Table, Vec<Value>)> {
        Vec::new()
    }
    /// The sequence of the event whose words this one says were erased.
    fn erases(_event: &Self::Event) -> Option<u32> {
        None
    }
    /// What it contributes to the tallies, one each.
    fn counts(&self) -> Vec<Count> {
        Vec::new()
    }
    /// In which cells of the map it is counted, with where it lies in each.
    fn cells(&self) -> Vec<(Cell, Weight)> {
        Vec::new()
    }
}
