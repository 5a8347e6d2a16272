//! The isosurface of any field is closed and manifold, and sparse evaluation finds what a dense one does.

use std::collections::{HashMap, HashSet};

use engine::{
    Error,
    grid::{Grid, Sampling},
    isosurface::{Surface, extract},
};
use models::{Error as ModelError, field::Field};
use proptest::prelude::*;

/// A field given by a function of position.
struct Given<F>(F);

impl<F: Fn([f32; 3]) -> f32 + Sync> Field for Given<F> {
    fn half_extent(&self) -> f32 {
        1.0
    }

    fn levels(&self, points: &[[f32; 3]], out: &mut [f32]) -> Result<(), ModelError> {
        points.iter().zip(out).for_each(|(&point, out)| *out = (self.0)(point));
        Ok(())
    }

    fn colors(&self, _: &[[f32; 3]], out: &mut [[f32; 3]]) -> Result<(), ModelError> {
        out.fill([0.5; 3]);
        Ok(())
    }
}

fn surface(field: &dyn Field, resolution: usize, sampling: Sampling) -> Surface {
    extract(&Grid::evaluate(field, resolution, sampling, &mut |_| true).unwrap(), &mut |_| true).unwrap()
}

/// Asserts what a printable mesh is: every edge in exactly two faces, once in each direction; the faces around every vertex
/// one fan; no face without area; no vertex unused.
fn assert_closed_manifold(surface: &Surface) {
    let mut next_around: HashMap<u32, HashMap<u32, u32>> = HashMap::new();
    for &[a, b, c] in &surface.faces {
        for (at, from, to) in [(a, b, c), (b, c, a), (c, a, b)] {
            // Around `at`, the fan goes from `from` to `to`; a second face with the same directed edge would overwrite it.
            assert_eq!(
                next_around.entry(at).or_default().insert(from, to),
                None,
                "edge {at}-{from} is in two faces alike"
            );
        }
        let [p, q, r] = [a, b, c].map(|v| surface.positions[v as usize].map(f64::from));
        let (u, v): ([f64; 3], [f64; 3]) = (std::array::from_fn(|i| q[i] - p[i]), std::array::from_fn(|i| r[i] - p[i]));
        let cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        assert!(cross.iter().any(|c| *c != 0.0), "face {:?} has no area: {p:?} {q:?} {r:?}", [a, b, c]);
    }
    assert_eq!(next_around.len(), surface.positions.len(), "every vertex is used");
    for (vertex, next) in &next_around {
        let start = *next.keys().next().unwrap();
        let mut at = start;
        for step in 1..=next.len() {
            at = *next.get(&at).unwrap_or_else(|| panic!("the fan of vertex {vertex} is open"));
            assert_eq!(at == start, step == next.len(), "the faces around vertex {vertex} are more than one fan");
        }
    }
}

