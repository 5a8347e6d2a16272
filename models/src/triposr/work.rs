//! What a run costs at least, from the configuration.
//!
//! Letters: `n` image tokens, `c` the encoder's width, `t` triplane tokens, `w` the backbone's width, `p` places of the planes.

use super::{
    backbone::EXPANSION,
    config::{Config, OUTPUTS},
    observer::Part,
};
use crate::work::Work;

impl Config {
    /// The work of a part of a run. Biases are counted where a layer has none: they are a thousandth.
    pub fn work(&self, part: Part) -> Work {
        let n = 1 + (self.cond_image_size / self.vit.patch_size).pow(2);
        let t = 3 * self.tokenizer.plane_size.pow(2);
        match part {
            Part::ImageEncoder => self.image_encoder_work(n),
            Part::Backbone => self.backbone_work(n, t),
            Part::Upsampling => self.upsampling_work(t),
        }
    }

    fn image_encoder_work(&self, n: usize) -> Work {
        let vit = &self.vit;
        let (c, inner) = (vit.hidden_size, vit.intermediate_size);
        let patches = Work::linear(n - 1, 3 * vit.patch_size.pow(2), c);
        // Positions are added, with the class token.
        let embeddings = Work { weights: ((n + 1) * c) as u64, ..Work::moved(2 * n * c) };
        let residual = Work::moved(n * c);
        let attention = Work::linear(n, c, 3 * c) + Work::attention(n, n, c) + Work::linear(n, c, c) + residual;
        let feed_forward = Work::linear(n, c, inner) + Work::linear(n, inner, c) + residual;
        let norm = Work::moved(2 * n * c);
        patches + embeddings + (attention + feed_forward) * vit.num_hidden_layers + norm
    }

    fn backbone_work(&self, n: usize, t: usize) -> Work {
        let sizes = &self.backbone;
        let (channels, w) = (sizes.in_channels, sizes.num_attention_heads * sizes.attention_head_dim);
        let embeddings = Work { weights: (t * channels) as u64, ..Work::default() };
        let norm = embeddings + Work::moved(t * channels);
        let project = |from, to| Work::linear(t, from, to);
        let residual = Work::moved(t * w);
        let itself = project(w, 3 * w) + Work::attention(t, t, w) + project(w, w) + residual;
        let image = project(w, w) + Work::attention(t, n, w) + project(w, w) + residual;
        // The gate's halves meet before they are written.
        let hidden = EXPANSION * w;
        let Work { operations, weights, .. } = project(w, 2 * hidden);
        let expand = Work { operations, weights, ..Work::moved(t * (w + hidden)) };
        let feed_forward = expand + project(hidden, w) + residual;
        // Of the image's tokens, which are read once for all blocks.
        let contexts = Work::linear(n, sizes.cross_attention_dim, 2 * w * sizes.num_layers);
        norm + project(channels, w)
            + contexts
            + (itself + image + feed_forward) * sizes.num_layers
            + project(w, channels)
            + embeddings
    }

    /// The transposed convolution, and the decoder's first layer applied to the planes.
    fn upsampling_work(&self, t: usize) -> Work {
        let (channels, planes) = (self.post_processor.in_channels, self.post_processor.out_channels);
        let p = 4 * t;
        let layer = if self.decoder.n_hidden_layers == 0 { OUTPUTS } else { self.decoder.n_neurons };
        // One layer reads 3 planes' channels; of a place it is applied to one plane's.
        let Work { operations, weights, .. } = Work::linear(p, planes, layer);
        let decoder = Work { operations, weights: 3 * weights, ..Work::moved(p * (planes + layer)) };
        Work::linear(t, channels, 4 * planes) + decoder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Sizes;

    /// Released sizes: 512 / 16 = 32 patches a side, ViT-B/16 (768 wide, 3072 inside, 12 layers), planes of 32 x 32 with 1024
    /// channels, 16 blocks of width 1024, planes of 64 x 64 with 40 channels, a decoder of 64 neurons.
    #[test]
    fn the_released_sizes_have_the_operations_of_a_hand_count() {
        let config = Sizes::Released.config();
        let operations = |part| config.work(part).operations;

        let patches = 2 * 1024 * (3 * 16 * 16) * 768;
        let query_key_value = 3 * 2 * 1025 * 768 * 768;
        let scores_and_mixture = 2 * 2 * 1025 * 1025 * 768;
        let output = 2 * 1025 * 768 * 768;
        let feed_forward = 2 * 2 * 1025 * 768 * 3072;
        assert_eq!(query_key_value + output + feed_forward, 14_509_670_400);
        let layer = query_key_value + scores_and_mixture + output + feed_forward;
        assert_eq!(operations(Part::ImageEncoder), patches + 12 * layer);
        assert_eq!(operations(Part::ImageEncoder), 214_054_244_352);

        let projections = 2 * 2 * 3072 * 1024 * 1024;
        let contexts = 16 * 2 * (2 * 1025 * 768 * 1024_u64);
        let to_itself = (3 + 1) * 2 * 3072 * 1024 * 1024 + 4 * 3072 * 3072 * 1024;
        let to_image = (1 + 1) * 2 * 3072 * 1024 * 1024 + 4 * 3072 * 1025 * 1024;
        let feed_forward = 2 * 3072 * 1024 * (8 * 1024) + 2 * 3072 * (4 * 1024) * 1024_u64;
        let blocks = 16 * (to_itself + to_image + feed_forward);
        assert_eq!(operations(Part::Backbone), projections + contexts + blocks);
        assert_eq!(operations(Part::Backbone), 2_744_735_760_384);

        assert_eq!(operations(Part::Upsampling), 2 * 3072 * 1024 * 160 + 2 * (3 * 64 * 64) * 40 * 64);
    }

    #[test]
    fn the_weights_are_those_of_the_released_file() {
        let config = Sizes::Released.config();
        let weights: u64 = [Part::ImageEncoder, Part::Backbone].map(|part| config.work(part).weights).iter().sum();
        // 1 677 246 742 bytes of f32 with the pooler, the norms and the table of 14 x 14 positions.
        let released = 1_677_246_742 / 4;
        assert!(weights.abs_diff(released) < released / 100, "{weights} and {released}");
    }

    #[test]
    fn the_tiny_sizes_have_the_operations_of_a_hand_count() {
        let config = Sizes::Tiny.config();
        let operations = |part| config.work(part).operations;
        // 96 / 16 = 6 patches a side, 48 wide, 192 inside, 2 layers; 3 planes of 8 x 8 with 64 channels, 2 blocks of width 64.
        let layer = 4 * 2 * 37 * 48 * 48 + 4 * 37 * 37 * 48 + 2 * 2 * 37 * 48 * 192;
        assert_eq!(operations(Part::ImageEncoder), 2 * 36 * 768 * 48 + 2 * layer);
        let block = 6 * 2 * 192 * 64 * 64 + 4 * 192 * 192 * 64 + 4 * 192 * 37 * 64 + 2 * 192 * 64 * (512 + 256);
        assert_eq!(operations(Part::Backbone), 2 * 2 * 192 * 64 * 64 + 4 * 2 * 37 * 48 * 64 + 2 * block);
        assert_eq!(operations(Part::Upsampling), 2 * 192 * 64 * 32 + 2 * 768 * 8 * 16);
    }
}
