use std::io::Cursor;

use super::*;
use crate::image::decode;

/// Coverage of a shape: distance inside its contour, pixels, to 0..=1 over the pixel's width.
fn coverage(inside: f32) -> f32 {
    (inside + 0.5).clamp(0.0, 1.0)
}

fn disc(x: f32, y: f32, [cx, cy]: [f32; 2], radius: f32) -> f32 {
    coverage(radius - (x - cx).hypot(y - cy))
}

/// A line of `thickness` from `a` to `b`.
fn line(x: f32, y: f32, a: [f32; 2], b: [f32; 2], thickness: f32) -> f32 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let t = ((x - a[0]) * along[0] + (y - a[1]) * along[1]) / (along[0].powi(2) + along[1].powi(2));
    let t = t.clamp(0.0, 1.0);
    coverage(thickness / 2.0 - (x - a[0] - t * along[0]).hypot(y - a[1] - t * along[1]))
}

/// A roughly normal deviate of variance 1, the same for the same `key`.
fn deviate(key: u32) -> f32 {
    let mut state = key.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let mut sum = 0.0;
    for _ in 0..4 {
        state ^= state >> 16;
        state = state.wrapping_mul(0x7feb_352d);
        state ^= state >> 15;
        state = state.wrapping_mul(0x846c_a68b);
        state ^= state >> 16;
        sum += state as f32 / u32::MAX as f32 - 0.5;
    }
    sum * 3.0_f32.sqrt()
}

/// A drawn picture and the true coverage of its object.
struct Scene {
    photo: Photo,
    truth: Vec<f32>,
}

/// `object` gives colour and coverage of a pixel, `backdrop` what is behind it; both at pixel centres.
fn scene(
    (width, height): (u32, u32),
    noise: f32,
    backdrop: impl Fn(f32, f32) -> [f32; 3],
    object: impl Fn(f32, f32) -> ([f32; 3], f32),
) -> Scene {
    let mut rgba = Vec::new();
    let mut truth = Vec::new();
    for at in 0..width * height {
        let (x, y) = ((at % width) as f32 + 0.5, (at / width) as f32 + 0.5);
        let (behind, (colour, alpha)) = (backdrop(x, y), object(x, y));
        let mut pixel = [255; 4];
        for c in 0..3 {
            let value = alpha * colour[c] + (1.0 - alpha) * behind[c] + noise * deviate(at * 3 + c as u32);
            pixel[c] = value.round().clamp(0.0, 255.0) as u8;
        }
        rgba.push(pixel);
        truth.push(alpha);
    }
    Scene { photo: Photo { width, height, rgba }, truth }
}

impl Scene {
    /// The picture after a JPEG encoder of this quality.
    fn compressed(self, quality: u8) -> Self {
        let Photo { width, height, rgba } = &self.photo;
        let rgb: Vec<u8> = rgba.iter().flat_map(|p| [p[0], p[1], p[2]]).collect();
        let mut bytes = Cursor::new(Vec::new());
        ::image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
            .encode(&rgb, *width, *height, ::image::ExtendedColorType::Rgb8)
            .unwrap();
        Scene { photo: decode(bytes.get_ref()).unwrap(), truth: self.truth }
    }

    fn cut(&self) -> Photo {
        cut_out(self.photo.clone(), &CutOptions::default()).unwrap()
    }

    /// Intersection over union with the truth, pixels half covered or more.
    fn intersection_over_union(&self, cutout: &Photo) -> f32 {
        let pairs = || self.truth.iter().zip(&cutout.rgba).map(|(&truth, pixel)| (truth >= 0.5, pixel[3] >= 128));
        pairs().filter(|&(a, b)| a && b).count() as f32 / pairs().filter(|&(a, b)| a || b).count() as f32
    }

    #[track_caller]
    fn assert_cut(&self, least: f32) -> Photo {
        let cutout = self.cut();
        let found = self.intersection_over_union(&cutout);
        assert!(found >= least, "intersection over union {found}, wanted {least}");
        cutout
    }

    #[track_caller]
    fn assert_no_object(&self) {
        match cut_out(self.photo.clone(), &CutOptions::default()) {
            Err(Error::NoObject { .. }) => {}
            Err(other) => panic!("{other}"),
            Ok(cutout) => {
                let share = cutout.rgba.iter().filter(|p| p[3] >= 128).count() as f32 / cutout.rgba.len() as f32;
                panic!("an object that covers {share} of the image");
            }
        }
    }
}

const WHITE: [f32; 3] = [255.0; 3];
const GREY: [f32; 3] = [127.0; 3];
const RED: [f32; 3] = [190.0, 60.0, 40.0];

