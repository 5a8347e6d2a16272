"""Compares a network with recorded values of the reference implementation, stage by stage.

Two records are known: a safetensors file that holds whole stages (compared by relative L2), and a JSON file that holds
statistics of each (its L2 norm, its first 64 values, and 256 values at fixed places).
"""

import json
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor, nn

import formula
from meshing import marching_cubes
from network import Field, Network, scaled, unit_grid

TOLERANCE = 2e-5
"""Relative L2; the reference's own f32 run is up to 8e-6 from its f64 run before the exponential."""
TOLERANCE_OF_EXPONENTIAL = 2e-4
"""The same after exp(density - 1), which multiplies an error by the density: 1.8e-5 between f32 and f64."""


class Record:
    """What the reference gave at each stage."""

    def __init__(self, path: Path):
        self.statistics = path.suffix == ".json"
        if self.statistics:
            whole = json.loads(path.read_text())
            self.stages, self.tensors = whole["stages"], {}
            mesh = whole.get("mesh64")
            self.faces = {mesh["resolution"]: mesh["n_faces"]} if mesh else {}
        else:
            self.tensors = load_file(path)
            self.stages = self.tensors
            faces = {name: values for name, values in self.tensors.items() if name.endswith(".faces")}
            self.faces = {int(name.removeprefix("mesh").removesuffix(".faces")): len(v) for name, v in faces.items()}
        grids = (name for name in self.stages if name.startswith("density_grid_"))
        self.grids = [int(name.removeprefix("density_grid_")) for name in grids]

    def image(self) -> np.ndarray | None:
        """The input, u8 [h, w, 3], where the record holds it."""
        return self.tensors.get("input_u8_hwc")

    def points(self) -> np.ndarray:
        """The points of the stages `query.*`, f32 [n, 3]."""
        if not self.statistics:
            return self.tensors["query.points"]
        count = self.stages["query.density"]["shape"][0]
        return (formula.uniform("fixture.points", 3 * count) * np.float32(0.9)).reshape(count, 3)

    def difference(self, stage: str, found: np.ndarray) -> float:
        """Relative L2 between `found` and the record; for statistics the worst of the norm and the values."""
        expected = self.stages[stage]
        shape = tuple(expected["shape"]) if self.statistics else expected.shape
        if found.shape != shape:
            raise ValueError(f"{stage}: shape {found.shape}, expected {shape}")
        found = found.astype(np.float64)
        if not self.statistics:
            return relative_l2(found, expected)
        norm = abs(np.linalg.norm(found) / expected["l2"] - 1)
        flat = found.ravel()
        first, picked = np.array(expected["first64"]), np.array(expected["at_idx"])
        return max(norm, relative_l2(flat[: len(first)], first), relative_l2(flat[expected["idx"]], picked))


def relative_l2(found: np.ndarray, expected: np.ndarray) -> float:
    """|found - expected| / |expected|"""
    return float(np.linalg.norm(found - expected.astype(np.float64)) / np.linalg.norm(expected.astype(np.float64)))


def modules(network: Network) -> dict[str, nn.Module]:
    """The modules whose output is a stage of the records, by the stage's name."""
    vit, backbone = network.image_tokenizer.model, network.backbone
    first = backbone.transformer_blocks[0]
    table: dict[str, nn.Module] = {
        "vit.patch_embed": vit["embeddings"].patch_embeddings,
        "vit.embeddings": vit["embeddings"],
        "vit.tokens": vit["layernorm"],
        "backbone.groupnorm": backbone.norm,
        "backbone.proj_in": backbone.proj_in,
        "backbone.proj_out": backbone.proj_out,
        "backbone.output": backbone,
        "triplane": network.post_processor,
    }
    table |= {f"vit.layer.{index}": layer for index, layer in enumerate(vit["encoder"]["layer"])}
    table |= {f"backbone.block.{index}": block for index, block in enumerate(backbone.transformer_blocks)}
    table |= {f"backbone.block.0.{name}": getattr(first, name) for name in ("norm1", "attn1", "attn2", "ff")}
    return table


@contextmanager
def kept_outputs(table: dict[str, nn.Module]) -> Iterator[dict[str, Tensor]]:
    """What the modules of `table` give while the context is open, without the batch axis."""
    outputs: dict[str, Tensor] = {}

    def keep(stage: str) -> Callable:
        def hook(_module: nn.Module, _inputs: tuple, output: Tensor) -> None:
            outputs[stage] = output.detach().clone().squeeze(0)

        return hook

    handles = [module.register_forward_hook(keep(stage)) for stage, module in table.items()]
    try:
        yield outputs
    finally:
        for handle in handles:
            handle.remove()


def network_stages(network: Network, image: Tensor, run: Callable[[Tensor], Tensor], record: Record) -> dict:
    """Every stage of the record up to the triplane; `run` takes pixels [1, 3, s, s] to the triplane."""
    pixels = network.preprocess(image)
    with kept_outputs({name: m for name, m in modules(network).items() if name in record.stages}) as found:
        run(pixels)
    encoder = network.image_tokenizer
    normalised = ((pixels - encoder.mean) / encoder.std)[0]
    found |= {
        "rgb_hwc": pixels[0].permute(1, 2, 0),
        "pixel_values_chw": normalised,
        "vit.patch_embed.in": normalised,
        "vit.pos_embed_interp": encoder.model["embeddings"].positions(*pixels.shape[-2:])[0],
    }
    return found


def field_stages(field: Field, record: Record, chunk: int) -> dict:
    """The record's queries and grids."""
    device = field.triplane.device
    points = torch.from_numpy(record.points()).to(device)
    found = {f"query.{name}": values for name, values in field.query(points, chunk).items()}
    found["query.sampled_features"] = field.features(scaled(points, (-field.radius, field.radius), (-1, 1)))
    for resolution in record.grids:
        found[f"density_grid_{resolution}"] = field.density(unit_grid(resolution).to(device), chunk)
    return found


def report(record: Record, found: dict[str, Tensor], tolerance: float) -> tuple[dict, bool]:
    """Difference of each stage that both hold, and whether all are within tolerance."""
    rows = {}
    for stage in record.stages:
        if stage not in found:
            continue
        exponential = stage.startswith(("query.density_act", "density_grid"))
        allowed = max(tolerance, TOLERANCE_OF_EXPONENTIAL) if exponential else tolerance
        difference = record.difference(stage, found[stage].float().cpu().numpy())
        rows[stage] = {"relative_l2": float(f"{difference:.3g}"), "tolerance": allowed, "ok": difference <= allowed}
    return rows, bool(rows) and all(row["ok"] for row in rows.values())


def faces(field: Field, record: Record, threshold: float, chunk: int) -> tuple[dict, bool]:
    """Triangles of the meshes that the record counts, at each of its resolutions, and whether they are as many."""
    rows = {}
    for resolution, expected in record.faces.items():
        grid = unit_grid(resolution).to(field.triplane.device)
        mesh = marching_cubes(field.density(grid, chunk), threshold, field.radius)
        rows[f"mesh{resolution}"] = {"faces": len(mesh.faces), "expected": expected, "ok": len(mesh.faces) == expected}
    return rows, all(row["ok"] for row in rows.values())
