//! The pictures in `benches/photos/` are the ones the studio makes.

use benches::{photos, studio};
use image::RgbaImage;

/// Arithmetic may differ in its last bits between processors; a changed scene differs by far more.
const LEAST_EQUAL: f64 = 0.999;

fn stored(file: &str) -> RgbaImage {
    let bytes = photos::read(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    image::load_from_memory(&bytes).unwrap_or_else(|e| panic!("{file}: {e}")).into_rgba8()
}

#[test]
fn the_ball_renders_again_pixel_for_pixel() {
    let scene = studio::scene("ball").expect("the ball is a scene");
    let exposure = scene.expose(photos::SIDE);
    let again = [
        (photos::cutout_file("ball"), photos::encode_cutout(&exposure)),
        (photos::photo_file("ball"), photos::encode_photo(&scene, &exposure)),
    ];
    for (file, bytes) in again {
        let rendered = image::load_from_memory(&bytes.expect("it encodes")).expect("it decodes").into_rgba8();
        let kept = stored(&file);
        assert_eq!(kept.dimensions(), rendered.dimensions(), "{file}");
        let equal = kept
            .pixels()
            .zip(rendered.pixels())
            .filter(|(a, b)| a.0.iter().zip(b.0).all(|(x, y)| x.abs_diff(y) <= 3))
            .count();
        let share = equal as f64 / kept.pixels().len() as f64;
        assert!(share >= LEAST_EQUAL, "{file}: {share} of the pixels agree; render the examples again");
    }
}

#[test]
fn every_photo_shows_its_scene() {
    const SMALL: u32 = 80;
    let scenes = studio::scenes();
    assert_eq!(scenes.iter().map(|s| s.name).collect::<Vec<_>>(), photos::NAMES);
    for scene in scenes {
        let kept = shrunk(&stored(&photos::cutout_file(scene.name)), SMALL);
        let rendered = shrunk(&scene.expose(SMALL).cutout(), SMALL);
        let sum: f32 = kept.iter().zip(&rendered).map(|(a, b)| (a - b).abs()).sum();
        let mean = sum / kept.len() as f32;
        println!("{}: mean difference {mean:.2} of 255", scene.name);
        // Fewer samples see the texture a little differently; a moved or recoloured part shows as several units.
        assert!(mean < 1.5, "{}: mean difference {mean} of 255; render the examples again", scene.name);
    }
}

/// The picture averaged to `side` pixels square, colours times alpha: `[side * side * 4]`, 0..=255.
fn shrunk(picture: &RgbaImage, side: u32) -> Vec<f32> {
    let block = picture.width() / side;
    let mut sums = vec![0.0; (side * side * 4) as usize];
    for (x, y, pixel) in picture.enumerate_pixels() {
        let at = (((y / block) * side + x / block) * 4) as usize;
        let alpha = f32::from(pixel.0[3]) / 255.0;
        for (c, sum) in sums[at..at + 4].iter_mut().enumerate() {
            *sum += if c < 3 { f32::from(pixel.0[c]) * alpha } else { f32::from(pixel.0[3]) };
        }
    }
    sums.iter().map(|sum| sum / (block * block) as f32).collect()
}
