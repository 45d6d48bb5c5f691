//! `mashang user`: who works here, for an operator at the machine.

use crate::lang::{both, reader};
use crate::open::{Where, open};
use crate::out::say;
use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use domain::ids::{PersonId, UnitId};
use domain::people::{Actor, Role};
use std::process::ExitCode;
use work::people::{ConsentView, Invited, Listed, PersonInput};
use work::words::{say as in_lang, word};
use work::{App, Problem};

/// 人员：列出、任命、发放链接、停用、恢复 List, appoint, invite, disable and enable people, as an operator at the machine
///
/// Every change is an event of the ledger, like those of the security
/// administrator in the console. What there waits for another administrator's
/// consent is done here at once; the administrators are told.
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
    /// 全部人员，含单位、角色和待同意事项 Everybody, with unit, roles and what waits for another administrator's consent
    ///
    /// Example: mashang user list --data /var/lib/mashang
    #[command(verbatim_doc_comment)]
    List {
        /// 输出 JSON Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// 可以给的角色 The roles that can be given
    ///
    /// Example: mashang user roles
    #[command(verbatim_doc_comment)]
    Roles,
    /// 任命；输出一次性链接，由本人设密码 Appoint a person; prints the one-time link that sets the password
    ///
    /// Example: mashang user add wang3 --name 王三 --unit JD-XF --role handler --role inspector --area 430406-XF
    #[command(verbatim_doc_comment)]
    Add {
        /// 登录名 Login name
        login: String,
        /// 姓名 Name
        #[arg(long)]
        name: String,
        /// 单位代码或名称 The unit's code or name
        #[arg(long)]
        unit: String,
        /// 角色，可写多个，见 mashang user roles A role; may be given several times. `mashang user roles` lists them
        #[arg(long, required = true, value_parser = role)]
        role: Vec<Role>,
        /// 网格员所属街道的区域代码 The street's area code, for inspectors
        #[arg(long)]
        area: Option<String>,
        /// 输出 JSON Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// 忘记密码：重发一次性链接 A new one-time link, for a forgotten password
    ///
    /// Example: mashang user invite wang3
    #[command(verbatim_doc_comment)]
    Invite {
        /// 登录名 Login name
        login: String,
        /// 输出 JSON Print JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// 恢复已停用的人员 Let a disabled person sign in again
    ///
    /// Example: mashang user enable wang3
    #[command(verbatim_doc_comment)]
    Enable {
        /// 登录名 Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
    /// 复位两步验证，下次登录时重新启用 Take a lost second factor back; a new one is enrolled at the next sign-in
    ///
    /// Example: mashang user forget-second-factor wang3
    #[command(verbatim_doc_comment)]
    ForgetSecondFactor {
        /// 登录名 Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
    /// 停用：立即下线，记录保留 End a person's access: sessions end at once, history stays
    ///
    /// Example: mashang user disable wang3
    #[command(verbatim_doc_comment)]
    Disable {
        /// 登录名 Login name
        login: String,
        #[command(flatten)]
        place: Where,
    },
}

/// A role by its name in the API.
fn role(name: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).map_err(|_| {
        both!("没有这个角色，见 mashang user roles", "no such role; `mashang user roles` lists them")
    })
}

fn name_of(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// 角色 in the reader's words.
pub(crate) fn in_words(role: Role) -> String {
    let name = name_of(role);
    word(reader(), "Role", &name).unwrap_or(&name).to_owned()
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
        What::Add { login, name, unit, role, area, json, place } => with(&place, async |app| {
            let new = PersonInput { login, name, unit: unit_of(app, &unit)?, area, roles: role };
            let invited = work::people::appoint(app, Actor::Terminal, None, new).await.map_err(told)?;
            tell(&invited, json)
        }),
        What::Invite { login, json, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            tell(&work::people::invite(app, Actor::Terminal, person).await.map_err(told)?, json)
        }),
        What::Enable { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            work::people::enable(app, Actor::Terminal, person).await.map_err(told)?;
            say!("{}", both!("{login} 已恢复启用", "{login} may sign in again"));
            Ok(())
        }),
        What::ForgetSecondFactor { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            work::people::forget_second_factor(app, Actor::Terminal, person).await.map_err(told)?;
            say!(
                "{}",
                both!(
                    "{login} 的两步验证已复位，下次登录时重新启用",
                    "the second factor of {login} is taken back; a new one is enrolled at the next sign-in"
                )
            );
            Ok(())
        }),
        What::Disable { login, place } => with(&place, async |app| {
            let person = person(app, &login).await?;
            work::people::disable(app, Actor::Terminal, person).await.map_err(told)?;
            say!("{}", both!("{login} 已停用", "{login} is disabled"));
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
    let (title, detail) = in_lang(reader(), &problem);
    let code = problem.params.get("rule").map_or(problem.code, String::as_str);
    anyhow!(both!("{title}：{detail}（{code}）", "{title}: {detail} ({code})"))
}

fn tell(invited: &Invited, json: bool) -> Result<()> {
    if json {
        say!("{}", serde_json::to_string(invited)?);
        return Ok(());
    }
    say!("{}", invited.invite_link);
    eprintln!(
        "{}",
        both!(
            "一次性链接：由本人打开并设置密码，只能用一次。",
            "A one-time link: the person opens it and sets a password, once."
        )
    );
    Ok(())
}

pub(crate) fn unit_of(app: &App, wanted: &str) -> Result<UnitId> {
    let registers = app.registers();
    let by_name = || registers.units().into_iter().find(|u| u.name == wanted);
    let unit = registers.unit_by_code(wanted).or_else(by_name);
    unit.map(|u| u.id).ok_or_else(|| {
        anyhow!(both!(
            "没有叫“{wanted}”的单位：请写单位代码或全名，单位在管理后台登记",
            "there is no unit {wanted:?}: give its code or its whole name; units are registered in the console"
        ))
    })
}

async fn person(app: &App, login: &str) -> Result<PersonId> {
    let all = work::people::list(app, &Actor::Terminal).await.map_err(told)?;
    let found = all.iter().find(|p| p.login.as_deref() == Some(login));
    found.map(|p| PersonId(p.id)).ok_or_else(|| {
        anyhow!(both!(
            "没有登录名是“{login}”的人，见 mashang user list",
            "nobody signs in as {login:?}; `mashang user list` names them"
        ))
    })
}

/// The request about somebody's account that waits.
fn request<'a>(person: &Listed, waiting: &'a [ConsentView]) -> Option<&'a ConsentView> {
    waiting.iter().find(|request| person.consent.as_ref().is_some_and(|consent| consent.id == request.id))
}

/// Everybody as JSON; `consent` is the whole request, as the console has it.
fn in_json(all: &[Listed], waiting: &[ConsentView]) -> serde_json::Result<serde_json::Value> {
    let one = |person: &Listed| {
        let mut value = serde_json::to_value(person)?;
        if let Some(request) = request(person, waiting) {
            value["consent"] = serde_json::to_value(request)?;
        }
        Ok(value)
    };
    all.iter().map(one).collect()
}

/// 待同意: what waits, for whom, until when.
fn waits(request: &ConsentView) -> String {
    let act = serde_json::to_value(request.act).ok();
    let act = act.as_ref().and_then(|act| act.as_str()).unwrap_or_default();
    let act = word(reader(), "Gated", act).unwrap_or(act);
    let (asked_by, by) = (&request.asked_by.name, in_words(request.by));
    let until = request.until.beijing().strftime("%Y-%m-%d %H:%M").to_string();
    both!(
        "［待{by}同意：{act}，{asked_by} 申请，{until} 前有效］",
        "[{act} waits for the consent of: {by}; asked for by {asked_by}, lapses at {until}]"
    )
}

async fn list(app: &App, json: bool) -> Result<()> {
    let all: Vec<Listed> = work::people::list(app, &Actor::Terminal).await.map_err(told)?;
    let waiting = work::people::consents(app, &Actor::Terminal).map_err(told)?;
    if json {
        say!("{}", in_json(&all, &waiting)?);
        return Ok(());
    }
    let mut lines = String::new();
    for person in &all {
        let roles: Vec<String> = person.roles.iter().flatten().map(|r| in_words(*r)).collect();
        let state = match (person.disabled_at, person.has_password) {
            (Some(_), _) => both!("已停用", "disabled"),
            (None, Some(false)) => both!("未设密码", "no password yet"),
            _ => String::new(),
        };
        let login = person.login.as_deref().unwrap_or_default();
        let roles = roles.join(&both!("、", ", "));
        let waits = request(person, &waiting).map(waits).unwrap_or_default();
        let line = format!("{login:<14} {:<10} {} {roles} {state} {waits}", person.name, person.unit.name);
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    if !lines.is_empty() {
        say!("{}", lines.trim_end());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Instant;
    use domain::people::Gated;
    use serde_json::json;
    use uuid::Uuid;
    use work::hazard::Named;
    use work::people::Awaited;

    #[test]
    fn what_waits_for_consent_stands_beside_its_account() {
        let (person, id) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let named = |name: &str| Named { id: person.to_string(), name: name.to_owned() };
        let until = Instant(1_800_000_000_000);
        let request = ConsentView {
            id,
            act: Gated::Promote,
            person: named("王三"),
            unit: named("区应安委办"),
            now: vec![Role::Acceptor],
            roles: vec![Role::SystemAdmin],
            asked_by: named("赵四"),
            at: Instant(1_799_000_000_000),
            until,
            by: Role::AuditAdmin,
            makes_link: true,
            may_answer: false,
            may_withdraw: true,
        };
        assert_eq!(waits(&request), "［待审计管理员同意：任命，赵四 申请，2027-01-15 16:00 前有效］");
        let listed = |consent| Listed {
            id: person,
            name: "王三".into(),
            unit: named("区应安委办"),
            login: Some("wang3".into()),
            area: None,
            roles: Some(vec![Role::Acceptor]),
            second_factor: Some(false),
            has_password: Some(true),
            disabled_at: None,
            invited_at: None,
            consent,
        };
        let all = [listed(Some(Awaited { id, by: Role::AuditAdmin, until })), listed(None)];
        let told = in_json(&all, &[request]).unwrap();
        assert_eq!(told[0]["consent"]["act"], json!("promote"));
        assert_eq!(told[0]["consent"]["by"], json!("audit_admin"));
        assert_eq!(told[0]["consent"]["asked_by"]["name"], json!("赵四"));
        assert_eq!(told[1]["consent"], json!(null));
    }
}
