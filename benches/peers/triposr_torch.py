"""Times TripoSR's reference pipeline in PyTorch, stage by stage, and checks that it is the reference.

    python triposr_torch.py --model-dir DIR                     # the whole, pixels to coloured mesh
    python triposr_torch.py --field field.safetensors           # density query and meshing of a stored field
    python triposr_torch.py --model-dir DIR --device cuda       # the same on a GPU
    python triposr_torch.py --model-dir DIR --check RECORD      # no timing: differences from recorded values

DIR holds config.yaml and model.safetensors; what is missing there is made from --config and the weight formula. Prints
one JSON object; progress goes to the standard error. See README.md.
"""

import argparse
import contextlib
import datetime
import importlib.metadata
import json
import os
import platform
import resource
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

import numpy as np
import torch
import yaml
from safetensors.torch import load_file
from torch import Tensor

import parity
from meshing import load_field, marching_cubes
from network import Field, Network, unit_grid

HERE = Path(__file__).resolve().parent
STAGES = ("preprocess", "image_encoder", "backbone", "upsampling", "grid", "density", "marching_cubes", "colors")


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.set_grad_enabled(False)
    result = check(options) if options.check else measure(options)
    print(json.dumps(result, indent=2))
    if not result.get("ok", True):
        sys.exit("not the reference: see the stages and meshes that are not ok")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--model-dir", type=Path, help="config.yaml and model.safetensors; made where they are missing")
    source.add_argument("--field", type=Path, help="a stored field: only density, marching cubes and colours")
    parser.add_argument("--config", type=Path, default=HERE / "config.yaml", help="sizes of a model that is to be made")
    parser.add_argument("--check", type=Path, help="record: stages (.safetensors) or statistics (.json)")
    parser.add_argument("--tolerance", type=float, default=parity.TOLERANCE, help="relative L2 that --check allows")
    parser.add_argument("--image", type=Path, help="RGB input without foreground step (default: a disc from a formula)")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"), help="cpu, cuda or cuda:N")
    precisions = ("f32", "bf16", "f16")
    parser.add_argument("--precision", choices=precisions, default="f32", help="bf16, f16: autocast up to the triplane")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--resolution", type=int, default=256)
    parser.add_argument("--chunk", type=int, default=8192, help="points of one query, as upstream's --chunk-size")
    parser.add_argument("--threshold", type=float, default=25.0, help="density at the surface (a field brings its own)")
    parser.add_argument("--stages", type=lambda text: text.split(","), default=STAGES, help=",".join(STAGES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--warm-up-runs", type=int, default=1)
    options = parser.parse_args()
    unknown = set(options.stages) - set(STAGES)
    if unknown:
        parser.error(f"unknown stages {', '.join(sorted(unknown))}; there are {', '.join(STAGES)}")
    if options.runs < 1 or options.warm_up_runs < 0 or options.threads < 1 or options.chunk < 1:
        parser.error("--runs, --threads and --chunk are at least 1, --warm-up-runs at least 0")
    if options.device.type == "cuda" and not torch.cuda.is_available():
        parser.error("--device cuda: this PyTorch finds no CUDA device")
    return options


def load_network(options: argparse.Namespace) -> Network:
    """The network of the model directory, which is made first where it is missing."""
    directory = options.model_dir
    if not (directory / "model.safetensors").exists():
        config = directory / "config.yaml" if (directory / "config.yaml").exists() else options.config
        say(f"writing formula weights to {directory}")
        # In a process of its own: the peak memory reported is to be the network's.
        command = [sys.executable, HERE / "formula.py", "--config", config, "--model-dir", directory]
        subprocess.run(command, check=True, stdout=sys.stderr)
    network = Network(yaml.safe_load((directory / "config.yaml").read_text()))
    network.load_state_dict(load_file(directory / "model.safetensors"), strict=True)
    return network.eval().to(options.device)


def load_image(options: argparse.Namespace, recorded: np.ndarray | None, size: int) -> Tensor:
    """The input, u8 [h, w, 3]: the given image, else the recorded one, else the disc."""
    if options.image:
        from PIL import Image

        return torch.from_numpy(np.array(Image.open(options.image).convert("RGB")))
    return torch.from_numpy(disc(size) if recorded is None else recorded)


def disc(size: int) -> np.ndarray:
    """The input of the recorded values, u8 [size, size, 3]: a coloured disc on the reference's grey."""
    y, x = np.mgrid[:size, :size]
    last = size - 1
    inside = 25 * ((2 * x - last) ** 2 + (2 * y - last) ** 2) < 16 * size * size
    colors = np.stack((255 * x // last, 255 * y // last, (3 * x + 5 * y) & 255), axis=-1)
    return np.where(inside[..., None], colors, 127).astype(np.uint8)


def precision(options: argparse.Namespace) -> contextlib.AbstractContextManager:
    """What the stages up to the triplane run under. The query stays f32, for the surface hangs on its last digits."""
    types = {"bf16": torch.bfloat16, "f16": torch.float16}
    if options.precision in types:
        return torch.autocast(options.device.type, dtype=types[options.precision])
    return contextlib.nullcontext()


class Stopwatch:
    """Runs the stages up to the last that was asked for; repeats and times those that were."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.results: list[dict] = []

    def stage(self, name: str, work: Callable[[], Any]) -> Any:
        """What `work` gives. A stage that is not measured runs once, for those that follow it, else not (None)."""
        if not set(STAGES[STAGES.index(name) :]) & set(self.options.stages):
            return None
        if name not in self.options.stages:
            return work()
        for _ in range(self.options.warm_up_runs):
            work()
        times = []
        for _ in range(self.options.runs):
            finish(self.options)
            wall, cpu = time.perf_counter(), time.process_time()
            value = work()
            finish(self.options)
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
        walls = [wall for wall, _ in times]
        median = statistics.median_low(walls)
        self.results.append(
            {
                "stage": name,
                "median_s": round(median, 4),
                "least_s": round(min(walls), 4),
                "most_s": round(max(walls), 4),
                "cpu_s_of_median_run": round(dict(times)[median], 4),
                "peak_rss_mb_so_far": peak_rss_mb(),
            }
        )
        say(f"{name}: {median:.3f} s ({min(walls):.3f} to {max(walls):.3f})")
        return value


def finish(options: argparse.Namespace) -> None:
    """Waits until the device has done what it was asked to."""
    if options.device.type == "cuda":
        torch.cuda.synchronize(options.device)


def measure(options: argparse.Namespace) -> dict:
    """Times of the stages, with what is needed to repeat them."""
    load_before = os.getloadavg()[0]
    watch = Stopwatch(options)
    started = time.perf_counter()
    if options.field:
        field, threshold = load_field(options.field, options.device)
        finish(options)
        load_s, loaded_mb = time.perf_counter() - started, peak_rss_mb()
    else:
        network, threshold = load_network(options), options.threshold
        finish(options)
        load_s, loaded_mb = time.perf_counter() - started, peak_rss_mb()
        field = measure_network(options, watch, network)
    figures: dict[str, Any] = {
        "peer": "TripoSR, reference pipeline in PyTorch",
        "command": shlex.join(["python", *sys.argv]),
        "machine": machine(),
        "device": device_name(options.device),
        "date": datetime.date.today().isoformat(),
        "versions": versions(),
        "threads": torch.get_num_threads(),
        "precision": options.precision,
        "chunk": options.chunk,
        "resolution": options.resolution,
        "runs": options.runs,
        "warm_up_runs": options.warm_up_runs,
        "load_s": round(load_s, 3),
    }
    if {"grid", "density", "marching_cubes", "colors"} & set(options.stages):
        figures["mesh"] = measure_mesh(options, watch, field, threshold)
    return figures | {
        "results": watch.results,
        "sum_of_medians_s": round(sum(result["median_s"] for result in watch.results), 3),
        "peak_rss_mb": {"loaded": loaded_mb, "end": peak_rss_mb()},
        "load_average": {"start": round(load_before, 2), "end": round(os.getloadavg()[0], 2)},
    }


def measure_network(options: argparse.Namespace, watch: Stopwatch, network: Network) -> Field | None:
    """Pixels to the field, where a stage that needs it was asked for."""
    image = load_image(options, None, network.image_size).to(options.device)

    def stage(name: str, work: Callable[[], Tensor]) -> Tensor | None:
        def under_precision() -> Tensor:
            with precision(options):
                return work()

        return watch.stage(name, under_precision)

    pixels = watch.stage("preprocess", lambda: network.preprocess(image))
    context = stage("image_encoder", lambda: network.image_tokenizer(pixels))
    sequence = stage("backbone", lambda: network.backbone(network.tokenizer.sequence(), context))
    triplane = stage("upsampling", lambda: network.post_processor(network.tokenizer.planes(sequence)))
    return None if triplane is None else network.field(triplane.float())


def measure_mesh(options: argparse.Namespace, watch: Stopwatch, field: Field, threshold: float) -> dict | None:
    """Field to coloured mesh; gives what the mesh counts, where it was asked for."""
    grid = watch.stage("grid", lambda: unit_grid(options.resolution).to(options.device))
    density = watch.stage("density", lambda: field.density(grid, options.chunk))
    mesh = watch.stage("marching_cubes", lambda: marching_cubes(density, threshold, field.radius))
    watch.stage("colors", lambda: field.query(mesh.vertices.to(options.device), options.chunk)["color"])
    return mesh and {"vertices": len(mesh.vertices), "faces": len(mesh.faces), "threshold": threshold}


def check(options: argparse.Namespace) -> dict:
    """Difference of each recorded stage, and whether all are within tolerance."""
    record = parity.Record(options.check)
    found: dict[str, Tensor] = {}
    if options.field:
        field, threshold = load_field(options.field, options.device)
    else:
        network, threshold = load_network(options), options.threshold

        image = load_image(options, record.image(), network.image_size).to(options.device)

        def triplane(pixels: Tensor) -> Tensor:
            with precision(options):
                context = network.image_tokenizer(pixels)
                sequence = network.backbone(network.tokenizer.sequence(), context)
                return network.post_processor(network.tokenizer.planes(sequence))

        found = parity.network_stages(network, image, triplane, record)
        field = network.field(found["triplane"].float())
    found |= parity.field_stages(field, record, options.chunk)
    stages, stages_ok = parity.report(record, found, options.tolerance)
    meshes, meshes_ok = parity.faces(field, record, threshold, options.chunk)
    return {
        "record": options.check.name,
        "versions": versions(),
        "precision": options.precision,
        "ok": stages_ok and meshes_ok,
        "stages": stages,
        "meshes": meshes,
        "not_compared": sorted(record.stages.keys() - found.keys()),
    }


def peak_rss_mb() -> float:
    """The most memory that this process has held, in MB (10^6 bytes), mapped files included."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1)


def machine() -> str:
    """Processor, threads and system in one line, as benches/results has it."""
    cpu = Path("/proc/cpuinfo").read_text()
    model = next(line.split(": ", 1)[1] for line in cpu.splitlines() if line.startswith("model name"))
    return f"{model}, {os.cpu_count()} threads, {platform.system().lower()}"


def device_name(device: torch.device) -> str:
    """The device, and what it is where PyTorch knows."""
    return f"{device} {torch.cuda.get_device_name(device)}" if device.type == "cuda" else str(device)


def versions() -> dict[str, str | None]:
    """What the figures depend on. PyMCubes is needed for its stages only."""
    try:
        mcubes = importlib.metadata.version("PyMCubes")
    except importlib.metadata.PackageNotFoundError:
        mcubes = None
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "numpy": np.__version__,
        "PyMCubes": mcubes,
        "cuda": torch.version.cuda,
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
