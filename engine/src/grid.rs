//! The sparse lattice: which samples of a field are evaluated, and where they are kept.
//!
//! A coarse lattice finds the surface, then only the blocks that it passes through are evaluated, following it across
//! block faces (surface following: Wyvill, McPheeters & Wyvill 1986), so that cost grows with the surface and not with the
//! volume. Every connected surface that separates two neighbouring coarse samples is found whole, and where a block is
//! evaluated its samples are those of a dense evaluation.

use kernels::ops::lattice::{Geometry, Lattice, Missing, NO_SLOT};
use models::field::Field;
use rayon::prelude::*;

use crate::Error;

/// Samples, and cells, a block's side.
pub const BLOCK: usize = 4;
/// The coarse lattice has about this many cells an axis, however fine the lattice: its cost is fixed.
const COARSE_CELLS: usize = 64;
/// Its samples are at least this far apart, or it would be the lattice itself.
const MIN_STRIDE: usize = 2;
/// Points a call of the field gets; large enough to hide its overhead, small enough to share between cores.
const POINTS_A_TASK: usize = 4096;
/// Blocks evaluated between two reports of progress, which bounds the time to cancel and the memory for points.
const BLOCKS_A_BATCH: usize = 8192;

/// Where the field is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// In the blocks that the surface passes through.
    Sparse,
    /// Everywhere.
    Dense,
}

/// What is known of `BLOCK^3` samples; sample `(x, y, z)` is bit and index `x + 4 y + 16 z`.
#[derive(Clone, Default)]
struct Block {
    /// Which samples are evaluated.
    known: u64,
    /// Which of them are inside: level at least 0.
    inside: u64,
}

/// A sample whose level is known without the field: its slot, bit and level.
type Known = (u32, u32, f32);

/// Where levels are kept.
enum Levels {
    /// In memory, by slot.
    Host(Vec<[f32; BLOCK * BLOCK * BLOCK]>),
    /// On the device of the field; only what is inside comes back.
    Device(Box<Lattice>),
}

/// A block's place, in blocks.
pub type BlockIndex = [usize; 3];

/// A field's levels on a cubic lattice of `resolution` samples an axis from `-half_extent` to `half_extent`, framed by one
/// ring of samples outside, so that every surface closes.
pub struct Grid {
    resolution: usize,
    half_extent: f32,
    /// `[resolution + 2]`: the coordinate of each framed lattice sample along any axis.
    coordinates: Vec<f32>,
    /// Blocks an axis, over the framed lattice.
    side: usize,
    /// `[side^3]`, x fastest: where a block is in `blocks`, or [`NO_SLOT`].
    slots: Vec<u32>,
    blocks: Vec<Block>,
    levels: Levels,
    /// Blocks that the surface may pass through, in the order of their index; all their samples and those of the cells
    /// that begin in them are known.
    active: Vec<BlockIndex>,
    coarse: CoarseLattice,
    coarse_levels: Vec<f32>,
    /// Points that the field was asked for.
    evaluated: usize,
}

/// The mask of a block's samples with `x = 0`, `y = 0` and `z = 0`.
const LOW_FACE: [u64; 3] = [0x1111_1111_1111_1111, 0x000F_000F_000F_000F, 0x0000_0000_0000_FFFF];
/// How far one step along an axis moves a sample's bit.
const BIT_STEP: [u32; 3] = [1, 4, 16];

