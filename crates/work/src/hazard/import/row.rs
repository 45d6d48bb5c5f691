//! One row as one command: it comes in whole or not at all.

use super::history::{Told, Writing, reporter_of};
use super::refused::RefusedRow;
use super::standing::Stands;
use crate::{App, Problem};
use domain::calendar::Instant;
use domain::hazard::{Event, Hazard, imported_row};
use domain::ids::{HazardId, ReporterId};
use domain::ledger::Noun;
use identity::entropy::random;
use identity::receipt::ReceiptNumber;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Command, Halt, Needs, Tx, queries, tables as rows_of};
use tables::HazardRow;

#[derive(Clone)]
pub(super) struct ImportRow {
    id: HazardId,
    source: String,
    source_id: String,
    /// With it the first event holds a digest of the two.
    salt: [u8; 16],
    found_at: Instant,
    events: Arc<Vec<Told>>,
    vault: Option<Vaulted>,
    /// Where it stands once it is in.
    pub(super) standing: Stands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Outcome {
    Imported,
    Already,
}

impl Command for ImportRow {
    type Output = Outcome;
    type Refusal = Problem;

    fn needs(&self, needs: &mut Needs) {
        needs.stream(Noun::Hazard, self.id.0);
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome, Halt<Problem>> {
        let district = tx.district();
        let key = [district.into(), self.source.as_str().into(), self.source_id.as_str().into()];
        if !tx.query(queries::hazard::IMPORTED, &key)?.is_empty() {
            return Ok(Outcome::Already);
        }
        for told in self.events.iter() {
            let mut event = told.event.clone();
            if let Event::Filed { filing, .. } = &mut event {
                let date = self.found_at.beijing().date();
                let sequence = tx.next_number(&format!("case/{date}"))?;
                filing.number = domain::hazard::number::case_number(district, date, sequence as u32)
                    .unwrap_or_else(|| self.id.to_string());
            }
            tx.record_imported::<Hazard>(self.id.0, &event, &told.words, told.at)?;
        }
        if let Some((reporter, sealed, phone)) = &self.vault {
            let phone = phone.map(|p| p.to_vec());
            let row = vec![
                district.into(),
                (*reporter).into(),
                self.id.into(),
                sealed.as_str().into(),
                phone.into(),
                tx.now().into(),
            ];
            tx.write(&rows_of::VAULT, row);
        }
        let mut row = key.to_vec();
        row.extend([self.id.into(), self.salt.to_vec().into()]);
        tx.write(&rows_of::IMPORTS, row);
        Ok(Outcome::Imported)
    }
}

impl ImportRow {
    /// The command for a row, or why it cannot come in. The outer error is a failure of the machine.
    pub(super) fn of(
        app: &App,
        row: &HazardRow,
        writing: &Writing<'_>,
    ) -> Result<Result<Self, RefusedRow>, Problem> {
        let inner = app.inner();
        let internal = |_| Problem::new(500, "internal");
        let receipt = ReceiptNumber::generate(inner.entropy.as_ref()).map_err(internal)?;
        let vault = match reporter_of(row) {
            Some(reporter) => Some(seal(app, &reporter)?),
            None => None,
        };
        let reporter = vault.as_ref().map(|(id, _, _)| *id);
        let salt: [u8; 16] = random(inner.entropy.as_ref()).map_err(|_| Problem::internal())?;
        let mut history = match writing.history(row, receipt.as_str().to_owned(), reporter) {
            Ok(history) => history,
            Err(reason) => return Ok(Err(RefusedRow::of(reason, row, writing.lang))),
        };
        let digest = imported_row(&salt, writing.source, &row.source_id).to_string();
        for told in &mut history.events {
            if let Event::Reported { row, .. } = &mut told.event {
                *row = Some(digest.clone());
            }
        }
        let id = HazardId(app.store().surroundings().new_id());
        let standing = Stands::of(id, &history.events, writing.now).ok_or_else(Problem::internal)?;
        Ok(Ok(Self {
            salt,
            id,
            standing,
            source: writing.source.to_owned(),
            source_id: row.source_id.clone(),
            found_at: history.found_at,
            events: Arc::new(history.events),
            vault,
        }))
    }

    /// What would happen, without doing it.
    pub(super) fn peek(&self, app: &App) -> Result<Outcome, Problem> {
        let key = [app.district().into(), self.source.as_str().into(), self.source_id.as_str().into()];
        let known = app.store().read_blocking(|c| c.query(queries::hazard::IMPORTED, &key))?;
        Ok(if known.is_empty() { Outcome::Imported } else { Outcome::Already })
    }
}

type Vaulted = (ReporterId, String, Option<[u8; 16]>);

fn seal(app: &App, reporter: &identity::vault::Reporter) -> Result<Vaulted, Problem> {
    let id = ReporterId(app.store().surroundings().new_id());
    let district = app.district().to_string();
    let vault = &app.inner().vault;
    let sealed = vault.seal(id.0, &district, reporter).map_err(|e| {
        tracing::error!(code = e.code(), "the vault did not seal");
        Problem::new(500, "internal")
    })?;
    let sealed = serde_json::to_string(&sealed).map_err(|_| Problem::new(500, "internal"))?;
    Ok((id, sealed, reporter.phone.as_deref().and_then(|p| vault.blind_phone(&district, p))))
}
