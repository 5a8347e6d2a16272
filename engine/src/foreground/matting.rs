//! Matting by a network: U²-Net (Qin et al., "U²-Net: going deeper with nested U-structure for salient object detection",
//! 2020) and IS-Net (Qin et al., "Highly accurate dichotomous image segmentation", 2022), in the ONNX files that rembg's
//! users have: u2net, u2netp, u2net_human_seg, silueta, isnet-general-use.
//!
//! The photo is resized to the network's size whatever its shape, divided by its brightest value, and normalised; the
//! first output, from its least to its greatest value, is the alpha, resized back. rembg does the same, but for its
//! resizing (Lanczos on bytes) and for IS-Net's mean, where this follows that network's authors.
//!
//! **Which of the two a file is** decides the normalisation. A declared input of 320 x 320 is U²-Net's and one of
//! 1024 x 1024 is IS-Net's, as in all published files. Any other size, or one that is left open, goes by the file's name:
//! IS-Net if it contains "isnet" or "rmbg" (BRIA's network is one), else U²-Net. The size itself is the declared one; an
//! open one is 320 for U²-Net and 1024 for IS-Net.

use std::{panic::catch_unwind, path::Path, sync::Arc};

use kernels::{
    image::Image,
    ops::resize::{resize, resize_by_pixel},
};
use rten::{DataType, Dimension, Model, NodeId, RunOptions, ThreadPool, Value, ValueType};

use crate::{Error, image::Photo};

/// Sides of the input that are taken, pixels: below, nothing can be recognised; memory grows with the square.
const SIDES: std::ops::RangeInclusive<usize> = 32..=2048;
/// A file of more bytes is not of these networks, nor of any that Protocol Buffers can hold.
const MAX_FILE_BYTES: u64 = 2 << 30;
/// Where no pixel is rated higher, the network has found nothing; scaled up, its noise would pass for an object.
const LEAST_RATING: f32 = 0.1;
/// Where no pixel is rated lower, the network takes all for the object.
const EVERYTHING: f32 = 0.5;
/// An object covers at least this share of the photo.
const LEAST_SHARE: f32 = 0.001;

/// The two networks, which differ in what they were trained on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// U²-Net, whole or small.
    U2Net,
    /// IS-Net.
    IsNet,
}

impl Architecture {
    /// By the declared `[height, width]`, else by the file's name; see the module.
    fn of(declared: [Option<usize>; 2], path: &Path) -> Architecture {
        match declared {
            [Some(320), Some(320)] => return Architecture::U2Net,
            [Some(1024), Some(1024)] => return Architecture::IsNet,
            _ => {}
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        if name.contains("isnet") || name.contains("rmbg") { Architecture::IsNet } else { Architecture::U2Net }
    }

    /// The side of the published files, pixels.
    fn side(self) -> usize {
        match self {
            Architecture::U2Net => 320,
            Architecture::IsNet => 1024,
        }
    }

    /// Mean and standard deviation of red, green and blue, of 1: ImageNet's, or as in IS-Net's own inference script.
    fn normalization(self) -> [[f32; 3]; 2] {
        match self {
            Architecture::U2Net => [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]],
            Architecture::IsNet => [[0.5; 3], [1.0; 3]],
        }
    }
}

/// A matting network, loaded and ready to run.
#[derive(Debug)]
pub struct Matting {
    path: String,
    model: Model,
    architecture: Architecture,
    /// Height and width of the input, pixels.
    size: [usize; 2],
    input: NodeId,
    output: NodeId,
    /// Of the output's shape: 4, or 3 without channels.
    output_dimensions: usize,
    threads: Arc<ThreadPool>,
}

impl Matting {
    /// Loads a network from an ONNX file and holds what it declares against what is needed: one input of floats
    /// `[1, 3, height, width]`, whose size may be open, and a first output `[1, 1, height, width]` or
    /// `[1, height, width]`. It will run on as many threads as the current rayon pool has.
    ///
    /// # Errors
    /// [`Error::MattingFile`].
    pub fn open(path: &Path) -> Result<Matting, Error> {
        let name = path.display().to_string();
        Matting::load(path).map_err(|reason| Error::MattingFile { path: name, reason })
    }

