#!/usr/bin/env bash
# Makes the gallery's models, pictures of them, and photos, from the project's own pictures: examples.sh PATH_TO_ONECLICK3D
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"
make() { "$program" generate "../../benches/photos/$1.png" --output "src/examples/$1.glb" --resolution "$2" --thumbnail "src/examples/$1.png"; }
make flamingo 80
make chair 80
make teapot 72
make mushroom 56
for name in flamingo chair teapot mushroom; do cp "../../benches/photos/$name.jpg" "src/examples/$name.jpg"; done
