//! The sum of a value over a workgroup.

use super::WebGpu;

impl WebGpu {
    /// WGSL of `Invocation`, the argument of an entry point, and of `total(value, invocation)`: the sum over a workgroup of
    /// `invocations`, a power of two, in each of them.
    pub(crate) fn total(&self, invocations: usize) -> String {
        let builtins = "@builtin(workgroup_id) group: vec3u,\n\
            @builtin(num_workgroups) groups: vec3u,\n\
            @builtin(local_invocation_index) index: u32,\n";
        if self.capabilities().subgroups {
            format!(
                "struct Invocation {{\n{builtins}\
                 @builtin(subgroup_id) subgroup: u32,\n\
                 @builtin(num_subgroups) subgroups: u32,\n\
                 }}\n\
                 var<workgroup> partials: array<f32, {invocations}>;\n\
                 fn total(value: f32, invocation: Invocation) -> f32 {{\n\
                 let own = subgroupAdd(value);\n\
                 workgroupBarrier();\n\
                 partials[invocation.subgroup] = own;\n\
                 workgroupBarrier();\n\
                 var sum = 0.0;\n\
                 for (var i = 0u; i < invocation.subgroups; i += 1u) {{ sum += partials[i]; }}\n\
                 return sum;\n\
                 }}\n"
            )
        } else {
            format!(
                "struct Invocation {{\n{builtins}}}\n\
                 var<workgroup> partials: array<f32, {invocations}>;\n\
                 fn total(value: f32, invocation: Invocation) -> f32 {{\n\
                 workgroupBarrier();\n\
                 partials[invocation.index] = value;\n\
                 workgroupBarrier();\n\
                 for (var half = {invocations}u / 2u; half > 0u; half /= 2u) {{\n\
                 if (invocation.index < half) {{ partials[invocation.index] += partials[invocation.index + half]; }}\n\
                 workgroupBarrier();\n\
                 }}\n\
                 return partials[0];\n\
                 }}\n"
            )
        }
    }
}
