//! `mashang client`: keys for other systems, for an operator at the machine.

use crate::lang::both;
use crate::open::Where;
use crate::out::say;
use crate::user::{told, unit_of, with};
use anyhow::Result;
use clap::{Args, Subcommand};
use domain::ids::UnitId;
use domain::people::{Actor, UnitKind};
use std::process::ExitCode;
use work::App;
use work::people::UnitInput;

/// 对接系统（Open311）的密钥：发放、列出、停用 Give other systems (Open311 clients) a key, list keys, take one back
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
    /// 发放密钥，只显示一次；上报记在该单位名下 A new key, printed once; its reports come in the name of the unit
    ///
    /// Example: mashang client add "12345 热线" --unit 12345
    #[command(verbatim_doc_comment)]
    Add {
        /// 对方系统的名称 What the system is called
        name: String,
        /// 单位代码或名称，没有则登记 The unit's code or name; a unit of that code is registered if there is none
        #[arg(long)]
        unit: String,
        /// 输出 JSON Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// 全部密钥，含已停用的 Every key, those taken back included
    ///
    /// Example: mashang client list --data /var/lib/mashang
    #[command(verbatim_doc_comment)]
    List {
        /// 输出 JSON Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// 停用密钥 Take a key back
    ///
    /// Example: mashang client revoke 0193f0c4-7d2a-7000-8000-000000000001
    #[command(verbatim_doc_comment)]
    Revoke {
        /// 编号，见 list Its id, as `list` shows it
        id: uuid::Uuid,
        #[command(flatten)]
        place: Where,
    },
}

/// Runs the verb.
pub fn run(client: Client) -> Result<ExitCode> {
    match client.what {
        What::Add { name, unit, json, place } => with(&place, async |app| {
            let unit = match unit_of(app, &unit) {
                Ok(known) => known,
                Err(_) => registered(app, unit, &name).await?,
            };
            let created = work::client::create(app, Actor::Terminal, &name, unit).await.map_err(told)?;
            let id = created.id;
            if json {
                say!("{}", serde_json::json!({ "id": id, "key": created.expose_key(), "unit": unit.0 }));
                return Ok(());
            }
            say!("{}", created.expose_key());
            eprintln!(
                "{}",
                both!(
                    "密钥只显示这一次，请交给对方系统的管理员。编号 {id}",
                    "The key is shown this once: hand it to whoever runs the other system. Its id is {id}"
                )
            );
            Ok(())
        }),
        What::List { json, place } => with(&place, async |app| {
            let all = work::client::list(app, &Actor::Terminal).await.map_err(told)?;
            if json {
                say!("{}", serde_json::to_string(&all)?);
                return Ok(());
            }
            for client in &all {
                let state = if client.revoked_at.is_some() {
                    both!("已停用", "taken back")
                } else {
                    String::new()
                };
                say!("{}  {:<16} {} {state}", client.id, client.name, app.registers().unit_name(client.unit));
            }
            Ok(())
        }),
        What::Revoke { id, place } => with(&place, async |app| {
            work::client::revoke(app, Actor::Terminal, id).await.map_err(told)?;
            say!("{}", both!("{id} 已停用", "{id} is taken back"));
            Ok(())
        }),
    }
}

/// A unit for the other system. It is said, since what was meant may be a unit that is there, mistyped.
async fn registered(app: &App, code: String, name: &str) -> Result<UnitId> {
    let new = UnitInput {
        code: code.clone(),
        name: name.to_owned(),
        kind: UnitKind::System,
        parent: None,
        area: None,
        phone: None,
        since: None,
    };
    let unit = work::people::register_unit(app, Actor::Terminal, None, new).await.map_err(told)?;
    eprintln!(
        "{}",
        both!(
            "没有代码或名称为“{code}”的单位，已新登记：{name}",
            "There is no unit with the code or name {code:?}; it was registered as {name}"
        )
    );
    Ok(unit)
}
