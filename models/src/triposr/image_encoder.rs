//! The image encoder: a vision transformer (ViT: Dosovitskiy et al. 2020) as DINO trained it (Caron et al. 2021).
//!
//! Letters: `p` patches, `c` width.

use kernels::{
    compute::Compute,
    image::Image,
    ops::{
        attention::attention,
        bicubic::bicubic,
        layer_norm::LayerNorm,
        linear::{Activation, Linear, Parameters},
    },
    tensor::Tensor,
};

use super::{
    config::{Config, Vit},
    observer::{Observer, Part},
};
use crate::{Error, weights::Weights};

/// Mean and standard deviation of ImageNet's channels: constants of upstream's code.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

const PREFIX: &str = "image_tokenizer.model";

/// The encoder's layers.
pub(super) struct ImageEncoder {
    patch_size: usize,
    heads: usize,
    /// From a patch's values to its token.
    projection: Linear,
    /// `[1, c]`.
    class_token: Tensor,
    /// `[1 + p, c]`, the class token's first, resampled to the number of patches.
    positions: Tensor,
    layers: Vec<Layer>,
    norm: LayerNorm,
}

struct Layer {
    /// Query, key and value of a normalised row.
    projections: Linear,
    output: Linear,
    expand: Linear,
    contract: Linear,
}

impl ImageEncoder {
    pub(super) fn load(weights: &mut Weights, config: &Config, compute: &Compute) -> Result<ImageEncoder, Error> {
        let vit = &config.vit;
        let width = vit.hidden_size;
        let taps = 3 * vit.patch_size * vit.patch_size;
        let (table, patches) = (vit.image_size / vit.patch_size, config.cond_image_size / vit.patch_size);
        let embeddings = format!("{PREFIX}.embeddings");
        let projection = weights.take(
            &format!("{embeddings}.patch_embeddings.projection.weight"),
            &[width, 3, vit.patch_size, vit.patch_size],
        )?;
        let positions =
            weights.take_values(&format!("{embeddings}.position_embeddings"), &[1, 1 + table * table, width])?;
        let projection = Parameters {
            weights: vec![projection.reshaped(&[width, taps])],
            bias: Some(weights.take_values(&format!("{embeddings}.patch_embeddings.projection.bias"), &[width])?),
            // Positions are added, and what the layers give.
            keeps_f32: true,
            ..Parameters::default()
        };
        let class_token = weights.take_values(&format!("{embeddings}.cls_token"), &[1, 1, width])?;
        let positions = resampled(positions, table, width, patches);
        let tokens = positions.len() / width;
        let encoder = ImageEncoder {
            patch_size: vit.patch_size,
            heads: vit.num_attention_heads,
            projection: Linear::new(compute, projection)?,
            class_token: Tensor::new(compute.device(), class_token, &[1, width])?,
            positions: Tensor::new(compute.device(), positions, &[tokens, width])?,
            layers: (0..vit.num_hidden_layers)
                .map(|i| Layer::load(weights, &format!("{PREFIX}.encoder.layer.{i}"), &config.vit, compute))
                .collect::<Result<_, Error>>()?,
            norm: layer_norm(weights, &format!("{PREFIX}.layernorm"), width, vit.layer_norm_eps)?,
        };
        // Published with the weights and read by nothing.
        weights.skip(&format!("{PREFIX}.pooler."));
        Ok(encoder)
    }

    /// `photos`, squares of values in 0..=1 `-> [photos * (1 + p), c]`, one photo below the other: the class token, then the patches
    /// row by row.
    pub(super) fn encode(
        &self,
        photos: &[&Image<[f32; 3]>],
        compute: &Compute,
        observer: &mut Observer<'_>,
        progress: impl Fn(usize) -> f32,
    ) -> Result<Tensor, Error> {
        let embeddings = photos.iter().map(|rgb| self.embed(rgb, compute, observer)).collect::<Result<Vec<_>, _>>()?;
        let mut x = Tensor::stacked(&embeddings.iter().collect::<Vec<_>>())?;
        for (i, layer) in self.layers.iter().enumerate() {
            compute.device().pace()?;
            observer.progress(Part::ImageEncoder, progress(i))?;
            x = layer.apply(&x, self.heads, photos.len(), compute)?;
            observer.stage(format!("vit.layer.{i}"), || Ok(x.clone()))?;
        }
        let tokens = self.norm.apply(&x)?;
        observer.stage("vit.tokens", || Ok(tokens.clone()))?;
        Ok(tokens)
    }

    /// `rgb -> [1 + p, c]`: the tokens that the layers begin with.
    fn embed(&self, rgb: &Image<[f32; 3]>, compute: &Compute, observer: &mut Observer<'_>) -> Result<Tensor, Error> {
        let pixels = normalised(rgb);
        observer.stage("pixel_values_chw", || {
            let planes = (0..3).flat_map(|c| pixels.data.iter().map(move |pixel| pixel[c])).collect();
            Tensor::new(compute.device(), planes, &[3, rgb.height, rgb.width])
        })?;
        let patches = self.projection.apply(&patches(&pixels, self.patch_size, compute)?)?;
        observer.stage("vit.patch_embed", || Ok(patches.clone()))?;
        observer.stage("vit.pos_embed_interp", || Ok(self.positions.clone()))?;
        let embeddings = Tensor::stacked(&[&self.class_token, &patches])?.add(&self.positions)?;
        observer.stage("vit.embeddings", || Ok(embeddings.clone()))?;
        Ok(embeddings)
    }

