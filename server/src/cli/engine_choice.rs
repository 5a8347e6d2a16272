//! What `serve` computes with: opened once, to refuse what is wrong where somebody reads it; the worker opens its own.

use std::path::PathBuf;

use engine::foreground::matting::Matting;

use super::Failure;
use crate::{
    catalog::{self, Generator},
    configuration::ServerSection,
    placement::Placement,
};

/// Device, model and matting network that can be used.
pub(super) struct EngineChoice {
    /// As `devices` lists it.
    pub(super) device: String,
    /// What generations run that name no model.
    pub(super) generator: Generator,
    /// The file of the matting network.
    pub(super) matting: Option<PathBuf>,
}

impl EngineChoice {
    /// Opens what `section` names.
    pub(super) fn open(section: &ServerSection) -> Result<EngineChoice, Failure> {
        let placement = Placement::new(section.device, section.precision);
        let device = placement.compute()?.device().to_string();
        let generator = Generator::named(&section.model)?;
        generator.load(&placement)?;
        let matting = section.matting.as_deref().map(catalog::matting_file).transpose()?;
        if let Some(file) = &matting {
            Matting::open(file)?;
        }
        Ok(EngineChoice { device, generator, matting })
    }
}
