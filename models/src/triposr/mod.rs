//! TripoSR: a photo to a triplane field in one pass of a transformer (Tochilkin et al. 2024).
//!
//! Image encoder -> backbone -> upsampled planes -> [`TriplaneField`]. Sizes come from the configuration, names of weights are
//! those of upstream's state dict. The checkpoint's files are mapped: they must not be shortened while a model is loaded.

mod backbone;
mod config;
mod image_encoder;
mod observer;
mod solid;
mod work;

use std::{ops::ControlFlow, path::Path};

use kernels::{
    compute::Compute,
    image::Image,
    ops::{conv_transpose::ConvTranspose2x2, field_eval::Layer},
    tensor::Tensor,
};

use self::{backbone::Backbone, config::OUTPUTS, image_encoder::ImageEncoder};
use crate::{
    Error,
    formula::Sizes,
    triplane_field::{DEFAULT_THRESHOLD, Density, TriplaneField},
    weights::Weights,
};
pub use config::Config;
pub use observer::{Observer, Part, StageObserver};

/// The network, loaded for a device and a precision.
pub struct TripoSr {
    config: Config,
    compute: Compute,
    image_encoder: ImageEncoder,
    /// `[3, c, h, w]`: the tokens that a run begins with.
    embeddings: Tensor,
    backbone: Backbone,
    upsample: ConvTranspose2x2,
    decoder: Vec<Layer>,
}

impl TripoSr {
    /// Loads a directory with upstream's files: `config.yaml`, and `model.safetensors` or `model.ckpt`.
    ///
    /// # Errors
    /// Any [`Error`] of loading; it names the file and the key or tensor.
    pub fn load(directory: &Path, compute: Compute) -> Result<TripoSr, Error> {
        let config = Config::read(&directory.join("config.yaml"))?;
        TripoSr::new(config, Weights::open(directory)?, compute)
    }

    /// The network of these sizes with weights of the formula: its fields are noise.
    ///
    /// # Errors
    /// [`Error::Kernel`].
    pub fn of_formula(sizes: Sizes, compute: Compute) -> Result<TripoSr, Error> {
        TripoSr::new(sizes.config(), Weights::of_formula(sizes.gains()), compute)
    }

    fn new(config: Config, mut weights: Weights, compute: Compute) -> Result<TripoSr, Error> {
        let plane = config.tokenizer.plane_size;
        let (channels, planes) = (config.tokenizer.num_channels, config.post_processor.out_channels);
        let image_encoder = ImageEncoder::load(&mut weights, &config, &compute)?;
        let embeddings = weights.take("tokenizer.embeddings", &[3, channels, plane, plane])?;
        let backbone = Backbone::load(&mut weights, &config, &compute)?;
        let upsample = weights.take("post_processor.upsample.weight", &[channels, planes, 2, 2])?;
        let upsample_bias = weights.take_values("post_processor.upsample.bias", &[planes])?;
        let decoder = decoder(&mut weights, &config)?;
        weights.finish()?;
        let embeddings = embeddings.to_tensor(compute.device())?;
        let upsample = ConvTranspose2x2::new(&compute, &upsample, &upsample_bias)?;
        Ok(TripoSr { config, compute, image_encoder, embeddings, backbone, upsample, decoder })
    }

    /// Where and how exactly it computes.
    pub fn compute(&self) -> &Compute {
        &self.compute
    }

    /// Its configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Runs the network on `rgb`, a square of [`Config::cond_image_size`] with values in 0..=1.
    ///
    /// # Errors
    /// [`Error::Canceled`]; [`Error::Kernel`].
    ///
    /// # Panics
    /// When the image has another size.
    pub fn run(&self, rgb: &Image<[f32; 3]>, observer: &mut Observer<'_>) -> Result<TriplaneField, Error> {
        let [field] = self.pass(&[rgb], observer)?.try_into().expect("a field a photo");
        Ok(field)
    }

    /// Runs the network on several photos at once, each as [`TripoSr::run`] would: weights are read once for all of them, and a
    /// device has more to do at a time. Needs as many times the memory for activations. A field a photo, in their order.
    ///
    /// # Errors
    /// As [`TripoSr::run`].
    ///
    /// # Panics
    /// When there is no photo, or one has another size.
    pub fn run_batch(
        &self,
        photos: &[&Image<[f32; 3]>],
        progress: &mut dyn FnMut(Part, f32) -> ControlFlow<()>,
    ) -> Result<Vec<TriplaneField>, Error> {
        self.pass(photos, &mut Observer { progress, stages: None })
    }

    fn pass(&self, photos: &[&Image<[f32; 3]>], observer: &mut Observer<'_>) -> Result<Vec<TriplaneField>, Error> {
        assert!(!photos.is_empty(), "there is something to run");
        let compute = &self.compute;
        let side = self.config.cond_image_size;
        for rgb in photos {
            assert!(rgb.width == side && rgb.height == side, "the network reads {side} x {side}");
            let pixels = || Tensor::new(compute.device(), rgb.data.as_flattened().to_vec(), &[side, side, 3]);
            observer.stage("rgb_hwc", pixels)?;
        }
        // An encoder's layer is a fifth of a backbone's block, in the released model.
        const BLOCK_WEIGHT: usize = 5;
        let encoder_steps = self.image_encoder.layers();
        let steps = (encoder_steps + BLOCK_WEIGHT * self.backbone.blocks()) as f32;
        let context = self.image_encoder.encode(photos, compute, observer, |layer| layer as f32 / steps)?;

        let &[planes, channels, height, width] = self.embeddings.shape() else { unreachable!("loaded in this shape") };
        let count = planes * height * width;
        let tokens = self.embeddings.permute(&[1, 0, 2, 3])?.reshape(&[channels, count])?;
        let backbone = |block| (encoder_steps + BLOCK_WEIGHT * block) as f32 / steps;
        observer.progress(Part::Backbone, backbone(0))?;
        let out = self.backbone.apply(&tokens, &context, photos.len(), compute, observer, backbone)?;
        observer.progress(Part::Upsampling, 1.0)?;
        let renderer = &self.config.renderer;
        let density = Density { radius: renderer.radius, bias: renderer.density_bias, threshold: DEFAULT_THRESHOLD };
        (0..photos.len())
            .map(|photo| {
                let triplane = self.upsample.apply(&out.rows(photo * count, count)?, [planes, height, width])?;
                observer.stage("triplane", || Ok(triplane.clone()))?;
                TriplaneField::of_planes(&triplane, self.decoder.clone(), density)
            })
            .collect()
    }
}

fn decoder(weights: &mut Weights, config: &Config) -> Result<Vec<Layer>, Error> {
    let sizes = &config.decoder;
    let hidden = sizes.n_hidden_layers;
    (0..=hidden)
        .map(|i| {
            let inputs = if i == 0 { sizes.in_channels } else { sizes.n_neurons };
            let outputs = if i == hidden { OUTPUTS } else { sizes.n_neurons };
            // Every other layer of upstream's sequence is an activation.
            let at = format!("decoder.layers.{}", 2 * i);
            let weight = weights.take_values(&format!("{at}.weight"), &[outputs, inputs])?;
            let bias = weights.take_values(&format!("{at}.bias"), &[outputs])?;
            Ok(Layer { inputs, outputs, weight, bias })
        })
        .collect()
}
