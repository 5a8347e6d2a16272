//! Which kernel serves an operation, with which blocks and arguments. One file an operation, beside `ops/*.cu`.

mod attention;
mod elementwise;
mod field_eval;
mod group_norm;
mod layer_norm;
mod linear;
mod over_buffers;
mod peak;
mod permute;

pub use attention::{MOST_CHANNELS, attention};
pub use elementwise::add_scaled;
pub use field_eval::{Decoder, Evaluation, MOST_FEATURES, PackedDecoder, Planes, Written, field_eval};
pub use group_norm::{GroupNorm, group_norm};
pub use layer_norm::{LayerNorm, layer_norm};
pub use linear::{Epilogue, convert, linear_epilogue};
pub use over_buffers::over_buffers;
pub use peak::multiply_add;
pub use permute::{MOST_AXES, permute, permuted_shape};
