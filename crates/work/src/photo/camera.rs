//! 拍摄时间与距离: what a camera wrote about a photo of the work, as far as evidence needs it. It is read from the
//! sealed original when the photo joins a case; where the camera was leaves this place only as metres to the hazard.
//!
//! Only of photos that staff took: what a reporter's phone wrote stays sealed.

use crate::App;
use domain::calendar::Instant;
use domain::hazard::{Photo, PhotoRole};
use domain::people::Actor;
use domain::place::{Position, System};
use files::{Evidence, Keep, Variant};

/// Adds when and how far from `place` each photo was taken, where the camera says so.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    photos: Vec<Photo>,
    place: Option<Position>,
) -> Vec<Photo> {
    if actor.staff().is_none() {
        return photos;
    }
    let (busy, unread) = (app.clone(), photos.clone());
    let read = tokio::task::spawn_blocking(move || {
        let mut photos = photos;
        // What the desk adds was sent to it by somebody outside; what a leader shows may be from anywhere.
        let own = |p: &&mut Photo| !matches!(p.role, PhotoRole::Supplement | PhotoRole::Instruction);
        for photo in photos.iter_mut().filter(own) {
            if let Some(camera) = camera(&busy, photo) {
                photo.taken = taken(&camera);
                photo.distance_m = place.and_then(|place| distance(&camera, place));
            }
        }
        photos
    });
    read.await.unwrap_or(unread)
}

fn camera(app: &App, photo: &Photo) -> Option<Evidence> {
    let sealed = app.inner().shelf.get(photo.file.0.into(), Variant::Sealed);
    let sealed = sealed.inspect_err(|error| tracing::warn!(%error, "an original could not be read")).ok()?;
    let opened = app.inner().sealer.open(&sealed);
    let opened = opened.inspect_err(|error| tracing::warn!(%error, "an original did not open")).ok()?;
    files::camera(&opened)
}

/// 拍摄时间, to the minute. A camera that names no offset is in China.
fn taken(camera: &Evidence) -> Option<Instant> {
    let taken = camera.taken.as_ref()?;
    let offset = taken.offset_minutes.unwrap_or(8 * 60);
    let utc: Instant = format!("{}Z", taken.local).parse().ok()?;
    let minute = utc.plus(-i64::from(offset) * Instant::MINUTE).0.div_euclid(Instant::MINUTE);
    Some(Instant(minute * Instant::MINUTE))
}

/// 拍摄距离 in metres. Some phones sold in China write GCJ-02 where the standard wants WGS-84: the nearer one counts.
fn distance(camera: &Evidence, place: Position) -> Option<u32> {
    let at = camera.position?;
    [System::Wgs84, System::Gcj02]
        .into_iter()
        .filter_map(|system| Position::from_degrees(at.longitude, at.latitude, system).ok())
        .map(|position| position.distance_m(place).round() as u32)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::place::from_cgcs2000;

    fn camera(local: &str, offset_minutes: Option<i16>) -> Evidence {
        let taken = Some(files::Taken { local: local.into(), offset_minutes });
        Evidence { taken, ..Evidence::default() }
    }

    #[test]
    fn times_are_read_in_their_own_offset_or_in_china_s() {
        let at = |local, offset| taken(&camera(local, offset)).map(|at| at.to_string());
        let noon: Instant = "2026-11-21T12:00:00+08:00".parse().unwrap();
        for (local, offset) in [
            ("2026-11-21T12:00:41", None),
            ("2026-11-21T12:00:00", Some(480)),
            ("2026-11-21T04:00:59", Some(0)),
            ("2026-11-20T23:30:00", Some(-270)),
        ] {
            assert_eq!(at(local, offset), Some(noon.to_string()), "{local}");
        }
        assert_eq!(at("2026-02-30T12:00:00", None), None);
        assert_eq!(taken(&Evidence::default()), None);
    }

    #[test]
    fn metres_are_the_same_whichever_system_the_phone_writes() {
        let place = Position::from_degrees(112.6154, 26.8894, System::Cgcs2000).unwrap();
        for system in [System::Wgs84, System::Gcj02] {
            let (longitude, latitude) = from_cgcs2000(place.lon(), place.lat(), system);
            let position = Some(files::Position { latitude, longitude });
            let metres = distance(&Evidence { position, ..Evidence::default() }, place).unwrap();
            assert!(metres <= 1, "{metres}");
        }
        let away = files::Position { latitude: 26.9894, longitude: 112.6154 };
        let metres = distance(&Evidence { position: Some(away), ..Evidence::default() }, place).unwrap();
        assert!((10_500..11_700).contains(&metres), "{metres}");
    }
}