fn red_disc(x: f32, y: f32) -> ([f32; 3], f32) {
    (RED, disc(x, y, [210.0, 150.0], 90.0))
}

#[test]
fn a_disc_on_white_and_on_grey_has_its_contour_to_a_tenth_of_a_pixel() {
    for backdrop in [WHITE, GREY] {
        let scene = scene((400, 300), 0.0, |_, _| backdrop, red_disc);
        let cutout = scene.assert_cut(0.998);
        let area: f32 = cutout.rgba.iter().map(|p| f32::from(p[3]) / 255.0).sum();
        let radius = (area / std::f32::consts::PI).sqrt();
        assert!((radius - 90.0).abs() < 0.1, "radius {radius}");
        assert!(cutout.rgba.iter().zip(&scene.photo.rgba).all(|(a, b)| a[..3] == b[..3]), "colours changed");
    }
}

#[test]
fn the_photos_resolution_does_not_matter() {
    for scale in [0.3, 1.0, 3.0] {
        let size = ((400.0 * scale) as u32, (300.0 * scale) as u32);
        scene(size, 1.0, |_, _| GREY, |x, y| red_disc(x / scale, y / scale)).assert_cut(0.985);
    }
}

#[test]
fn gradient_vignette_noise_and_jpeg_are_backdrop() {
    let backdrop = |x: f32, y: f32| {
        let (u, v) = (x / 320.0 - 1.0, y / 240.0 - 1.0);
        let light = 1.0 - 0.15 * v - 0.18 * (u * u + v * v);
        [215.0 * light, 212.0 * light, 205.0 * light]
    };
    let drawn = || {
        scene((640, 480), 2.0, backdrop, |x, y| {
            (RED.map(|v| v * (1.0 + 0.3 * (x / 90.0).sin())), disc(x, y, [300.0, 260.0], 120.0))
        })
    };
    drawn().assert_cut(0.99);
    drawn().compressed(75).assert_cut(0.985);
}

#[test]
fn a_spotlight_behind_the_object_is_backdrop() {
    let backdrop =
        |x: f32, y: f32| [120.0 + 70.0 * (-((x - 200.0).powi(2) + (y - 150.0).powi(2)) / 160.0_f32.powi(2)).exp(); 3];
    scene((400, 300), 1.0, backdrop, |x, y| ([40.0, 90.0, 60.0], disc(x, y, [200.0, 160.0], 70.0))).assert_cut(0.98);
}

#[test]
fn a_soft_shadow_is_background() {
    let contact = |x: f32, y: f32| 1.0 - 0.5 * (-(((x - 200.0) / 110.0).powi(2) + ((y - 238.0) / 22.0).powi(2))).exp();
    for light in [252.0, 200.0, 140.0] {
        let backdrop = |x: f32, y: f32| [light * contact(x, y), light * contact(x, y), light * 0.98 * contact(x, y)];
        scene((400, 300), 1.0, backdrop, |x, y| (RED, disc(x, y, [200.0, 150.0], 88.0))).assert_cut(0.98);
    }
}

/// The shade of a line's soft shadow: `depth` at `a`, fading to nothing at `b`, with a Gaussian penumbra that widens
/// from `sharp` to `blurred` pixels, standard deviation.
fn cast(x: f32, y: f32, a: [f32; 2], b: [f32; 2], depth: f32, [sharp, blurred]: [f32; 2]) -> f32 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let t = ((x - a[0]) * along[0] + (y - a[1]) * along[1]) / (along[0].powi(2) + along[1].powi(2));
    let t = t.clamp(0.0, 1.0);
    let beside = (x - a[0] - t * along[0]).hypot(y - a[1] - t * along[1]);
    let sigma = sharp + t * (blurred - sharp);
    1.0 - depth * (1.0 - t) * sharp / sigma * (-0.5 * (beside / sigma).powi(2)).exp()
}

