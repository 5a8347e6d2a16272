//! What a kernel reads and writes: bindings, and the WGSL that declares them.
//!
//! Kernels see every buffer through functions on four values at a time, so that one text serves both formats and rows of any
//! length: `NAME_four(at, count)` gives the values from `at` on, zeros behind the first `count`, and `NAME_put(at, values, count)`
//! writes as many.

use std::fmt::Write;

use super::{Bound, WebGpu};
use crate::weight::Format;

/// Part of a tensor, as it is bound: from a multiple of 256 bytes on.
pub(crate) struct Window<'a> {
    pub(crate) bound: Bound<'a>,
    /// Values that are bound before the first one wanted.
    pub(crate) base: u32,
    pub(crate) format: Format,
}

/// Definitions before a kernel's text, and the buffers that they declare, from binding 1 on.
pub(crate) struct Arguments<'a> {
    pub(crate) definitions: String,
    pub(crate) buffers: Vec<Bound<'a>>,
}

impl<'a> Arguments<'a> {
    /// For a kernel that needs these extensions besides halves.
    pub(crate) fn new(gpu: &WebGpu, extensions: &[&str]) -> Arguments<'a> {
        let halves = gpu.capabilities().f16.then_some("f16");
        let definitions =
            halves.iter().chain(extensions).map(|extension| format!("enable {extension};\n")).collect::<String>();
        Arguments { definitions, buffers: Vec::new() }
    }

    /// A line of WGSL.
    pub(crate) fn define(&mut self, line: &str) {
        self.definitions.push_str(line);
        self.definitions.push('\n');
    }

    /// Unsigned constants.
    pub(crate) fn constants<const N: usize>(&mut self, constants: [(&str, usize); N]) {
        for (name, value) in constants {
            self.define(&format!("const {name} = {value}u;"));
        }
    }

    /// Declares `NAME_four` of a buffer; whether every place that is asked for is a multiple of four, with four values there.
    /// Gives the window's base.
    pub(crate) fn reads(&mut self, name: &str, window: Window<'a>, in_fours: bool) -> u32 {
        let scalar = scalar(window.format);
        if in_fours {
            self.bind(window.bound, "read", name, &format!("vec4<{scalar}>"));
            self.define(&format!("fn {name}_four(at: u32, count: u32) -> vec4f {{ return vec4f({name}[at / 4u]); }}"));
        } else {
            self.bind(window.bound, "read", name, scalar);
            let mut body = String::new();
            for (i, component) in ["x", "y", "z", "w"].iter().enumerate() {
                let set = format!("if (count > {i}u) {{ four.{component} = f32({name}[at + {i}u]); }} ");
                body.push_str(&set);
            }
            self.define(&format!(
                "fn {name}_four(at: u32, count: u32) -> vec4f {{ var four = vec4f(); {body}return four; }}"
            ));
        }
        window.base
    }

    /// Declares `NAME_four` of a buffer that is not there: zeros.
    pub(crate) fn reads_zeros(&mut self, name: &str) -> u32 {
        self.define(&format!("fn {name}_four(at: u32, count: u32) -> vec4f {{ return vec4f(); }}"));
        0
    }

    /// Declares `NAME_put` of a buffer: every place that is written to is a multiple of `width` (1, 2 or 4), and so is the count
    /// of values there. Gives the window's base.
    pub(crate) fn writes(&mut self, name: &str, window: Window<'a>, width: usize) -> u32 {
        let scalar = scalar(window.format);
        let mut body = String::new();
        match width {
            4 => body.push_str(&format!("{name}[at / 4u] = vec4<{scalar}>(four);")),
            2 => {
                for (i, pair) in ["xy", "zw"].iter().enumerate() {
                    write!(body, "if (count > {i}u * 2u) {{ {name}[at / 2u + {i}u] = vec2<{scalar}>(four.{pair}); }} ")
                        .expect("strings take all");
                }
            }
            _ => {
                for (i, component) in ["x", "y", "z", "w"].iter().enumerate() {
                    write!(body, "if (count > {i}u) {{ {name}[at + {i}u] = {scalar}(four.{component}); }} ")
                        .expect("strings take all");
                }
            }
        }
        let element = if width == 1 { scalar.to_owned() } else { format!("vec{width}<{scalar}>") };
        self.bind(window.bound, "read_write", name, &element);
        self.define(&format!("fn {name}_put(at: u32, four: vec4f, count: u32) {{ {body} }}"));
        window.base
    }

    /// Binds a buffer as an array of `element`, under its name alone.
    pub(crate) fn bind(&mut self, bound: Bound<'a>, access: &str, name: &str, element: &str) {
        self.buffers.push(bound);
        let binding = self.buffers.len();
        self.define(&format!("@group(0) @binding({binding}) var<storage, {access}> {name}: array<{element}>;"));
    }
}

fn scalar(format: Format) -> &'static str {
    match format {
        Format::F32 => "f32",
        Format::F16 => "f16",
        Format::Bf16 => unreachable!("no kernel has bf16: see `Compute::new`"),
    }
}
