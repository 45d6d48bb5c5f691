//! 回执: the reporter's own page, by its secret address; and progress by number.

mod act;
mod look_up;
mod proof;
mod show;

pub(crate) use act::{act, back};
pub(crate) use look_up::look_up;
pub(crate) use proof::proof;
pub(crate) use show::{photo, qr, show};

use crate::answer::Failed;
use crate::reader::Reader;
use crate::state::Pages;
use crate::words::{Lang, STEPS, step_of};
use domain::ids::HazardId;
use domain::people::Actor;

/// One of the five steps of the progress bar.
pub(crate) struct StepView {
    class: &'static str,
    name: &'static str,
    state: &'static str,
}

/// The progress bar of a stage.
pub(crate) fn steps(lang: Reader, stage: &str) -> Vec<StepView> {
    let w = &lang.words().receipt;
    let (at, finished) = step_of(stage);
    let steps = STEPS.iter().enumerate().map(|(n, (zh, en))| {
        let name = if *lang == Lang::Zh { *zh } else { *en };
        let (class, state) = match n + 1 {
            // A rejected report has an end, but nobody put anything right.
            n if stage == "rejected" && (2..5).contains(&n) => ("later", "–"),
            n if n < at || (n == at && finished) => ("past", w.state_done),
            n if n == at => ("now", w.state_now),
            _ => ("later", w.state_later),
        };
        StepView { class, name, state }
    });
    steps.collect()
}

/// The hazard behind a receipt's address. Guessing is counted, although 128 bits cannot be guessed.
async fn open(pages: &Pages, receipt: &str) -> Result<(HazardId, Actor), Failed> {
    work::hazard::open_receipt(&pages.app, receipt).await.map_err(|problem| match problem.status {
        404 => Failed::Receipt,
        _ => problem.into(),
    })
}
