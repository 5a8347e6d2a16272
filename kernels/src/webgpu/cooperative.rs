//! Cooperative matrices: 16 x 16 values that a subgroup holds together, halves on both sides of a product and f32 sums.
//!
//! Kernels see them through the functions that [`Cooperative::definitions`] gives, so that one text is composed for an adapter that
//! has such matrices and for any other, where plain arithmetic stands in for them: what is tried there is all of the kernel but
//! the matrices themselves. The interface is new, and drivers differ in what they hold to be 16 x 16, so a kernel proves itself before
//! it is used ([`WebGpu::cooperates`]).

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::{Configuration, WebGpu};
use crate::Error;

/// Rows and columns of a matrix.
pub(crate) const SIDE: usize = 16;
/// What an adapter's largest subgroup may have of invocations.
pub(super) const LANES: [u32; 3] = [16, 32, 64];

/// Where products of whole matrices come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CooperativeMatrices {
    /// From nowhere: no kernel has them.
    Off,
    /// From the adapter, where it has them.
    Adapter,
    /// From plain arithmetic, by so many invocations together: tries kernels where no adapter has such matrices, and says nothing
    /// of their speed.
    Emulated {
        /// Invocations of what counts as a subgroup: 16, 32 or 64.
        lanes: u32,
        /// How many a subgroup could have, as far as the kernel is told.
        most_lanes: u32,
    },
}

/// What kernels with cooperative matrices are composed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cooperative {
    /// Invocations of the largest subgroup that a driver may choose. Where it chooses a smaller one, there are more subgroups than
    /// a kernel has work for.
    most_lanes: u32,
    /// Invocations that count as a subgroup where plain arithmetic stands in.
    emulated: Option<u32>,
}

/// An array of what a workgroup shares, in whose rows matrices lie: its name, and the constant that tells how far a row is from the
/// next, in values; a multiple of 16 bytes, as matrices begin at.
pub(crate) enum Tile {
    /// Of f16: `NAME_left(at)` and `NAME_right(at)` are the matrices with their first value there, `NAME_right_turned(at)` the one
    /// whose columns are rows of the array.
    Operands(&'static str, &'static str),
    /// Of f32: `NAME_put(sums, at)` writes a matrix.
    Sums(&'static str, &'static str),
}

impl Cooperative {
    /// Of an adapter whose subgroups have `most_lanes` invocations at most.
    pub(crate) fn of_adapter(most_lanes: u32) -> Cooperative {
        Cooperative { most_lanes, emulated: None }
    }

    pub(super) fn emulated(lanes: u32, most_lanes: u32) -> Cooperative {
        let are_sizes = LANES.contains(&lanes) && LANES.contains(&most_lanes) && lanes <= most_lanes;
        assert!(are_sizes, "{lanes} of {most_lanes} invocations: {LANES:?}");
        Cooperative { most_lanes, emulated: Some(lanes) }
    }

    /// Invocations of a workgroup in which there are so many subgroups, whatever their size.
    pub(crate) fn invocations(self, subgroups: usize) -> usize {
        self.most_lanes as usize * subgroups
    }

    /// What a kernel's WGSL has to enable.
    pub(crate) fn extensions(self) -> &'static [&'static str] {
        if self.emulated.is_some() { &[] } else { &["wgpu_cooperative_matrix"] }
    }

    /// WGSL of the matrices `Left`, `Right` and `Sums`, of `zeros`, of `times(left, right, sums)`, which adds the product to sums,
    /// of what reads and writes them, and of a kernel's `Place` with `subgroup_of`.
    pub(crate) fn definitions(self, tiles: &[Tile]) -> String {
        match self.emulated {
            None => MATRICES.to_owned() + &tiles.iter().map(Tile::functions).collect::<String>(),
            Some(lanes) => {
                let functions: String = tiles.iter().map(Tile::emulated_functions).collect();
                format!("const EMULATED_LANES = {lanes}u;\n{EMULATED}{functions}")
            }
        }
    }
}

