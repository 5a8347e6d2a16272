//! The backbone: a transformer over the triplane's tokens, which look at each other and at the image's.
//!
//! Letters: `t` triplane tokens, `c` their channels, `w` width, `m` image tokens, `d` their width.

use kernels::{
    compute::Compute,
    ops::{
        attention::attention,
        group_norm::group_norm,
        linear::{Activation, Linear, Parameters},
    },
    tensor::Tensor,
};

use super::{
    config::{Config, NORM_GROUPS},
    image_encoder::{dense, in_three, layer_norm},
    observer::{Observer, Part},
};
use crate::{Error, weights::Weights};

/// Epsilons of upstream's layers, which its configuration does not name.
const GROUP_NORM_EPSILON: f32 = 1e-6;
const LAYER_NORM_EPSILON: f32 = 1e-5;
/// The feed-forward layer is this many times as wide as the backbone.
pub(super) const EXPANSION: usize = 4;

pub(super) struct Backbone {
    norm_scale: Vec<f32>,
    norm_shift: Vec<f32>,
    project_in: Linear,
    /// Key and value of the image's tokens for each block, which depend on no block's result: computed together.
    context: Linear,
    blocks: Vec<Block>,
    project_out: Linear,
}

struct Block {
    heads: usize,
    /// Query, key and value of a normalised row.
    self_projections: Linear,
    self_output: Linear,
    /// Query of a normalised row.
    cross_query: Linear,
    cross_output: Linear,
    /// `[w] -> [4w]`, normalised and gated.
    expand: Linear,
    contract: Linear,
}

impl Backbone {
    pub(super) fn load(weights: &mut Weights, config: &Config, compute: &Compute) -> Result<Backbone, Error> {
        let sizes = &config.backbone;
        let channels = sizes.in_channels;
        let width = sizes.num_attention_heads * sizes.attention_head_dim;
        let mut context = Vec::new();
        let norm_scale = weights.take_values("backbone.norm.weight", &[channels])?;
        let norm_shift = weights.take_values("backbone.norm.bias", &[channels])?;
        // What the blocks add to.
        let project_in = Parameters { keeps_f32: true, ..dense(weights, "backbone.proj_in", [width, channels])? };
        let blocks = (0..sizes.num_layers)
            .map(|i| {
                let at = format!("backbone.transformer_blocks.{i}");
                for part in ["to_k", "to_v"] {
                    let name = format!("{at}.attn2.{part}.weight");
                    context.push(weights.take(&name, &[width, sizes.cross_attention_dim])?);
                }
                Block::load(weights, &at, sizes.num_attention_heads, width, compute)
            })
            .collect::<Result<_, Error>>()?;
        let project_out = dense(weights, "backbone.proj_out", [channels, width])?;
        Ok(Backbone {
            norm_scale,
            norm_shift,
            project_in: Linear::new(compute, project_in)?,
            context: Linear::new(compute, Parameters { weights: context, ..Parameters::default() })?,
            blocks,
            project_out: Linear::new(compute, project_out)?,
        })
    }

    /// `tokens [c, t], context [photos * m, d] -> [photos * t, c]`: each photo begins with the same tokens.
    pub(super) fn apply(
        &self,
        tokens: &Tensor,
        context: &Tensor,
        photos: usize,
        compute: &Compute,
        observer: &mut Observer<'_>,
        progress: impl Fn(usize) -> f32,
    ) -> Result<Tensor, Error> {
        let normalised = group_norm(tokens, NORM_GROUPS, &self.norm_scale, &self.norm_shift, GROUP_NORM_EPSILON)?;
        observer.stage("backbone.groupnorm", || Ok(normalised.clone()))?;
        let x = self.project_in.apply(&normalised.permute(&[1, 0])?)?;
        observer.stage("backbone.proj_in", || Ok(x.clone()))?;
        let mut x = Tensor::stacked(&vec![&x; photos])?;
        let contexts = self.context.apply_each(context)?;
        for (i, (block, context)) in self.blocks.iter().zip(contexts.as_chunks().0).enumerate() {
            compute.device().pace()?;
            observer.progress(Part::Backbone, progress(i))?;
            x = block.apply(&x, context, photos, compute, observer, &format!("backbone.block.{i}"))?;
        }
        let residual = Tensor::stacked(&vec![&tokens.permute(&[1, 0])?; photos])?;
        let out = self.project_out.add_to(&residual, &x)?;
        observer.stage("backbone.proj_out", || out.sub(&residual))?;
        observer.stage("backbone.output", || out.permute(&[1, 0]))?;
        Ok(out)
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }
}

