//! Kernels in WGSL, compiled once for each set of definitions.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::WebGpu;
use crate::Error;

/// A kernel's source: its text, and definitions that stand before it.
///
/// Definitions are WGSL (`enable f16;`, `const COLUMNS = 64u;`, `alias Operand = f16;`), so that one text serves several types
/// and sizes.
#[derive(Debug, Clone)]
pub(crate) struct Shader {
    /// What it is called in errors: the file's name.
    pub(crate) name: &'static str,
    /// Its entry point.
    pub(crate) entry: &'static str,
    /// The file's text.
    pub(crate) text: &'static str,
    /// What stands before it.
    pub(crate) definitions: String,
}

impl Shader {
    /// All of its text.
    pub(crate) fn source(&self) -> String {
        format!("{}\n{}", self.definitions, self.text)
    }
}

/// Name, entry point, definitions.
type Key = (&'static str, &'static str, String);

#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<Key, wgpu::ComputePipeline>>);

impl Cache {
    pub(super) fn pipeline(&self, gpu: &WebGpu, shader: &Shader) -> Result<wgpu::ComputePipeline, Error> {
        let mut pipelines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (shader.name, shader.entry, shader.definitions.clone());
        if let Some(pipeline) = pipelines.get(&key) {
            return Ok(pipeline.clone());
        }
        let source = wgpu::ShaderSource::Wgsl(shader.source().into());
        let descriptor = wgpu::ShaderModuleDescriptor { label: Some(shader.name), source };
        let module = unchecked(&gpu.0.device, descriptor);
        let pipeline = gpu.0.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(shader.name),
            layout: None,
            module: &module,
            entry_point: Some(shader.entry),
            compilation_options: wgpu::PipelineCompilationOptions {
                // Kernels write what they share before they read it.
                zero_initialize_workgroup_memory: false,
                ..Default::default()
            },
            cache: None,
        });
        gpu.check()?;
        pipelines.insert(key, pipeline.clone());
        Ok(pipeline)
    }
}

#[expect(unsafe_code, reason = "checks of every index and loop would take a good part of the arithmetic")]
fn unchecked(device: &wgpu::Device, descriptor: wgpu::ShaderModuleDescriptor<'_>) -> wgpu::ShaderModule {
    // SAFETY: the text is ours; the launchers check shapes against buffers, and kernels compute their indices from those.
    unsafe { device.create_shader_module_trusted(descriptor, wgpu::ShaderRuntimeChecks::unchecked()) }
}
