//! A field's levels on a lattice, kept on a GPU in blocks of 4 x 4 x 4 samples, and the surface where they are 0.
//!
//! Who asks keeps the books: which block has which slot, what is known, where to look next. What crosses the bus is the levels of
//! a coarse lattice, which samples are missing, which of those that were evaluated are inside, and the surface in the end. Sample
//! `(x, y, z)` of a block is bit `x + 4 y + 16 z` of its masks.
//!
//! Slots lie in segments that a kernel can bind; work is divided among them.

mod records;
mod surface;

pub use records::{Crossings, Geometry, NO_SLOT, SurfaceBlock, SurfaceMesh};

use super::field_eval::{
    GpuFieldEval, Level,
    gpu::{POINT_BYTES, Written},
};
use crate::{
    Error,
    gpu::{Bound, Buffer, Gpu, Launch},
    webgpu::Shader,
};

/// Samples of a block.
const SAMPLES: usize = 64;
/// Bytes of a block's levels.
const SLOT_BYTES: usize = 4 * SAMPLES;
/// Slots of a segment, where they can be bound at once.
const SLOTS_A_SEGMENT: usize = 1 << 16;
/// The level of samples that no field is evaluated at: outside, whatever is beside it.
const FRAME: f32 = -f32::MAX;

/// Samples of a block that are to be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The block's slot.
    pub slot: u32,
    /// The lattice's place of its first sample.
    pub origin: [u32; 3],
    /// Which samples.
    pub mask: u64,
}

/// A sample whose level is no number: the place of its block in what was asked for, and its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFinite {
    /// Which of the missing.
    pub index: usize,
    /// Which sample.
    pub bit: usize,
}

/// Levels on a GPU.
pub struct Lattice {
    gpu: Gpu,
    field: GpuFieldEval,
    level: Level,
    /// The coordinates of samples along an axis, in -1..1.
    coordinates: Buffer,
    slots_a_segment: usize,
    segments: Vec<Buffer>,
}

#[repr(C)]
#[derive(Clone, Copy, Default, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniforms {
    count: u32,
    value: f32,
    first: u32,
    side: u32,
}

#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Item {
    slot: u32,
    first: u32,
    mask: [u32; 2],
    origin: [u32; 4],
}

/// Items whose samples are evaluated together.
struct Batch {
    segment: usize,
    /// Places in what was asked for.
    indices: Vec<usize>,
    points: usize,
}

