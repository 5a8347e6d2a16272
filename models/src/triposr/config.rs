//! `config.yaml` with upstream's keys. Every size of the network comes from it.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::Error;

/// Groups of the backbone's group normalisation: a constant of upstream's code.
pub(super) const NORM_GROUPS: usize = 32;

/// The decoder's outputs: density, red, green and blue.
pub(super) const OUTPUTS: usize = 4;

/// TripoSR's configuration.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    /// The side of the square that the image encoder reads, pixels.
    pub cond_image_size: usize,
    image_tokenizer_cls: String,
    image_tokenizer: ImageTokenizer,
    tokenizer_cls: String,
    pub(super) tokenizer: Tokenizer,
    backbone_cls: String,
    pub(super) backbone: Backbone,
    post_processor_cls: String,
    pub(super) post_processor: PostProcessor,
    decoder_cls: String,
    pub(super) decoder: Decoder,
    renderer_cls: String,
    pub(super) renderer: Renderer,
    /// Our addition: the image encoder's sizes, which upstream takes from the hub. DINO ViT-B/16 where it is left out.
    #[serde(default)]
    pub(super) vit: Vit,
}

#[derive(Debug, Clone, Deserialize)]
struct ImageTokenizer {
    pretrained_model_name_or_path: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Tokenizer {
    pub(super) plane_size: usize,
    pub(super) num_channels: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Backbone {
    pub(super) in_channels: usize,
    pub(super) num_attention_heads: usize,
    pub(super) attention_head_dim: usize,
    pub(super) num_layers: usize,
    pub(super) cross_attention_dim: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PostProcessor {
    pub(super) in_channels: usize,
    pub(super) out_channels: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Decoder {
    pub(super) in_channels: usize,
    pub(super) n_neurons: usize,
    pub(super) n_hidden_layers: usize,
    activation: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Renderer {
    pub(super) radius: f32,
    feature_reduction: String,
    density_activation: String,
    pub(super) density_bias: f32,
}

/// The image encoder's sizes, named as in a Hugging Face `ViTConfig`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Vit {
    pub(super) hidden_size: usize,
    pub(super) num_hidden_layers: usize,
    pub(super) num_attention_heads: usize,
    pub(super) intermediate_size: usize,
    pub(super) image_size: usize,
    pub(super) patch_size: usize,
    num_channels: usize,
    pub(super) layer_norm_eps: f32,
    hidden_act: String,
    pub(super) qkv_bias: bool,
}

impl Default for Vit {
    /// `facebook/dino-vitb16`.
    fn default() -> Vit {
        Vit {
            hidden_size: 768,
            num_hidden_layers: 12,
            num_attention_heads: 12,
            intermediate_size: 3072,
            image_size: 224,
            patch_size: 16,
            num_channels: 3,
            layer_norm_eps: 1e-12,
            hidden_act: "gelu".to_owned(),
            qkv_bias: true,
        }
    }
}

impl Config {
    /// Reads and checks a `config.yaml`.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Config`], which names the key.
    pub fn read(path: &Path) -> Result<Config, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Config::parse(&text).map_err(|reason| Error::Config { path: path.to_owned(), reason })
    }

    pub(crate) fn parse(text: &str) -> Result<Config, String> {
        let config: Config = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), String> {
        self.check_kinds()?;
        self.check_sizes()
    }

    /// What is written once here must be what the file asks for.
    fn check_kinds(&self) -> Result<(), String> {
        let classes = [
            ("image_tokenizer_cls", &self.image_tokenizer_cls, "tsr.models.tokenizers.image.DINOSingleImageTokenizer"),
            ("tokenizer_cls", &self.tokenizer_cls, "tsr.models.tokenizers.triplane.Triplane1DTokenizer"),
            ("backbone_cls", &self.backbone_cls, "tsr.models.transformer.transformer_1d.Transformer1D"),
            ("post_processor_cls", &self.post_processor_cls, "tsr.models.network_utils.TriplaneUpsampleNetwork"),
            ("decoder_cls", &self.decoder_cls, "tsr.models.network_utils.NeRFMLP"),
            ("renderer_cls", &self.renderer_cls, "tsr.models.nerf_renderer.TriplaneNeRFRenderer"),
            ("decoder.activation", &self.decoder.activation, "silu"),
            ("renderer.feature_reduction", &self.renderer.feature_reduction, "concat"),
            ("renderer.density_activation", &self.renderer.density_activation, "exp"),
            ("vit.hidden_act", &self.vit.hidden_act, "gelu"),
        ];
        for (key, got, supported) in classes {
            if got != supported {
                return Err(format!("{key} is '{got}'; only '{supported}' is supported"));
            }
        }
        let pretrained = &self.image_tokenizer.pretrained_model_name_or_path;
        if pretrained.is_empty() {
            return Err("image_tokenizer.pretrained_model_name_or_path is empty".to_owned());
        }
        Ok(())
    }

    fn check_sizes(&self) -> Result<(), String> {
        // Far beyond any network of this kind, and small enough that no product of a few of them overflows.
        const LARGEST: usize = 65_536;
        let Config { tokenizer, backbone, post_processor, decoder, renderer, vit, .. } = self;
        let sizes = [
            ("cond_image_size", self.cond_image_size),
            ("tokenizer.plane_size", tokenizer.plane_size),
            ("tokenizer.num_channels", tokenizer.num_channels),
            ("backbone.num_attention_heads", backbone.num_attention_heads),
            ("backbone.attention_head_dim", backbone.attention_head_dim),
            ("backbone.num_layers", backbone.num_layers),
            ("backbone.cross_attention_dim", backbone.cross_attention_dim),
            ("post_processor.out_channels", post_processor.out_channels),
            ("decoder.n_neurons", decoder.n_neurons),
            ("decoder.n_hidden_layers", decoder.n_hidden_layers),
            ("vit.hidden_size", vit.hidden_size),
            ("vit.num_hidden_layers", vit.num_hidden_layers),
            ("vit.num_attention_heads", vit.num_attention_heads),
            ("vit.intermediate_size", vit.intermediate_size),
            ("vit.image_size", vit.image_size),
            ("vit.patch_size", vit.patch_size),
        ];
        for (key, size) in sizes {
            if !(1..=LARGEST).contains(&size) {
                return Err(format!("{key} is {size}; it must be from 1 to {LARGEST}"));
            }
        }
        let equal = [
            ("vit.num_channels", vit.num_channels, "the channels of RGB", 3),
            ("backbone.in_channels", backbone.in_channels, "tokenizer.num_channels", tokenizer.num_channels),
            (
                "post_processor.in_channels",
                post_processor.in_channels,
                "tokenizer.num_channels",
                tokenizer.num_channels,
            ),
            ("backbone.cross_attention_dim", backbone.cross_attention_dim, "vit.hidden_size", vit.hidden_size),
            (
                "decoder.in_channels",
                decoder.in_channels,
                "3 * post_processor.out_channels",
                3 * post_processor.out_channels,
            ),
        ];
        for (key, size, other, expected) in equal {
            if size != expected {
                return Err(format!("{key} is {size}; it must be {expected}, like {other}"));
            }
        }
        let multiples = [
            ("cond_image_size", self.cond_image_size, "vit.patch_size", vit.patch_size),
            ("vit.image_size", vit.image_size, "vit.patch_size", vit.patch_size),
            ("vit.hidden_size", vit.hidden_size, "vit.num_attention_heads", vit.num_attention_heads),
            ("tokenizer.num_channels", tokenizer.num_channels, "the groups of the norm", NORM_GROUPS),
        ];
        for (key, size, other, divisor) in multiples {
            if !size.is_multiple_of(divisor) {
                return Err(format!("{key} is {size}; it must be a multiple of {divisor}, {other}"));
            }
        }
        if !(renderer.radius > 0.0 && renderer.radius.is_finite()) {
            return Err(format!("renderer.radius is {}; it must be positive", renderer.radius));
        }
        if !renderer.density_bias.is_finite() {
            return Err(format!("renderer.density_bias is {}; it must be a number", renderer.density_bias));
        }
        if !(vit.layer_norm_eps >= 0.0 && vit.layer_norm_eps.is_finite()) {
            return Err(format!("vit.layer_norm_eps is {}; it must be a small number", vit.layer_norm_eps));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: &str = include_str!("../../tests/fixtures/triposr-tiny/config.yaml");
    const FULL: &str = include_str!("../../tests/fixtures/triposr-full/config.yaml");

    #[test]
    fn upstreams_file_without_an_image_encoder_means_dino() {
        let (upstream, _) = FULL.split_once("vit:").unwrap();
        let config = Config::parse(upstream).unwrap();
        assert_eq!(format!("{:?}", config.vit), format!("{:?}", Config::parse(FULL).unwrap().vit));
        assert_eq!(config.vit.hidden_size, 768);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (from, to, named) in [
            ("activation: silu", "activation: relu", "decoder.activation is 'relu'"),
            ("cond_image_size: 96", "cond_image_size: 90", "a multiple of 16, vit.patch_size"),
            ("cond_image_size: 96", "cond_image_size: 0", "cond_image_size is 0"),
            ("cond_image_size: 96", "cond_image_size: many", "cond_image_size"),
            ("num_channels: 64", "num_channels: 96", "backbone.in_channels is 64"),
            ("radius: 0.87", "radius: -1", "renderer.radius is -1"),
            ("out_channels: 8", "out_channels: 9", "decoder.in_channels is 24"),
            ("plane_size: 8", "plane_size: 99999999999", "tokenizer.plane_size"),
            ("num_layers: 2", "layers: 2", "num_layers"),
        ] {
            assert!(TINY.contains(from), "{from}");
            let error = Config::parse(&TINY.replacen(from, to, 1)).expect_err(to);
            assert!(error.contains(named), "{to}: {error}");
        }
    }
}
