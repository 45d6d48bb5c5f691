//! `mashang user`: who works here, for an operator at the machine.

use crate::open::{Where, open};
use crate::out::say;
use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use domain::ids::{PersonId, UnitId};
use domain::people::{Actor, Role};
use std::process::ExitCode;
use work::people::{Invited, Listed, PersonInput};
use work::{App, Problem};

/// List, appoint, invite, disable and enable people, as an operator at the machine
///
/// Every change is an event of the ledger, like those of the security administrator in the console.
///
/// Examples:
///   mashang user list
///   mashang user roles
///   mashang user add wang3 --name 王三 --unit JD-XF --role handler --role inspector --area 430406-XF
///   mashang user invite wang3
///   mashang user disable wang3
///   mashang user enable wang3
///   mashang user forget-second-factor wang3
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Everybody, with unit and roles
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// The roles that can be given
    Roles,
    /// Appoint a person; prints the one-time link with which the person sets a password
    Add {
        /// Login name
        login: String,
        /// Name
        #[arg(long)]
        name: String,
        /// The unit's code or name
        #[arg(long)]
        unit: String,
        /// A role; may be given several times. `mashang user roles` lists them
        #[arg(long, required = true, value_parser = role)]
        role: Vec<Role>,
        /// The street's area code, for inspectors
        #[arg(long)]
        area: Option<String>,
        #[command(flatten)]
        place: Where,
    },
    /// A new one-time link, for a forgotten password
    Invite {
        /// Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
    /// Let a disabled person sign in again
    Enable {
        /// Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
    /// Take a lost second factor back; a new one is enrolled at the next sign-in
    ForgetSecondFactor {
        /// Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
    /// End a person's access: sessions end at once, history stays
    Disable {
        /// Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
}

/// A role by its name in the API.
fn role(name: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|_| "no such role; `mashang user roles` lists them".to_owned())
}

fn name_of(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// 角色 in words.
fn in_words(role: Role) -> &'static str {
    match role {
        Role::Acceptor => "受理员",
        Role::Dispatcher => "派遣员",
        Role::ShiftLead => "值班长",
        Role::CommitteeOffice => "应安委办",
        Role::Leader => "领导",
        Role::Handler => "处置人员",
        Role::Inspector => "网格员",
        Role::Verifier => "核查员",
        Role::Enforcer => "执法人员",
        Role::Caller => "回访员",
        Role::SystemAdmin => "系统管理员",
        Role::SecurityAdmin => "安全管理员",
        Role::AuditAdmin => "审计管理员",
    }
}

/// Runs the verb.
pub fn run(user: User) -> Result<ExitCode> {
    match user.what {
        What::Roles => {
            for role in Role::ALL {
                say!("{:<18} {}", name_of(role), in_words(role));
            }
            Ok(ExitCode::SUCCESS)
        }
        What::List { json, place } => with(&place, async |app| list(app, json).await),
        What::Add { login, name, unit, role, area, place } => with(&place, async |app| {
            let new = PersonInput { login, name, unit: unit_of(app, &unit)?, area, roles: role };
            let invited = work::people::appoint(app, Actor::System, None, new).await.map_err(told)?;
            tell(&invited);
            Ok(())
        }),
        What::Invite { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            tell(&work::people::invite(app, Actor::System, person).await.map_err(told)?);
            Ok(())
        }),
        What::Enable { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            work::people::enable(app, Actor::System, person).await.map_err(told)?;
            say!("{login} 已恢复启用");
            Ok(())
        }),
        What::ForgetSecondFactor { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            work::people::forget_second_factor(app, Actor::System, person).await.map_err(told)?;
            say!("{login} 的第二因素已收回, 下次登录时重新启用");
            Ok(())
        }),
        What::Disable { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            work::people::disable(app, Actor::System, person).await.map_err(told)?;
            say!("{login} 已停用");
            Ok(())
        }),
    }
}

pub(crate) fn with(place: &Where, run: impl AsyncFnOnce(&App) -> Result<()>) -> Result<ExitCode> {
    let app = open(place)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(run(&app));
    app.store().close();
    done.map(|()| ExitCode::SUCCESS)
}

pub(crate) fn told(problem: Problem) -> anyhow::Error {
    let (title, detail) = work::words::say(work::words::Lang::Zh, &problem);
    anyhow!("{title}: {detail} ({})", problem.params.get("rule").map_or(problem.code, String::as_str))
}

fn tell(invited: &Invited) {
    say!("{}", invited.invite_link);
    eprintln!("一次性链接: 本人打开后设置密码, 只能用一次。");
}

pub(crate) fn unit_of(app: &App, wanted: &str) -> Result<UnitId> {
    let registers = app.registers();
    let by_name = || registers.units().into_iter().find(|u| u.name == wanted);
    let unit = registers.unit_by_code(wanted).or_else(by_name);
    unit.map(|u| u.id).ok_or_else(|| anyhow!("there is no unit {wanted:?}"))
}

async fn person(app: &App, login: &str) -> Result<PersonId> {
    let all = work::people::list(app, &Actor::System).await.map_err(told)?;
    let found = all.iter().find(|p| p.login.as_deref() == Some(login));
    found.map(|p| PersonId(p.id)).ok_or_else(|| anyhow!("nobody signs in as {login:?}"))
}

async fn list(app: &App, json: bool) -> Result<()> {
    let all: Vec<Listed> = work::people::list(app, &Actor::System).await.map_err(told)?;
    if json {
        say!("{}", serde_json::to_string(&all)?);
        return Ok(());
    }
    let mut lines = String::new();
    for person in &all {
        let roles: Vec<&str> = person.roles.iter().flatten().map(|r| in_words(*r)).collect();
        let state = match (person.disabled_at, person.has_password) {
            (Some(_), _) => "已停用",
            (None, Some(false)) => "未设密码",
            _ => "",
        };
        let login = person.login.as_deref().unwrap_or_default();
        let roles = roles.join("、");
        lines.push_str(&format!("{login:<14} {:<10} {} {roles} {state}\n", person.name, person.unit.name));
    }
    if !lines.is_empty() {
        say!("{}", lines.trim_end());
    }
    Ok(())
}