impl Lattice {
    /// Without any slot; `coordinates` are those of samples along any axis, in the field's -1..1.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn new(field: &GpuFieldEval, level: Level, coordinates: &[f32]) -> Result<Lattice, Error> {
        let gpu = field.gpu();
        let bound = gpu.max_binding_bytes() / SLOT_BYTES;
        Ok(Lattice {
            coordinates: gpu.upload(bytemuck::cast_slice(coordinates))?,
            gpu,
            field: field.clone(),
            level,
            slots_a_segment: bound.clamp(1, SLOTS_A_SEGMENT),
            segments: Vec::new(),
        })
    }

    fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Makes room for `slots` slots; samples of new ones are outside.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails or has no room.
    pub fn grow(&mut self, slots: usize) -> Result<(), Error> {
        while self.segments.len() * self.slots_a_segment < slots {
            let count = self.slots_a_segment * SAMPLES;
            let segment = self.gpu().allocate(4 * count as u64)?;
            self.fill(segment.whole(), count, FRAME)?;
            self.segments.push(segment);
        }
        Ok(())
    }

    /// The levels where each coordinate is one of `ticks`, the lattice's places along an axis; x fastest.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn coarse(&self, ticks: &[u32]) -> Result<Vec<f32>, Error> {
        let (gpu, some) = (self.gpu(), self.field.points_a_launch());
        let total = ticks.len().pow(3);
        let there = gpu.upload(bytemuck::cast_slice(ticks))?;
        let points = gpu.allocate((some.min(total) * POINT_BYTES) as u64)?;
        let levels = gpu.allocate(4 * total as u64)?;
        for first in (0..total).step_by(some) {
            let count = some.min(total - first);
            let side = ticks.len() as u32;
            let uniforms = Uniforms { count: count as u32, first: first as u32, side, ..Uniforms::default() };
            let bound = [there.whole(), self.coordinates.whole(), points.whole()];
            self.launch("coarse", uniforms, &bound, count.div_ceil(64), count)?;
            let to = Bound { buffer: &levels, offset: 4 * first as u64, bytes: 4 * count as u64 };
            self.field.write(&points, count, Written::Level(self.level), to)?;
            gpu.pace()?;
        }
        Ok(bytemuck::pod_collect_to_vec(&gpu.download(&levels, 0, 4 * total as u64)?))
    }

    /// Sets levels that are known: slot, bit, level.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    pub fn set(&self, levels: &[(u32, u32, f32)]) -> Result<(), Error> {
        let most = self.gpu().max_binding_bytes() / 8;
        let mut parts: Vec<Vec<[u32; 2]>> = vec![Vec::new(); self.segments.len()];
        for &(slot, bit, level) in levels {
            let (segment, slot) = self.place(slot);
            parts[segment].push([(slot * SAMPLES) as u32 + bit, level.to_bits()]);
        }
        for (part, segment) in parts.iter().zip(&self.segments) {
            for part in part.chunks(most) {
                let known = self.gpu().upload(bytemuck::cast_slice(part))?;
                let uniforms = Uniforms { count: part.len() as u32, ..Uniforms::default() };
                self.launch(
                    "assign",
                    uniforms,
                    &[segment.whole(), known.whole()],
                    part.len().div_ceil(64),
                    part.len(),
                )?;
            }
        }
        Ok(())
    }

    /// Evaluates what is missing. Gives which samples are inside, of those that were asked for, or the first sample whose
    /// level is no number.
    ///
    /// # Errors
    /// [`Error::Device`] when the device fails.
    ///
    /// # Panics
    /// When a slot was not grown to.
    pub fn evaluate(&self, missing: &[Missing]) -> Result<Result<Vec<u64>, NotFinite>, Error> {
        let batches = self.batches(missing);
        let sizes: Vec<u64> = batches.iter().map(|batch| 4 * (1 + 2 * batch.indices.len()) as u64).collect();
        let offsets: Vec<u64> =
            sizes.iter().scan(0, |end, size| Some(std::mem::replace(end, *end + size.next_multiple_of(256)))).collect();
        let total = offsets.last().map_or(0, |last| last + sizes[sizes.len() - 1]);
        let found = self.gpu().allocate(total)?;
        for ((batch, size), offset) in batches.iter().zip(&sizes).zip(&offsets) {
            self.evaluate_batch(batch, missing, Bound { buffer: &found, offset: *offset, bytes: *size })?;
            self.gpu().pace()?;
        }
        let bytes = self.gpu().download(&found, 0, total)?;
        let words: Vec<u32> = bytemuck::pod_collect_to_vec(&bytes);
        let mut inside = vec![0; missing.len()];
        let mut not_finite: Option<NotFinite> = None;
        for (batch, offset) in batches.iter().zip(offsets) {
            let words = &words[offset as usize / 4..];
            if words[0] != 0 {
                let first = !words[0] as usize;
                let here = NotFinite { index: batch.indices[first / SAMPLES], bit: first % SAMPLES };
                not_finite = not_finite.filter(|first| first.index < here.index).or(Some(here));
            }
            for (index, mask) in batch.indices.iter().zip(words[1..].as_chunks::<2>().0) {
                inside[*index] = u64::from(mask[0]) | u64::from(mask[1]) << 32;
            }
        }
        Ok(not_finite.map_or(Ok(inside), Err))
    }

    fn evaluate_batch(&self, batch: &Batch, missing: &[Missing], found: Bound<'_>) -> Result<(), Error> {
        let mut first = 0;
        let items: Vec<Item> = batch
            .indices
            .iter()
            .map(|&index| {
                let Missing { slot, origin: [x, y, z], mask } = missing[index];
                let slot = self.place(slot).1 as u32;
                let item = Item { slot, first, mask: [mask as u32, (mask >> 32) as u32], origin: [x, y, z, 0] };
                first += mask.count_ones();
                item
            })
            .collect();
        let items_there = self.gpu().upload(bytemuck::cast_slice(&items))?;
        let points = self.gpu().allocate((batch.points * POINT_BYTES) as u64)?;
        let segment = &self.segments[batch.segment];
        let uniforms = Uniforms { count: items.len() as u32, ..Uniforms::default() };
        let expanded = [items_there.whole(), self.coordinates.whole(), points.whole()];
        self.launch("expand", uniforms, &expanded, items.len(), batch.points)?;
        self.field.write(&points, batch.points, Written::Level(self.level), segment.whole())?;
        // No sample without a level is found yet.
        self.fill(Bound { bytes: 4, ..found }, 1, 0.0)?;
        self.launch("inside", uniforms, &[items_there.whole(), segment.whole(), found], items.len(), batch.points)
    }

    /// What is missing, divided by segments and by what can be bound.
    fn batches(&self, missing: &[Missing]) -> Vec<Batch> {
        let most_points = self.field.points_a_launch();
        let most_items = self.gpu().max_binding_bytes() / size_of::<Item>();
        let mut batches: Vec<Batch> = Vec::new();
        // The batch of each segment that has room.
        let mut open = vec![None; self.segments.len()];
        for (index, missing) in missing.iter().enumerate().filter(|(_, missing)| missing.mask != 0) {
            let segment = self.place(missing.slot).0;
            let points = missing.mask.count_ones() as usize;
            let has_room = |&at: &usize| {
                let batch: &Batch = &batches[at];
                batch.points + points <= most_points && batch.indices.len() < most_items
            };
            let at = match open[segment].filter(has_room) {
                Some(at) => at,
                None => {
                    batches.push(Batch { segment, indices: Vec::new(), points: 0 });
                    open[segment] = Some(batches.len() - 1);
                    batches.len() - 1
                }
            };
            batches[at].indices.push(index);
            batches[at].points += points;
        }
        batches
    }

    /// A slot's segment, and its place there.
    fn place(&self, slot: u32) -> (usize, usize) {
        (slot as usize / self.slots_a_segment, slot as usize % self.slots_a_segment)
    }

    /// Sets the first `count` values of a buffer.
    fn fill(&self, values: Bound<'_>, count: usize, value: f32) -> Result<(), Error> {
        let uniforms = Uniforms { count: count as u32, value, ..Uniforms::default() };
        self.launch("fill", uniforms, &[values], count.div_ceil(64), count)
    }

    fn launch(
        &self,
        entry: &'static str,
        uniforms: Uniforms,
        buffers: &[Bound<'_>],
        workgroups: usize,
        operations: usize,
    ) -> Result<(), Error> {
        if uniforms.count == 0 {
            return Ok(());
        }
        let shader = Shader { name: "lattice", entry, text: include_str!("lattice.wgsl"), definitions: String::new() };
        let (uniforms, operations) = (bytemuck::bytes_of(&uniforms), operations as f64);
        self.gpu().launch(&Launch { shader: &shader, uniforms, buffers, workgroups, operations })
    }
}
