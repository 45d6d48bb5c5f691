//! `mashang client`: keys for other systems, for an operator at the machine.

use crate::open::Where;
use crate::out::say;
use crate::user::{told, unit_of, with};
use anyhow::Result;
use clap::{Args, Subcommand};
use domain::people::{Actor, UnitKind};
use std::process::ExitCode;
use work::people::UnitInput;

/// Give other systems (Open311 clients) a key, list keys, take one back
///
/// Examples:
///   mashang client add "12345 热线" --unit 12345
///   mashang client list
///   mashang client revoke 0193f0c4-…
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Client {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A new key, printed once; its reports come in the name of the unit
    Add {
        /// What the system is called
        name: String,
        /// The unit's code or name; a unit of that code is registered if there is none
        #[arg(long)]
        unit: String,
        #[command(flatten)]
        place: Where,
    },
    /// Every key, those taken back included
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// Take a key back
    Revoke {
        /// Its id, as `list` shows it
        id: uuid::Uuid,
        #[command(flatten)]
        place: Where,
    },
}

/// Runs the verb.
pub fn run(client: Client) -> Result<ExitCode> {
    match client.what {
        What::Add { name, unit, place } => with(&place, async |app| {
            let unit = match unit_of(app, &unit) {
                Ok(known) => known,
                Err(_) => {
                    let new = UnitInput {
                        code: unit,
                        name: name.clone(),
                        kind: UnitKind::System,
                        parent: None,
                        area: None,
                        phone: None,
                        since: None,
                    };
                    work::people::register_unit(app, Actor::System, None, new).await.map_err(told)?
                }
            };
            let created = work::client::create(app, Actor::System, &name, unit).await.map_err(told)?;
            say!("{}", created.expose_key());
            eprintln!("密钥只显示这一次, 请交给对方系统的管理员。编号 {}", created.id);
            Ok(())
        }),
        What::List { json, place } => with(&place, async |app| {
            let all = work::client::list(app, &Actor::System).await.map_err(told)?;
            if json {
                say!("{}", serde_json::to_string(&all)?);
                return Ok(());
            }
            for client in &all {
                let state = if client.revoked_at.is_some() { "已停用" } else { "" };
                say!("{}  {:<16} {} {state}", client.id, client.name, app.registers().unit_name(client.unit));
            }
            Ok(())
        }),
        What::Revoke { id, place } => with(&place, async |app| {
            work::client::revoke(app, Actor::System, id).await.map_err(told)?;
            say!("{id} 已停用");
            Ok(())
        }),
    }
}
