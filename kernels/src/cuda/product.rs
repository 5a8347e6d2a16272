//! Matrix products by cuBLASLt: layouts and the library's own choice of an algorithm are kept for each shape.
//!
//! Sums are f32 for operands of any format: TF32 is not used, and partial sums that are added up later are added in f32.

use std::{
    collections::{HashMap, hash_map::Entry},
    ffi::c_void,
    ptr,
    sync::Arc,
};

use cudarc::{
    cublaslt::{
        result::{self as lt, CublasError},
        sys,
    },
    driver::{CudaSlice, CudaStream, DevicePtr},
};

use super::{
    context::{Cuda, Memory, Refusal},
    fault,
    launch::Rows,
    launches::{Epilogue, linear_epilogue},
};
use crate::{Error, ops::linear::Activation, weight::Format};

/// Working space of the algorithms: what NVIDIA advises for Hopper and later.
const WORKSPACE_BYTES: usize = 32 << 20;
/// The largest alignment that algorithms make a difference for, bytes.
const MOST_ALIGNMENT: usize = 256;

/// `cublasOperation_t`, which the bindings have with cuBLAS only.
const AS_IT_IS: i32 = 0;
const TRANSPOSED: i32 = 1;

/// cuBLASLt with its working space, which is that of one stream.
pub(super) struct Products {
    handle: sys::cublasLtHandle_t,
    workspace: CudaSlice<u8>,
    plans: HashMap<Shape, Plan>,
}

// SAFETY: cuBLASLt's handle and descriptions may be used by any thread; `Cuda` lets in one at a time.
#[expect(unsafe_code, reason = "the library's handles are pointers")]
unsafe impl Send for Products {}

/// All that the choice of an algorithm depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Shape {
    rows: usize,
    columns: usize,
    depth: usize,
    x_stride: usize,
    weights_stride: usize,
    residual_stride: Option<usize>,
    out_stride: usize,
    operands: u8,
    out: u8,
    bias: bool,
    /// Of `x`, weights, residual and result, bytes.
    alignments: [u32; 4],
}

/// A product's description and algorithm.
struct Plan {
    description: sys::cublasLtMatmulDesc_t,
    /// Of weights, `x`, residual and result.
    layouts: [sys::cublasLtMatrixLayout_t; 4],
    algorithm: sys::cublasLtMatmulAlgo_t,
    /// Whether the product adds the bias.
    adds_bias: bool,
}

/// `out = x weights^T + bias + residual`.
pub(super) struct Product<'a> {
    /// `[m, k]`.
    pub x: Rows<'a, Memory>,
    /// `[n, k]`, of the format of `x`.
    pub weights: Rows<'a, Memory>,
    /// `[n]`, from their starts: in f32, and in the format of `out`, which is what cuBLASLt adds.
    pub bias: Option<[&'a Memory; 2]>,
    /// `[m, n]`, of the format of `out`.
    pub residual: Option<Rows<'a, Memory>>,
    /// `[m, n]`, f32 or of the format of `x`.
    pub out: Rows<'a, Memory>,
}

impl Products {
    /// # Errors
    /// Why there is no cuBLASLt.
    pub(super) fn new(stream: &Arc<CudaStream>) -> Result<Products, Refusal> {
        // SAFETY: bytes have no invalid values; cuBLASLt writes before it reads.
        #[expect(unsafe_code, reason = "memory that nothing was written to")]
        let workspace = unsafe { stream.alloc::<u8>(WORKSPACE_BYTES) }?;
        let refused = |error: CublasError| Refusal::Reason(format!("cuBLASLt does not start: {:?}", error.0));
        let handle = lt::create_handle().map_err(refused)?;
        Ok(Products { handle, workspace, plans: HashMap::new() })
    }
}

impl Drop for Products {
    fn drop(&mut self) {
        let context = self.workspace.context();
        context.record_err(context.bind_to_thread());
        self.plans.clear();
        // SAFETY: created in `new`, destroyed once.
        #[expect(unsafe_code, reason = "a call of cuBLASLt")]
        let destroyed = unsafe { lt::destroy_handle(self.handle) };
        // On a device that was lost it fails, which the caller knows, and can do nothing about.
        destroyed.ok();
    }
}

