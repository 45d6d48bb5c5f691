//! Cells in which nothing is left: hazards moved on to other stages and left them behind. They are harmless, but
//! every map would read them.

use crate::{App, Problem};
use domain::people::Actor;
use store::{Command, Halt, Tx, Value, queries};

/// Cells that are forgotten with one command.
const AT_ONCE: i64 = 500;
/// Commands in one round, so that a round ends.
const ROUNDS: usize = 40;

struct ForgetCells(Vec<Vec<Value>>);

impl Command for ForgetCells {
    type Output = ();
    type Refusal = Problem;

    fn run(&self, tx: &mut Tx<'_>) -> Result<(), Halt<Problem>> {
        for key in &self.0 {
            tx.forget_cell(key)?;
        }
        Ok(())
    }
}

/// Forgets empty cells and tells how many.
pub async fn tidy(app: &App) -> Result<usize, Problem> {
    let district = app.district();
    let mut from: Vec<Value> = vec![0i64.into(), i64::MIN.into(), i64::MIN.into(), i64::MIN.into()];
    let mut forgotten = 0;
    for _ in 0..ROUNDS {
        let mut parameters: Vec<Value> = vec![district.into()];
        parameters.extend(from.iter().cloned());
        parameters.push(AT_ONCE.into());
        let empty = app.store().read(move |c| c.query(queries::map::EMPTY_CELLS, &parameters)).await?;
        let Some(last) = empty.last() else { break };
        from = last.0[..4].to_vec();
        forgotten += empty.len();
        let keys = empty.into_iter().map(|row| row.0).collect();
        app.store().execute(district, Actor::System, None, ForgetCells(keys)).await.map_err(Problem::from)?;
    }
    Ok(forgotten)
}
