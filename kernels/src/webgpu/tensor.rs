//! Tensors on an adapter.

use std::{fmt, ops::Range};

use half::slice::HalfFloatSliceExt;

use super::{Arguments, Bound, Buffer, Dispatch, Shader, WebGpu, Window, buffer::GRANULE};
use crate::{Error, weight::Format};

/// The most axes that [`GpuTensor::permute`] takes.
const MAX_AXES: usize = 6;

/// A dense tensor on an adapter, row-major without gaps.
#[derive(Clone)]
pub struct GpuTensor {
    gpu: WebGpu,
    buffer: Buffer,
    /// Bytes before its first value, a multiple of 256.
    offset: u64,
    shape: Vec<usize>,
    format: Format,
}

impl GpuTensor {
    /// `values`, row-major, in this shape, as f32.
    pub(crate) fn upload(gpu: &WebGpu, values: &[f32], shape: &[usize]) -> Result<GpuTensor, Error> {
        let buffer = gpu.upload(bytemuck::cast_slice(values))?;
        Ok(GpuTensor::of(gpu, buffer, 0, shape, Format::F32))
    }

    /// With values that are yet to be written.
    pub(crate) fn empty(gpu: &WebGpu, shape: &[usize], format: Format) -> Result<GpuTensor, Error> {
        let buffer = gpu.allocate((shape.iter().product::<usize>() * format.size()) as u64)?;
        Ok(GpuTensor::of(gpu, buffer, 0, shape, format))
    }

    /// The values of `buffer` from `offset` bytes on, a multiple of 256.
    pub(crate) fn of(gpu: &WebGpu, buffer: Buffer, offset: u64, shape: &[usize], format: Format) -> GpuTensor {
        let bytes = (shape.iter().product::<usize>() * format.size()) as u64;
        assert!(offset.is_multiple_of(GRANULE) && offset + bytes <= buffer.size(), "{shape:?} from {offset} on");
        GpuTensor { gpu: gpu.clone(), buffer, offset, shape: shape.to_vec(), format }
    }

    /// Values along each axis.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// `[rows, columns]` of a tensor with two axes.
    pub(crate) fn matrix(&self) -> [usize; 2] {
        let &[rows, columns] = &self.shape[..] else { panic!("{self:?} is no matrix") };
        [rows, columns]
    }

    /// How many values it has.
    pub(crate) fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// How its values are stored.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Where it is.
    pub(crate) fn gpu(&self) -> &WebGpu {
        &self.gpu
    }

