#!/usr/bin/env bash
# Fetches what the feature `cuda` needs to be built, from PyPI: nvcc and the headers that it reads. No GPU, no root, about 200 MB
# of disk. To run what was built, a machine needs NVIDIA's driver and cuBLASLt besides; neither is needed to build.
#
# usage: kernels/cuda/toolkit.sh FOLDER        then run the lines that it prints
set -euo pipefail
folder=${1:?usage: toolkit.sh FOLDER, which becomes CUDA_HOME}
command -v python3 >/dev/null || { echo "python3 with pip and venv is needed to fetch the wheels" >&2; exit 1; }
if [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
    echo "$folder is there already and not empty: give a new folder" >&2
    exit 1
fi
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
python3 -m venv "$wheels/venv"
"$wheels/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$wheels/packages" \
    nvidia-cuda-nvcc==13.0.88 nvidia-cuda-crt==13.0.88 nvidia-nvvm==13.0.88 nvidia-cuda-runtime==13.0.96
mv "$wheels"/packages/nvidia/cu13/{bin,nvvm,include} "$folder"/
chmod -R u+w "$folder"
chmod +x "$folder"/bin/* "$folder"/nvvm/bin/*
"$folder/bin/nvcc" --version >&2
echo "export CUDA_HOME=$folder"
echo "export PATH=\$CUDA_HOME/bin:\$PATH"
