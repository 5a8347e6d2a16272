//! Through wgpu, launches included, which the length of a measured piece hides.

use bytemuck::{Pod, Zeroable};

use super::fastest;
use crate::{
    Error,
    precision::Precision,
    webgpu::{Bound, Dispatch, Shader, WebGpu},
};

/// Invocations of a workgroup.
const WORKGROUP: u64 = 256;
/// Workgroups of the arithmetic: several on every unit of the largest devices.
const WORKGROUPS: u64 = 4096;
/// Operations of an invocation in a round: 16 multiplications with additions of vectors of 4.
const OPERATIONS_A_ROUND: u64 = 2 * 16 * 4;
/// Bytes of each side of the copy, where the adapter binds as many.
const COPIED_BYTES: u64 = 256 << 20;

/// As in the shader.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Parameters {
    count: u32,
    factor: f32,
    addend: f32,
    never: f32,
}

fn shader(entry: &'static str, precision: Precision) -> Shader {
    let value = match precision {
        Precision::F16 => "enable f16;\nalias Value = f16;",
        Precision::F32 | Precision::Bf16 => "alias Value = f32;",
    };
    let definitions = format!("{value}\nconst WORKGROUP = {WORKGROUP}u;");
    Shader { name: "peak.wgsl", entry, text: include_str!("../peak.wgsl"), definitions }
}

/// Operations in a second.
pub(super) fn multiply_add(gpu: &WebGpu, precision: Precision) -> Result<f64, Error> {
    let shader = shader("multiply_add", precision);
    let result = gpu.allocate(4 * WORKGROUP)?;
    fastest(|rounds| {
        let operations = (WORKGROUPS * WORKGROUP * OPERATIONS_A_ROUND * rounds) as f64;
        let parameters = Parameters { count: rounds as u32, factor: 0.999, addend: 0.001, never: -1000.0 };
        gpu.dispatch(&Dispatch {
            shader: &shader,
            uniforms: bytemuck::bytes_of(&parameters),
            buffers: &[Bound { buffer: &result, offset: 0, bytes: result.size() }],
            workgroups: [WORKGROUPS as u32, 1, 1],
            operations,
        })?;
        gpu.finish()?;
        Ok(operations)
    })
}

/// Bytes read and written in a second.
pub(super) fn copy(gpu: &WebGpu) -> Result<f64, Error> {
    const VECTOR: u64 = 16;
    let shader = shader("copy", Precision::F32);
    let bytes = COPIED_BYTES.min(gpu.capabilities().max_binding_bytes / 256 * 256);
    let (from, to) = (gpu.allocate(bytes)?, gpu.allocate(bytes)?);
    let count = bytes / VECTOR;
    let parameters = Parameters { count: count as u32, factor: 0.0, addend: 0.0, never: 0.0 };
    fastest(|rounds| {
        for _ in 0..rounds {
            gpu.dispatch(&Dispatch {
                shader: &shader,
                uniforms: bytemuck::bytes_of(&parameters),
                buffers: &[Bound { buffer: &from, offset: 0, bytes }, Bound { buffer: &to, offset: 0, bytes }],
                workgroups: gpu.folded(count.div_ceil(WORKGROUP) as usize),
                operations: count as f64,
            })?;
        }
        gpu.finish()?;
        Ok((2 * bytes * rounds) as f64)
    })
}
