//! What can go wrong between a photo and a model, and whose fault it is.

/// Who can mend an [`Error`]: the caller, or nobody but us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The command or request itself is wrong (an option out of range, an unknown model or device).
    Usage,
    /// The image, mask or path given cannot be used; another one can.
    BadInput,
    /// The run was canceled by its caller.
    Canceled,
    /// The engine failed on input that it accepted.
    Fault,
}

/// Every error of the engine. The message says what was wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Zero bytes where an image should be.
    #[error("the input is empty: give a PNG, JPEG or WebP file")]
    EmptyInput,
    /// The bytes start like no image format that is read.
    #[error("the input is not an image: give a PNG, JPEG or WebP file")]
    NotAnImage,
    /// An image, in a format that is not read.
    #[error("the input is a {format} image: give a PNG, JPEG or WebP file")]
    UnsupportedFormat {
        /// The format's usual extension, in capitals.
        format: String,
    },
    /// The image's decoder refused it.
    #[error("the image cannot be decoded ({reason}): it may be truncated or damaged; export it again")]
    Undecodable {
        /// What the decoder said.
        reason: String,
    },
    /// More pixels than the limit; refused before anything is allocated.
    #[error("the image is {width} x {height} pixels; at most {max_side} a side and {max_pixels} in all: scale it down")]
    ImageTooLarge {
        /// Declared width, pixels.
        width: u32,
        /// Declared height, pixels.
        height: u32,
        /// The longest side allowed, pixels.
        max_side: u32,
        /// The most pixels allowed in all.
        max_pixels: u64,
    },
    /// Too few pixels to tell an object from anything.
    #[error("the image is {width} x {height} pixels; at least {min_side} a side are needed")]
    ImageTooSmall {
        /// Width, pixels.
        width: u32,
        /// Height, pixels.
        height: u32,
        /// The shortest side allowed, pixels.
        min_side: u32,
    },
    /// The alpha channel or mask leaves nothing.
    #[error("nothing is left of the image: {what} is empty; give an image or mask that shows the object")]
    NothingVisible {
        /// "the alpha channel" or "the mask".
        what: &'static str,
    },
    /// The photo has no alpha and the segmentation found no object.
    #[error(
        "no object can be told from the background ({reason}): use a plainer background, a cut-out with \
         transparency, --mask FILE, or --keep-background"
    )]
    NoObject {
        /// Which test failed.
        reason: String,
    },
    /// The matting network's file is none, or of a network with another task.
    #[error(
        "{path} cannot be used for matting: {reason}; give an ONNX file of U²-Net or IS-Net, as rembg keeps them in ~/.u2net"
    )]
    MattingFile {
        /// The file, as it was given.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The matting network was accepted, and what it computed is no matte.
    #[error("the matting network {path} computed {found}: the file is damaged or of another task; give another one")]
    MattingOutput {
        /// The file, as it was given.
        path: String,
        /// What came out.
        found: String,
    },
    /// The mask's size differs from the photo's.
    #[error("the mask is {mask_width} x {mask_height} pixels but the image is {width} x {height}: they must be equal")]
    MaskSize {
        /// Mask width, pixels.
        mask_width: u32,
        /// Mask height, pixels.
        mask_height: u32,
        /// Image width, pixels.
        width: u32,
        /// Image height, pixels.
        height: u32,
    },
    /// The square around the object would be larger than a frame may be.
    #[error(
        "the object's frame would be {side} pixels a side; at most {max_side} are allowed: raise the foreground ratio \
         or scale the image down"
    )]
    FrameTooLarge {
        /// The side wanted, pixels.
        side: u64,
        /// The longest side allowed, pixels.
        max_side: u32,
    },
    /// An option outside its range.
    #[error("{option} is {value}; it must be {expected}")]
    OptionOutOfRange {
        /// The option's name as on the command line, without dashes.
        option: &'static str,
        /// What was given.
        value: String,
        /// The range in words.
        expected: &'static str,
    },
    /// No model has this name.
    #[error("there is no model '{name}'; `models` lists what there is")]
    UnknownModel {
        /// What was asked for.
        name: String,
    },
    /// The stored field cannot be used.
    #[error(transparent)]
    Field(#[from] models::triplane_field::FieldFileError),
    /// The stored field is nowhere dense enough.
    #[error(
        "the field has no surface at resolution {resolution}: its density is nowhere above its threshold, or only in parts \
         too small for this resolution; try a higher one"
    )]
    EmptyField {
        /// Lattice samples an axis.
        resolution: u32,
    },
    /// The model's files cannot be used, or its network failed.
    #[error(transparent)]
    Model(models::Error),
    /// The device lacks the precision, failed, or a tensor operation did.
    #[error(transparent)]
    Kernel(#[from] kernels::Error),
    /// There is nothing to verify.
    #[error("the model '{model}' is no network: give the directory of one, or the name of a pulled one")]
    NoNetwork {
        /// The model's name.
        model: String,
    },
    /// The network's sizes leave no room for the solid that is meshed in measurements.
    #[error(
        "the model '{model}' cannot be measured: its decoder has fewer than 8 neurons, or its planes than 4 channels"
    )]
    Unmeasurable {
        /// The model's name.
        model: String,
    },
    /// The file to verify against cannot be used.
    #[error("the reference cannot be used: {reason}")]
    Reference {
        /// What is wrong with it.
        reason: String,
    },
    /// The model's field cannot be stored.
    #[error(
        "the model '{model}' makes no field that can be stored: --save-field is for triplane networks, such as triposr"
    )]
    NoStorableField {
        /// The model's name.
        model: String,
    },
    /// The built-in model was to run on a GPU.
    #[error("the model '{model}' computes on the CPU: leave --device out, or name a network with --model")]
    CpuOnly {
        /// The model's name.
        model: String,
    },
    /// The device cannot be had.
    #[error(transparent)]
    Device(#[from] kernels::device::DeviceError),
    /// The caller ended the run.
    #[error("the run was canceled")]
    Canceled,
    /// The model computed a level that is no number.
    #[error("the model's level at {position:?} is {level}: its weights or kernels are broken")]
    NonFiniteField {
        /// Where, in the model's frame.
        position: [f32; 3],
        /// What came out.
        level: f32,
    },
    /// The field has no surface on the lattice.
    #[error("the model found no surface at resolution {resolution}: try a higher one, or a clearer photo")]
    EmptySurface {
        /// Lattice samples an axis.
        resolution: u32,
    },
}

