//! The backbone: a transformer over the triplane's tokens, which look at each other and at the image's.
//!
//! Letters: `t` triplane tokens, `c` their channels, `w` width, `m` image tokens, `d` their width.

use kernels::{
    ops::{
        attention::attention,
        group_norm::group_norm,
        layer_norm::LayerNorm,
        linear::{Activation, Linear},
    },
    precision::Precision,
    tensor::Tensor,
    weight::Weight,
};

use super::{
    config::{Config, NORM_GROUPS},
    image_encoder::layer_norm,
    observer::{Observer, Part},
};
use crate::{Error, weights::Weights};

/// Epsilons of upstream's layers, which its configuration does not name.
const GROUP_NORM_EPSILON: f32 = 1e-6;
const LAYER_NORM_EPSILON: f32 = 1e-5;
/// The feed-forward layer is this many times as wide as the backbone.
const EXPANSION: usize = 4;

pub(super) struct Backbone {
    norm_scale: Vec<f32>,
    norm_shift: Vec<f32>,
    project_in: Weight,
    project_in_bias: Vec<f32>,
    blocks: Vec<Block>,
    project_out: Weight,
    project_out_bias: Vec<f32>,
}

struct Block {
    heads: usize,
    norm1: LayerNorm,
    self_attention: Attention,
    norm2: LayerNorm,
    cross_attention: Attention,
    norm3: LayerNorm,
    /// `[8w, w]`: values, then gates.
    expand: Weight,
    expand_bias: Vec<f32>,
    /// `[w, 4w]`.
    contract: Weight,
    contract_bias: Vec<f32>,
}

/// Query `[w, w]`, key and value `[w, d]`, output `[w, w]`.
struct Attention {
    projections: [Weight; 3],
    output: Weight,
    output_bias: Vec<f32>,
}

impl Attention {
    fn load(weights: &mut Weights, at: &str, width: usize, context: usize) -> Result<Attention, Error> {
        Ok(Attention {
            projections: [
                weights.take(&format!("{at}.to_q.weight"), &[width, width])?,
                weights.take(&format!("{at}.to_k.weight"), &[width, context])?,
                weights.take(&format!("{at}.to_v.weight"), &[width, context])?,
            ],
            output: weights.take(&format!("{at}.to_out.0.weight"), &[width, width])?,
            output_bias: weights.take_values(&format!("{at}.to_out.0.bias"), &[width])?,
        })
    }

    /// The output layer, added to `x`.
    fn add_to(&self, x: &Tensor, mixed: &Tensor, precision: Precision) -> Result<Tensor, Error> {
        let weights = std::slice::from_ref(&self.output);
        let layer = Linear { weights, bias: Some(&self.output_bias), residual: Some(x), ..Linear::default() };
        Ok(layer.apply(mixed, precision)?)
    }
}

impl Backbone {
    pub(super) fn load(weights: &mut Weights, config: &Config) -> Result<Backbone, Error> {
        let sizes = &config.backbone;
        let channels = sizes.in_channels;
        let width = sizes.num_attention_heads * sizes.attention_head_dim;
        let (values, context) = (EXPANSION * width, sizes.cross_attention_dim);
        let norm = |weights: &mut Weights, name: &str| layer_norm(weights, name, width, LAYER_NORM_EPSILON);
        Ok(Backbone {
            norm_scale: weights.take_values("backbone.norm.weight", &[channels])?,
            norm_shift: weights.take_values("backbone.norm.bias", &[channels])?,
            project_in: weights.take("backbone.proj_in.weight", &[width, channels])?,
            project_in_bias: weights.take_values("backbone.proj_in.bias", &[width])?,
            blocks: (0..sizes.num_layers)
                .map(|i| {
                    let at = format!("backbone.transformer_blocks.{i}");
                    Ok(Block {
                        heads: sizes.num_attention_heads,
                        norm1: norm(weights, &format!("{at}.norm1"))?,
                        self_attention: Attention::load(weights, &format!("{at}.attn1"), width, width)?,
                        norm2: norm(weights, &format!("{at}.norm2"))?,
                        cross_attention: Attention::load(weights, &format!("{at}.attn2"), width, context)?,
                        norm3: norm(weights, &format!("{at}.norm3"))?,
                        expand: weights.take(&format!("{at}.ff.net.0.proj.weight"), &[2 * values, width])?,
                        expand_bias: weights.take_values(&format!("{at}.ff.net.0.proj.bias"), &[2 * values])?,
                        contract: weights.take(&format!("{at}.ff.net.2.weight"), &[width, values])?,
                        contract_bias: weights.take_values(&format!("{at}.ff.net.2.bias"), &[width])?,
                    })
                })
                .collect::<Result<_, Error>>()?,
            project_out: weights.take("backbone.proj_out.weight", &[channels, width])?,
            project_out_bias: weights.take_values("backbone.proj_out.bias", &[channels])?,
        })
    }

