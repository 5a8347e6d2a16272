//! The image encoder: a vision transformer (ViT: Dosovitskiy et al. 2020) as DINO trained it (Caron et al. 2021).
//!
//! Letters: `p` patches, `c` width.

use kernels::{
    image::Image,
    ops::{
        attention::attention,
        bicubic::bicubic,
        layer_norm::LayerNorm,
        linear::{Activation, Linear},
    },
    precision::Precision,
    tensor::Tensor,
    weight::Weight,
};

use super::{
    config::Config,
    observer::{Observer, Part},
};
use crate::{Error, weights::Weights};

/// Mean and standard deviation of ImageNet's channels: constants of upstream's code.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

const PREFIX: &str = "image_tokenizer.model";

/// The encoder's weights.
pub(super) struct ImageEncoder {
    patch_size: usize,
    heads: usize,
    /// `[c, 3 * patch * patch]`.
    projection: Weight,
    projection_bias: Vec<f32>,
    class_token: Vec<f32>,
    /// `[1 + p, c]`, the class token's first, resampled to the number of patches.
    positions: Vec<f32>,
    layers: Vec<Layer>,
    norm: LayerNorm,
}

struct Layer {
    norm_before: LayerNorm,
    /// Query, key and value, `[c, c]` each.
    projections: [Weight; 3],
    /// `[3c]`, where the projections have biases.
    projection_bias: Option<Vec<f32>>,
    output: Weight,
    output_bias: Vec<f32>,
    norm_after: LayerNorm,
    expand: Weight,
    expand_bias: Vec<f32>,
    contract: Weight,
    contract_bias: Vec<f32>,
}

impl ImageEncoder {
    pub(super) fn load(weights: &mut Weights, config: &Config) -> Result<ImageEncoder, Error> {
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
        let norm = |weights: &mut Weights, name: &str| layer_norm(weights, name, width, vit.layer_norm_eps);
        let encoder = ImageEncoder {
            patch_size: vit.patch_size,
            heads: vit.num_attention_heads,
            projection: projection.reshaped(&[width, taps]),
            projection_bias: weights
                .take_values(&format!("{embeddings}.patch_embeddings.projection.bias"), &[width])?,
            class_token: weights.take_values(&format!("{embeddings}.cls_token"), &[1, 1, width])?,
            positions: resampled(positions, table, width, patches),
            layers: (0..vit.num_hidden_layers)
                .map(|i| {
                    let at = format!("{PREFIX}.encoder.layer.{i}");
                    let inner = vit.intermediate_size;
                    let parts = ["query", "key", "value"].map(|part| format!("{at}.attention.attention.{part}"));
                    let [q, k, v] = &parts;
                    let mut square = |part: &String| weights.take(&format!("{part}.weight"), &[width, width]);
                    let projections = [square(q)?, square(k)?, square(v)?];
                    let mut biases = Vec::new();
                    for part in parts.iter().filter(|_| vit.qkv_bias) {
                        biases.extend(weights.take_values(&format!("{part}.bias"), &[width])?);
                    }
                    Ok(Layer {
                        norm_before: norm(weights, &format!("{at}.layernorm_before"))?,
                        projections,
                        projection_bias: vit.qkv_bias.then_some(biases),
                        output: weights.take(&format!("{at}.attention.output.dense.weight"), &[width, width])?,
                        output_bias: weights.take_values(&format!("{at}.attention.output.dense.bias"), &[width])?,
                        norm_after: norm(weights, &format!("{at}.layernorm_after"))?,
                        expand: weights.take(&format!("{at}.intermediate.dense.weight"), &[inner, width])?,
                        expand_bias: weights.take_values(&format!("{at}.intermediate.dense.bias"), &[inner])?,
                        contract: weights.take(&format!("{at}.output.dense.weight"), &[width, inner])?,
                        contract_bias: weights.take_values(&format!("{at}.output.dense.bias"), &[width])?,
                    })
                })
                .collect::<Result<_, Error>>()?,
            norm: norm(weights, &format!("{PREFIX}.layernorm"))?,
        };
        // Published with the weights and read by nothing.
        weights.skip(&format!("{PREFIX}.pooler."));
        Ok(encoder)
    }

    /// `rgb`, a square of values in 0..=1 `-> [1 + p, c]`: the class token, then the patches row by row.
    pub(super) fn encode(
        &self,
        rgb: &Image<[f32; 3]>,
        precision: Precision,
        observer: &mut Observer<'_>,
        progress: impl Fn(usize) -> f32,
    ) -> Result<Tensor, Error> {
        let width = self.class_token.len();
        let pixels = normalised(rgb);
        observer.stage("pixel_values_chw", || {
            let planes = (0..3).flat_map(|c| pixels.data.iter().map(move |pixel| pixel[c])).collect();
            Tensor::new(planes, &[3, rgb.height, rgb.width])
        })?;
        let projection = [self.projection.clone()];
        let patches = Linear { weights: &projection, bias: Some(&self.projection_bias), ..Linear::default() }
            .apply(&patches(&pixels, self.patch_size)?, precision)?;
        observer.stage("vit.patch_embed", || Ok(patches.clone()))?;
        observer.stage("vit.pos_embed_interp", || {
            Tensor::new(self.positions.clone(), &[self.positions.len() / width, width])
        })?;
        let mut tokens = self.class_token.clone();
        tokens.extend(patches.to_vec()?);
        for (token, position) in tokens.iter_mut().zip(&self.positions) {
            *token += position;
        }
        let mut x = Tensor::new(tokens, &[self.positions.len() / width, width])?;
        observer.stage("vit.embeddings", || Ok(x.clone()))?;
        for (i, layer) in self.layers.iter().enumerate() {
            observer.progress(Part::ImageEncoder, progress(i))?;
            x = layer.apply(&x, self.heads, precision)?;
            observer.stage(format!("vit.layer.{i}"), || Ok(x.clone()))?;
        }
        let tokens = self.norm.apply(&x)?;
        observer.stage("vit.tokens", || Ok(tokens.clone()))?;
        Ok(tokens)
    }

    pub(super) fn layers(&self) -> usize {
        self.layers.len()
    }
}

impl Layer {
    /// `x [1 + p, c] -> [1 + p, c]`.
    fn apply(&self, x: &Tensor, heads: usize, precision: Precision) -> Result<Tensor, Error> {
        let width = x.shape()[1];
        let qkv = Linear {
            weights: &self.projections,
            bias: self.projection_bias.as_deref(),
            norm: Some(&self.norm_before),
            ..Linear::default()
        }
        .apply(x, precision)?;
        let [q, k, v] = [0, 1, 2].map(|part| qkv.columns(part * width, width));
        let mixed = attention(&q?, &k?, &v?, heads, precision)?;
        let output = std::slice::from_ref(&self.output);
        let x = Linear { weights: output, bias: Some(&self.output_bias), residual: Some(x), ..Linear::default() }
            .apply(&mixed, precision)?;
        let hidden = Linear {
            weights: std::slice::from_ref(&self.expand),
            bias: Some(&self.expand_bias),
            norm: Some(&self.norm_after),
            activation: Activation::Gelu,
            ..Linear::default()
        }
        .apply(&x, precision)?;
        let contract = std::slice::from_ref(&self.contract);
        Ok(Linear { weights: contract, bias: Some(&self.contract_bias), residual: Some(&x), ..Linear::default() }
            .apply(&hidden, precision)?)
    }
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
fn patches(pixels: &Image<[f32; 3]>, size: usize) -> Result<Tensor, kernels::Error> {
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
    Tensor::new(values, &[rows * columns, 3 * size * size])
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