#[test]
fn shadows_that_link_the_legs_of_a_stool_are_background() {
    let feet = [[170.0, 520.0], [290.0, 470.0], [370.0, 560.0], [480.0, 500.0]];
    let tops = [[220.0, 260.0], [290.0, 250.0], [350.0, 265.0], [420.0, 255.0]];
    let along = |leg: usize, t: f32| [0, 1].map(|axis| tops[leg][axis] + t * (feet[leg][axis] - tops[leg][axis]));
    let stretchers = [(0, 2), (2, 3), (1, 3), (0, 1)];
    let stool = |x: f32, y: f32| {
        let seat = coverage((1.0 - ((x - 320.0) / 150.0).hypot((y - 240.0) / 40.0)) * 40.0);
        let legs = (0..4).map(|leg| line(x, y, tops[leg], feet[leg], 11.0)).fold(seat, f32::max);
        let parts =
            stretchers.iter().map(|&(a, b)| line(x, y, along(a, 0.55), along(b, 0.55), 7.0)).fold(legs, f32::max);
        ([170.0, 95.0, 40.0], parts)
    };
    let floor = |x: f32, y: f32| {
        let legs: f32 =
            feet.iter().map(|&[u, v]| cast(x, y, [u, v], [u + 230.0, v - 30.0], 0.35, [2.5, 8.0])).product();
        let beams: f32 = stretchers
            .iter()
            .map(|&(a, b)| {
                let [from, to] = [feet[a], feet[b]];
                cast(x, y, from, [2.0 * to[0] - from[0], 2.0 * to[1] - from[1]], 0.25, [3.0, 4.0])
            })
            .product();
        [252.0 * legs * beams; 3]
    };
    let cutout = scene((640, 640), 0.7, floor, stool).compressed(92).assert_cut(0.98);
    for [x, y] in [[240, 490], [330, 490], [420, 500], [400, 460]] {
        assert_eq!(cutout.rgba[y * 640 + x][3], 0, "floor at {x}, {y}");
    }
}

#[test]
fn a_white_stem_and_thin_white_legs_are_no_shadows() {
    let object = |x: f32, y: f32| {
        let cap = disc(x, y, [320.0, 240.0], 150.0).min(coverage(270.0 - y));
        let stem = coverage((26.0 - (x - 320.0).abs()).min(520.0 - y).min(y - 260.0));
        let legs = line(x, y, [230.0, 260.0], [200.0, 515.0], 9.0).max(line(x, y, [410.0, 260.0], [450.0, 515.0], 9.0));
        let white = 238.0 - 10.0 * ((x - 320.0) / 26.0).clamp(-1.0, 1.0).abs();
        (if cap > 0.0 { RED } else { [white; 3] }, cap.max(stem).max(legs))
    };
    // Behind the second leg the stem's shadow is as bright as the leg.
    let floor = |x: f32, y: f32| [252.0 * cast(x, y, [320.0, 520.0], [560.0, 505.0], 0.4, [7.0, 16.0]); 3];
    let cutout = scene((640, 640), 0.7, floor, object).compressed(92).assert_cut(0.98);
    for [x, y] in [[320, 330], [320, 420], [320, 500], [215, 390], [430, 390]] {
        assert!(cutout.rgba[y * 640 + x][3] >= 128, "white at {x}, {y}");
    }
    assert_eq!(cutout.rgba[512 * 640 + 380][3], 0, "the stem's shadow");
}

/// A ball shaded from white to light grey.
fn white_ball(x: f32, y: f32) -> ([f32; 3], f32) {
    let shade = 1.0 - 0.35 * (((x - 185.0).hypot(y - 135.0) - 20.0) / 130.0).clamp(0.0, 1.0).powi(2);
    ([254.0 * shade, 254.0 * shade, 252.0 * shade], disc(x, y, [200.0, 150.0], 95.0))
}

#[test]
fn white_objects_keep_their_white_on_white() {
    let cutout = scene((400, 300), 0.0, |_, _| WHITE, white_ball).assert_cut(0.985);
    assert_eq!(cutout.rgba[135 * 400 + 185][3], 255, "the highlight is no hole");
    scene((400, 300), 0.0, |_, _| WHITE, white_ball).compressed(90).assert_cut(0.98);
}

#[test]
fn a_grey_object_of_the_backdrops_hue_is_no_shadow() {
    let cube = |x: f32, y: f32| {
        let alpha = coverage((70.0 - (x - 200.0).abs()).min(70.0 - (y - 150.0).abs()));
        (if x < 190.0 { [150.0; 3] } else { [110.0; 3] }, alpha)
    };
    scene((400, 300), 1.0, |_, _| [190.0; 3], cube).assert_cut(0.985);
}

#[test]
fn holes_show_the_background() {
    let ring = |x: f32, y: f32| (RED, (disc(x, y, [200.0, 150.0], 100.0) - disc(x, y, [215.0, 150.0], 45.0)).max(0.0));
    for backdrop in [WHITE, GREY, [205.0, 215.0, 225.0]] {
        let cutout = scene((400, 300), 1.0, |_, _| backdrop, ring).assert_cut(0.99);
        assert_eq!(cutout.rgba[150 * 400 + 215][3], 0);
    }
}

