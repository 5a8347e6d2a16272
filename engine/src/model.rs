//! A model, loaded: what makes a field of a photo.

use std::{fmt, ops::ControlFlow, path::Path, sync::Arc};

use kernels::{compute::Compute, device::Device, image::Image};
use models::{
    field::Field,
    formula::Sizes,
    registry::SILHOUETTE,
    silhouette::Silhouette,
    triplane_field::TriplaneField,
    triposr::{Observer, TripoSr},
};

use crate::{
    Error,
    foreground::{self, conditioning},
    image::Photo,
};

/// A loaded model; clones share its weights. `Default` is the built-in one.
#[derive(Clone)]
pub struct Model {
    name: String,
    network: Option<Arc<TripoSr>>,
}

/// What a model makes.
pub enum ModelField {
    /// An outline, inflated.
    Silhouette(Silhouette),
    /// A triplane network's, which can be stored.
    Triplane(TriplaneField),
}

impl Default for Model {
    fn default() -> Model {
        Model { name: SILHOUETTE.name.to_owned(), network: None }
    }
}

impl Model {
    /// Loads the network in `directory`, which reports call `name`, onto a device.
    ///
    /// # Errors
    /// [`Error::Model`], which names the file and the key or tensor; [`Error::Kernel`] when the device fails or has no room.
    pub fn load(name: &str, directory: &Path, compute: Compute) -> Result<Model, Error> {
        Ok(Model { name: name.to_owned(), network: Some(Arc::new(TripoSr::load(directory, compute)?)) })
    }

    /// A network with weights of a formula, for measurements: without a download, and its fields are noise.
    ///
    /// # Errors
    /// [`Error::Kernel`] when the device fails or has no room.
    pub fn of_formula(name: &str, sizes: Sizes, compute: Compute) -> Result<Model, Error> {
        Ok(Model { name: name.to_owned(), network: Some(Arc::new(TripoSr::of_formula(sizes, compute)?)) })
    }

    /// Where it runs, and its fields are meshed. The built-in model is for the CPU.
    pub fn device(&self) -> &Device {
        self.network.as_ref().map_or(&Device::Cpu, |network| network.compute().device())
    }

    /// Its name in reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether its field can be stored.
    pub fn makes_storable_fields(&self) -> bool {
        self.network.is_some()
    }

    /// The network, if it is one.
    pub(crate) fn network(&self) -> Option<&TripoSr> {
        self.network.as_deref()
    }

    /// Makes the field of a photo that is cut out. `whole` when the photo is to be taken as it is, without a frame. `progress`
    /// is told of the fraction done and ends the run by returning `false`.
    pub(crate) fn field(
        &self,
        cutout: &Photo,
        settings: &Settings,
        progress: &mut dyn FnMut(f32) -> bool,
    ) -> Result<ModelField, Error> {
        let Some(network) = &self.network else {
            let framed = foreground::frame(cutout, settings.foreground_ratio)?;
            let framed = Image::new(framed.width as usize, framed.height as usize, framed.rgba);
            return Ok(ModelField::Silhouette(Silhouette::new(&framed, settings.resolution)));
        };
        let side = network.config().cond_image_size;
        let rgb = if settings.whole {
            conditioning::whole(cutout, side)
        } else {
            conditioning::framed(cutout, settings.foreground_ratio, side)?
        };
        let mut go_on =
            |_, fraction| if progress(fraction) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let mut observer = Observer { progress: &mut go_on, stages: None };
        Ok(ModelField::Triplane(network.run(&rgb, &mut observer)?))
    }
}

/// What of a run's options a model needs.
pub(crate) struct Settings {
    pub(crate) foreground_ratio: f32,
    pub(crate) resolution: usize,
    /// The photo is opaque and taken for the object as a whole.
    pub(crate) whole: bool,
}

impl ModelField {
    /// The field, for meshing.
    pub fn as_field(&self) -> &dyn Field {
        match self {
            ModelField::Silhouette(field) => field,
            ModelField::Triplane(field) => field,
        }
    }

    /// The field, for storing, if it can be stored.
    pub fn as_triplane(&self) -> Option<&TriplaneField> {
        match self {
            ModelField::Silhouette(_) => None,
            ModelField::Triplane(field) => Some(field),
        }
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Model").field(&self.name).finish()
    }
}
