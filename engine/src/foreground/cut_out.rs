//! The object in an opaque photo, coarse to fine: a cut of the whole image at reduced size, a cut in a band about the
//! contour at each finer size, and soft edges at full size.

use super::{
    backdrop::{Backdrop, Surroundings},
    border, component,
    contrast::Contrast,
    grab_cut::{self, Appearance},
    matte, pyramid,
    segmentation::{self, Cell},
};
use crate::{Error, image::Photo};

/// The longest side at which the whole image is cut, pixels.
const WORK_SIDE: u32 = 320;
/// Half the width of the narrowest slope that is shading at that size, pixels.
const SHADING_REACH: usize = 3;
/// Colour levels that neighbouring pixels of a natural background commonly differ by.
const UNMODELLED_NOISE: f32 = 8.0;
/// Components under this share of the largest are specks.
const SPECK_SHARE: f32 = 0.0005;

/// What tells object from background.
enum Evidence {
    /// A plain backdrop, and what surrounds the pixels at the size of the first cut.
    Backdrop(Backdrop, Surroundings),
    /// Colour mixtures.
    Appearance(Appearance),
}

/// The alpha of `photo`, whose own is not looked at.
///
/// # Errors
/// [`Error::NoObject`].
pub fn alpha(photo: &Photo) -> Result<Vec<u8>, Error> {
    let levels = pyramid::halves(photo, WORK_SIDE);
    let work = levels.last().unwrap_or(photo);
    let (mut evidence, mut mask) = match Backdrop::of_border(work) {
        Some(backdrop) => on_backdrop(work, backdrop),
        None => {
            let contrast = Contrast::of(work, SHADING_REACH, |_| true);
            let (appearance, mask) = grab_cut::grab_cut(work, &contrast)?;
            (Evidence::Appearance(appearance), mask)
        }
    };
    tidy(&mut mask, work);
    check_object(work, &mask)?;

    let mut coarse = work;
    let finer = std::iter::once(photo).chain(&levels).rev().skip(1);
    for (halvings, level) in (1..).zip(finer) {
        let cells = segmentation::band(&mask, (coarse.width, coarse.height), (level.width, level.height));
        let background = |at: usize| cells[at] == Cell::Background;
        let contrast = Contrast::of(level, SHADING_REACH << halvings, background);
        mask = match &mut evidence {
            Evidence::Backdrop(backdrop, surroundings) => {
                *backdrop = backdrop.with_noise_of(level, background);
                let deviations = backdrop.deviations(level);
                let odds = |at: usize| backdrop.log_odds(level, &deviations, surroundings, halvings, at);
                segmentation::cut(level, &cells, odds, &contrast)
            }
            Evidence::Appearance(appearance) => {
                segmentation::cut(level, &cells, |at| appearance.log_odds(level, at), &contrast)
            }
        };
        tidy(&mut mask, level);
        coarse = level;
    }
    let noise = match &evidence {
        Evidence::Backdrop(backdrop, _) => backdrop.noise(),
        Evidence::Appearance(_) => UNMODELLED_NOISE,
    };
    let r = matte::alpha(photo, &mask, noise);
    Ok(r)
}

fn on_backdrop(work: &Photo, backdrop: Backdrop) -> (Evidence, Vec<bool>) {
    let backdrop = backdrop.grown(work);
    let reached = backdrop.reached(work);
    let contrast = Contrast::of(work, SHADING_REACH, |at| reached[at]);
    let surroundings = backdrop.surroundings(work, &contrast);
    let deviations = backdrop.deviations(work);
    let mut cells = vec![Cell::Open; work.rgba.len()];
    for at in border::strip(work.width as usize, work.height as usize, 1) {
        if reached[at as usize] {
            cells[at as usize] = Cell::Background;
        }
    }
    let odds = |at: usize| backdrop.log_odds(work, &deviations, &surroundings, 0, at);
    let mask = segmentation::cut(work, &cells, odds, &contrast);
    (Evidence::Backdrop(backdrop, surroundings), mask)
}

fn tidy(mask: &mut [bool], level: &Photo) {
    let pinhole = level.rgba.len() / 8000;
    component::clean(mask, level.width as usize, SPECK_SHARE, pinhole);
}

/// Refuses what is no object: next to nothing, next to everything, or a contour that follows no edge.
fn check_object(work: &Photo, mask: &[bool]) -> Result<(), Error> {
    const LEAST_SHARE: f32 = 0.001;
    const MOST_SHARE: f32 = 0.97;
    const LEAST_ON_EDGES: f32 = 0.4;
    let share = mask.iter().filter(|&&m| m).count() as f32 / mask.len() as f32;
    let contrast = Contrast::of(work, SHADING_REACH, |at| !mask[at]);
    let reason = if share < LEAST_SHARE {
        "nothing stands out from the background"
    } else if share > MOST_SHARE {
        "no background is left"
    } else if segmentation::contour_on_edges(work, mask, &contrast) < LEAST_ON_EDGES {
        "what stands out has no clear contour"
    } else {
        return Ok(());
    };
    Err(Error::NoObject { reason: reason.to_owned() })
}
