"""TripoSR (Tochilkin et al. 2024) in PyTorch, as its reference implementation runs it.

The modules, their order, their precision and the chunking are the reference's (VAST-AI-Research/TripoSR at d26e331 with
the ViT of transformers 4.35): the point is its time and its numbers, so nothing is fused or skipped that it does not
fuse or skip. The one part left out is the ViT's pooler, a 768 x 768 product for one token whose result goes nowhere;
its weights are loaded. Parameter names are the released checkpoint's.

Letters: c channels, n tokens, p plane size, r grid resolution.
"""

import math
from collections import defaultdict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


class PatchEmbeddings(nn.Module):
    """Image [1, 3, h, w] -> patches [1, n, c], row by row."""

    def __init__(self, vit: dict):
        super().__init__()
        patch = vit["patch_size"]
        self.projection = nn.Conv2d(vit["num_channels"], vit["hidden_size"], patch, stride=patch)

    def forward(self, image: Tensor) -> Tensor:
        return self.projection(image).flatten(2).transpose(1, 2)


class Embeddings(nn.Module):
    """Image [1, 3, h, w] -> tokens [1, 1 + n, c]: the class token, then the patches, each with its position."""

    def __init__(self, vit: dict):
        super().__init__()
        self.patch = vit["patch_size"]
        self.native = vit["image_size"] // self.patch
        width = vit["hidden_size"]
        self.cls_token = nn.Parameter(torch.empty(1, 1, width))
        self.position_embeddings = nn.Parameter(torch.empty(1, self.native**2 + 1, width))
        self.patch_embeddings = PatchEmbeddings(vit)

    def positions(self, height: int, width: int) -> Tensor:
        """The position table for an image of `height` x `width` pixels, [1, 1 + n, c]."""
        rows, columns = height // self.patch, width // self.patch
        if rows == columns == self.native:
            return self.position_embeddings
        own, table = self.position_embeddings[:, :1], self.position_embeddings[:, 1:]
        table = table.reshape(1, self.native, self.native, -1).permute(0, 3, 1, 2)
        # The added 0.1 keeps the floor of size * factor from losing a row, and it also sets the sampling distance.
        factors = ((rows + 0.1) / self.native, (columns + 0.1) / self.native)
        table = F.interpolate(table, scale_factor=factors, mode="bicubic", align_corners=False)
        return torch.cat((own, table.permute(0, 2, 3, 1).reshape(1, rows * columns, -1)), dim=1)

    def forward(self, image: Tensor) -> Tensor:
        tokens = torch.cat((self.cls_token, self.patch_embeddings(image)), dim=1)
        return tokens + self.positions(*image.shape[-2:])


