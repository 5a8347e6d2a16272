"""Weights of a TripoSR network from a formula: every run, on every machine, gives the same bits.

The released weights are not needed to time a network, nor to compare two implementations of it. Each tensor is a
stream of SplitMix64 (Steele, Lea & Flood 2014) seeded with the FNV-1a hash of its state-dict name, scaled so that
activations stay near unit variance. Needs numpy, safetensors and PyYAML; no PyTorch.

    python formula.py --config config.yaml --model-dir DIR [--check weight_scheme_check.json]
"""

import argparse
import hashlib
import json
import math
import shutil
from pathlib import Path

import numpy as np
import yaml
from safetensors.numpy import save_file

GAIN_POST = 0.2
"""Gain of the upsampling in the full-size network (the tiny one has 1.0)."""
GAIN_DECODER = 1.75
"""Gain of the decoder's hidden layers in the full-size network (the tiny one has 1.4)."""
DENSITY_BIAS_OF_LAST_LAYER = 4.25
"""Puts exp(density - 1) about the threshold of 25, so that there is a surface."""

_BLOCK = 1 << 18
"""Elements mixed at a time: a block of u64 that stays in cache."""


def fnv1a64(text: str) -> int:
    """FNV-1a, 64 bits, of the UTF-8 bytes of `text`."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def mix(seed: int, first: int, count: int) -> np.ndarray:
    """Elements `first .. first + count` (counted from 1) of the SplitMix64 stream of `seed`, u64 [count]."""
    z = np.arange(first, first + count, dtype=np.uint64)
    z *= np.uint64(0x9E3779B97F4A7C15)
    z += np.uint64(seed)
    z ^= z >> np.uint64(30)
    z *= np.uint64(0xBF58476D1CE4E5B9)
    z ^= z >> np.uint64(27)
    z *= np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return z


def uniform(key: str, count: int) -> np.ndarray:
    """The first `count` values of the stream of `key`, f32 in [-1, 1), each of 24 bits."""
    seed = fnv1a64(key)
    values = np.empty(count, np.float32)
    for start in range(0, count, _BLOCK):
        block = values[start : start + _BLOCK]
        block[:] = mix(seed, start + 1, len(block)) >> np.uint64(40)
        block *= np.float32(2.0**-23)
        block -= np.float32(1)
    return values


def amplitude(key: str, shape: tuple[int, ...], gain_post: float, gain_decoder: float) -> float:
    """Half the width of the interval that the values of tensor `key` are drawn from."""
    if key.endswith(".bias"):
        return 0.02
    if key.endswith(("cls_token", "position_embeddings")) or key == "tokenizer.embeddings":
        return 0.5
    if len(shape) == 1:
        return 0.1
    if key == "post_processor.upsample.weight":
        return gain_post * math.sqrt(3 / shape[0])
    if len(shape) == 4:
        return math.sqrt(3 / math.prod(shape[1:]))
    gain = 1.0
    if key.endswith((".query.weight", ".to_q.weight")):
        gain = 2.0
    elif key.startswith("decoder.") and shape[0] != 4:
        gain = gain_decoder
    return gain * math.sqrt(3 / shape[1])


def tensor(
    key: str, shape: tuple[int, ...], gain_post: float = GAIN_POST, gain_decoder: float = GAIN_DECODER
) -> np.ndarray:
    """The tensor that the formula gives the state-dict name `key`, f32 `shape`."""
    values = uniform(key, math.prod(shape))
    values *= np.float32(amplitude(key, shape, gain_post, gain_decoder))
    if len(shape) == 1 and not key.endswith(".bias"):
        values += np.float32(1)
    if key.startswith("decoder.") and shape == (4,):
        values[0] = DENSITY_BIAS_OF_LAST_LAYER
    return values.reshape(shape)


def shapes(config: dict) -> dict[str, tuple[int, ...]]:
    """Name and shape of each tensor of the network that `config` describes, in upstream's state-dict order."""
    table: dict[str, tuple[int, ...]] = {}

    def layer(name: str, *weight: int, bias: int | None = None) -> None:
        table[f"{name}.weight"] = weight
        table[f"{name}.bias"] = (weight[0] if bias is None else bias,)

    vit, backbone, decoder = config["vit"], config["backbone"], config["decoder"]
    width, mlp, patch = vit["hidden_size"], vit["intermediate_size"], vit["patch_size"]
    model = "image_tokenizer.model"
    table[f"{model}.embeddings.cls_token"] = (1, 1, width)
    table[f"{model}.embeddings.position_embeddings"] = (1, (vit["image_size"] // patch) ** 2 + 1, width)
    layer(f"{model}.embeddings.patch_embeddings.projection", width, vit["num_channels"], patch, patch)
    for index in range(vit["num_hidden_layers"]):
        block = f"{model}.encoder.layer.{index}"
        for part in ("query", "key", "value"):
            layer(f"{block}.attention.attention.{part}", width, width)
        layer(f"{block}.attention.output.dense", width, width)
        layer(f"{block}.intermediate.dense", mlp, width)
        layer(f"{block}.output.dense", width, mlp)
        layer(f"{block}.layernorm_before", width)
        layer(f"{block}.layernorm_after", width)
    layer(f"{model}.layernorm", width)
    layer(f"{model}.pooler.dense", width, width)

    channels, size = config["tokenizer"]["num_channels"], config["tokenizer"]["plane_size"]
    table["tokenizer.embeddings"] = (3, channels, size, size)

    channels, context = backbone["in_channels"], backbone["cross_attention_dim"]
    inner = backbone["num_attention_heads"] * backbone["attention_head_dim"]
    layer("backbone.norm", channels)
    layer("backbone.proj_in", inner, channels)
    for index in range(backbone["num_layers"]):
        block = f"backbone.transformer_blocks.{index}"
        for number, source in ((1, inner), (2, context)):
            layer(f"{block}.norm{number}", inner)
            table[f"{block}.attn{number}.to_q.weight"] = (inner, inner)
            table[f"{block}.attn{number}.to_k.weight"] = (inner, source)
            table[f"{block}.attn{number}.to_v.weight"] = (inner, source)
            layer(f"{block}.attn{number}.to_out.0", inner, inner)
        layer(f"{block}.norm3", inner)
        layer(f"{block}.ff.net.0.proj", 8 * inner, inner)
        layer(f"{block}.ff.net.2", inner, 4 * inner)
    layer("backbone.proj_out", channels, inner)

    planes = config["post_processor"]["out_channels"]
    layer("post_processor.upsample", config["post_processor"]["in_channels"], planes, 2, 2, bias=planes)

    neurons, hidden = decoder["n_neurons"], decoder["n_hidden_layers"]
    for index in range(hidden):
        layer(f"decoder.layers.{2 * index}", neurons, decoder["in_channels"] if index == 0 else neurons)
    layer(f"decoder.layers.{2 * hidden}", 4, neurons)
    return table


def build(config: dict, gain_post: float = GAIN_POST, gain_decoder: float = GAIN_DECODER) -> dict[str, np.ndarray]:
    """Every tensor of the network that `config` describes, by state-dict name, in upstream's order."""
    return {key: tensor(key, shape, gain_post, gain_decoder) for key, shape in shapes(config).items()}


def check(weights: dict[str, np.ndarray], scheme: dict) -> None:
    """Compares `weights` with recorded hashes and values, bit for bit.

    Raises ValueError with the first tensor that differs.
    """
    for key, expected in scheme["tensors"].items():
        values = weights[key]
        found = {
            "shape": list(values.shape),
            "fnv1a64": f"{fnv1a64(key):016x}",
            "first8_bits": [f"{bits:08x}" for bits in values.ravel()[:8].view(np.uint32)],
            "sha256_le_bytes": hashlib.sha256(values.astype("<f4", copy=False).tobytes()).hexdigest(),
        }
        for name, value in found.items():
            if value != expected[name]:
                raise ValueError(f"{key}: {name} is {value}, expected {expected[name]}")
    whole = hashlib.sha256()
    for values in weights.values():
        whole.update(values.astype("<f4", copy=False).data)
    if whole.hexdigest() != scheme["all_tensors_in_state_dict_order_sha256"]:
        raise ValueError("the hash over all tensors differs, though each listed tensor is as expected")


def write_model_dir(directory: Path, config: Path, weights: dict[str, np.ndarray]) -> None:
    """`directory` gets `config` as config.yaml and `weights` as model.safetensors (complete or not at all)."""
    directory.mkdir(parents=True, exist_ok=True)
    if config.resolve() != (directory / "config.yaml").resolve():
        shutil.copyfile(config, directory / "config.yaml")
    partial = directory / "model.safetensors.partial"
    save_file(weights, partial)
    partial.replace(directory / "model.safetensors")


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a model directory with the formula's weights.")
    parser.add_argument("--config", type=Path, required=True, help="upstream's config.yaml with a `vit:` section")
    parser.add_argument("--model-dir", type=Path, required=True, help="gets config.yaml and model.safetensors")
    parser.add_argument("--check", type=Path, help="hashes to compare the weights with before they are written")
    parser.add_argument("--gain-post", type=float, default=GAIN_POST)
    parser.add_argument("--gain-decoder", type=float, default=GAIN_DECODER)
    options = parser.parse_args()

    weights = build(yaml.safe_load(options.config.read_text()), options.gain_post, options.gain_decoder)
    if options.check:
        check(weights, json.loads(options.check.read_text()))
    write_model_dir(options.model_dir, options.config, weights)
    parameters = sum(values.size for values in weights.values())
    print(f"{options.model_dir}: {len(weights)} tensors, {parameters} parameters")


if __name__ == "__main__":
    main()