    pub(super) fn layers(&self) -> usize {
        self.layers.len()
    }
}

impl Layer {
    fn load(weights: &mut Weights, at: &str, vit: &Vit, compute: &Compute) -> Result<Layer, Error> {
        let (width, inner) = (vit.hidden_size, vit.intermediate_size);
        let parts = ["query", "key", "value"].map(|part| format!("{at}.attention.attention.{part}"));
        let [q, k, v] = &parts;
        let mut square = |part: &String| weights.take(&format!("{part}.weight"), &[width, width]);
        let projections = vec![square(q)?, square(k)?, square(v)?];
        let mut biases = Vec::new();
        for part in parts.iter().filter(|_| vit.qkv_bias) {
            biases.extend(weights.take_values(&format!("{part}.bias"), &[width])?);
        }
        let norm = |weights: &mut Weights, name: &str| {
            layer_norm(weights, &format!("{at}.{name}"), width, vit.layer_norm_eps).map(Some)
        };
        let projections = Parameters {
            weights: projections,
            bias: vit.qkv_bias.then_some(biases),
            norm: norm(weights, "layernorm_before")?,
            ..Parameters::default()
        };
        let output = dense(weights, &format!("{at}.attention.output.dense"), [width, width])?;
        let expand = Parameters {
            norm: norm(weights, "layernorm_after")?,
            activation: Activation::Gelu,
            ..dense(weights, &format!("{at}.intermediate.dense"), [inner, width])?
        };
        let contract = dense(weights, &format!("{at}.output.dense"), [width, inner])?;
        Ok(Layer {
            projections: Linear::new(compute, projections)?,
            output: Linear::new(compute, output)?,
            expand: Linear::new(compute, expand)?,
            contract: Linear::new(compute, contract)?,
        })
    }

    /// `x [photos * (1 + p), c] -> [photos * (1 + p), c]`.
    fn apply(&self, x: &Tensor, heads: usize, photos: usize, compute: &Compute) -> Result<Tensor, Error> {
        let [q, k, v] = in_three(self.projections.apply_each(x)?);
        let mixed = attention(compute, &q, &k, &v, heads, photos)?;
        let x = self.output.add_to(x, &mixed)?;
        let hidden = self.expand.apply(&x)?;
        Ok(self.contract.add_to(&x, &hidden)?)
    }
}

/// A query, a key and a value.
pub(super) fn in_three(parts: Vec<Tensor>) -> [Tensor; 3] {
    parts.try_into().expect("a layer of three weights")
}

/// The layer `at`: `weight [outputs, inputs], bias [outputs]`.
pub(super) fn dense(weights: &mut Weights, at: &str, [outputs, inputs]: [usize; 2]) -> Result<Parameters, Error> {
    Ok(Parameters {
        weights: vec![weights.take(&format!("{at}.weight"), &[outputs, inputs])?],
        bias: Some(weights.take_values(&format!("{at}.bias"), &[outputs])?),
        ..Parameters::default()
    })
}

pub(super) fn layer_norm(weights: &mut Weights, name: &str, width: usize, epsilon: f32) -> Result<LayerNorm, Error> {
    let scale = weights.take_values(&format!("{name}.weight"), &[width])?;
    let shift = weights.take_values(&format!("{name}.bias"), &[width])?;
    Ok(LayerNorm::new(scale, shift, epsilon))
}

fn normalised(rgb: &Image<[f32; 3]>) -> Image<[f32; 3]> {
    rgb.map(|pixel| std::array::from_fn(|c| (pixel[c] - MEAN[c]) / DEVIATION[c]))
}

/// `pixels [h, w, 3] -> [p, 3 * size * size]`: each patch's values, channel by channel, in the order of a convolution's weights.
fn patches(pixels: &Image<[f32; 3]>, size: usize, compute: &Compute) -> Result<Tensor, kernels::Error> {
    let (rows, columns) = (pixels.height / size, pixels.width / size);
    let mut values = Vec::with_capacity(pixels.data.len() * 3);
    for patch in 0..rows * columns {
        let (top, left) = (patch / columns * size, patch % columns * size);
        for channel in 0..3 {
            for y in top..top + size {
                values.extend(pixels.data[y * pixels.width + left..][..size].iter().map(|pixel| pixel[channel]));
            }
        }
    }
    Tensor::new(compute.device(), values, &[rows * columns, 3 * size * size])
}

/// The table of `size * size` positions behind the class token's, for `target * target` patches.
fn resampled(mut positions: Vec<f32>, size: usize, width: usize, target: usize) -> Vec<f32> {
    if size == target {
        return positions;
    }
    let table = positions.split_off(width);
    // Upstream's library adds 0.1 to the target's size against rounding, and with that moves every sample.
    let scale = (size as f64 / (target as f64 + 0.1)) as f32;
    positions.extend(bicubic(&table, size, width, target, scale));
    positions
}
