// All kernels as one translation unit: the compiler's own headers are read once an architecture.
#include "../src/ops/attention.cu"
#include "../src/ops/elementwise.cu"
#include "../src/ops/field_eval.cu"
#include "../src/ops/group_norm.cu"
#include "../src/ops/layer_norm.cu"
#include "../src/ops/linear.cu"
#include "../src/ops/permute.cu"
