//! Mashang 码上: one binary, many roles. Configuration and wiring only.

mod bench;
mod console;
mod demo;
mod open;
mod progress;
mod serve;

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
    /// Measure how many durable reports a second this machine takes
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Serve(verb) => serve::run(verb),
        Verb::Bench(verb) => bench::run(verb),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("mashang: {error:#}");
        ExitCode::FAILURE
    })
}
