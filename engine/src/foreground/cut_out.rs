//! The object in an opaque photo, coarse to fine: a cut of the whole image at reduced size, a cut in a band about the
//! contour at each finer size, and soft edges at full size.

use super::{
    SHADING_REACH,
    backdrop::{Backdrop, Surroundings},
    border, component,
    contrast::Contrast,
    grab_cut::{self, Appearance},
    matte, penumbra, pyramid,
    segmentation::{self, Cell},
};
use crate::{Error, image::Photo};

/// The longest side at which the whole image is cut, pixels.
const WORK_SIDE: u32 = 320;
/// Colour levels that neighbouring pixels of a natural background commonly differ by.
const UNMODELLED_NOISE: f32 = 8.0;
/// Components under this share of the largest are specks.
const SPECK_SHARE: f32 = 0.0005;

/// What tells object from background.
enum Evidence {
    /// A plain backdrop, and what surrounds the pixels at the size of the first cut.
    Backdrop(Box<Backdrop>, Surroundings),
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
    // The level before `work`, or `work` itself where the photo is as small.
    let finer = if levels.len() > 1 { &levels[levels.len() - 2] } else { photo };
    let (mut evidence, mut mask) = first_cut(work, finer)?;

    let mut coarse = work;
    let finer = std::iter::once(photo).chain(&levels).rev().skip(1);
    for (halvings, level) in (1..).zip(finer) {
        let cells = segmentation::band(&mask, (coarse.width, coarse.height), (level.width, level.height));
        let background = |at: usize| cells[at] == Cell::Background;
        let contrast = Contrast::of(level, SHADING_REACH << halvings, background);
        mask = match &mut evidence {
            Evidence::Backdrop(backdrop, surroundings) => {
                **backdrop = backdrop.with_noise_of(level, background);
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
    Ok(matte::alpha(photo, &mask, noise))
}

/// The cut of the whole image: on a plain backdrop where there is one and it yields an object, else by colours.
fn first_cut(work: &Photo, finer: &Photo) -> Result<(Evidence, Vec<bool>), Error> {
    if let Some(backdrop) = Backdrop::of_border(work) {
        let (evidence, mask) = on_backdrop(work, finer, backdrop);
        match flaw(work, &mask) {
            None => return Ok((evidence, mask)),
            // A plain backdrop with nothing on it.
            Some(Flaw::Nothing) => return Err(Flaw::Nothing.into()),
            // Not a backdrop after all; a wall that meets a table can pass for a gradient.
            Some(Flaw::Everything | Flaw::NoContour) => {}
        }
    }
    let contrast = Contrast::of(work, SHADING_REACH, |_| true);
    let (appearance, mut mask) = grab_cut::grab_cut(work, &contrast)?;
    tidy(&mut mask, work);
    match flaw(work, &mask) {
        None => Ok((Evidence::Appearance(appearance), mask)),
        Some(flaw) => Err(flaw.into()),
    }
}

fn on_backdrop(work: &Photo, finer: &Photo, backdrop: Backdrop) -> (Evidence, Vec<bool>) {
    let backdrop = backdrop.grown(work);
    let reached = backdrop.reached(work);
    let contrast = Contrast::of(work, SHADING_REACH, |at| reached[at]);
    let (width, height) = (work.width as usize, work.height as usize);
    let in_finer = Contrast::of(finer, SHADING_REACH, |at| {
        let halvings = usize::from(finer.width > work.width);
        let (x, y) = (at % finer.width as usize, at / finer.width as usize);
        reached[(y >> halvings) * width + (x >> halvings)]
    });
    let contours = penumbra::contours(finer, &in_finer, (width, height));
    let surroundings = backdrop.surroundings(work, &contours);
    let deviations = backdrop.deviations(work);
    let mut cells = vec![Cell::Open; work.rgba.len()];
    for at in border::strip(width, height, 1) {
        if reached[at as usize] {
            cells[at as usize] = Cell::Background;
        }
    }
    let odds = |at: usize| backdrop.log_odds(work, &deviations, &surroundings, 0, at);
    let mut mask = segmentation::cut(work, &cells, odds, &contrast);
    tidy(&mut mask, work);
    (Evidence::Backdrop(Box::new(backdrop), surroundings), mask)
}

fn tidy(mask: &mut [bool], level: &Photo) {
    let pinhole = level.rgba.len() / 8000;
    component::clean(mask, level.width as usize, SPECK_SHARE, pinhole);
}

/// What makes a mask no object.
#[derive(Debug, Clone, Copy)]
enum Flaw {
    Nothing,
    Everything,
    NoContour,
}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Self {
        let reason = match flaw {
            Flaw::Nothing => "nothing stands out from the background",
            Flaw::Everything => "no background is left",
            Flaw::NoContour => "what stands out has no clear contour",
        };
        Error::NoObject { reason: reason.to_owned() }
    }
}

fn flaw(work: &Photo, mask: &[bool]) -> Option<Flaw> {
    const LEAST_SHARE: f32 = 0.001;
    const MOST_SHARE: f32 = 0.97;
    const LEAST_ON_EDGES: f32 = 0.4;
    let share = mask.iter().filter(|&&m| m).count() as f32 / mask.len() as f32;
    let contrast = Contrast::of(work, SHADING_REACH, |at| !mask[at]);
    if share < LEAST_SHARE {
        Some(Flaw::Nothing)
    } else if share > MOST_SHARE {
        Some(Flaw::Everything)
    } else if segmentation::contour_on_edges(work, mask, &contrast) < LEAST_ON_EDGES {
        Some(Flaw::NoContour)
    } else {
        None
    }
}