#[test]
fn legs_two_pixels_wide_survive_on_a_megapixel() {
    let legs = [([480.0, 500.0], [455.0, 900.0]), ([540.0, 500.0], [575.0, 900.0])];
    let flamingo = |x: f32, y: f32| {
        let leg = legs.iter().map(|&(a, b)| line(x, y, a, b, 2.2)).fold(0.0, f32::max);
        let body = disc(x, y, [510.0, 380.0], 150.0);
        (if body > 0.0 { [235.0, 130.0, 140.0] } else { [150.0, 80.0, 85.0] }, body.max(leg))
    };
    for backdrop in [WHITE, [190.0, 195.0, 200.0]] {
        let cutout = scene((1024, 1024), 1.0, |_, _| backdrop, flamingo).assert_cut(0.98);
        for (a, b) in legs {
            let seen = (0..100)
                .filter(|&step| {
                    let t = step as f32 / 100.0;
                    let (x, y) = (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]));
                    (-1..=1).any(|dx| cutout.rgba[y as usize * 1024 + (x as i32 + dx) as usize][3] >= 128)
                })
                .count();
            assert!(seen >= 97, "{seen} of 100 steps along a leg are left");
        }
    }
}

#[test]
fn an_object_cut_off_by_the_border_is_found() {
    let bust = |x: f32, y: f32| {
        let body = coverage((y - 180.0).min(90.0 - (x - 200.0).abs()));
        ([60.0, 70.0, 120.0], body.max(disc(x, y, [200.0, 130.0], 70.0)))
    };
    scene((400, 300), 1.5, |_, _| [210.0, 210.0, 215.0], bust).assert_cut(0.985);
}

#[test]
fn specks_are_dropped() {
    let dusty = |x: f32, y: f32| {
        let dust = disc(x, y, [40.0, 40.0], 1.5).max(disc(x, y, [360.0, 260.0], 1.2));
        ([60.0; 3], disc(x, y, [210.0, 150.0], 90.0).max(dust))
    };
    let cutout = scene((400, 300), 0.0, |_, _| WHITE, dusty).cut();
    assert_eq!(cutout.rgba[40 * 400 + 40][3], 0);
    assert_eq!(cutout.rgba[260 * 400 + 360][3], 0);
}

/// Leaves: blotches of several greens, about `size` pixels wide.
fn leaves(x: f32, y: f32, size: f32) -> [f32; 3] {
    let value = |x: i32, y: i32| deviate((x as u32).wrapping_mul(73_856_093) ^ (y as u32).wrapping_mul(19_349_663));
    let (u, v) = (x / size, y / size);
    let (i, j) = (u.floor() as i32, v.floor() as i32);
    let (s, t) = (u.fract(), v.fract());
    let top = value(i, j) * (1.0 - s) + value(i + 1, j) * s;
    let bottom = value(i, j + 1) * (1.0 - s) + value(i + 1, j + 1) * s;
    let light = 1.0 + 0.45 * (top * (1.0 - t) + bottom * t);
    [70.0 * light, 110.0 * light, 55.0 * light]
}

#[test]
fn a_textured_background_is_told_by_its_colours() {
    scene((480, 360), 3.0, |x, y| leaves(x, y, 9.0), |x, y| (RED, disc(x, y, [240.0, 190.0], 90.0))).assert_cut(0.97);
    // Wall above, table below: plain, but not one backdrop.
    let room = |_: f32, y: f32| if y < 200.0 { [205.0, 200.0, 190.0] } else { [120.0, 85.0, 60.0] };
    scene((480, 360), 2.0, room, |x, y| ([40.0, 80.0, 170.0], disc(x, y, [240.0, 190.0], 90.0))).assert_cut(0.97);
}

#[test]
fn nothing_to_be_seen_is_no_object() {
    let nothing = |_: f32, _: f32| ([0.0; 3], 0.0);
    scene((200, 160), 0.0, |_, _| [128.0; 3], nothing).assert_no_object();
    scene((200, 160), 4.0, |_, _| [128.0; 3], nothing).assert_no_object();
    scene((200, 160), 1.0, |x, y| [60.0 + 0.7 * x, 90.0 + 0.4 * y, 200.0 - 0.5 * x], nothing).assert_no_object();
    scene((600, 400), 80.0, |_, _| [128.0; 3], nothing).assert_no_object();
    scene((480, 360), 3.0, |x, y| leaves(x, y, 9.0), nothing).assert_no_object();
    // A ghost: one level darker than noise of two.
    scene((400, 300), 2.0, |_, _| [180.0; 3], |x, y| ([179.0; 3], disc(x, y, [200.0, 150.0], 60.0))).assert_no_object();
}

