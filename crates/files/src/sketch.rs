//! Drawn pictures for made-up districts: plainly no photographs, but different enough from each other that lists,
//! before and after, and the search for reused photos have something to show.

use image::{ImageBuffer, Rgb, RgbImage};

/// What a drawing shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scene {
    /// A corridor, blocked by boxes.
    Corridor,
    /// A lane with a parked car.
    Lane,
    /// A wall with a gas bottle.
    Gas,
    /// An open switch box and hanging wires.
    Wiring,
    /// A house wall with a crack.
    Wall,
    /// A street with an open manhole.
    Street,
    /// A scaffold without a rail.
    Site,
    /// A lift door that stands open.
    Lift,
    /// Barrels.
    Barrels,
    /// A bank without a rail.
    Water,
}

impl Scene {
    /// Every scene.
    pub const ALL: [Scene; 10] = [
        Scene::Corridor,
        Scene::Lane,
        Scene::Gas,
        Scene::Wiring,
        Scene::Wall,
        Scene::Street,
        Scene::Site,
        Scene::Lift,
        Scene::Barrels,
        Scene::Water,
    ];
}

/// Width and height in pixels.
const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;

type Colour = [u8; 3];
const DARK: Colour = [52, 54, 60];
const RED: Colour = [196, 58, 48];
const YELLOW: Colour = [232, 186, 60];
const STEEL: Colour = [128, 138, 148];
const BOX: Colour = [176, 132, 84];
const WHITE: Colour = [238, 238, 232];

/// A drawing of a scene, before (`mended` false) or after it was put right; the seed moves things and light, so
/// that no two seeds give the same picture. A JPEG.
#[must_use]
pub fn sketch(scene: Scene, mended: bool, seed: u64) -> Vec<u8> {
    // The place stays the same before and after: only what is wrong with it goes.
    let mut canvas = Canvas::new(seed);
    match scene {
        Scene::Corridor => canvas.corridor(mended),
        Scene::Lane => canvas.lane(mended),
        Scene::Gas => canvas.gas(mended),
        Scene::Wiring => canvas.wiring(mended),
        Scene::Wall => canvas.wall(mended),
        Scene::Street => canvas.street(mended),
        Scene::Site => canvas.site(mended),
        Scene::Lift => canvas.lift(mended),
        Scene::Barrels => canvas.barrels(mended),
        Scene::Water => canvas.water(mended),
    }
    canvas.grain(mended);
    crate::copies::encode(&canvas.image, 78).unwrap_or_default()
}

/// A picture on which shapes are drawn; positions and sizes in thousandths of width and height.
struct Canvas {
    image: RgbImage,
    state: u64,
    light: i32,
}

impl Canvas {
    fn new(seed: u64) -> Self {
        let mut this = Self { image: ImageBuffer::new(WIDTH, HEIGHT), state: seed, light: 0 };
        this.light = this.any(-26, 26);
        this
    }