impl Block {
    fn load(weights: &mut Weights, at: &str, heads: usize, width: usize, compute: &Compute) -> Result<Block, Error> {
        let norm = |weights: &mut Weights, i: usize| {
            layer_norm(weights, &format!("{at}.norm{i}"), width, LAYER_NORM_EPSILON).map(Some)
        };
        let square = |weights: &mut Weights, name: &str| weights.take(&format!("{at}.{name}.weight"), &[width, width]);
        let projections = ["attn1.to_q", "attn1.to_k", "attn1.to_v"];
        let self_projections = Parameters {
            weights: projections.iter().map(|name| square(weights, name)).collect::<Result<_, _>>()?,
            norm: norm(weights, 1)?,
            ..Parameters::default()
        };
        let self_output = dense(weights, &format!("{at}.attn1.to_out.0"), [width, width])?;
        let cross_query = Parameters {
            weights: vec![square(weights, "attn2.to_q")?],
            norm: norm(weights, 2)?,
            ..Parameters::default()
        };
        let cross_output = dense(weights, &format!("{at}.attn2.to_out.0"), [width, width])?;
        let hidden = EXPANSION * width;
        let expand = Parameters {
            norm: norm(weights, 3)?,
            activation: Activation::Geglu,
            ..dense(weights, &format!("{at}.ff.net.0.proj"), [2 * hidden, width])?
        };
        let contract = dense(weights, &format!("{at}.ff.net.2"), [width, hidden])?;
        Ok(Block {
            heads,
            self_projections: Linear::new(compute, self_projections)?,
            self_output: Linear::new(compute, self_output)?,
            cross_query: Linear::new(compute, cross_query)?,
            cross_output: Linear::new(compute, cross_output)?,
            expand: Linear::new(compute, expand)?,
            contract: Linear::new(compute, contract)?,
        })
    }

    /// `x [photos * t, w], context: key and value [photos * m, w] -> [photos * t, w]`. Each branch is added where it is computed, so its stage is what it
    /// has changed.
    fn apply(
        &self,
        x: &Tensor,
        [context_key, context_value]: &[Tensor; 2],
        photos: usize,
        compute: &Compute,
        observer: &mut Observer<'_>,
        at: &str,
    ) -> Result<Tensor, Error> {
        if let Some(norm) = self.self_projections.norm() {
            observer.stage(format!("{at}.norm1"), || norm.apply(x))?;
        }
        let [q, k, v] = in_three(self.self_projections.apply_each(x)?);
        let mixed = attention(compute, &q, &k, &v, self.heads, photos)?;
        let after_self = self.self_output.add_to(x, &mixed)?;
        observer.stage(format!("{at}.attn1"), || after_self.sub(x))?;

        let q = self.cross_query.apply(&after_self)?;
        let mixed = attention(compute, &q, context_key, context_value, self.heads, photos)?;
        let after_cross = self.cross_output.add_to(&after_self, &mixed)?;
        observer.stage(format!("{at}.attn2"), || after_cross.sub(&after_self))?;

        let hidden = self.expand.apply(&after_cross)?;
        let out = self.contract.add_to(&after_cross, &hidden)?;
        observer.stage(format!("{at}.ff"), || out.sub(&after_cross))?;
        observer.stage(at, || Ok(out.clone()))?;
        Ok(out)
    }
}
