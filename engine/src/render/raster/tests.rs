use super::*;
use crate::render::thumbnail;

/// A quad facing +Z at height `z`, from `low` to `high`.
fn quad(low: f32, high: f32, z: f32, color: [f32; 3]) -> Mesh {
    Mesh {
        positions: vec![[low, low, z], [high, low, z], [high, high, z], [low, high, z]],
        normals: vec![[0.0, 0.0, 1.0]; 4],
        colors: vec![color; 4],
        faces: vec![[0, 1, 2], [0, 2, 3]],
    }
}

/// A ball around the origin.
fn ball(radius: f32, color: [f32; 3]) -> Mesh {
    const ROWS: usize = 64;
    const COLUMNS: usize = 128;
    let mut normals = Vec::new();
    for row in 0..=ROWS {
        for column in 0..COLUMNS {
            let (polar, around) = (row as f32 / ROWS as f32, column as f32 / COLUMNS as f32);
            let ((sin_p, cos_p), (sin_a, cos_a)) =
                ((polar * std::f32::consts::PI).sin_cos(), (around * std::f32::consts::TAU).sin_cos());
            normals.push([sin_p * sin_a, cos_p, sin_p * cos_a]);
        }
    }
    let at = |row: usize, column: usize| (row * COLUMNS + column % COLUMNS) as u32;
    let cells = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
    let faces = cells
        .flat_map(|(r, c)| [[at(r, c), at(r + 1, c), at(r + 1, c + 1)], [at(r, c), at(r + 1, c + 1), at(r, c + 1)]])
        .collect();
    let positions: Vec<[f32; 3]> = normals.iter().map(|n: &[f32; 3]| n.map(|c| c * radius)).collect();
    Mesh { colors: vec![color; positions.len()], positions, normals, faces }
}

fn together(a: &Mesh, b: &Mesh) -> Mesh {
    let shift = a.positions.len() as u32;
    Mesh {
        positions: [a.positions.clone(), b.positions.clone()].concat(),
        normals: [a.normals.clone(), b.normals.clone()].concat(),
        colors: [a.colors.clone(), b.colors.clone()].concat(),
        faces: a.faces.iter().copied().chain(b.faces.iter().map(|f| f.map(|i| i + shift))).collect(),
    }
}

/// First and last column and row in which anything is seen.
fn extent(picture: &Photo) -> [u32; 4] {
    let seen = (0..picture.width * picture.height).filter(|&i| picture.rgba[i as usize][3] > 0);
    let places: Vec<[u32; 2]> = seen.map(|i| [i % picture.width, i / picture.width]).collect();
    let of = |axis: usize| places.iter().map(move |place| place[axis]);
    [of(0).min(), of(0).max(), of(1).min(), of(1).max()].map(|edge| edge.expect("something is seen"))
}

#[test]
fn coverage_is_the_area_and_the_nearer_face_wins() {
    let far = quad(-0.5, 0.5, -0.25, [1.0, 0.0, 0.0]);
    let near = quad(0.0, 0.25, 0.1, [0.0, 0.0, 1.0]);
    let view = View { scale: 32.0, ..View::square(40, 0.0, 0.0) };
    for mesh in [together(&far, &near), together(&near, &far)] {
        let raster = rasterize(&mesh, &view);
        // 32 x 32 pixels, edges on sample boundaries.
        assert_eq!(raster.coverage.iter().sum::<f32>(), 1024.0);
        let at = |x: usize, y: usize| (raster.color[y * 40 + x], raster.depth[y * 40 + x]);
        assert_eq!(at(10, 20), (Vec3::X, -0.25));
        // Up is the top of the picture: the near quad lies right of and above the middle.
        assert_eq!(at(22, 17).0, Vec3::Z);
        assert!((at(22, 17).1 - 0.1).abs() < 1e-6);
        assert_eq!(at(22, 22).0, Vec3::X);
    }
}

#[test]
fn azimuth_turns_the_eye_toward_x_and_elevation_lifts_it() {
    let mesh = quad(-0.5, 0.5, 0.0, [1.0; 3]);
    let area =
        |azimuth, elevation| rasterize(&mesh, &View::square(200, azimuth, elevation)).coverage.iter().sum::<f32>();
    let front = area(0.0, 0.0);
    assert!((area(60.0, 0.0) / front - 0.5).abs() < 0.01);
    assert!((area(0.0, 60.0) / front - 0.5).abs() < 0.01);
    assert!(area(90.0, 0.0) / front < 0.01);
    // Seen from +X, a point toward +Z lies on the left.
    let spot = quad(-0.05, 0.05, 0.4, [1.0; 3]);
    let raster = rasterize(&spot, &View::square(100, 45.0, 0.0));
    let left: f32 = raster.coverage.iter().enumerate().filter(|(i, _)| i % 100 < 50).map(|(_, c)| c).sum();
    assert!(left > 0.99 * raster.coverage.iter().sum::<f32>());
}

