//! Mashang 码上: one binary, many roles. Configuration and wiring only.

mod backup;
mod base_url;
mod bench;
mod beside;
mod client;
mod console;
mod coordinates;
mod demo;
mod export;
mod fault;
mod import;
mod import_places;
mod jobs;
mod keys;
mod lang;
mod listen;
mod open;
mod out;
mod outlets;
mod progress;
mod restore;
mod serve;
mod shelf;
mod told;
mod user;
mod verify;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// 码上：群众扫码上报隐患，派给责任单位限期整改，核查合格才销号，每一步都有据可查。
/// Mashang: people report hazards by scanning a code; each is assigned, put right
/// by a date, checked, and proven.
///
/// 第一次试用 To try it:            mashang serve --demo
/// 正式启用 To begin in earnest:   mashang serve --data /var/lib/mashang --district 430406 --name 雁峰区 \
///                                     --base-url https://mashang.example.gov.cn
/// 每个命令的用法和例子 Each command with examples:   mashang serve --help
#[derive(Parser)]
#[command(name = "mashang", version, propagate_version = true, verbatim_doc_comment)]
struct Cli {
    /// 提示和导出文件的语言；不写则随终端 Language of messages and files; else that of the terminal
    #[arg(long, global = true, value_enum, value_name = "LANG", env = "MASHANG_LANG")]
    #[allow(dead_code, reason = "read before anything is parsed, for what goes wrong there")]
    lang: Option<lang::Spoken>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Serve(serve::Serve),
    Import(import::Import),
    Export(export::Export),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Verify(verify::Verify),
    User(user::User),
    Keys(keys::Keys),
    Client(client::Client),
    Bench(bench::Bench),
}

/// Wrong arguments (EX_USAGE of sysexits.h); not 2, with which verbs say that they looked and something does not fit.
const USAGE: u8 = 64;

/// Gives back what large uploads needed (docs/decisions/0022-allocator.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    lang::find_out();
    // What this program writes holds residents' words and the hashes of passwords: nobody else on the machine reads it.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(wrong) => {
            // Help and version come this way, too, and are no failure.
            match told::usage(&wrong) {
                Some(text) => eprintln!("{text}"),
                None => drop(wrong.print()),
            }
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
        told::failed(&error);
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::{Command, CommandFactory};

    /// Every command that does something, with its whole name.
    fn leaves(command: &Command, name: &str, found: &mut Vec<(String, Command)>) {
        if command.get_subcommands().next().is_none() {
            found.push((name.to_owned(), command.clone()));
        }
        for below in command.get_subcommands() {
            leaves(below, &format!("{name} {}", below.get_name()), found);
        }
    }

    #[test]
    fn every_command_helps_in_both_languages_and_with_an_example() {
        let mut all = Vec::new();
        leaves(&Cli::command(), "mashang", &mut all);
        assert!(all.len() >= 18, "{}", all.len());
        for (name, mut command) in all {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.chars().any(|c| c > '\u{4e00}') && about.split(' ').count() > 2, "{name}: {about}");
            let help = command.render_long_help().to_string();
            let after = help.split_once("Example").map(|(_, after)| after).unwrap_or_default();
            assert!(after.contains(&name), "{name} has no example: {help}");
            for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
                assert!(argument.get_help().is_some(), "{name}: {} says nothing", argument.get_id());
            }
        }
    }

    #[test]
    fn the_first_line_says_in_both_languages_what_it_is() {
        let help = Cli::command().render_help().to_string();
        let lines: Vec<&str> = help.lines().take(2).collect();
        assert!(lines[0].starts_with("码上：") && lines[1].starts_with("Mashang:"), "{lines:?}");
    }
}