    fn load(path: &Path) -> Result<Matting, String> {
        let metadata = std::fs::metadata(path).map_err(|error| format!("it cannot be read ({error})"))?;
        if !metadata.is_file() {
            return Err("it is not a file".to_owned());
        }
        if metadata.len() > MAX_FILE_BYTES {
            return Err(format!("it is larger than {} GiB", MAX_FILE_BYTES >> 30));
        }
        if path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("onnx")) {
            return Err("its name does not end in .onnx".to_owned());
        }
        // Sizes in a damaged file that overflow rten's shape inference make it panic.
        let model = catch_unwind(|| Model::load_file(path))
            .map_err(|_| "it cannot be loaded (sizes in it overflow)".to_owned())?
            .map_err(|error| format!("it cannot be loaded ({error})"))?;
        let (input, declared) = input_of(&model)?;
        let (output, output_dimensions) = output_of(&model)?;
        let architecture = Architecture::of(declared, path);
        let size = declared.map(|side| side.unwrap_or(architecture.side()));
        if let Some(side) = size.iter().find(|side| !SIDES.contains(side)) {
            return Err(format!(
                "it takes images of {} x {} pixels, and {side} is not from {} to {}",
                size[1],
                size[0],
                SIDES.start(),
                SIDES.end(),
            ));
        }
        let threads = Arc::new(ThreadPool::with_num_threads(rayon::current_num_threads()));
        Ok(Matting {
            path: path.display().to_string(),
            model,
            architecture,
            size,
            input,
            output,
            output_dimensions,
            threads,
        })
    }

    /// Which network it is taken for.
    pub fn architecture(&self) -> Architecture {
        self.architecture
    }

    /// The alpha of `photo`, whose own is not looked at.
    ///
    /// # Errors
    /// [`Error::NoObject`] where the network finds nothing or no background; [`Error::MattingOutput`].
    pub fn alpha(&self, photo: &Photo) -> Result<Vec<u8>, Error> {
        let matte = self.matte(photo)?;
        let (least, greatest) =
            matte.data.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(l, g), &[v]| (l.min(v), g.max(v)));
        if least >= EVERYTHING {
            return Err(no_object("the matting network takes all of it for the object"));
        }
        if greatest < LEAST_RATING || greatest - least < 1e-3 {
            return Err(no_object("the matting network finds nothing that stands out"));
        }
        let scaled = matte.map(|[value]| [(value - least) / (greatest - least)]);
        let full = resize(&scaled, photo.width as usize, photo.height as usize);
        let alpha: Vec<u8> = full.data.iter().map(|[value]| (value * 255.0).round() as u8).collect();
        let covered = alpha.iter().filter(|&&alpha| alpha >= 128).count();
        if (covered as f32) < LEAST_SHARE * alpha.len() as f32 {
            return Err(no_object("the matting network finds a speck only"));
        }
        Ok(alpha)
    }

    /// What the network rates each pixel, at its own size: for the published ones, 0 background to 1 object.
    ///
    /// # Errors
    /// [`Error::MattingOutput`].
    pub fn matte(&self, photo: &Photo) -> Result<Image<[f32; 1]>, Error> {
        let wrong = |found: String| Error::MattingOutput { path: self.path.clone(), found };
        let [height, width] = self.size;
        let input = Value::from_shape([1, 3, height, width], self.normalized(photo)).expect("three values a pixel");
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let outputs = self
            .model
            .run(vec![(self.input, input.into())], &[self.output], Some(options))
            .map_err(|error| wrong(format!("nothing ({error})")))?;
        let output = outputs.into_iter().next().expect("one output was asked for");
        let ([height, width], values) = one_channel(output, self.output_dimensions).map_err(wrong)?;
        if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            return Err(wrong(format!("{value}, which is no rating")));
        }
        Ok(Image::new(width, height, values.into_iter().map(|value| [value]).collect()))
    }

    /// The network's input `[3, height, width]`.
    fn normalized(&self, photo: &Photo) -> Vec<f32> {
        let from = (photo.width as usize, photo.height as usize);
        let rgb = |x: usize, y: usize| {
            let [r, g, b, _] = photo.rgba[y * from.0 + x];
            [r, g, b].map(f32::from)
        };
        let small = resize_by_pixel(from, rgb, self.size[1], self.size[0]);
        let brightest = small.data.as_flattened().iter().fold(1e-6_f32, |most, &value| most.max(value));
        let [mean, deviation] = self.architecture.normalization();
        (0..3)
            .flat_map(|c| small.data.iter().map(move |pixel| (pixel[c] / brightest - mean[c]) / deviation[c]))
            .collect()
    }
}

