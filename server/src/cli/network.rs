//! What a network's measurement and verification are given: a stored one, or one with weights of a formula, which needs no download.

use std::path::Path;

use engine::{Error, formula::Sizes, model::Model};

use super::Failure;
use crate::{catalog::Generator, placement::Placement};

/// Released sizes, weights from a formula.
pub const FORMULA: &str = "formula";
/// Small sizes, weights from a formula.
const TINY: &str = "tiny";

/// A network that is not loaded yet.
pub enum Network {
    /// Its name in reports, and its sizes.
    Formula(&'static str, Sizes),
    /// One that was pulled, or of a directory.
    Stored(Generator),
}

impl Network {
    /// What the command line names: a formula, or as [`Generator::named`].
    ///
    /// # Errors
    /// As [`Generator::named`], and that the built-in model is no network.
    pub fn named(given: &Path) -> Result<Network, Failure> {
        match given.to_str() {
            Some(FORMULA) => return Ok(Network::Formula(FORMULA, Sizes::Released)),
            Some(TINY) => return Ok(Network::Formula(TINY, Sizes::Tiny)),
            _ => {}
        }
        let generator = Generator::named(given)?;
        if generator.is_built_in() {
            return Err(Error::NoNetwork { model: generator.name().to_owned() }.into());
        }
        Ok(Network::Stored(generator))
    }

    /// Loads it onto the device of `placement`.
    ///
    /// # Errors
    /// As [`Generator::load`].
    pub fn load(&self, placement: &Placement) -> Result<Model, Error> {
        match self {
            Network::Formula(name, sizes) => Model::of_formula(name, *sizes, placement.compute()?),
            Network::Stored(generator) => generator.load(placement),
        }
    }
}