impl Grid {
    /// Evaluates `field` on a lattice of `resolution` samples an axis. `progress` is told of the fraction done and may end
    /// the evaluation by returning `false`.
    ///
    /// # Errors
    /// [`Error::NonFiniteField`]; [`Error::Canceled`]; [`Error::Kernel`] when the device fails that the field is on.
    pub fn evaluate(
        field: &dyn Field,
        resolution: usize,
        sampling: Sampling,
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Grid, Error> {
        assert!(resolution >= 2, "a lattice has at least one cell");
        let side = (resolution + 2).div_ceil(BLOCK);
        let coordinates = coordinates(resolution, field.half_extent());
        let levels = match field.on_gpu() {
            Some(field) => {
                let normalised: Vec<f32> = coordinates.iter().map(|&c| field.normalised(c)).collect();
                Levels::Device(Box::new(Lattice::new(field.decoder, field.level, &normalised)?))
            }
            None => Levels::Host(Vec::new()),
        };
        let mut grid = Grid {
            resolution,
            half_extent: field.half_extent(),
            coordinates,
            side,
            slots: vec![NO_SLOT; side.pow(3)],
            blocks: Vec::new(),
            levels,
            active: Vec::new(),
            coarse: CoarseLattice::default(),
            coarse_levels: Vec::new(),
            evaluated: 0,
        };
        let mut frontier = match sampling {
            Sampling::Dense => (0..side.pow(3)).map(|i| grid.unflatten(i)).collect(),
            Sampling::Sparse => grid.seeds(field)?,
        };
        let mut is_active = vec![false; side.pow(3)];
        for &block in &frontier {
            is_active[grid.flatten(block)] = true;
        }
        let mut done = 0;
        while !frontier.is_empty() {
            for blocks in frontier.chunks(BLOCKS_A_BATCH) {
                // How many blocks are to come is not known; the first wave holds nearly all of them.
                if !progress(done as f32 / (done + blocks.len()).max(frontier.len()) as f32) {
                    return Err(Error::Canceled);
                }
                grid.know(field, blocks)?;
                done += blocks.len();
            }
            let beside: Vec<BlockIndex> =
                frontier.par_iter().flat_map_iter(|&block| grid.surface_neighbours(block)).collect();
            grid.active.append(&mut frontier);
            for block in beside {
                let flat = grid.flatten(block);
                if !is_active[flat] {
                    is_active[flat] = true;
                    frontier.push(block);
                }
            }
        }
        grid.active.sort_unstable_by_key(|block| [block[2], block[1], block[0]]);
        Ok(grid)
    }

    /// Lattice samples an axis.
    pub fn resolution(&self) -> usize {
        self.resolution
    }

    /// Lattice points evaluated over all lattice points.
    pub fn fraction_evaluated(&self) -> f64 {
        self.evaluated as f64 / (self.resolution as f64).powi(3)
    }

    /// The blocks that the surface may pass through, in a fixed order.
    pub fn active(&self) -> &[BlockIndex] {
        &self.active
    }

    /// The position of a framed lattice sample.
    pub fn position(&self, framed: [usize; 3]) -> [f32; 3] {
        framed.map(|i| self.coordinates[i])
    }

    /// The position on the lattice edge that begins at `framed` and runs along `axis`, at a fraction of it.
    pub fn position_on_edge(&self, framed: [usize; 3], axis: usize, fraction: f32) -> [f32; 3] {
        let mut position = self.position(framed);
        // Rounded once, so that two vertices that are apart on the edge stay apart.
        position[axis] = self.exact(framed[axis] as f64 - 1.0 + f64::from(fraction)) as f32;
        position
    }

    /// The coordinate of the `steps`-th sample, not framed.
    fn exact(&self, steps: f64) -> f64 {
        (steps / (self.resolution - 1) as f64 * 2.0 - 1.0) * f64::from(self.half_extent)
    }

    /// Where samples are, for vertices that keep the fraction `least` of an edge from its ends.
    pub(crate) fn geometry(&self, least: f32) -> Geometry {
        let exact = |framed: usize| {
            let coordinate = self.exact(framed as f64 - 1.0);
            [coordinate as f32, (coordinate - f64::from(coordinate as f32)) as f32]
        };
        Geometry {
            coordinates: self.coordinates.clone(),
            exact: (0..self.resolution + 2).map(exact).collect(),
            step: (2.0 * f64::from(self.half_extent) / (self.resolution - 1) as f64) as f32,
            half_extent: self.half_extent,
            least,
        }
    }

    /// The device's levels, where they are on one.
    pub(crate) fn lattice(&self) -> Option<&Lattice> {
        match &self.levels {
            Levels::Host(_) => None,
            Levels::Device(lattice) => Some(lattice),
        }
    }

    /// Where `block`'s levels are, [`NO_SLOT`] where there are none.
    pub(crate) fn slot_of(&self, block: BlockIndex) -> u32 {
        if block.iter().any(|&b| b >= self.side) { NO_SLOT } else { self.slots[self.flatten(block)] }
    }

    /// The inside bits of `block`'s own samples, and of the samples one step along each axis.
    pub fn inside_and_next(&self, block: BlockIndex) -> (u64, [u64; 3]) {
        let own = self.inside(block);
        let next = std::array::from_fn(|axis| {
            let mut beside = block;
            beside[axis] += 1;
            let step = BIT_STEP[axis];
            let wrapped = (self.inside(beside) & LOW_FACE[axis]) << (3 * step);
            own >> step & !(LOW_FACE[axis] << (3 * step)) | wrapped
        });
        (own, next)
    }

    /// The inside bits of `block`'s samples; samples that are not known, and blocks beyond the lattice, are outside.
    pub fn inside(&self, block: BlockIndex) -> u64 {
        self.block(block).map_or(0, |block| block.inside)
    }

    /// The level at a sample of `block`, in 0..=3 or one step beyond.
    ///
    /// # Panics
    /// When the levels are on a device.
    pub(crate) fn level(&self, block: BlockIndex, sample: [usize; 3]) -> f32 {
        let Levels::Host(levels) = &self.levels else { panic!("the levels are on a device") };
        let owner: BlockIndex = std::array::from_fn(|a| block[a] + sample[a] / BLOCK);
        levels.get(self.slot_of(owner) as usize).map_or(f32::NEG_INFINITY, |levels| levels[bit_of(sample)])
    }

    /// `block`'s place among all blocks of the lattice.
    pub fn flatten(&self, block: BlockIndex) -> usize {
        block[0] + self.side * (block[1] + self.side * block[2])
    }

    /// Blocks an axis.
    pub fn side(&self) -> usize {
        self.side
    }

    fn unflatten(&self, i: usize) -> BlockIndex {
        [i % self.side, i / self.side % self.side, i / self.side / self.side]
    }

    fn block(&self, block: BlockIndex) -> Option<&Block> {
        self.blocks.get(self.slot_of(block) as usize)
    }

    fn slot(&mut self, block: BlockIndex) -> usize {
        let flat = self.flatten(block);
        if self.slots[flat] == NO_SLOT {
            self.slots[flat] = u32::try_from(self.blocks.len()).expect("fewer than 2^32 blocks");
            self.blocks.push(Block::default());
            if let Levels::Host(levels) = &mut self.levels {
                levels.push([0.0; BLOCK * BLOCK * BLOCK]);
            }
        }
        self.slots[flat] as usize
    }

    /// Whether a sample of `block`, in 0..=4, is known to be inside.
    fn is_inside(&self, block: BlockIndex, sample: [usize; 3]) -> bool {
        self.inside(std::array::from_fn(|a| block[a] + sample[a] / BLOCK)) >> bit_of(sample) & 1 == 1
    }

    fn is_frame(&self, framed: [usize; 3]) -> bool {
        framed.iter().any(|&i| i == 0 || i > self.resolution)
    }

    /// Evaluates what the cells that begin in `blocks` still need.
    fn know(&mut self, field: &dyn Field, blocks: &[BlockIndex]) -> Result<(), Error> {
        let (mut missing, mut known) = (Vec::new(), Vec::new());
        for &block in blocks {
            for octant in 0..8usize {
                let owner: BlockIndex = std::array::from_fn(|a| block[a] + (octant >> a & 1));
                if owner.iter().any(|&b| b >= self.side) {
                    continue;
                }
                let needed = (0..3).filter(|a| octant >> a & 1 == 1).fold(u64::MAX, |mask, a| mask & LOW_FACE[a]);
                let slot = self.slot(owner);
                let mut unknown = needed & !self.blocks[slot].known;
                // Marked at once, so that the next block of this batch does not ask for it again.
                self.blocks[slot].known |= unknown;
                let mut mask = unknown;
                while unknown != 0 {
                    let bit = unknown.trailing_zeros() as usize;
                    unknown &= unknown - 1;
                    let framed = sample_of(owner, bit);
                    let level = if self.is_frame(framed) { Some(f32::NEG_INFINITY) } else { self.coarse_level(framed) };
                    if let Some(level) = level {
                        mask &= !(1 << bit);
                        known.push((slot as u32, bit as u32, level));
                    }
                }
                if mask != 0 {
                    missing.push(Missing { slot: slot as u32, origin: sample_of(owner, 0).map(|i| i as u32), mask });
                }
            }
        }
        self.resolve(field, missing, &known)
    }

    /// Evaluates single `samples`, in framed coordinates.
    fn know_samples(&mut self, field: &dyn Field, samples: &[[usize; 3]]) -> Result<(), Error> {
        let mut missing = Vec::new();
        for framed in samples {
            let owner = framed.map(|i| i / BLOCK);
            let (slot, mask) = (self.slot(owner), 1 << bit_of(*framed));
            self.blocks[slot].known |= mask;
            missing.push(Missing { slot: slot as u32, origin: sample_of(owner, 0).map(|i| i as u32), mask });
        }
        self.resolve(field, missing, &[])
    }

    /// Evaluates what is missing and keeps what is known.
    fn resolve(&mut self, field: &dyn Field, mut missing: Vec<Missing>, known: &[Known]) -> Result<(), Error> {
        // A block is asked for once, however many cells beside it need samples of it.
        missing.sort_unstable_by_key(|missing| missing.slot);
        missing.dedup_by(|next, kept| {
            let is_one = next.slot == kept.slot;
            if is_one {
                kept.mask |= next.mask;
            }
            is_one
        });
        for &(slot, bit, level) in known {
            self.blocks[slot as usize].inside |= u64::from(level >= 0.0) << bit;
        }
        if let Levels::Device(lattice) = &mut self.levels {
            lattice.grow(self.blocks.len())?;
            // New samples of a device are outside, as the frame is.
            let finite: Vec<Known> = known.iter().copied().filter(|(_, _, level)| level.is_finite()).collect();
            lattice.set(&finite)?;
            self.evaluated += missing.iter().map(|missing| missing.mask.count_ones() as usize).sum::<usize>();
            let inside = lattice.evaluate(&missing)?;
            let inside = inside.map_err(|at| {
                let framed = sample_of(missing[at.index].origin.map(|i| i as usize / BLOCK), at.bit);
                Error::NonFiniteField { position: self.position(framed), level: f32::NAN }
            })?;
            for (missing, inside) in missing.iter().zip(inside) {
                self.blocks[missing.slot as usize].inside |= inside;
            }
            return Ok(());
        }
        let samples: Vec<(usize, usize)> =
            missing.iter().flat_map(|missing| bits(missing.mask).map(|bit| (missing.slot as usize, bit))).collect();
        let points: Vec<[f32; 3]> = missing
            .iter()
            .flat_map(|missing| {
                let block = missing.origin.map(|i| i as usize / BLOCK);
                bits(missing.mask).map(move |bit| sample_of(block, bit))
            })
            .map(|framed| self.position(framed))
            .collect();
        let evaluated = self.evaluate_points(field, &points)?;
        let Levels::Host(levels) = &mut self.levels else { unreachable!("they are not on a device") };
        for &(slot, bit, level) in known {
            levels[slot as usize][bit as usize] = level;
        }
        for ((slot, bit), level) in samples.into_iter().zip(evaluated) {
            self.blocks[slot].inside |= u64::from(level >= 0.0) << bit;
            levels[slot][bit] = level;
        }
        Ok(())
    }

    /// `field`'s levels at the coarse lattice's samples.
    fn levels_of(&mut self, field: &dyn Field, coarse: &CoarseLattice) -> Result<Vec<f32>, Error> {
        let Levels::Device(lattice) = &self.levels else {
            let points: Vec<[f32; 3]> = coarse.samples().map(|framed| self.position(framed)).collect();
            return self.evaluate_points(field, &points);
        };
        let ticks: Vec<u32> = coarse.ticks.iter().map(|&tick| tick as u32).collect();
        let levels = lattice.coarse(&ticks)?;
        self.evaluated += levels.len();
        match coarse.samples().zip(&levels).find(|(_, level)| !level.is_finite()) {
            Some((framed, &level)) => Err(Error::NonFiniteField { position: self.position(framed), level }),
            None => Ok(levels),
        }
    }

    /// `field`'s levels at `points`, on all cores.
    fn evaluate_points(&mut self, field: &dyn Field, points: &[[f32; 3]]) -> Result<Vec<f32>, Error> {
        self.evaluated += points.len();
        let mut levels = vec![0.0; points.len()];
        levels
            .par_chunks_mut(POINTS_A_TASK)
            .zip(points.par_chunks(POINTS_A_TASK))
            .try_for_each(|(levels, points)| field.levels(points, levels))?;
        match levels.iter().position(|level| !level.is_finite()) {
            Some(i) => Err(Error::NonFiniteField { position: points[i], level: levels[i] }),
            None => Ok(levels),
        }
    }

    /// The neighbours of `block` that share a lattice face, with corners on both sides of the surface, with it.
    fn surface_neighbours(&self, block: BlockIndex) -> impl Iterator<Item = BlockIndex> {
        let corners_of_face = move |axis: usize, far: usize| {
            let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
            (0..=BLOCK).flat_map(move |a| {
                (0..=BLOCK).map(move |b| {
                    let mut sample = [0; 3];
                    (sample[axis], sample[u], sample[v]) = (far * BLOCK, a, b);
                    sample
                })
            })
        };
        (0..6).filter_map(move |face| {
            let (axis, far) = (face / 2, face % 2);
            let mut neighbour = block;
            neighbour[axis] = if far == 1 { block[axis] + 1 } else { block[axis].checked_sub(1)? };
            if neighbour[axis] >= self.side {
                return None;
            }
            let inside = corners_of_face(axis, far).filter(|&sample| self.is_inside(block, sample)).count();
            (inside > 0 && inside < (BLOCK + 1).pow(2)).then_some(neighbour)
        })
    }

    /// Evaluates the coarse lattice, then all samples along those of its edges that the surface crosses, since such an edge
    /// may cross several surfaces. Returns the blocks in which these edges meet the surface.
    fn seeds(&mut self, field: &dyn Field) -> Result<Vec<BlockIndex>, Error> {
        let coarse = CoarseLattice::new(self.resolution);
        self.coarse_levels = self.levels_of(field, &coarse)?;

        let mut seeds = Vec::new();
        let mut runs: Vec<Run> = Vec::new();
        let side = coarse.ticks.len();
        let is_inside = |index: usize| self.coarse_levels[index] >= 0.0;
        for (index, framed) in coarse.samples().enumerate() {
            let inside = is_inside(index);
            for (axis, next) in [1, side, side * side].into_iter().enumerate() {
                if inside && framed[axis] == 1 {
                    let mut before = framed;
                    before[axis] = 0;
                    seeds.push(before.map(|i| i / BLOCK));
                }
                // Behind the last sample comes the frame, which is outside.
                let is_last = framed[axis] == self.resolution;
                if inside != (!is_last && is_inside(index + next)) {
                    runs.push(Run { from: framed, axis, length: coarse.gap_after(framed[axis]) });
                }
            }
        }
        self.coarse = coarse;
        let within: Vec<[usize; 3]> = runs.iter().flat_map(|run| (1..run.length).map(|step| run.at(step))).collect();
        self.know_samples(field, &within)?;
        for run in runs {
            for step in 0..run.length {
                let (from, to) = (run.at(step), run.at(step + 1));
                if self.is_known_inside(from) != self.is_known_inside(to) {
                    seeds.push(from.map(|i| i / BLOCK));
                }
            }
        }
        seeds.sort_unstable_by_key(|block| [block[2], block[1], block[0]]);
        seeds.dedup();
        Ok(seeds)
    }

    /// The level at a sample of the coarse lattice, `None` at any other one.
    fn coarse_level(&self, framed: [usize; 3]) -> Option<f32> {
        self.coarse.index(framed).map(|index| self.coarse_levels[index])
    }

    /// Whether a sample that has been evaluated is inside; others are not.
    fn is_known_inside(&self, framed: [usize; 3]) -> bool {
        match self.coarse_level(framed) {
            Some(level) => level >= 0.0,
            None => self.is_inside(framed.map(|i| i / BLOCK), framed.map(|i| i % BLOCK)),
        }
    }
}

/// A run of samples along an axis.
#[derive(Clone, Copy)]
struct Run {
    from: [usize; 3],
    axis: usize,
    length: usize,
}

impl Run {
    fn at(&self, step: usize) -> [usize; 3] {
        let mut framed = self.from;
        framed[self.axis] += step;
        framed
    }
}

/// Every `stride`-th sample along each axis, and the last one.
#[derive(Default)]
struct CoarseLattice {
    stride: usize,
    /// Framed coordinates along an axis.
    ticks: Vec<usize>,
}

impl CoarseLattice {
    fn new(resolution: usize) -> CoarseLattice {
        let stride = (resolution - 1).div_ceil(COARSE_CELLS).max(MIN_STRIDE);
        let mut ticks: Vec<usize> = (1..=resolution).step_by(stride).collect();
        if ticks.last() != Some(&resolution) {
            ticks.push(resolution);
        }
        CoarseLattice { stride, ticks }
    }