impl Cuda {
    /// Multiplies.
    ///
    /// # Errors
    /// [`Error::Device`].
    ///
    /// # Panics
    /// When shapes or formats do not fit: the caller's own mistake.
    pub(super) fn multiply(&self, product: &Product<'_>) -> Result<(), Error> {
        let Product { x, weights, bias, residual, out } = product;
        assert!(x.columns == weights.columns && x.format == weights.format, "operands fit");
        assert!((out.rows, out.columns) == (x.rows, weights.rows), "a sum for each row and weight");
        assert!(out.format == Format::F32 || out.format == x.format, "a result in f32 or the operands' format");
        if let Some(residual) = residual {
            let shape = (residual.rows, residual.columns, residual.format);
            assert_eq!(shape, (out.rows, out.columns, out.format), "a residual like the result");
        }
        if out.rows == 0 || out.columns == 0 {
            return Ok(());
        }
        let address = |memory: &Memory| -> u64 { memory.device_ptr(self.stream()).0 };
        let start = |rows: &Rows<'_, Memory>| address(rows.buffer) + rows.offset as u64;
        let (x_at, weights_at, out_at) = (start(x), start(weights), start(out));
        // Without a residual nothing is read of it, but there has to be one.
        let residual_at = residual.as_ref().map_or(out_at, start);
        let alignment = |at: u64| 1 << at.trailing_zeros().min(MOST_ALIGNMENT.trailing_zeros());
        let shape = Shape {
            rows: x.rows,
            columns: weights.rows,
            depth: x.columns,
            x_stride: x.stride,
            weights_stride: weights.stride,
            residual_stride: residual.map(|residual| residual.stride),
            out_stride: out.stride,
            operands: x.format as u8,
            out: out.format as u8,
            bias: bias.is_some(),
            alignments: [x_at, weights_at, residual_at, out_at].map(alignment),
        };
        let failed = |error: CublasError| {
            let product = format!("a product of {} x {} x {}", shape.rows, shape.columns, shape.depth);
            // Of a device that was lost cuBLASLt has a word or two, and the driver knows why.
            self.event().err().unwrap_or_else(|| self.fault(fault::of_product(&product, error)))
        };
        self.ready()?;
        let mut products = self.products();
        let Products { handle, workspace, plans } = &mut *products;
        let plan = match plans.entry(shape) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let formats = [x.format, out.format];
                let plan = match Plan::new(*handle, &shape, formats, bias.map(|[_, bias]| address(bias))) {
                    // Not every version adds a bias of every format on every device.
                    Err(error) if bias.is_some() && error.0 == sys::cublasStatus_t::CUBLAS_STATUS_NOT_SUPPORTED => {
                        Plan::new(*handle, &shape, formats, None)
                    }
                    plan => plan,
                };
                entry.insert(plan.map_err(failed)?)
            }
        };
        if let Some([_, bias]) = bias
            && plan.adds_bias
        {
            set_bias(plan.description, address(bias)).map_err(failed)?;
        }
        let (one, of_residual) = (1.0f32, if residual.is_some() { 1.0f32 } else { 0.0 });
        let [weights_layout, x_layout, residual_layout, out_layout] = plan.layouts;
        self.dispatched();
        // SAFETY: the layouts are those of the memory, as asserted above; what is freed meanwhile is freed in the stream's order.
        #[expect(unsafe_code, reason = "a call of cuBLASLt")]
        unsafe {
            lt::matmul(
                *handle,
                plan.description,
                (&raw const one).cast(),
                (&raw const of_residual).cast(),
                weights_at as *const c_void,
                weights_layout,
                x_at as *const c_void,
                x_layout,
                residual_at as *const c_void,
                residual_layout,
                out_at as *mut c_void,
                out_layout,
                &raw const plan.algorithm,
                workspace.device_ptr(self.stream()).0 as *mut c_void,
                WORKSPACE_BYTES,
                self.stream().cu_stream().cast(),
            )
        }
        .map_err(failed)?;
        let adds_bias = plan.adds_bias;
        drop(products);
        match bias {
            Some([bias, _]) if !adds_bias => {
                let epilogue = Epilogue { bias: Some(*bias), activation: Activation::None, residual: None };
                self.launch(&linear_epilogue(*out, &epilogue, *out))
            }
            _ => Ok(()),
        }
    }
}

impl Plan {
    /// `bias` is that of the first product, since the choice may look at how it is aligned.
    fn new(
        handle: sys::cublasLtHandle_t,
        shape: &Shape,
        [operands, out]: [Format; 2],
        bias: Option<u64>,
    ) -> Result<Plan, CublasError> {
        use sys::cublasLtMatmulDescAttributes_t as Of;
        let mut plan = Plan {
            description: ptr::null_mut(),
            layouts: [ptr::null_mut(); 4],
            algorithm: sys::cublasLtMatmulAlgo_t { data: [0; 8] },
            adds_bias: bias.is_some(),
        };
        plan.description =
            lt::create_matmul_desc(sys::cublasComputeType_t::CUBLAS_COMPUTE_32F, sys::cudaDataType_t::CUDA_R_32F)?;
        // cuBLASLt counts columns first, so it is asked for the transpose: out^T [n, m] = weights [n, k] x^T [k, m].
        set(plan.description, Of::CUBLASLT_MATMUL_DESC_TRANSA, &TRANSPOSED)?;
        set(plan.description, Of::CUBLASLT_MATMUL_DESC_TRANSB, &AS_IT_IS)?;
        if let Some(bias) = bias {
            let epilogue = sys::cublasLtEpilogue_t::CUBLASLT_EPILOGUE_BIAS;
            set(plan.description, Of::CUBLASLT_MATMUL_DESC_EPILOGUE, &epilogue)?;
            set_bias(plan.description, bias)?;
        }
        let (rows, columns, depth) = (shape.rows as u64, shape.columns as u64, shape.depth as u64);
        let (operands, out) = (data_type(operands), data_type(out));
        let strides = [
            (operands, depth, columns, shape.weights_stride),
            (operands, depth, rows, shape.x_stride),
            (out, columns, rows, shape.residual_stride.unwrap_or(shape.out_stride)),
            (out, columns, rows, shape.out_stride),
        ];
        for (layout, (format, length, count, stride)) in plan.layouts.iter_mut().zip(strides) {
            *layout = lt::create_matrix_layout(format, length, count, stride as i64)?;
        }
        plan.algorithm = plan.choose(handle, shape)?;
        Ok(plan)
    }