fn no_object(reason: &str) -> Error {
    Error::NoObject { reason: reason.to_owned() }
}

/// The input and the height and width that it declares.
fn input_of(model: &Model) -> Result<(NodeId, [Option<usize>; 2]), String> {
    let &[input] = model.input_ids() else {
        return Err(match model.input_ids().len() {
            // What is left of a file that was cut off between two of its parts.
            0 => "there is no network in it".to_owned(),
            more => format!("the network has {more} inputs, not one"),
        });
    };
    let (what, shape) = declared(model, input);
    match shape.as_deref() {
        Some([batch, channels, height, width]) if is(batch, 1) && is(channels, 3) && what == FLOATS => {
            Ok((input, [height, width].map(fixed)))
        }
        _ => Err(format!("the network's input is {}, not floats [1, 3, height, width]", describe(what, shape))),
    }
}

/// The first output, which of the several that both networks have is the one that counts, and its number of dimensions.
fn output_of(model: &Model) -> Result<(NodeId, usize), String> {
    let &output = model.output_ids().first().ok_or_else(|| "the network has no output".to_owned())?;
    let (what, shape) = declared(model, output);
    let floats = what.is_none() || what == FLOATS;
    match shape.as_deref() {
        Some([batch, channels, _, _]) if floats && is(batch, 1) && is(channels, 1) => Ok((output, 4)),
        Some([batch, _, _]) if floats && is(batch, 1) => Ok((output, 3)),
        _ => Err(format!("the network's first output is {}, not floats [1, 1, height, width]", describe(what, shape))),
    }
}

const FLOATS: Option<ValueType> = Some(ValueType::Tensor(DataType::Float));

fn declared(model: &Model, node: NodeId) -> (Option<ValueType>, Option<Vec<Dimension>>) {
    model.node_info(node).map_or((None, None), |info| (info.dtype(), info.shape()))
}

fn fixed(dimension: &Dimension) -> Option<usize> {
    match dimension {
        Dimension::Fixed(size) => Some(*size),
        Dimension::Symbolic(_) => None,
    }
}

/// Whether the dimension is `size`, or open.
fn is(dimension: &Dimension, size: usize) -> bool {
    fixed(dimension).is_none_or(|fixed| fixed == size)
}

fn describe(what: Option<ValueType>, shape: Option<Vec<Dimension>>) -> String {
    let what = match what {
        Some(ValueType::Tensor(DataType::Float)) => "floats".to_owned(),
        Some(what) => what.to_string(),
        None => "values of an unknown type".to_owned(),
    };
    let Some(shape) = shape else { return format!("{what} of an unknown shape") };
    let sizes: Vec<String> = shape
        .iter()
        .map(|dimension| match dimension {
            Dimension::Fixed(size) => size.to_string(),
            Dimension::Symbolic(name) => name.clone(),
        })
        .collect();
    format!("{what} [{}]", sizes.join(", "))
}

/// Height, width and values of an output of one channel and one image; or what came out instead.
fn one_channel(output: Value, dimensions: usize) -> Result<([usize; 2], Vec<f32>), String> {
    let (shape, values) = if dimensions == 3 {
        output.into_shape_vec::<f32, 3>().map(|([n, h, w], values)| ([n, 1, h, w], values))
    } else {
        output.into_shape_vec::<f32, 4>()
    }
    .map_err(|error| format!("no matte ({error})"))?;
    match shape {
        [1, 1, height, width] if height > 0 && width > 0 => Ok(([height, width], values)),
        _ => Err(format!("values of the shape {shape:?} where a matte of one channel belongs")),
    }
}