impl From<models::Error> for Error {
    fn from(error: models::Error) -> Error {
        match error {
            models::Error::Canceled => Error::Canceled,
            models::Error::Kernel(error) => Error::Kernel(error),
            error => Error::Model(error),
        }
    }
}

impl Error {
    /// Whether the device itself failed, so that no later run in this process can succeed on it.
    pub fn is_device_failure(&self) -> bool {
        matches!(self, Error::Kernel(kernels::Error::Device { .. }))
    }

    /// Who can mend this.
    pub fn class(&self) -> Class {
        match self {
            Error::EmptyInput
            | Error::NotAnImage
            | Error::UnsupportedFormat { .. }
            | Error::Undecodable { .. }
            | Error::ImageTooLarge { .. }
            | Error::ImageTooSmall { .. }
            | Error::NothingVisible { .. }
            | Error::NoObject { .. }
            | Error::MattingFile { .. }
            | Error::MaskSize { .. }
            | Error::FrameTooLarge { .. }
            | Error::Field(_)
            | Error::EmptyField { .. }
            | Error::Model(_)
            | Error::Reference { .. } => Class::BadInput,
            Error::OptionOutOfRange { .. }
            | Error::NoStorableField { .. }
            | Error::NoNetwork { .. }
            | Error::Unmeasurable { .. }
            | Error::CpuOnly { .. }
            | Error::UnknownModel { .. }
            | Error::Kernel(kernels::Error::Precision { .. })
            | Error::Device(_) => Class::Usage,
            Error::Canceled => Class::Canceled,
            Error::Kernel(_)
            | Error::MattingOutput { .. }
            | Error::NonFiniteField { .. }
            | Error::EmptySurface { .. } => Class::Fault,
        }
    }
}
