//! A model looks like its photo. Each example photo, cut out and on its backdrop, goes through the pipeline; the GLB file
//! that comes out is read back, rasterised from the front and laid over the photo.

use std::ops::ControlFlow;

use benches::{
    glb,
    photos::{self, Mask},
    studio::picture::srgb_from_linear,
    topology::{self, Defects},
};
use engine::{
    export::Format,
    mesh::Mesh,
    pipeline::{self, Generated, Options},
    render::{Raster, View, rasterize},
};
use glam::Vec3;

/// What the project promises at the default resolution.
const LEAST_OVERLAP: f64 = 0.97;

fn run(file: &str, resolution: u32) -> Generated {
    let bytes = photos::read(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let options = Options { resolution, ..Options::default() };
    pipeline::generate(&bytes, &options, &mut |_, _| ControlFlow::Continue(()))
        .unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// The mesh as a viewer reads it from the file.
fn read_back(generated: &Generated) -> Mesh {
    glb::read(&Format::Glb.encode(&generated.mesh)).expect("the GLB file reads back")
}

/// The mesh from the front, laid over the mask's photo: centred on the mask's box, whose longer side is 1 unit. A box of
/// whole pixels is right to half a pixel, a tenth of a spindle; the centres of area tell the rest.
fn laid_over(mesh: &Mesh, mask: &Mask) -> Raster {
    let [left, top, right, bottom] = mask.bounding_box().map(|edge| edge as f32);
    let mut view = View {
        azimuth_deg: 0.0,
        elevation_deg: 0.0,
        distance: f32::INFINITY,
        size: [mask.width as u32, mask.height as u32],
        scale: (right - left).max(bottom - top),
        origin: [(left + right) / 2.0, (top + bottom) / 2.0],
    };
    let [x, y] = mask.centroid();
    let [seen_x, seen_y] = as_mask(&rasterize(mesh, &view)).centroid();
    let shift = [x - seen_x, y - seen_y];
    assert!(shift.iter().all(|s| s.abs() <= 4.0), "the mesh is {shift:?} pixels off the middle of the mask's box");
    view.origin = [view.origin[0] + shift[0], view.origin[1] + shift[1]];
    rasterize(mesh, &view)
}

fn as_mask(raster: &Raster) -> Mask {
    let [width, height] = raster.size.map(|n| n as usize);
    Mask { width, height, coverage: raster.coverage.clone() }
}

/// Mean and median over all channels of |raster - photo|, of 255, where mesh and object both fill the pixel.
fn colour_difference(raster: &Raster, mask: &Mask, file: &str) -> (f64, f64) {
    let bytes = photos::read(file).expect("read before");
    let photo = image::load_from_memory(&bytes).expect("decoded before").into_rgb8();
    let mut differences: Vec<f64> = photo
        .pixels()
        .enumerate()
        .filter(|(i, _)| raster.coverage[*i] == 1.0 && mask.coverage[*i] == 1.0)
        .flat_map(|(i, pixel)| {
            let drawn = raster.color[i].map(srgb_from_linear).to_array();
            (0..3).map(move |c| f64::from((drawn[c] * 255.0 - f32::from(pixel.0[c])).abs()))
        })
        .collect();
    differences.sort_by(f64::total_cmp);
    (differences.iter().sum::<f64>() / differences.len() as f64, differences[differences.len() / 2])
}

/// Where the object's outline comes from.
enum Outline {
    /// The photo's alpha channel, the exact mask.
    Given,
    /// The engine's own cut, which may err at soft shadows and rough edges.
    Found,
}

fn check_likeness(name: &str, file: &str, outline: Outline) {
    let mask = photos::mask(name);
    let generated = run(file, 256);
    let mesh = read_back(&generated);

    assert_eq!(topology::defects(&mesh), Defects::default(), "{file}");
    assert!(generated.report.watertight, "{file}: the report must say what the file is");
    assert!(topology::signed_volume(&mesh) > 0.0, "{file}: inside out");
    assert_eq!(topology::components(&mesh), 1, "{file}: every subject is of one piece");

    let (low, high) = topology::bounds(&mesh);
    assert!((low + high).abs().max_element() < 1e-5, "{file}: centred; {low} {high}");
    assert!(((high - low).max_element() - 1.0).abs() < 1e-5, "{file}: largest side 1 unit; {low} {high}");

    let raster = laid_over(&mesh, &mask);
    let seen = as_mask(&raster);
    let overlap = mask.intersection_over_union(&seen);
    let (mean, median) = colour_difference(&raster, &mask, file);
    // A lattice cell is two and a half pixels of these photos. What is deeper than that inside the object must be there,
    // be it the core of a leg, and what is further than that outside must be open, be it between two spindles.
    let lost = mask.lost_in(&seen, 2.5);
    let filled = mask.inverted().lost_in(&seen.inverted(), 3.0);
    println!(
        "{file}: IoU {overlap:.4}, colour mean {mean:.2} median {median:.2}, {} faces, {lost} px lost, {filled} px filled, evaluated {:.3}",
        mesh.faces.len(),
        generated.report.fraction_evaluated
    );
    assert!(overlap >= LEAST_OVERLAP, "{file}: IoU {overlap:.4}");
    assert!(mean < 6.0 && median < 3.0, "{file}: colours differ by {mean:.2} in the mean, {median:.2} in the median");
    match outline {
        Outline::Given => assert_eq!((lost, filled), (0, 0), "{file}: pixels of lost parts, pixels of closed gaps"),
        // A tuft of moss may go with the backdrop, a leg may not: the least of these subjects' legs is ten times this.
        Outline::Found => {
            let area: f32 = mask.coverage.iter().sum();
            assert!((lost as f32) < 0.001 * area, "{file}: {lost} pixels of lost parts, of {area}");
        }
    }
}

macro_rules! photos {
    ($($name:ident)*) => {
        mod cut_out { $(#[test] fn $name() {
            super::check_likeness(stringify!($name), concat!(stringify!($name), ".png"), super::Outline::Given)
        })* }
        mod on_backdrop { $(#[test] fn $name() {
            super::check_likeness(stringify!($name), concat!(stringify!($name), ".jpg"), super::Outline::Found)
        })* }

        #[test]
        fn every_photo_is_checked() {
            assert_eq!([$(stringify!($name)),*], photos::NAMES);
        }
    };
}
photos! { flamingo chair teapot mushroom duck ball rabbit }

