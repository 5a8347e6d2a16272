#!/bin/sh
# Builds a folder, and an archive of it, for a GPU machine that has no cargo and no network: programs, conformance tests, fixtures,
# the reference in PyTorch, and ./run, which tries and measures every device.
#
#   benches/bundle/make.sh [--without-cuda] [FOLDER]        default: target/bundle/oneclick3d
#
# The CUDA binary is part of it unless it is left out by name. It needs nvcc (NVCC, CUDA_HOME/bin/nvcc, or in PATH), which
# kernels/cuda/toolkit.sh fetches. Programs run where the C library is as new as here.
set -eu

with_cuda=true
if [ "${1:-}" = --without-cuda ]; then
    with_cuda=false
    shift
fi
nvcc=${NVCC:-${CUDA_HOME:+$CUDA_HOME/bin/nvcc}}
nvcc=$(command -v "${nvcc:-nvcc}" || true)
if $with_cuda && [ -z "$nvcc" ]; then
    echo "there is no nvcc: set NVCC or CUDA_HOME (kernels/cuda/toolkit.sh FOLDER fetches one), or give --without-cuda" >&2
    exit 1
fi

limit=$((60 * 1024 * 1024))
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
target=${CARGO_TARGET_DIR:-$root/target}
folder=${1:-$target/bundle/oneclick3d}

rm -rf "$folder"
mkdir -p "$folder/conformance" "$folder/fixtures" "$folder/peers"

# The executables of kernels' tests of operations: SUFFIX, their names, then cargo's options.
conformance() {
    suffix=$1
    names=$2
    shift 2
    cargo test --release --no-run --message-format=json "$@" |
        sed -nE "s/.*\"name\":\"($(echo "$names" | tr ' ' '|'))\".*\"test\":true.*\"executable\":\"([^\"]*)\".*/\1 \2/p" |
        while read -r name executable; do
            strip -o "$folder/conformance/$name$suffix" "$executable"
        done
    # A pipe tells only of its last command.
    for name in $names; do
        test -x "$folder/conformance/$name$suffix" || { echo "the tests $name of kernels were not built" >&2; exit 1; }
    done
}

# Of the whole workspace with its tests, as cargo test --workspace has it: dependencies are built once for all three.
cargo build --release --workspace --bins --test conformance
strip -o "$folder/oneclick3d" "$target/release/oneclick3d"
strip -o "$folder/run" "$target/release/survey"
conformance "" "kernels conformance" --workspace --lib --test conformance

cuda="not in it: it was built with --without-cuda"
if $with_cuda; then
    cargo build --release -p server --features cuda --target-dir "$target/cuda"
    strip -o "$folder/oneclick3d-cuda" "$target/cuda/release/oneclick3d"
    conformance -cuda "kernels conformance cuda_kernels" -p kernels --features cuda --target-dir "$target/cuda"
    cuda="oneclick3d-cuda, built by $("$nvcc" --version | sed -n 's/.*release \([0-9.]*\),.*/nvcc \1/p')"
fi

for fixture in triposr-tiny triposr-odd field-robot; do
    cp -R "models/tests/fixtures/$fixture" "$folder/fixtures/"
done
mkdir "$folder/fixtures/triposr-full"
cp models/tests/fixtures/triposr-full/reference.safetensors "$folder/fixtures/triposr-full/"
for file in README.md config.yaml requirements.txt triposr_torch.py network.py meshing.py parity.py formula.py; do
    cp "benches/peers/$file" "$folder/peers/"
done
cp LICENSE "$folder/"
cat > "$folder/README" <<EOF
oneclick3d $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1), commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)$(git diff --quiet HEAD 2>/dev/null || echo ', changed'), for $(uname -sm).
./run                 tries and measures every device in ten minutes and writes <device>.json; it says how it goes
./run --software      also adapters that compute on the CPU; ./run --help lists the rest
CUDA:                 $cuda
The result is kept as benches/results/<device>.json. Nothing is installed, and no network is needed.
EOF

if command -v zstd > /dev/null; then
    archive=$folder.tar.zst
    tar -C "$(dirname "$folder")" -cf - "$(basename "$folder")" | zstd -q -19 -T0 -f -o "$archive"
else
    archive=$folder.tar.gz
    tar -C "$(dirname "$folder")" -czf "$archive" "$(basename "$folder")"
fi
size=$(wc -c < "$archive")
echo "$archive: $((size / 1024)) KiB; CUDA: $cuda"
if [ "$size" -gt "$limit" ]; then
    echo "that is more than $((limit / 1024)) KiB" >&2
    exit 1
fi
