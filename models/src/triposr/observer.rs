//! What a run tells while it goes on.

use std::ops::ControlFlow;

use kernels::tensor::Tensor;

use crate::Error;

/// A part of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Pixels to image tokens.
    ImageEncoder,
    /// Image tokens to the triplane's tokens.
    Backbone,
    /// The triplane's tokens to the field.
    Upsampling,
}

/// Is told of a stage's name and value.
pub type StageObserver<'a> = dyn FnMut(&str, Tensor) + 'a;

/// Is told of a run's progress, and of its stages' values if it wants them.
pub struct Observer<'a> {
    /// Told before each part and each of its layers of the part that comes and of the fraction of the run that is done, 0..=1; `Break` ends
    /// the run.
    pub progress: &'a mut dyn FnMut(Part, f32) -> ControlFlow<()>,
    /// Told of each stage's name and value.
    pub stages: Option<&'a mut StageObserver<'a>>,
}

impl Observer<'_> {
    pub(super) fn progress(&mut self, part: Part, fraction: f32) -> Result<(), Error> {
        if (self.progress)(part, fraction).is_break() { Err(Error::Canceled) } else { Ok(()) }
    }

    /// Tells of a stage; `value` is asked for only when somebody wants it.
    pub(super) fn stage(
        &mut self,
        name: impl AsRef<str>,
        value: impl FnOnce() -> Result<Tensor, kernels::Error>,
    ) -> Result<(), Error> {
        if let Some(stages) = &mut self.stages {
            stages(name.as_ref(), value()?);
        }
        Ok(())
    }
}