const MATRICES: &str = "
struct Place {
    @builtin(local_invocation_index) invocation: u32,
    @builtin(subgroup_id) subgroup: u32,
    @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_size) lanes: u32,
}
struct Subgroup { index: u32, lane: u32, lanes: u32 }
fn subgroup_of(place: Place) -> Subgroup { return Subgroup(place.subgroup, place.lane, place.lanes); }
alias Left = coop_mat16x16<f16, A>;
alias Right = coop_mat16x16<f16, B>;
alias Sums = coop_mat16x16<f32, C>;
fn zeros() -> Sums { return coop_mat16x16<f32, C>(); }
fn times(left: Left, right: Right, sums: Sums) -> Sums { return coopMultiplyAdd(left, right, sums); }
";

/// An invocation has consecutive sums of one row, that row of what is on the left, and its columns of what is on the right.
const EMULATED: &str = "
const EMULATED_EACH = 256u / EMULATED_LANES;
struct Place { @builtin(local_invocation_index) invocation: u32 }
struct Subgroup { index: u32, lane: u32, lanes: u32 }
var<private> emulated_row: u32;
var<private> emulated_column: u32;
fn subgroup_of(place: Place) -> Subgroup {
    let lane = place.invocation % EMULATED_LANES;
    emulated_row = lane * EMULATED_EACH / 16u;
    emulated_column = lane * EMULATED_EACH % 16u;
    return Subgroup(place.invocation / EMULATED_LANES, lane, EMULATED_LANES);
}
alias Left = array<f32, 16>;
alias Right = array<f32, 16u * EMULATED_EACH>;
alias Sums = array<f32, EMULATED_EACH>;
fn zeros() -> Sums { return Sums(); }
fn times(left_given: Left, right_given: Right, sums_given: Sums) -> Sums {
    var left = left_given;
    var right = right_given;
    var sums = sums_given;
    for (var k = 0u; k < 16u; k += 1u) {
        for (var i = 0u; i < EMULATED_EACH; i += 1u) {
            sums[i] += left[k] * right[k * EMULATED_EACH + i];
        }
    }
    return sums;
}
";

impl Tile {
    fn functions(&self) -> String {
        match self {
            // What naga reads without a T lies in columns.
            Tile::Operands(name, stride) => format!(
                "fn {name}_left(at: u32) -> Left {{ return coopLoadT<coop_mat16x16<f16, A>>(&{name}[at], {stride}); }}\n\
                 fn {name}_right(at: u32) -> Right {{ return coopLoadT<coop_mat16x16<f16, B>>(&{name}[at], {stride}); }}\n\
                 fn {name}_right_turned(at: u32) -> Right {{ return coopLoad<coop_mat16x16<f16, B>>(&{name}[at], {stride}); }}\n"
            ),
            Tile::Sums(name, stride) => {
                format!("fn {name}_put(sums: Sums, at: u32) {{ coopStoreT(sums, &{name}[at], {stride}); }}\n")
            }
        }
    }

    fn emulated_functions(&self) -> String {
        match self {
            Tile::Operands(name, stride) => {
                let right = |suffix: &str, place: &str| {
                    format!(
                        "fn {name}_right{suffix}(at: u32) -> Right {{\n\
                             var right: Right;\n\
                             for (var k = 0u; k < 16u; k += 1u) {{\n\
                                 for (var i = 0u; i < EMULATED_EACH; i += 1u) {{\n\
                                     let column = emulated_column + i;\n\
                                     right[k * EMULATED_EACH + i] = f32({name}[at + {place}]);\n\
                                 }}\n\
                             }}\n\
                             return right;\n\
                         }}\n"
                    )
                };
                format!(
                    "fn {name}_left(at: u32) -> Left {{\n\
                         var left: Left;\n\
                         let first = at + emulated_row * {stride};\n\
                         for (var k = 0u; k < 16u; k += 1u) {{ left[k] = f32({name}[first + k]); }}\n\
                         return left;\n\
                     }}\n{}{}",
                    right("", &format!("k * {stride} + column")),
                    right("_turned", &format!("column * {stride} + k")),
                )
            }
            Tile::Sums(name, stride) => format!(
                "fn {name}_put(sums_given: Sums, at: u32) {{\n\
                     var sums = sums_given;\n\
                     let first = at + emulated_row * {stride} + emulated_column;\n\
                     for (var i = 0u; i < EMULATED_EACH; i += 1u) {{ {name}[first + i] = sums[i]; }}\n\
                 }}\n"
            ),
        }
    }
}