class EncoderLayer(nn.Module):
    """Pre-norm ViT block, tokens [1, n, c] -> [1, n, c]. Attention stores its scores, as transformers 4.35 does."""

    def __init__(self, vit: dict):
        super().__init__()
        width, mlp, eps = vit["hidden_size"], vit["intermediate_size"], vit["layer_norm_eps"]
        self.heads = vit["num_attention_heads"]
        projections = {name: nn.Linear(width, width, bias=vit["qkv_bias"]) for name in ("query", "key", "value")}
        self.attention = nn.ModuleDict(
            {"attention": nn.ModuleDict(projections), "output": nn.ModuleDict({"dense": nn.Linear(width, width)})}
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, mlp)})
        self.output = nn.ModuleDict({"dense": nn.Linear(mlp, width)})
        self.layernorm_before = nn.LayerNorm(width, eps=eps)
        self.layernorm_after = nn.LayerNorm(width, eps=eps)

    def attend(self, tokens: Tensor) -> Tensor:
        batch, count, width = tokens.shape
        query, key, value = (
            self.attention["attention"][name](tokens).view(batch, count, self.heads, -1).permute(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(width // self.heads)
        mixed = torch.matmul(scores.softmax(dim=-1), value)
        mixed = mixed.permute(0, 2, 1, 3).contiguous().view(batch, count, width)
        return self.attention["output"]["dense"](mixed)

    def forward(self, tokens: Tensor) -> Tensor:
        tokens = self.attend(self.layernorm_before(tokens)) + tokens
        hidden = F.gelu(self.intermediate["dense"](self.layernorm_after(tokens)))
        return self.output["dense"](hidden) + tokens


class ImageEncoder(nn.Module):
    """Image [1, 3, h, w] in 0..1 -> tokens [1, 1 + n, c]."""

    def __init__(self, vit: dict):
        super().__init__()
        width = vit["hidden_size"]
        layers = nn.ModuleList(EncoderLayer(vit) for _ in range(vit["num_hidden_layers"]))
        self.model = nn.ModuleDict(
            {
                "embeddings": Embeddings(vit),
                "encoder": nn.ModuleDict({"layer": layers}),
                "layernorm": nn.LayerNorm(width, eps=vit["layer_norm_eps"]),
                "pooler": nn.ModuleDict({"dense": nn.Linear(width, width)}),
            }
        )
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> Tensor:
        tokens = self.model["embeddings"]((image - self.mean) / self.std)
        for layer in self.model["encoder"]["layer"]:
            tokens = layer(tokens)
        return self.model["layernorm"](tokens)


class Attention(nn.Module):
    """Tokens [1, n, c], context [1, m, d] -> [1, n, c]."""

    def __init__(self, width: int, context: int, heads: int):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k = nn.Linear(context, width, bias=False)
        self.to_v = nn.Linear(context, width, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def split(self, tokens: Tensor) -> Tensor:
        return tokens.view(tokens.shape[0], tokens.shape[1], self.heads, -1).transpose(1, 2)

    def forward(self, tokens: Tensor, context: Tensor) -> Tensor:
        query, key, value = self.to_q(tokens), self.to_k(context), self.to_v(context)
        mixed = F.scaled_dot_product_attention(self.split(query), self.split(key), self.split(value))
        return self.to_out[0](mixed.transpose(1, 2).reshape(tokens.shape))


class Geglu(nn.Module):
    """Tokens [1, n, c] -> [1, n, 4 c]: the first half of the projection times the GELU of the second."""

    def __init__(self, width: int):
        super().__init__()
        self.proj = nn.Linear(width, 8 * width)

    def forward(self, tokens: Tensor) -> Tensor:
        value, gate = self.proj(tokens).chunk(2, dim=-1)
        return value * F.gelu(gate)


class FeedForward(nn.Module):
    """Tokens [1, n, c] -> [1, n, c]. The identity stands where the checkpoint's numbering counts a dropout."""

    def __init__(self, width: int):
        super().__init__()
        self.net = nn.Sequential(Geglu(width), nn.Identity(), nn.Linear(4 * width, width))

    def forward(self, tokens: Tensor) -> Tensor:
        return self.net(tokens)


class Block(nn.Module):
    """Self-attention, cross-attention and feed-forward, each behind its norm; tokens [1, n, c] -> [1, n, c]."""

    def __init__(self, width: int, context: int, heads: int):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.attn1 = Attention(width, width, heads)
        self.attn2 = Attention(width, context, heads)
        self.ff = FeedForward(width)

    def forward(self, tokens: Tensor, context: Tensor) -> Tensor:
        normed = self.norm1(tokens)
        tokens = self.attn1(normed, normed) + tokens
        tokens = self.attn2(self.norm2(tokens), context) + tokens
        return self.ff(self.norm3(tokens)) + tokens


class Backbone(nn.Module):
    """Triplane sequence [1, c, 3 p p], context [1, m, d] -> [1, c, 3 p p]."""

    def __init__(self, config: dict):
        super().__init__()
        channels, heads = config["in_channels"], config["num_attention_heads"]
        width = heads * config["attention_head_dim"]
        self.norm = nn.GroupNorm(32, channels, eps=1e-6)
        self.proj_in = nn.Linear(channels, width)
        self.transformer_blocks = nn.ModuleList(
            Block(width, config["cross_attention_dim"], heads) for _ in range(config["num_layers"])
        )
        self.proj_out = nn.Linear(width, channels)

    def forward(self, sequence: Tensor, context: Tensor) -> Tensor:
        tokens = self.proj_in(self.norm(sequence).permute(0, 2, 1).contiguous())
        for block in self.transformer_blocks:
            tokens = block(tokens, context)
        return self.proj_out(tokens).permute(0, 2, 1).contiguous() + sequence


class Tokenizer(nn.Module):
    """The learnt planes, as the sequence that the backbone starts from."""

    def __init__(self, config: dict):
        super().__init__()
        size = config["plane_size"]
        self.embeddings = nn.Parameter(torch.empty(3, config["num_channels"], size, size))

    def sequence(self) -> Tensor:
        """[1, c, 3 p p]"""
        return self.embeddings.permute(1, 0, 2, 3).reshape(1, self.embeddings.shape[1], -1)

    def planes(self, sequence: Tensor) -> Tensor:
        """[1, c, 3 p p] -> [3, c, p, p]"""
        planes, channels, rows, columns = self.embeddings.shape
        return sequence.view(channels, planes, rows, columns).transpose(0, 1)


class Upsampling(nn.Module):
    """Planes [3, c, p, p] -> triplane [3, k, 2 p, 2 p]."""

    def __init__(self, config: dict):
        super().__init__()
        self.upsample = nn.ConvTranspose2d(config["in_channels"], config["out_channels"], kernel_size=2, stride=2)

    def forward(self, planes: Tensor) -> Tensor:
        return self.upsample(planes)


class Decoder(nn.Module):
    """Sampled features [n, 3 k] -> raw density and colour [n, 4]."""

    def __init__(self, features: int, neurons: int, hidden: int):
        super().__init__()
        layers: list[nn.Module] = []
        for index in range(hidden):
            layers += [nn.Linear(features if index == 0 else neurons, neurons), nn.SiLU(inplace=True)]
        self.layers = nn.Sequential(*layers, nn.Linear(neurons, 4))

    def forward(self, features: Tensor) -> Tensor:
        return self.layers(features)


class Network(nn.Module):
    """The modules of one TripoSR network, by the checkpoint's names. `config` is upstream's, with a `vit:` section."""

    def __init__(self, config: dict):
        super().__init__()
        renderer, decoder = config["renderer"], config["decoder"]
        expected = {"feature_reduction": "concat", "density_activation": "exp"}
        for key, value in expected.items():
            if renderer[key] != value:
                raise ValueError(f"renderer.{key} is {renderer[key]}; this script knows {value} only")
        if decoder["activation"] != "silu":
            raise ValueError(f"decoder.activation is {decoder['activation']}; this script knows silu only")
        self.image_size = config["cond_image_size"]
        self.radius, self.density_bias = renderer["radius"], renderer["density_bias"]
        self.image_tokenizer = ImageEncoder(config["vit"])
        self.tokenizer = Tokenizer(config["tokenizer"])
        self.backbone = Backbone(config["backbone"])
        self.post_processor = Upsampling(config["post_processor"])
        self.decoder = Decoder(decoder["in_channels"], decoder["n_neurons"], decoder["n_hidden_layers"])

    def preprocess(self, image: Tensor) -> Tensor:
        """u8 [h, w, 3] -> f32 [1, 3, s, s] in 0..1, resized with antialiasing whatever the proportions."""
        image = (image.to(torch.float32) / 255)[None].permute(0, 3, 1, 2)
        size = (self.image_size, self.image_size)
        return F.interpolate(image, size, mode="bilinear", align_corners=False, antialias=True)

    def field(self, triplane: Tensor) -> "Field":
        """The field of an image, from its triplane [3, k, 2 p, 2 p]."""
        return Field(triplane, self.decoder, self.radius, self.density_bias)


def scaled(values: Tensor, source: tuple[float, float], target: tuple[float, float]) -> Tensor:
    """`values` of the interval `source`, in the interval `target`."""
    values = (values - source[0]) / (source[1] - source[0])
    return values * (target[1] - target[0]) + target[0]


class Field:
    """Density and colour at any point of the cube of half-width `radius`."""

    def __init__(self, triplane: Tensor, decoder: Decoder, radius: float, density_bias: float):
        self.triplane, self.decoder, self.radius, self.density_bias = triplane, decoder, radius, density_bias

    def features(self, points: Tensor) -> Tensor:
        """Points [n, 3] in -1..1 -> [n, 3 k]"""
        coordinates = torch.stack((points[:, [0, 1]], points[:, [0, 2]], points[:, [1, 2]]))
        sampled = F.grid_sample(self.triplane, coordinates[:, None], mode="bilinear", align_corners=False)
        return sampled[:, :, 0].permute(2, 0, 1).reshape(len(points), -1)

    def query(self, points: Tensor, chunk: int) -> dict[str, Tensor]:
        """World points [n, 3] -> density [n, 1], features [n, 3] and both after activation; `chunk` points at a time.

        Colours are worked out even where only the density is wanted, as in the reference.
        """
        points = scaled(points, (-self.radius, self.radius), (-1, 1))
        parts = defaultdict(list)
        for start in range(0, len(points), chunk):
            raw = self.decoder(self.features(points[start : start + chunk]))
            parts["density"].append(raw[:, :1])
            parts["features"].append(raw[:, 1:])
        result = {name: torch.cat(values) for name, values in parts.items()}
        result["density_act"] = torch.exp(result["density"] + self.density_bias)
        result["color"] = torch.sigmoid(result["features"])
        return result

    def density(self, grid: Tensor, chunk: int) -> Tensor:
        """Density after activation at `grid` (of `unit_grid`), [r, r, r]."""
        resolution = round(len(grid) ** (1 / 3))
        points = scaled(grid, (0, 1), (-self.radius, self.radius))
        return self.query(points, chunk)["density_act"].view(resolution, resolution, resolution)


def unit_grid(resolution: int) -> Tensor:
    """Corners of the unit cube's lattice, [r r r, 3], z fastest."""
    axis = torch.linspace(0, 1, resolution)
    x, y, z = torch.meshgrid(axis, axis, axis, indexing="ij")
    return torch.cat((x.reshape(-1, 1), y.reshape(-1, 1), z.reshape(-1, 1)), dim=-1)
