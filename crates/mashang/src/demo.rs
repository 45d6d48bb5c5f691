//! `serve --demo`: a made-up district at the first start, and who may look around in it.

use crate::lang::both;
use crate::open::{DistrictFile, Machine, Opening, Where, holds_events, open_as};
use crate::progress;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use store::{Repeatable, Surroundings};
use work::demo::{Options, SignIn, load as make_up};

/// `demo.json`: written last, so that a start that was cut short is seen and begun again.
#[derive(Serialize, Deserialize)]
struct Made {
    password: String,
    sign_ins: Vec<SignIn>,
    /// The address that is opened on the wall screen.
    #[serde(default)]
    wall: String,
}

fn made_file(place: &Where) -> PathBuf {
    place.data.join("demo.json")
}

/// Makes up the district if this is the first start, before anybody else has the database open; prints who may
/// sign in.
pub fn load(place: &Where, district: &DistrictFile) -> Result<()> {
    let made = match fs::read(made_file(place)) {
        Ok(bytes) => serde_json::from_slice(&bytes).context("demo.json")?,
        Err(error) if error.kind() == ErrorKind::NotFound => first(place, district)?,
        Err(error) => return Err(error).context("demo.json"),
    };
    draw(place)?;
    print(&made);
    Ok(())
}

/// The district's own drawing, unless there is one.
fn draw(place: &Where) -> Result<()> {
    let file = place.maps().join("district.geojson");
    if !file.exists() {
        fs::create_dir_all(place.maps())?;
        fs::write(file, work::demo::DRAWING)?;
    }
    Ok(())
}

/// Stands while the demo is being made up: only what it marks is ever thrown away.
fn unfinished_file(place: &Where) -> PathBuf {
    place.data.join("demo.unfinished")
}

fn first(place: &Where, district: &DistrictFile) -> Result<Made> {
    if !unfinished_file(place).exists() && holds_events(&place.database()) {
        let data = place.data.display();
        bail!(both!(
            "{data} 里的数据不是演示数据：演示请用 --data 另指一个空目录",
            "{data} holds data that are no demo: take an empty directory for the demo with --data"
        ));
    }
    fs::create_dir_all(&place.data)?;
    fs::write(unfinished_file(place), "")?;
    if place.database.is_none() {
        // What an interrupted start left behind is made up, too.
        for name in ["mashang.db", "mashang.db-wal", "mashang.db-shm"] {
            match fs::remove_file(place.data.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).context(name),
                _ => {}
            }
        }
        match fs::remove_dir_all(place.photos()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).context("photos"),
            _ => {}
        }
    }
    let clock = Arc::new(Repeatable::new(Machine.now(), Options::default().seed));
    let app = open_as(place, district, Opening::default(), clock)?;
    if !app.registers().units().is_empty() {
        bail!(both!(
            "数据库里已有数据，又不是完整的演示：请用一个空库",
            "the database holds data already, and they are no finished demo: take an empty one"
        ));
    }
    let bar = progress::bar(&both!("演示数据", "demo data"));
    let options = Options::default();
    let report = make_up(&app, &options, &mut |done, total| progress::show(&bar, done as u64, total as u64));
    bar.finish_and_clear();
    let report = report.map_err(|problem| {
        anyhow::anyhow!(both!("演示数据没有造成：{problem}", "the demo district was not made up: {problem}"))
    });
    app.store().close();
    let report = report?;
    if report.refused > 0 {
        tracing::warn!(refused = report.refused, "steps of the demo district were refused");
    }
    let made = Made { password: options.password, sign_ins: report.sign_ins, wall: report.wall };
    let fresh = place.data.join("demo.json.new");
    fs::write(&fresh, serde_json::to_vec_pretty(&made)?)?;
    fs::rename(&fresh, made_file(place))?;
    fs::remove_file(unfinished_file(place))?;
    let (hazards, imported, places) = (report.hazards, report.imported, report.places);
    let (units, people, photos) = (report.units, report.people, report.photos);
    eprintln!(
        "{}",
        both!(
            "演示数据：隐患 {hazards} 条（其中导入 {imported} 条），场所 {places} 个，单位 {units} 个，人员 {people} 人，图片 {photos} 张",
            "demo data: {hazards} hazards ({imported} imported), {places} places, {units} units, {people} people, {photos} pictures"
        )
    );
    Ok(made)
}

fn print(made: &Made) {
    let password = &made.password;
    eprintln!("\n{}\n", both!("演示登录，密码都是 {password}", "Demo sign-ins, the password is {password}"));
    for person in &made.sign_ins {
        let roles: Vec<String> = person.roles.iter().map(|role| crate::user::in_words(*role)).collect();
        let roles = roles.join(&both!("、", ", "));
        eprintln!("  {:<12} {:<22} {}", person.login, roles, person.unit);
    }
    if !made.wall.is_empty() {
        let wall = &made.wall;
        eprintln!(
            "\n{}",
            both!("大屏（打开一次即可）：\n\n  {wall}", "Wall screen (open it once):\n\n  {wall}")
        );
    }
    eprintln!();
}