#[test]
fn a_shadow_alone_is_no_object() {
    let shadow = |x: f32, y: f32| {
        [220.0 * (1.0 - 0.4 * (-(((x - 200.0) / 60.0).powi(2) + ((y - 150.0) / 40.0).powi(2))).exp()); 3]
    };
    scene((400, 300), 1.0, shadow, |_, _| ([0.0; 3], 0.0)).assert_no_object();
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let scene = scene((700, 500), 2.0, |x, y| leaves(x, y, 12.0), |x, y| (RED, disc(x, y, [350.0, 250.0], 140.0)));
    let plain = self::scene((700, 500), 2.0, |x, _| [150.0 + 0.1 * x; 3], red_disc);
    let with = |threads: usize, photo: &Photo| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| cut_out(photo.clone(), &CutOptions::default()).unwrap())
    };
    for photo in [&scene.photo, &plain.photo] {
        let one = with(1, photo);
        assert!(one == with(2, photo) && one == with(5, photo));
    }
}

/// A photo of one colour with alpha by `alpha(x, y)`.
fn with_alpha_of(width: u32, height: u32, alpha: impl Fn(u32, u32) -> u8) -> Photo {
    let rgba = (0..width * height).map(|at| [200, 100, 50, alpha(at % width, at / width)]).collect();
    Photo { width, height, rgba }
}

#[test]
fn meant_transparency_is_the_mask() {
    let photo = with_alpha_of(40, 40, |x, _| if x < 10 { 0 } else { 200 });
    assert_eq!(cut_out(photo.clone(), &CutOptions::default()).unwrap(), photo);
}

#[test]
fn a_stray_transparent_pixel_is_not_meant() {
    let mut scene = scene((400, 300), 0.0, |_, _| WHITE, red_disc);
    scene.photo.rgba[150 * 400 + 210][3] = 0;
    let cutout = scene.assert_cut(0.99);
    assert_eq!(cutout.rgba[150 * 400 + 210][3], 0, "the pixel's own alpha is kept");
}

#[test]
fn a_fully_transparent_photo_shows_nothing() {
    let photo = with_alpha_of(40, 40, |x, _| (x % 4) as u8);
    for keep_background in [false, true] {
        let options = CutOptions { keep_background, ..CutOptions::default() };
        let error = cut_out(photo.clone(), &options).unwrap_err();
        assert!(matches!(error, Error::NothingVisible { what: "the alpha channel" }), "{error}");
    }
}

#[test]
fn a_kept_background_changes_nothing() {
    let options = CutOptions { keep_background: true, ..CutOptions::default() };
    for photo in [with_alpha_of(40, 40, |_, _| 255), with_alpha_of(40, 40, |x, _| if x < 10 { 0 } else { 90 })] {
        assert_eq!(cut_out(photo.clone(), &options).unwrap(), photo);
    }
}

#[test]
fn a_mask_replaces_alpha_by_luminance_or_by_its_own_alpha() {
    let photo = with_alpha_of(40, 40, |x, _| if x < 10 { 0 } else { 255 });
    let cut = |mask: Photo| cut_out(photo.clone(), &CutOptions { mask: Some(mask), ..CutOptions::default() });
    let grey = Photo {
        rgba: (0..1600).map(|at| [(at % 40) as u8 * 6; 3]).map(|[v, _, _]| [v, v, v, 255]).collect(),
        ..photo.clone()
    };
    let cutout = cut(grey).unwrap();
    assert!((0..1600).all(|at| cutout.rgba[at] == [200, 100, 50, (at % 40) as u8 * 6]));
    let cutout = cut(with_alpha_of(40, 40, |_, y| y as u8 * 5)).unwrap();
    assert_eq!(cutout.rgba[20 * 40 + 3], [200, 100, 50, 100]);
}

#[test]
fn a_mask_of_another_size_or_without_white_is_refused() {
    let photo = with_alpha_of(40, 40, |_, _| 255);
    let cut =
        |mask: Photo| cut_out(photo.clone(), &CutOptions { mask: Some(mask), ..CutOptions::default() }).unwrap_err();
    let error = cut(with_alpha_of(40, 41, |_, _| 255));
    assert!(matches!(error, Error::MaskSize { mask_width: 40, mask_height: 41, width: 40, height: 40 }), "{error}");
    let black = Photo { width: 40, height: 40, rgba: vec![[0, 0, 0, 255]; 1600] };
    assert!(matches!(cut(black), Error::NothingVisible { what: "the mask" }));
}