#[test]
fn a_ball_comes_back_as_a_ball() {
    let mesh = read_back(&run("ball.png", 256));
    let radii: Vec<f32> = mesh.positions.iter().map(|&p| Vec3::from(p).length() - 0.5).collect();
    let worst = radii.iter().fold(0.0_f32, |a, r| a.max(r.abs()));
    let rms = (radii.iter().map(|r| r * r).sum::<f32>() / radii.len() as f32).sqrt();
    let volume = topology::signed_volume(&mesh) / (std::f64::consts::PI / 6.0);
    println!("ball: radius off by {rms:.4} rms, {worst:.4} at most; {volume:.4} of the true volume");
    assert!(rms < 0.01 && worst < 0.03, "radius off by {rms:.4} rms, {worst:.4} at most");
    assert!((volume - 1.0).abs() < 0.03, "{volume:.4} of the true volume");
}

#[test]
fn the_same_photo_gives_the_same_bytes_on_any_number_of_threads() {
    let files = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        pool.install(|| {
            let mesh = run("chair.jpg", 256).mesh;
            Format::ALL.map(|format| format.encode(&mesh))
        })
    };
    let alone = files(1);
    for threads in [2, 5] {
        assert!(files(threads) == alone, "{threads} threads give other bytes than one");
    }
}
