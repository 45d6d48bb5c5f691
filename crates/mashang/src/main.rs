//! Mashang 码上: one binary, many roles. Configuration and wiring only.

mod backup;
mod bench;
mod client;
mod console;
mod demo;
mod export;
mod import;
mod import_places;
mod keys;
mod open;
mod out;
mod outlets;
mod progress;
mod restore;
mod serve;
mod shelf;
mod user;
mod verify;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Mashang (码上) keeps the promises of a district: every hazard that someone reports gets an owner, a clock,
/// evidence and a second pair of eyes.
#[derive(Parser)]
#[command(name = "mashang", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve the public pages, the console, the API and Open311
    Serve(serve::Serve),
    /// Import ledgers that were kept elsewhere
    Import(import::Import),
    /// Export the district's data as files that others can read
    Export(export::Export),
    /// Copy everything to a new directory, also while a server runs
    Backup(backup::Backup),
    /// Make an installation from a backup
    Restore(restore::Restore),
    /// Check everything that is kept against the events
    Verify(verify::Verify),
    /// List, appoint, invite and disable people
    User(user::User),
    /// List keys by their ids, or add a new version of one
    Keys(keys::Keys),
    /// Give other systems a key
    Client(client::Client),
    /// Measure how many durable reports a second this machine takes
    Bench(bench::Bench),
}

/// Wrong arguments (EX_USAGE of sysexits.h); not 2, with which verbs say that they looked and something does not fit.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(wrong) => {
            // Help and version come this way, too, and are no failure.
            let _ = wrong.print();
            return if wrong.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    let outcome = match cli.verb {
        Verb::Serve(verb) => serve::run(verb),
        Verb::Import(verb) => import::run(verb),
        Verb::Export(verb) => export::run(verb),
        Verb::Backup(verb) => backup::run(verb),
        Verb::Restore(verb) => restore::run(verb),
        Verb::Verify(verb) => verify::run(verb),
        Verb::User(verb) => user::run(verb),
        Verb::Keys(verb) => keys::run(verb),
        Verb::Client(verb) => client::run(verb),
        Verb::Bench(verb) => bench::run(verb),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("mashang: {error:#}");
        ExitCode::FAILURE
    })
}