    /// All of it, for a kernel that computes its own places.
    ///
    /// Larger ones than [`super::Capabilities::max_binding_bytes`] are bound in windows.
    pub(crate) fn bound(&self) -> Bound<'_> {
        let bytes = (self.count() * self.format.size()) as u64;
        Bound { buffer: &self.buffer, offset: self.offset, bytes }
    }

    /// The values in `range`.
    pub(crate) fn window(&self, range: Range<usize>) -> Window<'_> {
        let size = self.format.size();
        let granule = GRANULE as usize / size;
        let start = range.start / granule * granule;
        let bound = Bound {
            buffer: &self.buffer,
            offset: self.offset + (start * size) as u64,
            bytes: ((range.end - start) * size) as u64,
        };
        Window { bound, base: (range.start - start) as u32, format: self.format }
    }

    /// The values from `first` on, a multiple of 256 bytes, in a shape of their own; they stay shared.
    pub(crate) fn part(&self, first: usize, shape: &[usize]) -> GpuTensor {
        let offset = self.offset + (first * self.format.size()) as u64;
        GpuTensor::of(&self.gpu, self.buffer.clone(), offset, shape, self.format)
    }

    /// `[n, c] -> [count, c]`: the rows from `start` on, shared where they begin at a multiple of 256 bytes, else as f32.
    pub(crate) fn rows(&self, start: usize, count: usize) -> Result<GpuTensor, Error> {
        let [_, columns] = self.matrix();
        let (first, shape) = (start * columns, [count, columns]);
        if ((first * self.format.size()) as u64).is_multiple_of(GRANULE) {
            return Ok(self.part(first, &shape));
        }
        let from = self.in_f32()?;
        let out = GpuTensor::empty(&self.gpu, &shape, Format::F32)?;
        let [at, bytes] = [first, out.count()].map(|values| (values * Format::F32.size()) as u64);
        self.gpu.copy((&from.buffer, from.offset + at), (&out.buffer, 0), bytes)?;
        Ok(out)
    }

    /// The same values in another shape of as many.
    pub(crate) fn reshape(&self, shape: &[usize]) -> GpuTensor {
        GpuTensor { shape: shape.to_vec(), ..self.clone() }
    }

    /// All values, row-major.
    pub(crate) fn to_vec(&self) -> Result<Vec<f32>, Error> {
        let bytes = (self.count() * self.format.size()) as u64;
        let mut bytes = self.gpu.download(&self.buffer, self.offset, bytes.next_multiple_of(4))?;
        bytes.truncate(self.count() * self.format.size());
        if self.format == Format::F32 {
            return Ok(bytemuck::pod_collect_to_vec(&bytes));
        }
        let halves: Vec<half::f16> =
            bytes.as_chunks().0.iter().map(|bytes| half::f16::from_bits(u16::from_ne_bytes(*bytes))).collect();
        let mut values = vec![0.0; halves.len()];
        halves.convert_to_f32_slice(&mut values);
        Ok(values)
    }

    /// The same values, as f32.
    pub(crate) fn in_f32(&self) -> Result<GpuTensor, Error> {
        if self.format == Format::F32 {
            return Ok(self.clone());
        }
        let out = GpuTensor::empty(&self.gpu, &self.shape, Format::F32)?;
        self.combine(None, "a", &out, 0)?;
        Ok(out)
    }

    /// `a + b`, of equal shapes, as f32.
    pub(crate) fn add(&self, other: &GpuTensor) -> Result<GpuTensor, Error> {
        self.combined_with(other, "a + b")
    }

    /// `a - b`, of equal shapes, as f32.
    pub(crate) fn sub(&self, other: &GpuTensor) -> Result<GpuTensor, Error> {
        self.combined_with(other, "a - b")
    }

    fn combined_with(&self, other: &GpuTensor, how: &str) -> Result<GpuTensor, Error> {
        let out = GpuTensor::empty(&self.gpu, &self.shape, Format::F32)?;
        self.combine(Some(other), how, &out, 0)?;
        Ok(out)
    }

    /// Writes what `how` makes of the values `a` and those `b` of another tensor to `out` from the value `first` on.
    fn combine(&self, other: Option<&GpuTensor>, how: &str, out: &GpuTensor, first: usize) -> Result<(), Error> {
        let count = self.count();
        let in_fours = count.is_multiple_of(4) && first.is_multiple_of(4);
        for range in self.gpu.ranges(count, Format::F32.size()) {
            let mut arguments = Arguments::new(&self.gpu, &[]);
            let a_base = arguments.reads("a", self.window(range.clone()), in_fours);
            let b_base = match other {
                Some(other) => arguments.reads("b", other.window(range.clone()), in_fours),
                None => arguments.reads_zeros("b"),
            };
            let to = out.window(first + range.start..first + range.end);
            let out_base = arguments.writes("out", to, if in_fours { 4 } else { 1 });
            arguments.define(&format!("fn combined(a: vec4f, b: vec4f) -> vec4f {{ return {how}; }}"));
            let shader = Shader {
                name: "tensor",
                entry: "combine",
                text: include_str!("tensor.wgsl"),
                definitions: arguments.definitions,
            };
            self.gpu.dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::cast_slice(&[range.len() as u32, a_base, b_base, out_base]),
                buffers: &arguments.buffers,
                workgroups: self.gpu.folded(range.len().div_ceil(4 * 256)),
                operations: range.len() as f64,
            })?;
        }
        Ok(())
    }

    /// The axes in another order, six at most, row-major in that order.
    pub(crate) fn permute(&self, axes: &[usize]) -> Result<GpuTensor, Error> {
        assert!(axes.len() <= MAX_AXES, "{axes:?}: at most {MAX_AXES} axes");
        let shape: Vec<usize> = axes.iter().map(|&axis| self.shape[axis]).collect();
        let out = GpuTensor::empty(&self.gpu, &shape, self.format)?;
        // Eight each, as two vectors of four; the last axis first.
        let (mut lengths, mut strides) = ([1u32; 8], [0u32; 8]);
        for (i, &axis) in axes.iter().rev().enumerate() {
            lengths[i] = self.shape[axis] as u32;
            strides[i] = self.shape[axis + 1..].iter().product::<usize>() as u32;
        }
        let ranges: Vec<Range<usize>> = self.gpu.ranges(self.count(), self.format.size()).collect();
        for (to, from) in ranges.iter().flat_map(|to| ranges.iter().map(move |from| (to.clone(), from.clone()))) {
            let mut arguments = Arguments::new(&self.gpu, &[]);
            let x_base = arguments.reads("x", self.window(from.clone()), false);
            let out_base = arguments.writes("out", out.window(to.clone()), 1);
            let shader = Shader {
                name: "permute",
                entry: "permute",
                text: include_str!("permute.wgsl"),
                definitions: arguments.definitions,
            };
            let [count, first] = [to.len(), to.start].map(|n| n as u32);
            let [x_count, x_first] = [from.len(), from.start].map(|n| n as u32);
            let scalars = [count, first, x_count, x_first, x_base, out_base, 0, 0];
            let uniforms: Vec<u32> = lengths.into_iter().chain(strides).chain(scalars).collect();
            self.gpu.dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::cast_slice(&uniforms),
                buffers: &arguments.buffers,
                workgroups: self.gpu.folded(to.len().div_ceil(256)),
                operations: to.len() as f64,
            })?;
        }
        Ok(out)
    }

    /// `[n_i, c] -> [sum of n_i, c]`, as f32.
    pub(crate) fn concat_rows(parts: &[&GpuTensor]) -> Result<GpuTensor, Error> {
        let (gpu, [_, columns]) = (&parts[0].gpu, parts[0].matrix());
        let rows = parts.iter().map(|part| part.matrix()[0]).sum();
        let out = GpuTensor::empty(gpu, &[rows, columns], Format::F32)?;
        let mut first = 0;
        for part in parts {
            match part.format {
                Format::F32 => {
                    let [at, bytes] = [first, part.count()].map(|values| (values * Format::F32.size()) as u64);
                    gpu.copy((&part.buffer, part.offset), (&out.buffer, at), bytes)?;
                }
                _ => part.combine(None, "a", &out, first)?,
            }
            first += part.count();
        }
        Ok(out)
    }
}

impl WebGpu {
    /// How many values of `size` bytes are bound at once, whatever the place of the first one.
    pub(crate) fn values_at_once(&self, size: usize) -> usize {
        (self.capabilities().max_binding_bytes - GRANULE) as usize / size
    }

    /// `0..count` in parts of as many values of `size` bytes as are bound at once; each begins where a binding may.
    fn ranges(&self, count: usize, size: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let step = self.values_at_once(size) / GRANULE as usize * GRANULE as usize;
        (0..count).step_by(step).map(move |start| start..count.min(start + step))
    }
}

impl fmt::Debug for GpuTensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?} on {:?}", self.shape, self.format, self.gpu)
    }
}