fn signed_volume(surface: &Surface) -> f64 {
    let corner = |v: u32| surface.positions[v as usize].map(f64::from);
    let volume = |&[a, b, c]: &[u32; 3]| {
        let ([ax, ay, az], [bx, by, bz], [cx, cy, cz]) = (corner(a), corner(b), corner(c));
        (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6.0
    };
    surface.faces.iter().map(volume).sum()
}

/// A value in -1..1 for a lattice point and a seed, without pattern: SplitMix64's finalizer (Steele, Lea & Flood 2014).
fn noise(seed: u64, point: [f32; 3]) -> f32 {
    let mut z = point.iter().fold(seed, |hash, c| (hash ^ u64::from(c.to_bits())).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z >> 40) as f32 / (1u64 << 23) as f32 - 1.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// White noise has every cell case and every ambiguous face, and its surface meets the border everywhere.
    #[test]
    fn noise_is_closed_and_manifold(seed: u64, resolution in 2usize..24, threshold in -0.9f32..0.9) {
        let field = Given(|point| noise(seed, point) - threshold);
        assert_closed_manifold(&surface(&field, resolution, Sampling::Dense));
    }

    /// Levels of exactly zero, or within rounding of it, at many lattice points give no face without area.
    #[test]
    fn surfaces_through_lattice_points_have_no_degenerate_faces(seed: u64, resolution in 2usize..20, tiny in 0u32..40) {
        let field = Given(|point| match noise(seed, point) {
            n if n < -0.5 => -1.0,
            n if n < 0.0 => -(0.5f32.powi(tiny as i32)),
            n if n < 0.5 => 0.0,
            _ => 1.0,
        });
        assert_closed_manifold(&surface(&field, resolution, Sampling::Dense));
    }

    /// A connected body that the coarse lattice sees: the same vertices and faces, bit for bit and in the same order.
    #[test]
    fn sparse_finds_what_dense_finds(a in -3.0f32..3.0, b in -3.0f32..3.0, c in 4.0f32..9.0, resolution in 70usize..140) {
        let field = Given(move |[x, y, z]: [f32; 3]| {
            0.7 - (x * x + y * y + z * z).sqrt() + 0.08 * ((c * x + a).sin() + (c * y + b).sin() + (c * z).cos())
        });
        let sparse = surface(&field, resolution, Sampling::Sparse);
        prop_assert!(!sparse.faces.is_empty());
        prop_assert!(sparse == surface(&field, resolution, Sampling::Dense));
        assert_closed_manifold(&sparse);
    }
}

#[test]
fn a_ball_has_its_volume_and_faces_outward() {
    let field = Given(|[x, y, z]: [f32; 3]| 0.64 - (x * x + y * y + z * z));
    let ball = surface(&field, 128, Sampling::Sparse);
    let exact = 4.0 / 3.0 * std::f64::consts::PI * 0.512;
    assert!((signed_volume(&ball) / exact - 1.0).abs() < 1e-3, "{} of {exact}", signed_volume(&ball));
    // Euler's formula for one closed surface without handles.
    assert_eq!(ball.positions.len() + ball.faces.len() - ball.faces.len() * 3 / 2, 2);
}

#[test]
fn a_solid_that_fills_the_lattice_is_closed_at_its_border() {
    let full = surface(&Given(|_| 1.0), 33, Sampling::Sparse);
    assert_closed_manifold(&full);
    assert!((signed_volume(&full) - 8.0).abs() < 0.01, "{}", signed_volume(&full));
}

#[test]
fn a_thin_thread_that_hangs_on_a_body_is_followed() {
    // A body that the coarse lattice sees, and a long thread one lattice step thick between coarse lines.
    let field = Given(|[x, y, z]: [f32; 3]| {
        let body = 0.2 - ((x + 0.7).powi(2) + y * y + z * z).sqrt();
        let thread = 0.007 - (y - 0.0113).hypot(z - 0.0127) - (x.abs() - 0.9).max(0.0);
        body.max(thread)
    });
    let sparse = surface(&field, 256, Sampling::Sparse);
    let reach = sparse.positions.iter().map(|p| p[0]).fold(f32::MIN, f32::max);
    assert!(reach > 0.89, "the thread is cut at {reach}");
    assert!(sparse == surface(&field, 256, Sampling::Dense));
}

#[test]
fn cost_grows_with_the_surface() {
    let field = Given(|[x, y, z]: [f32; 3]| 0.5 - (x * x + y * y + z * z).sqrt());
    let evaluated = |resolution: usize| {
        let grid = Grid::evaluate(&field, resolution, Sampling::Sparse, &mut |_| true).unwrap();
        grid.fraction_evaluated() * (resolution as f64).powi(3)
    };
    let (at_256, at_512) = (evaluated(256), evaluated(512));
    assert!(at_256 / 256f64.powi(3) < 0.06, "{at_256}");
    assert!(at_512 / at_256 < 4.2, "{at_512} after {at_256}");
}

#[test]
fn samples_are_asked_for_once() {
    let asked = std::sync::Mutex::new(HashSet::new());
    let field = Given(|point: [f32; 3]| {
        let again = !asked.lock().unwrap().insert(point.map(f32::to_bits));
        assert!(!again, "{point:?} is asked for twice");
        0.5 - point[0].hypot(point[1])
    });
    surface(&field, 30, Sampling::Dense);
    asked.lock().unwrap().clear();
    let grid = Grid::evaluate(&field, 150, Sampling::Sparse, &mut |_| true).unwrap();
    assert_eq!((grid.fraction_evaluated() * 150f64.powi(3)).round() as usize, asked.lock().unwrap().len());
}

#[test]
fn a_field_that_is_not_a_number_is_a_fault() {
    let field = Given(|[x, ..]: [f32; 3]| if x > 0.9 { f32::NAN } else { -1.0 });
    let result = Grid::evaluate(&field, 32, Sampling::Sparse, &mut |_| true);
    assert!(matches!(result, Err(Error::NonFiniteField { .. })));
}

#[test]
fn evaluation_stops_when_it_is_canceled() {
    let result = Grid::evaluate(&Given(|_| 1.0), 32, Sampling::Sparse, &mut |_| false);
    assert!(matches!(result, Err(Error::Canceled)));
}
