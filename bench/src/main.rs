//! Load scenarios against the real server, and the raw limits beside them.

mod bare;
mod figures;
mod report;
mod surroundings;
mod through_store;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_default();
    let database = store::Database::parse(&folder);
    for n in 0..3 {
        if !database.is_shared() {
            let figures = bare::measure(
                std::path::Path::new(&format!("{folder}.bare{n}")),
                64,
                std::time::Duration::from_secs(3),
            )?;
            println!("{}", figures.line("bare group commit"));
        }
        let figures = through_store::measure(&database, 64, std::time::Duration::from_secs(3))?;
        println!("{}", figures.line("store"));
    }
    Ok(())
}