    /// The next number from `from` to `to`: SplitMix64.
    fn any(&mut self, from: i32, to: i32) -> i32 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        from + ((z ^ (z >> 31)) % (to - from + 1) as u64) as i32
    }

    fn fill(&mut self, colour: Colour, inside: impl Fn(i32, i32) -> bool, bounds: [i32; 4]) {
        let [left, top, right, bottom] = bounds;
        let to_x = |x: i32| (x.clamp(0, 1000) as u32 * WIDTH) / 1000;
        let to_y = |y: i32| (y.clamp(0, 1000) as u32 * HEIGHT) / 1000;
        let shade = colour.map(|c| (i32::from(c) + self.light).clamp(0, 255) as u8);
        for y in to_y(top)..to_y(bottom) {
            for x in to_x(left)..to_x(right) {
                if inside((x * 1000 / WIDTH) as i32, (y * 1000 / HEIGHT) as i32) {
                    self.image.put_pixel(x, y, Rgb(shade));
                }
            }
        }
    }

    fn rect(&mut self, x: i32, y: i32, width: i32, height: i32, colour: Colour) {
        self.fill(colour, |_, _| true, [x, y, x + width, y + height]);
    }

    fn disc(&mut self, x: i32, y: i32, radius: i32, colour: Colour) {
        let inside = |px: i32, py: i32| {
            let (dx, dy) = (px - x, (py - y) * 3 / 4);
            dx * dx + dy * dy <= radius * radius
        };
        self.fill(colour, inside, [x - radius, y - radius * 4 / 3, x + radius, y + radius * 4 / 3]);
    }

    fn line(&mut self, from: (i32, i32), to: (i32, i32), width: i32, colour: Colour) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = f64::from(dx * dx + dy * dy).sqrt().max(1.0);
        let inside = |x: i32, y: i32| {
            let across = f64::from(dx * (y - from.1) - dy * (x - from.0)).abs() / length;
            across <= f64::from(width) / 2.0
        };
        let (left, right) = (from.0.min(to.0) - width, from.0.max(to.0) + width);
        let (top, bottom) = (from.1.min(to.1) - width, from.1.max(to.1) + width);
        self.fill(colour, inside, [left, top, right, bottom]);
    }

    /// Unevenness, so that a drawing compresses like a picture and two of them differ everywhere.
    fn grain(&mut self, mended: bool) {
        self.state ^= u64::from(mended);
        for y in (0..HEIGHT).step_by(3) {
            for x in (0..WIDTH).step_by(3) {
                let by = self.any(-9, 9);
                let Rgb(colour) = *self.image.get_pixel(x, y);
                let colour = colour.map(|c| (i32::from(c) + by).clamp(0, 255) as u8);
                self.image.put_pixel(x, y, Rgb(colour));
            }
        }
    }

    fn room(&mut self, wall: Colour, floor: Colour) {
        self.rect(0, 0, 1000, 680, wall);
        self.rect(0, 680, 1000, 320, floor);
    }

    fn outside(&mut self, ground: Colour) {
        self.rect(0, 0, 1000, 420, [172, 196, 214]);
        let far = self.any(240, 340);
        for at in (0..1000).step_by(190) {
            let high = self.any(0, 140);
            self.rect(at, far - high, 170, 420 - far + high, [188, 182, 172]);
        }
        self.rect(0, 420, 1000, 580, ground);
    }

    fn corridor(&mut self, mended: bool) {
        self.room([206, 204, 192], [150, 146, 138]);
        self.rect(380, 180, 240, 500, [120, 92, 70]);
        self.rect(430, 110, 140, 50, [44, 150, 92]);
        if !mended {
            for _ in 0..6 {
                let (x, y) = (self.any(250, 620), self.any(520, 700));
                self.rect(x, y, 150, 160, BOX);
                self.rect(x, y + 70, 150, 12, DARK);
            }
        }
    }

    fn lane(&mut self, mended: bool) {
        self.outside([112, 112, 114]);
        for at in 0..5 {
            self.rect(120 + at * 170, 900, 110, 26, YELLOW);
        }
        if !mended {
            let (x, paint) = (self.any(200, 420), self.any(0, 1));
            self.rect(x, 600, 380, 150, if paint == 0 { RED } else { STEEL });
            self.rect(x + 80, 510, 220, 100, DARK);
            self.disc(x + 80, 750, 44, [20, 20, 20]);
            self.disc(x + 300, 750, 44, [20, 20, 20]);
        }
    }

    fn gas(&mut self, mended: bool) {
        self.room([214, 208, 196], [160, 150, 140]);
        self.rect(560, 430, 340, 250, STEEL);
        if !mended {
            let x = self.any(180, 380);
            self.rect(x, 470, 130, 290, STEEL);
            self.disc(x + 65, 470, 65, STEEL);
            self.line((x + 65, 420), (700, 440), 14, RED);
        } else {
            self.rect(200, 300, 90, 70, WHITE);
            self.disc(245, 335, 12, [44, 150, 92]);
        }
    }

    fn wiring(&mut self, mended: bool) {
        self.room([200, 202, 198], [140, 140, 136]);
        self.rect(360, 220, 260, 340, STEEL);
        if mended {
            self.rect(380, 240, 220, 300, WHITE);
            self.rect(570, 380, 16, 40, DARK);
        } else {
            self.rect(380, 240, 220, 300, DARK);
            for _ in 0..9 {
                let (from, to) = (self.any(390, 590), self.any(120, 860));
                let colour = if to % 2 == 0 { RED } else { [40, 70, 160] };
                self.line((from, 300), (to, 700), 9, colour);
            }
        }
    }

    fn wall(&mut self, mended: bool) {
        self.outside([136, 132, 122]);
        self.rect(120, 80, 760, 700, [198, 178, 154]);
        for at in 0..3 {
            self.rect(200 + at * 220, 180, 130, 170, [92, 116, 134]);
        }
        if !mended {
            let mut at = (self.any(300, 600), 90);
            for _ in 0..8 {
                let next = (at.0 + self.any(-50, 60), at.1 + 82);
                self.line(at, next, 12, DARK);
                at = next;
            }
        }
    }

    fn street(&mut self, mended: bool) {
        self.outside([104, 106, 108]);
        self.rect(480, 420, 24, 580, WHITE);
        let x = self.any(260, 700);
        if mended {
            self.disc(x, 740, 110, STEEL);
            self.disc(x, 740, 92, [96, 100, 104]);
        } else {
            self.disc(x, 740, 110, [24, 22, 22]);
            self.disc(x + 190, 800, 100, STEEL);
        }
    }

    fn site(&mut self, mended: bool) {
        self.outside([168, 140, 104]);
        for at in 0..5 {
            self.rect(200 + at * 150, 120, 14, 760, STEEL);
        }
        for at in 0..4 {
            self.rect(190, 240 + at * 180, 640, 18, BOX);
            if mended {
                self.rect(190, 170 + at * 180, 640, 10, YELLOW);
            }
        }
        let x = self.any(280, 640);
        self.disc(x, 190, 26, YELLOW);
        self.rect(x - 22, 214, 44, 80, [60, 90, 150]);
    }

    fn lift(&mut self, mended: bool) {
        self.room([210, 206, 200], [150, 142, 132]);
        self.rect(330, 160, 340, 560, STEEL);
        if mended {
            self.rect(496, 160, 8, 560, DARK);
        } else {
            let gap = self.any(90, 170);
            self.rect(500 - gap / 2, 160, gap, 560, [18, 18, 20]);
        }
        self.rect(720, 400, 46, 90, WHITE);
        self.disc(743, 430, 12, if mended { [44, 150, 92] } else { RED });
    }

    fn barrels(&mut self, mended: bool) {
        self.room([182, 184, 180], [128, 126, 122]);
        let shift = self.any(0, 60);
        for at in 0..4 {
            let x = 120 + shift + at * 190;
            let colour = if at % 2 == 0 { [52, 92, 150] } else { YELLOW };
            self.rect(x, if mended { 480 } else { 420 + at * 40 }, 140, 240, colour);
        }
        if mended {
            self.rect(80, 720, 860, 30, YELLOW);
        } else {
            self.disc(620, 800, 120, [70, 60, 44]);
        }
    }

    fn water(&mut self, mended: bool) {
        self.outside([126, 148, 108]);
        let bank = self.any(600, 680);
        self.rect(0, bank, 1000, 1000 - bank, [84, 122, 142]);
        if mended {
            self.rect(0, bank - 120, 1000, 14, WHITE);
            for at in (0..1000).step_by(110) {
                self.rect(at, bank - 130, 14, 130, WHITE);
            }
        }
        self.rect(760, bank - 240, 110, 90, if mended { YELLOW } else { [126, 148, 108] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Seal, SealError, distance, process};

    struct Open;

    impl Seal for Open {
        fn seal(&self, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
            Ok(plaintext.to_vec())
        }

        fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
            Ok(sealed.to_vec())
        }
    }

    #[test]
    fn every_drawing_is_a_photo_that_can_be_kept_and_after_differs_from_before() {
        for scene in Scene::ALL {
            let [before, after] = [false, true].map(|mended| {
                let bytes = sketch(scene, mended, 7);
                assert_eq!(bytes, sketch(scene, mended, 7), "the same seed gives the same picture");
                process(&bytes, &Limits::default(), &Open).unwrap()
            });
            assert_ne!(before.original_sha256, after.original_sha256, "{scene:?}");
            assert!(distance(before.phash, after.phash) > 0, "{scene:?}");
            assert!(before.view.len() < 200_000, "{scene:?}");
        }
    }
}
