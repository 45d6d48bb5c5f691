//! 演示区: a made-up district with two years behind it, for looking around. Names are plainly invented. Everything
//! goes through the same commands as in a real district, under a clock that is moved: so its history is legal, its
//! chains fit, and `verify` finds nothing. Chance makes most of it; what everybody should find is told by [`scenes`].

mod cast;
mod course;
mod dice;
mod drawn;
mod found;
mod gallery;
mod judged;
mod land;
mod life;
mod names;
mod past;
mod rectifying;
mod rounds;
mod scenes;
mod schedule;
mod simulate;
mod supervised;
mod texts;

use crate::hazard::{Imported, Importing, import_rows, sweep};
use crate::map::make_display;
use crate::notice::follow_once;
use crate::words::Lang;
use crate::{App, Problem};
use cast::Cast;
use dice::Dice;
use domain::calendar::Instant;
use domain::hazard::PhotoRole;
use domain::ids::FileId;
use domain::people::{Actor, Role};
use domain::place::{Extent, PlaceCode};
use drawn::Rechecks;
use gallery::{Gallery, Shot};
use life::World;
use scenes::SCENES;
use schedule::{Planned, Schedule};
use serde::{Deserialize, Serialize};
use simulate::Simulation;
use std::collections::VecDeque;
use std::time::Duration;

/// 区划图 of the made-up district, as GeoJSON for the map: streets around the real ones' centres so that maps make
/// sense; their borders, communities, grids, roads and parks are invented.
pub const DRAWING: &str = include_str!("district.geojson");

/// 行政区划代码 of the made-up district.
pub const DISTRICT: i64 = 430_406;
/// Its name.
pub const DISTRICT_NAME: &str = "雁峰区（演示）";

/// How the district is made up.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many hazards there are, imported ones among them; at least 100, so that every stage and every scene is there.
    pub hazards: usize,
    /// The same seed and the same moment give the same district, but for the closed cases that the months' drawings
    /// hit: those nobody can foresee.
    pub seed: u64,
    /// The password of those who may look around; empty for none.
    pub password: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { hazards: 1_500, seed: 430_406, password: "yanshi-mashang-2026".to_owned() }
    }
}

/// 演示登录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// 登录名.
    pub login: String,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: String,
    /// 角色.
    pub roles: Vec<Role>,
}

/// What was made up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DemoReport {
    /// 单位.
    pub units: usize,
    /// 人员.
    pub people: usize,
    /// 场所.
    pub places: usize,
    /// 点位码.
    pub codes: usize,
    /// 隐患, imported ones among them.
    pub hazards: usize,
    /// Imported ones.
    pub imported: usize,
    /// Photos.
    pub photos: usize,
    /// Steps that were refused: none, or the plan is wrong.
    pub refused: usize,
    /// Who may sign in with the demo password.
    pub sign_ins: Vec<SignIn>,
    /// The address that is opened on the wall screen.
    pub wall: String,
}

/// How far back the district goes.
const YEARS: i64 = 730 * Instant::DAY;
/// Pictures kept ready for those who look again at what was drawn.
const RECHECKS: usize = 40;
/// How many plates are entered together.
const PLATES: usize = 10;
/// When the old ledger was imported, and where it ends.
const IMPORT: i64 = 300 * Instant::DAY;

/// Where the made-up district lies.
pub fn extent() -> Extent {
    let degrees = |steps: i64| steps as f64 / 1e4;
    let (lons, lats) = (names::STREETS.map(|s| degrees(s.2)), names::STREETS.map(|s| degrees(s.3)));
    let (low, high) = (
        |a: [f64; 8]| a.into_iter().fold(180.0, f64::min),
        |a: [f64; 8]| a.into_iter().fold(-180.0, f64::max),
    );
    Extent { west: low(lons), south: low(lats), east: high(lons), north: high(lats), margin_m: 5_000 }
}