    /// Every sample, x fastest.
    fn samples(&self) -> impl Iterator<Item = [usize; 3]> {
        let ticks = &self.ticks;
        ticks.iter().flat_map(move |&z| ticks.iter().flat_map(move |&y| ticks.iter().map(move |&x| [x, y, z])))
    }

    fn index(&self, framed: [usize; 3]) -> Option<usize> {
        let last = *self.ticks.last()?;
        framed.iter().rev().try_fold(0, |index, &i| {
            let tick = if i == last { self.ticks.len() - 1 } else { i.checked_sub(1)? / self.stride };
            (*self.ticks.get(tick)? == i).then_some(index * self.ticks.len() + tick)
        })
    }

    /// Samples from the tick `i` to the next, or to the frame.
    fn gap_after(&self, i: usize) -> usize {
        let next = self.ticks.partition_point(|&tick| tick <= i);
        self.ticks.get(next).map_or(1, |&tick| tick - i)
    }
}

/// The coordinates of the framed lattice's samples along an axis: `resolution` from `-half_extent` to `half_extent`, and one
/// beyond each end, at which no field is evaluated.
///
/// Rounded where PyTorch's `linspace(0, 1)`, scaled, rounds, so that a field is asked for the very points that the networks'
/// reference implementations ask for: where a surface is nearly parallel to a lattice edge, the last place of a sample's
/// position moves the crossing by hundreds of it.
pub(crate) fn coordinates(resolution: usize, half_extent: f32) -> Vec<f32> {
    let step = f64::from(1.0 / (resolution - 1) as f32);
    let fraction = |framed: usize| {
        let (from_start, from_end) = (framed as f64 - 1.0, resolution as f64 - framed as f64);
        if framed <= resolution / 2 { from_start * step } else { 1.0 - from_end * step }
    };
    (0..resolution + 2).map(|framed| fraction(framed) as f32 * (2.0 * half_extent) - half_extent).collect()
}

/// The framed lattice coordinates of a block's sample.
pub fn sample_of(block: BlockIndex, bit: usize) -> [usize; 3] {
    [block[0] * BLOCK + bit % BLOCK, block[1] * BLOCK + bit / BLOCK % BLOCK, block[2] * BLOCK + bit / BLOCK / BLOCK]
}

/// The bit of a sample in its block.
pub fn bit_of(sample: [usize; 3]) -> usize {
    sample[0] % BLOCK + BLOCK * (sample[1] % BLOCK) + BLOCK * BLOCK * (sample[2] % BLOCK)
}

/// The set bits of a mask, lowest first.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(bit)
    })
}
