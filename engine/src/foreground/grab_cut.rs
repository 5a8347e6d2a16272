//! Object and background as two colour mixtures, for backgrounds that are not plain.
//!
//! Rother, Kolmogorov & Blake, "GrabCut: interactive foreground extraction using iterated graph cuts", SIGGRAPH 2004;
//! the user's rectangle is replaced by the image border, whose colours are background to begin with.

use rayon::prelude::*;

use super::{
    border, component,
    contrast::Contrast,
    gaussian_mixture::{Colour, Mixture},
    segmentation::{Cell, cut},
};
use crate::{Error, image::Photo};

const COMPONENTS: usize = 5;
const ROUNDS: usize = 4;
/// Log-likelihood ratios to the units of the segmentation's smoothness; as much as GrabCut's 50 per unit of contour.
const RATIO_SCALE: f32 = 0.06;
/// The most that one pixel's colour counts.
const MOST: f32 = 1.0;

/// Colours of object and background.
#[derive(Debug)]
pub struct Appearance {
    object: Mixture,
    background: Mixture,
}

impl Appearance {
    /// How much the colour of a pixel speaks for the object (positive) or the background (negative).
    pub fn log_odds(&self, level: &Photo, at: usize) -> f32 {
        (RATIO_SCALE * self.ratio(&colour(level, at))).clamp(-MOST, MOST)
    }

    fn ratio(&self, colour: &Colour) -> f32 {
        self.object.log_density(colour) - self.background.log_density(colour)
    }
}

/// Finds the object in `level` by its colours: the appearance learnt and the mask.
///
/// # Errors
/// [`Error::NoObject`] where the colours inside are those of the border, or the two mixtures do not tell the two apart.
pub fn grab_cut(level: &Photo, contrast: &Contrast) -> Result<(Appearance, Vec<bool>), Error> {
    let (width, height) = (level.width as usize, level.height as usize);
    let all: Vec<Colour> = (0..level.rgba.len()).map(|at| colour(level, at)).collect();
    let strip = border::strip(width, height, border::thickness(width, height));
    let of_border = Mixture::fit(&strip.iter().map(|&at| all[at as usize]).collect::<Vec<_>>(), COMPONENTS);

    // What is as unlikely as the least likely twentieth of the border begins as object.
    let density: Vec<f32> = all.par_iter().map(|colour| of_border.log_density(colour)).collect();
    let mut sorted: Vec<f32> = strip.iter().map(|&at| density[at as usize]).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let unlikely = sorted[sorted.len() / 20];
    let mut mask: Vec<bool> = density.iter().map(|&d| d < unlikely).collect();
    strip.iter().for_each(|&at| mask[at as usize] = false);

    let mut cells = vec![Cell::Open; all.len()];
    for at in border::strip(width, height, 1) {
        if density[at as usize] >= unlikely {
            cells[at as usize] = Cell::Background;
        }
    }
    let mut appearance = None;
    for _ in 0..ROUNDS {
        let learnt = learn(&all, &mask)?;
        mask = cut(level, &cells, |at| learnt.log_odds(level, at), contrast);
        component::clean(&mut mask, width, 0.02, 4);
        appearance = Some(learnt);
    }
    let appearance = appearance.ok_or_else(nothing_unlike_the_border)?;
    check_separation(&appearance, &all, &mask)?;
    Ok((appearance, mask))
}

fn learn(colours: &[Colour], mask: &[bool]) -> Result<Appearance, Error> {
    const LEAST_SHARE: usize = 200;
    let of = |kind: bool| -> Vec<Colour> {
        colours.iter().zip(mask).filter(|(_, m)| **m == kind).map(|(colour, _)| *colour).collect()
    };
    let (object, background) = (of(true), of(false));
    if object.len() < colours.len() / LEAST_SHARE || background.len() < colours.len() / LEAST_SHARE {
        return Err(nothing_unlike_the_border());
    }
    let (object, background) =
        rayon::join(|| Mixture::fit(&object, COMPONENTS), || Mixture::fit(&background, COMPONENTS));
    Ok(Appearance { object, background })
}

fn nothing_unlike_the_border() -> Error {
    Error::NoObject { reason: "nothing in the image differs enough from its border".to_owned() }
}

/// Refuses a segmentation whose colours do not support it: on texture or noise the cut follows chance.
fn check_separation(appearance: &Appearance, colours: &[Colour], mask: &[bool]) -> Result<(), Error> {
    const LEAST_AGREEMENT: f32 = 0.75;
    let agreement = |kind: bool| {
        let of_kind = colours.iter().zip(mask).filter(|(_, m)| **m == kind).map(|(colour, _)| colour);
        let (count, agree) = of_kind.fold((0_u32, 0_u32), |(count, agree), colour| {
            (count + 1, agree + u32::from((appearance.ratio(colour) > 0.0) == kind))
        });
        agree as f32 / count.max(1) as f32
    };
    if agreement(true) < LEAST_AGREEMENT || agreement(false) < LEAST_AGREEMENT {
        return Err(Error::NoObject { reason: "object and background have the same colours".to_owned() });
    }
    Ok(())
}

fn colour(level: &Photo, at: usize) -> Colour {
    let [r, g, b, _] = level.rgba[at];
    [f32::from(r), f32::from(g), f32::from(b)]
}