    /// The algorithm that cuBLASLt thinks the fastest.
    fn choose(&self, handle: sys::cublasLtHandle_t, shape: &Shape) -> Result<sys::cublasLtMatmulAlgo_t, CublasError> {
        use sys::cublasLtMatmulPreferenceAttributes_t as Of;
        let preference = Preference(lt::create_matmul_pref()?);
        let [x, weights, residual, out] = shape.alignments;
        preference.set(Of::CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &WORKSPACE_BYTES)?;
        let f32_only = sys::cublasLtReductionScheme_t::CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE as u32;
        preference.set(Of::CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, &f32_only)?;
        preference.set(Of::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, &weights)?;
        preference.set(Of::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, &x)?;
        preference.set(Of::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, &residual)?;
        preference.set(Of::CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, &out)?;
        let [a, b, c, d] = self.layouts;
        // SAFETY: all were created above and live.
        #[expect(unsafe_code, reason = "a call of cuBLASLt")]
        let best = unsafe { lt::get_matmul_algo_heuristic(handle, self.description, a, b, c, d, preference.0) }?;
        Ok(best.algo)
    }
}

impl Drop for Plan {
    fn drop(&mut self) {
        // SAFETY: created in `new`, destroyed once; those that were not created are null.
        #[expect(unsafe_code, reason = "calls of cuBLASLt")]
        unsafe {
            for layout in self.layouts.into_iter().filter(|layout| !layout.is_null()) {
                let destroyed = lt::destroy_matrix_layout(layout);
                debug_assert!(destroyed.is_ok(), "{destroyed:?}");
            }
            if !self.description.is_null() {
                let destroyed = lt::destroy_matmul_desc(self.description);
                debug_assert!(destroyed.is_ok(), "{destroyed:?}");
            }
        }
    }
}

struct Preference(sys::cublasLtMatmulPreference_t);

impl Preference {
    fn set<T>(&self, attribute: sys::cublasLtMatmulPreferenceAttributes_t, value: &T) -> Result<(), CublasError> {
        // SAFETY: the attribute's value has this type, and is copied.
        #[expect(unsafe_code, reason = "a call of cuBLASLt")]
        unsafe {
            lt::set_matmul_pref_attribute(self.0, attribute, ptr::from_ref(value).cast(), size_of::<T>())
        }
    }
}

impl Drop for Preference {
    fn drop(&mut self) {
        // SAFETY: created with the value, destroyed once.
        #[expect(unsafe_code, reason = "a call of cuBLASLt")]
        let destroyed = unsafe { lt::destroy_matmul_pref(self.0) };
        debug_assert!(destroyed.is_ok(), "{destroyed:?}");
    }
}

fn set<T>(
    description: sys::cublasLtMatmulDesc_t,
    attribute: sys::cublasLtMatmulDescAttributes_t,
    value: &T,
) -> Result<(), CublasError> {
    // SAFETY: the attribute's value has this type, and is copied.
    #[expect(unsafe_code, reason = "a call of cuBLASLt")]
    unsafe {
        lt::set_matmul_desc_attribute(description, attribute, ptr::from_ref(value).cast(), size_of::<T>())
    }
}

fn set_bias(description: sys::cublasLtMatmulDesc_t, address: u64) -> Result<(), CublasError> {
    set(description, sys::cublasLtMatmulDescAttributes_t::CUBLASLT_MATMUL_DESC_BIAS_POINTER, &address)
}

fn data_type(format: Format) -> sys::cudaDataType_t {
    match format {
        Format::F32 => sys::cudaDataType_t::CUDA_R_32F,
        Format::F16 => sys::cudaDataType_t::CUDA_R_16F,
        Format::Bf16 => sys::cudaDataType_t::CUDA_R_16BF,
    }
}
