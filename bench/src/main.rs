//! Load scenarios against the real server, and the raw limits beside them.
//!
//! `bench run` prints ratios; `bench drive` and `bench check` are the client of `./dev faults`.

mod bare;
mod district;
mod drive;
mod figures;
mod ground;
mod http;
mod machine;
mod parties;
mod report;
mod scenarios;
mod server;
mod through_store;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Parser)]
#[command(about = "Load scenarios against the real server, and the raw limits beside them")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Measure and print ratios
    Run {
        /// The server's binary
        #[arg(long)]
        server: PathBuf,
        /// A PostgreSQL to measure on, in schemas of its own
        #[arg(long, env = "MASHANG_TEST_POSTGRES")]
        postgres: Option<String>,
        /// Where data go, on the disk that is measured
        #[arg(long, default_value_os_t = std::env::temp_dir())]
        folder: PathBuf,
        /// Seconds of each load
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// How often yardstick and product take turns; medians count
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// Hazards in the large district
        #[arg(long, default_value_t = 1_000_000)]
        hazards: u64,
        /// Keep the large district in this directory, and take it from there if it is
        #[arg(long)]
        district: Option<PathBuf>,
        /// Write the results as JSON to this file
        #[arg(long)]
        json: Option<PathBuf>,
        /// Only these: page, store, intake, postgres, map, parties, reading
        only: Vec<String>,
    },
    /// Send reports and write down what was acknowledged
    Drive {
        /// The server
        #[arg(long)]
        to: SocketAddr,
        /// The journal: one line for each attempt and each answer
        #[arg(long)]
        journal: PathBuf,
        /// Connections
        #[arg(long, default_value_t = 16)]
        connections: usize,
        /// Seconds; 0 until the server is gone
        #[arg(long, default_value_t = 0)]
        seconds: u64,
        /// Drop the connection after every so manieth request without reading the answer, then repeat with the same key
        #[arg(long)]
        drop_every: Option<u64>,
    },
    /// Ask a server for everything that a journal says was acknowledged; exit 1 when something is missing or doubled
    Check {
        /// The server
        #[arg(long)]
        to: SocketAddr,
        /// The journal
        #[arg(long)]
        journal: PathBuf,
    },
}

fn main() -> Result<std::process::ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match Cli::parse().verb {
        Verb::Run { server, postgres, folder, seconds, rounds, hazards, district, json, only } => {
            let folder = folder.join(format!("mashang-bench-{}", std::process::id()));
            let span = Duration::from_secs(seconds);
            let plan = scenarios::Plan { server, postgres, folder, span, rounds, hazards, district };
            let ran = runtime.block_on(scenarios::run(&plan, &only));
            std::fs::remove_dir_all(&plan.folder)?;
            let results = ran?;
            if let Some(file) = json {
                std::fs::write(file, serde_json::to_vec_pretty(&results)?)?;
            }
            Ok(std::process::ExitCode::SUCCESS)
        }
        Verb::Drive { to, journal, connections, seconds, drop_every } => {
            let span = (seconds > 0).then(|| Duration::from_secs(seconds));
            runtime.block_on(drive::drive(to, &journal, connections, span, drop_every))?;
            Ok(std::process::ExitCode::SUCCESS)
        }
        Verb::Check { to, journal } => runtime.block_on(drive::check(to, &journal)),
    }
}
