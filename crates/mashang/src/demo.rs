//! `serve --demo`: a made-up district at the first start, and who may look around in it.

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
        bail!("{} holds data that are no demo: take an empty directory for the demo", place.data.display());
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
        bail!("the database holds data already, and they are no finished demo: take an empty one");
    }
    let bar = progress::bar("演示数据");
    let options = Options::default();
    let report = make_up(&app, &options, &mut |done, total| progress::show(&bar, done as u64, total as u64));
    bar.finish_and_clear();
    let report = report.map_err(|problem| anyhow::anyhow!("the demo district was not made up: {problem}"));
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
    eprintln!(
        "演示数据: {} 条隐患 ({} 条导入), {} 个场所, {} 个单位, {} 人, {} 张图片",
        report.hazards, report.imported, report.places, report.units, report.people, report.photos
    );
    Ok(made)
}

fn print(made: &Made) {
    eprintln!("\n演示登录 (demo sign-ins), 密码 password: {}\n", made.password);
    for person in &made.sign_ins {
        let roles: Vec<String> = person.roles.iter().map(|role| format!("{role:?}")).collect();
        eprintln!("  {:<12} {:<22} {}", person.login, roles.join(", "), person.unit);
    }
    if !made.wall.is_empty() {
        eprintln!("\n大屏 (wall screen), 打开一次即可 open it once:\n\n  {}", made.wall);
    }
    eprintln!();
}