/// Loads the made-up district into an empty store that runs under [`store::Repeatable`] surroundings, whose clock
/// is moved from two years ago to where it stood. Blocks; `progress` hears how many steps of how many are done.
pub fn load(
    app: &App,
    options: &Options,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<DemoReport, Problem> {
    let surroundings = app.store().surroundings();
    let now = surroundings.now();
    if !surroundings.move_to(now) {
        tracing::error!("made-up districts need a clock that can be moved");
        return Err(Problem::new(500, "internal"));
    }
    if !app.registers().units().is_empty() {
        return Err(Problem::new(409, "rule").with("rule", "not_empty"));
    }
    let from = now.plus(-YEARS);
    surroundings.move_to(from);
    let mut dice = Dice::new(options.seed);
    let cast = Cast::new(&mut || surroundings.new_id());
    found::people(app, &cast, from, &options.password)?;
    app.refresh_registers()?;

    let mut gallery = Gallery::draw(app, options.seed, options.hazards * 2)?;
    let mut spots = land::spots(&cast, &mut dice, &mut || surroundings.new_id());
    let mut uploads = Vec::new();
    for (nth, spot) in spots.iter_mut().enumerate().filter(|(nth, _)| nth % 2 == 0) {
        let scene = files::Scene::ALL[(nth / 2) % files::Scene::ALL.len()];
        let id = FileId(surroundings.new_id());
        let shot = Shot { scene, mended: true, variant: nth / 20, as_drawn: false };
        if let Some(photo) = gallery.photo(shot, PhotoRole::Before, id, false) {
            spot.place.photo = Some(photo.file);
            spot.place.photo_kept = Some(photo.kept.clone());
            uploads.extend(gallery.upload(&photo));
        }
    }
    let (version, key) = app
        .inner()
        .code_keys
        .newest()
        .map(|(v, k)| (v, k.clone()))
        .ok_or_else(|| Problem::new(500, "internal"))?;
    let mut stem = || {
        let mut random = [0; 8];
        surroundings.fill(&mut random);
        PlaceCode::make(random, version, &key).stem().to_owned()
    };
    let plates = land::plates(&spots, from, &mut dice, &mut || surroundings.new_id(), &mut stem);
    let admin = Actor::Staff(cast.system_admin.clone());
    found::places(app, &admin, from.plus(Instant::HOUR), &spots, &plates, uploads)?;

    let imported = options.hazards * 3 / 10;
    let catalogue = app.catalogue();
    let limits = app.limits();
    let calendar = app.calendar();
    let world = World {
        cast: &cast,
        spots: &spots,
        plates: &plates,
        rules: limits.at(now),
        calendar: &calendar,
        catalogue: &catalogue,
        now,
        new_id: &|| surroundings.new_id(),
    };
    let schedule = Schedule { world: &world, seed: options.seed, from: from.plus(30 * Instant::DAY) };
    let mut lives = plan(&schedule, options.hazards - imported, &mut gallery);
    let ready = Shot { scene: files::Scene::Corridor, mended: true, variant: 1, as_drawn: false };
    let mut ready = |_| gallery.photo(ready, PhotoRole::Verification, FileId(surroundings.new_id()), true);
    let photos = (0..RECHECKS).filter_map(&mut ready).collect();
    let mut rechecks = Rechecks { app, cast: &cast, photos };
    let photos = gallery.keep(app)?;

    let mut order: Vec<(Instant, usize)> = Vec::new();
    for (nth, life) in lives.iter().enumerate() {
        order.extend(life.steps.iter().map(|step| (step.at, nth)));
    }
    order.sort();
    let mut steps: Vec<VecDeque<life::Step>> =
        lives.iter_mut().map(|l| std::mem::take(&mut l.steps).into()).collect();
    let total = order.len();
    let mut changes = found::plate_changes(&plates, now);
    let mut simulation = Simulation::new(app, &spots, &gallery, lives.len());
    let mut history = Some(past::rows(&cast, options.seed, imported, from, now.plus(-IMPORT)));
    let mut done = Imported::default();
    let mut turns = drawn::turns(now);
    for (nth, (at, life)) in order.into_iter().enumerate() {
        progress(nth, total);
        let due = changes.partition_point(|(change, _, _)| *change <= at);
        if due >= PLATES {
            // Each plate keeps its own time; that the office enters a few days of them together is what offices do.
            simulation.pause()?;
            let entered: Vec<_> = changes.drain(..due).collect();
            found::change_plates(app, &admin, &plates, &entered)?;
        }
        if at >= now.plus(-IMPORT)
            && let Some(rows) = history.take()
        {
            done = import_history(app, &mut simulation, rows, now.plus(-IMPORT))?;
        }
        while turns.front().is_some_and(|(turn, _)| *turn <= at)
            && let Some((turn_at, turn)) = turns.pop_front()
        {
            rechecks.turn(&mut simulation, turn_at, turn)?;
        }
        if let Some(step) = steps[life].pop_front() {
            simulation.step(life, step)?;
        }
    }
    for (turn_at, turn) in turns {
        rechecks.turn(&mut simulation, turn_at, turn)?;
    }
    simulation.wake(now.plus(-1))?;
    simulation.pause()?;
    supervised::live(app, &mut simulation, &cast, now)?;
    let refused = simulation.pause()?;
    found::change_plates(app, &admin, &plates, &changes)?;
    rounds::live(app, &cast, &spots, &plates, options.seed, now)?;
    surroundings.move_to(now.plus(-40 * Instant::DAY));
    let wall = wait(make_display(app, admin, "区应急值守大厅大屏（演示）"))?.link(app);
    surroundings.move_to(now.plus(-1));
    while wait(sweep(app))? > 0 {}
    surroundings.move_to(now);
    app.refresh_registers()?;
    if !app.store().settle(Duration::from_secs(60))? {
        return Err(Problem::new(503, "unavailable"));
    }
    while wait(follow_once(app, app.store().holder()))? > 0 {}
    progress(total, total);
    Ok(DemoReport {
        units: cast.units.len(),
        people: cast.members.len(),
        places: spots.len(),
        codes: plates.len(),
        hazards: lives.len() + done.imported,
        imported: done.imported,
        photos,
        refused: refused + done.refused.len(),
        sign_ins: sign_ins(&cast),
        wall,
    })
}

/// Waits for what the product does by itself, on this thread.
fn wait<T>(doing: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.map_err(|_| Problem::internal())?.block_on(doing)
}

/// Plans all lives: first those that stand alone, then second reports of the same thing, then the scenes.
fn plan(schedule: &Schedule<'_>, count: usize, gallery: &mut Gallery) -> Vec<Planned> {
    let children = (count / 25).max(4);
    let alone = count.saturating_sub(children + SCENES.len());
    let among = count - SCENES.len().min(count);
    let mut lives: Vec<Planned> = (0..alone).map(|nth| schedule.life(nth, alone, gallery)).collect();
    let parents: Vec<usize> = (0..alone).filter(|nth| lives[*nth].may_be_parent()).collect();
    for parent in parents {
        if lives.len() >= among {
            break;
        }
        if let Some(child) = schedule.child(lives.len(), parent, &lives[parent], gallery) {
            lives.push(child);
        }
    }
    while lives.len() < among {
        lives.push(schedule.life(lives.len(), alone, gallery));
    }
    lives.extend(SCENES.iter().enumerate().map(|(nth, scene)| schedule.scene(nth, scene, gallery)));
    lives
}

fn import_history(
    app: &App,
    simulation: &mut Simulation<'_>,
    rows: Vec<tables::HazardRow>,
    at: Instant,
) -> Result<Imported, Problem> {
    simulation.pause()?;
    app.store().surroundings().move_to(at);
    let importing = Importing { source: past::SOURCE.to_owned(), dry_run: false, lang: Lang::Zh };
    let begun = Imported { rows: rows.len(), ..Imported::default() };
    import_rows(app, &Actor::Import, rows, &importing, begun, &mut |_, _| ())
}

fn sign_ins(cast: &Cast) -> Vec<SignIn> {
    let unit = |id| cast.units.iter().find(|u| u.id == id).map(|u| u.name.clone()).unwrap_or_default();
    let one = |member: &cast::Member| SignIn {
        login: member.login.clone(),
        name: member.name.clone(),
        unit: unit(member.person.unit),
        roles: member.person.roles.clone(),
    };
    cast.members.iter().filter(|m| m.signs_in).map(one).collect()
}