/// What was found wrong with each kernel that was tried.
#[derive(Default)]
pub(super) struct Trials(Mutex<BTreeMap<&'static str, Option<String>>>);

impl WebGpu {
    /// What to compose `kernel` with cooperative matrices for; none where there are none, or where it is not what the plain kernel
    /// is in a trial. `results` are those of a small problem on a given device, with the matrices or without them. It is asked once
    /// for each kernel, for a device of its own, so that a kernel that is refused harms no other.
    pub(crate) fn cooperates(
        &self,
        kernel: &'static str,
        results: impl Fn(&WebGpu, Option<Cooperative>) -> Result<Vec<f32>, Error>,
    ) -> Option<Cooperative> {
        let cooperative = self.0.cooperative?;
        let mut trials = self.0.trials.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = trials.entry(kernel).or_insert_with(|| {
            let configuration = Configuration { cooperative_matrices: self.0.wanted, ..Configuration::default() };
            let distance = || -> Result<f64, Error> {
                let trial = WebGpu::open(self.adapter(), &configuration)?;
                let (plain, cooperative) = (results(&trial, None)?, results(&trial, Some(cooperative))?);
                let square = |values: &mut dyn Iterator<Item = f32>| values.map(|v| f64::from(v).powi(2)).sum::<f64>();
                let difference = square(&mut plain.iter().zip(&cooperative).map(|(a, b)| a - b));
                Ok((difference / square(&mut plain.iter().copied())).sqrt())
            };
            match distance() {
                // Sums differ in their order, and operands are rounded to halves.
                Ok(distance) if distance < 2e-3 => None,
                Ok(distance) => Some(format!("results are off by {distance:.1e} of their size")),
                Err(error) => Some(error.to_string()),
            }
        });
        found.is_none().then_some(cooperative)
    }

    /// Why cooperative matrices, which the adapter has, are not used: what was wrong with each kernel when it was tried, before its
    /// first use. Nothing where they are used, were not asked for yet, or do not exist.
    pub fn cooperative_matrices_refused(&self) -> Option<String> {
        let trials = self.0.trials.0.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = trials.iter().filter_map(|(kernel, why)| Some(format!("in {kernel}, {}", why.as_ref()?)));
        let refused: Vec<String> = refused.collect();
        (!refused.is_empty()).then(|| refused.join("; "))
    }
}

/// What wgpu makes of a kernel before a driver sees it: parsed, validated, and written as SPIR-V.
#[cfg(test)]
pub(crate) fn compiled(source: &str) -> Result<Vec<u32>, String> {
    use naga::{
        back::spv,
        valid::{Capabilities, ValidationFlags, Validator},
    };
    let module = naga::front::wgsl::parse_str(source).map_err(|error| error.emit_to_string(source))?;
    let capabilities = Capabilities::COOPERATIVE_MATRIX | Capabilities::SHADER_FLOAT16 | Capabilities::SUBGROUP;
    let info = Validator::new(ValidationFlags::all(), capabilities)
        .validate(&module)
        .map_err(|error| error.emit_to_string(source))?;
    let options = spv::Options { lang_version: (1, 6), ..spv::Options::default() };
    spv::write_vec(&module, &info, &options, None).map_err(|error| error.to_string())
}

/// The first adapter with halves and operations of subgroups, opened with such matrices; none, said on stderr, where there is no such
/// adapter.
#[cfg(test)]
pub(crate) fn with_halves(cooperative_matrices: CooperativeMatrices) -> Option<WebGpu> {
    let configuration = Configuration { cooperative_matrices, ..Configuration::default() };
    let opened = super::adapters().into_iter().map(|adapter| WebGpu::open(&adapter, &configuration).unwrap());
    let found = opened.into_iter().find(|gpu| gpu.capabilities().f16 && gpu.capabilities().subgroups);
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI has no adapter with halves and subgroups: install mesa-vulkan-drivers"
        );
        eprintln!("not run: no driver for Vulkan or Metal shows an adapter with halves and subgroups");
    }
    found
}

/// Subgroups that tests emulate: of one size, and small ones where larger ones have room.
#[cfg(test)]
pub(crate) const EMULATED_SUBGROUPS: [CooperativeMatrices; 2] = [
    CooperativeMatrices::Emulated { lanes: 32, most_lanes: 32 },
    CooperativeMatrices::Emulated { lanes: 16, most_lanes: 64 },
];
