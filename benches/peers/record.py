"""Records the stages of a network as a reference, as `oneclick3d models verify` and `--check` take one.

    record.py --config config.yaml --model-dir DIR

Makes the formula's weights for any sizes, runs a fixed image of noise through the network in PyTorch, and leaves config.yaml,
model.safetensors and reference.safetensors in DIR.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch
import yaml
from safetensors.numpy import save_file

import formula
import parity
from network import Network, scaled

GAIN_POST, GAIN_DECODER = 1.0, 1.4
POINTS = 500


def record(network: Network, image: np.ndarray) -> dict[str, np.ndarray]:
    """Every stage from the pixels to queries at random points, some of them outside the cube."""
    with torch.no_grad(), parity.kept_outputs(parity.modules(network)) as found:
        pixels = network.preprocess(torch.from_numpy(image))
        context = network.image_tokenizer(pixels)
        sequence = network.backbone(network.tokenizer.sequence(), context)
        network.post_processor(network.tokenizer.planes(sequence))
        found["rgb_hwc"] = pixels[0].permute(1, 2, 0)
        found["vit.pos_embed_interp"] = network.image_tokenizer.model["embeddings"].positions(*pixels.shape[-2:])[0]
        field = network.field(found["triplane"])
        reach = np.float32(1.05 * field.radius)
        points = torch.from_numpy(formula.uniform("fixture.points", 3 * POINTS).reshape(POINTS, 3) * reach)
        found |= {f"query.{name}": values for name, values in field.query(points, POINTS).items()}
        found["query.points"] = points
        found["query.sampled_features"] = field.features(scaled(points, (-field.radius, field.radius), (-1, 1)))
    stages = {name: np.ascontiguousarray(values.detach().numpy()) for name, values in found.items()}
    return stages | {"input_u8_hwc": image}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", type=Path, required=True, help="sizes: upstream's keys, and a vit: section")
    parser.add_argument("--model-dir", type=Path, required=True, help="where the three files go")
    arguments = parser.parse_args()
    config = yaml.safe_load(arguments.config.read_text())
    weights = formula.build(config, GAIN_POST, GAIN_DECODER)
    network = Network(config)
    # The pooler is in the weights and in no stage.
    network.load_state_dict({name: torch.from_numpy(values) for name, values in weights.items()}, strict=False)
    image = ((formula.uniform("fixture.image", 61 * 97 * 3) + 1) * np.float32(127.5)).astype(np.uint8).reshape(61, 97, 3)
    arguments.model_dir.mkdir(parents=True, exist_ok=True)
    if arguments.config.resolve() != (arguments.model_dir / "config.yaml").resolve():
        shutil.copy(arguments.config, arguments.model_dir / "config.yaml")
    save_file(weights, arguments.model_dir / "model.safetensors")
    save_file(record(network, image), arguments.model_dir / "reference.safetensors")


if __name__ == "__main__":
    main()