#[test]
fn a_ball_covers_its_disc_as_perspective_has_it() {
    let view = View { distance: 2.0, scale: 160.0, ..View::square(256, 30.0, 20.0) };
    let raster = rasterize(&ball(0.5, [0.5; 3]), &view);
    // From a distance d a ball of radius r is seen as large as a disc of radius r d / sqrt(d^2 - r^2) at its middle.
    let radius = 0.5 * 2.0 / (2.0_f32.powi(2) - 0.5_f32.powi(2)).sqrt() * view.scale;
    let disc = std::f32::consts::PI * radius.powi(2);
    let seen: f32 = raster.coverage.iter().sum();
    assert!((seen / disc - 1.0).abs() < 0.005, "{seen} pixels of {disc}");
    // The nearest point is in the middle.
    let (nearest, depth) = raster.depth.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).expect("pixels");
    assert!((nearest % 256).abs_diff(128) <= 3 && (nearest / 256).abs_diff(128) <= 3, "{nearest}");
    assert!((depth - 0.5).abs() < 0.002, "{depth}");
    // The outline is the same on the left and on the right, above and below, but for the facets.
    for (i, &coverage) in raster.coverage.iter().enumerate() {
        let (x, y) = (i % 256, i / 256);
        for other in [y * 256 + 255 - x, (255 - y) * 256 + x] {
            assert!((coverage - raster.coverage[other]).abs() <= 0.5, "pixel {x}, {y}");
        }
    }
}

#[test]
fn in_perspective_what_is_near_is_large_and_a_pattern_keeps_its_place() {
    let area = |z| {
        let view = View { distance: 2.0, scale: 100.0, ..View::square(400, 0.0, 0.0) };
        rasterize(&quad(-0.2, 0.2, z, [1.0; 3]), &view).coverage.iter().sum::<f32>()
    };
    assert!((area(1.0) / area(0.0) - 4.0).abs() < 0.05, "half as far is twice as large a side");
    // A floor that runs away from the eye, black in front and white at its end: its middle is grey where it is seen, and that
    // is above the middle of what is seen of it.
    let mut floor = quad(-0.5, 0.5, 0.0, [0.0; 3]);
    floor.positions = vec![[-0.5, -0.3, 0.5], [0.5, -0.3, 0.5], [0.5, -0.3, -0.5], [-0.5, -0.3, -0.5]];
    floor.colors = vec![[0.0; 3], [0.0; 3], [1.0; 3], [1.0; 3]];
    let view = View { distance: 1.0, scale: 200.0, ..View::square(400, 0.0, 0.0) };
    let raster = rasterize(&floor, &view);
    let row = |height: f32| (200.0 + 0.3 * 200.0 / (1.0 - height)) as usize;
    let middle = raster.color[row(0.0) * 400 + 200].x;
    assert!((middle - 0.5).abs() < 0.02, "{middle}");
    assert!(row(0.0) < (row(0.5) + row(-0.5)) / 2, "else the test shows nothing");
}

#[test]
fn a_thumbnail_is_framed_lit_from_above_and_transparent_around() {
    let picture = thumbnail(&ball(0.5, [0.6, 0.3, 0.2]), 128);
    assert_eq!((picture.width, picture.height), (128, 128));
    let [left, right, top, bottom] = extent(&picture);
    // A margin of 6 % of 128 is between seven and eight pixels.
    for (edge, expected) in [(left, 7), (right, 120), (top, 7), (bottom, 120)] {
        assert!(edge.abs_diff(expected) <= 1, "{left} {right} {top} {bottom}");
    }
    assert_eq!(picture.rgba[0], [0; 4]);
    let light = |x: u32, y: u32| picture.rgba[(y * 128 + x) as usize][..3].iter().map(|&c| u32::from(c)).sum::<u32>();
    assert!(light(40, 30) > light(88, 110) + 60, "{} above, {} below", light(40, 30), light(88, 110));
    let [r, g, b, a] = picture.rgba[64 * 128 + 64];
    assert!(a == 255 && r > g && g > b, "{:?}", [r, g, b, a]);
}

#[test]
fn a_mesh_of_any_size_and_place_fits() {
    let mut long = ball(3.0, [0.5; 3]);
    long.positions.iter_mut().for_each(|p| *p = [p[0] * 0.05 + 0.4, p[1] - 0.7, p[2] * 0.3]);
    let [left, right, top, bottom] = extent(&thumbnail(&long, 200));
    assert!(left.min(top) >= 11 && right.max(bottom) <= 188, "{left} {right} {top} {bottom}");
    assert_eq!((top + bottom, bottom - top), (199, 175), "its longer side fills what the margins leave");
}

#[test]
fn the_same_mesh_gives_the_same_bytes_on_any_number_of_threads() {
    let mesh = together(&ball(0.5, [0.9, 0.4, 0.1]), &quad(-0.5, 0.5, 0.2, [0.1, 0.4, 0.9]));
    let picture = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        pool.install(|| thumbnail(&mesh, 200))
    };
    let alone = picture(1);
    assert_eq!(alone, picture(1));
    assert!(alone == picture(5), "five threads draw other bytes than one");
}

#[test]
fn nothing_to_draw_is_an_empty_picture() {
    let point = Mesh {
        positions: vec![[0.0; 3]; 3],
        normals: vec![[0.0, 0.0, 1.0]; 3],
        colors: vec![[1.0; 3]; 3],
        faces: vec![[0, 1, 2]],
    };
    for mesh in [Mesh::default(), point] {
        assert!(thumbnail(&mesh, 32).rgba.iter().all(|pixel| *pixel == [0; 4]));
    }
}
