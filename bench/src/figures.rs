//! Rates and latencies, and how they are said.

use serde::Serialize;
use std::time::Duration;

/// What a run under load gave.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    /// Answers in a second.
    pub per_second: f64,
    /// Half were answered within so many milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 were.
    pub p99_ms: f64,
    /// Answers in all.
    pub answers: u64,
    /// Answers that were not what they should be.
    pub wrong: u64,
}

impl Figures {
    /// From the latency of every answer and the span of the run.
    pub fn of(mut latencies: Vec<Duration>, wrong: u64, span: Duration) -> Self {
        latencies.sort_unstable();
        let at = |share: f64| {
            let place = ((latencies.len() as f64 * share) as usize).min(latencies.len().saturating_sub(1));
            latencies.get(place).copied().unwrap_or_default().as_secs_f64() * 1e3
        };
        Self {
            per_second: latencies.len() as f64 / span.as_secs_f64(),
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            answers: latencies.len() as u64,
            wrong,
        }
    }

    /// One line of a table.
    pub fn line(&self, name: &str) -> String {
        let wrong = if self.wrong > 0 { format!("   {} wrong", self.wrong) } else { String::new() };
        format!(
            "{name:<44} {:>9.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms{wrong}",
            self.per_second, self.p50_ms, self.p99_ms
        )
    }
}