    /// `tokens [c, t], context [m, d] -> [t, c]`.
    pub(super) fn apply(
        &self,
        tokens: &Tensor,
        context: &Tensor,
        precision: Precision,
        observer: &mut Observer<'_>,
        progress: impl Fn(usize) -> f32,
    ) -> Result<Tensor, Error> {
        let normalised = group_norm(tokens, NORM_GROUPS, &self.norm_scale, &self.norm_shift, GROUP_NORM_EPSILON)?;
        observer.stage("backbone.groupnorm", || Ok(normalised.clone()))?;
        let project_in = std::slice::from_ref(&self.project_in);
        let mut x = Linear { weights: project_in, bias: Some(&self.project_in_bias), ..Linear::default() }
            .apply(&normalised.permute(&[1, 0])?, precision)?;
        observer.stage("backbone.proj_in", || Ok(x.clone()))?;
        for (i, block) in self.blocks.iter().enumerate() {
            observer.progress(Part::Backbone, progress(i))?;
            x = block.apply(&x, context, precision, observer, &format!("backbone.block.{i}"))?;
        }
        let residual = tokens.permute(&[1, 0])?;
        let layer = Linear {
            weights: std::slice::from_ref(&self.project_out),
            bias: Some(&self.project_out_bias),
            residual: Some(&residual),
            ..Linear::default()
        };
        let out = layer.apply(&x, precision)?;
        observer.stage("backbone.proj_out", || out.sub(&residual))?;
        observer.stage("backbone.output", || out.permute(&[1, 0]))?;
        Ok(out)
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }
}

impl Block {
    /// `x [t, w], context [m, d] -> [t, w]`. Each branch is added where it is computed, so its stage is what it has changed.
    fn apply(
        &self,
        x: &Tensor,
        context: &Tensor,
        precision: Precision,
        observer: &mut Observer<'_>,
        at: &str,
    ) -> Result<Tensor, Error> {
        let width = x.shape()[1];
        observer.stage(format!("{at}.norm1"), || self.norm1.apply(x))?;
        let qkv = Linear { weights: &self.self_attention.projections, norm: Some(&self.norm1), ..Linear::default() }
            .apply(x, precision)?;
        let [q, k, v] = [0, 1, 2].map(|part| qkv.columns(part * width, width));
        let mixed = attention(&q?, &k?, &v?, self.heads, precision)?;
        let after_self = self.self_attention.add_to(x, &mixed, precision)?;
        observer.stage(format!("{at}.attn1"), || after_self.sub(x))?;

        let [to_q, to_kv @ ..] = &self.cross_attention.projections;
        let q = Linear { weights: std::slice::from_ref(to_q), norm: Some(&self.norm2), ..Linear::default() }
            .apply(&after_self, precision)?;
        let kv = Linear { weights: to_kv, ..Linear::default() }.apply(context, precision)?;
        let mixed = attention(&q, &kv.columns(0, width)?, &kv.columns(width, width)?, self.heads, precision)?;
        let after_cross = self.cross_attention.add_to(&after_self, &mixed, precision)?;
        observer.stage(format!("{at}.attn2"), || after_cross.sub(&after_self))?;

        let hidden = Linear {
            weights: std::slice::from_ref(&self.expand),
            bias: Some(&self.expand_bias),
            norm: Some(&self.norm3),
            activation: Activation::Geglu,
            ..Linear::default()
        }
        .apply(&after_cross, precision)?;
        let out = Linear {
            weights: std::slice::from_ref(&self.contract),
            bias: Some(&self.contract_bias),
            residual: Some(&after_cross),
            ..Linear::default()
        }
        .apply(&hidden, precision)?;
        observer.stage(format!("{at}.ff"), || out.sub(&after_cross))?;
        observer.stage(at, || Ok(out.clone()))?;
        Ok(out)
    }
}
