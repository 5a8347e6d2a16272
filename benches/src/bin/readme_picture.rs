//! Makes `benches/photos/readme.png`: a photo of `benches/photos/`, and two views of the model that the pipeline makes
//! of it.

use std::{ops::ControlFlow, path::Path};

use anyhow::Context;
use benches::{glb, photos, picture};
use clap::Parser;
use engine::{
    export::Format,
    pipeline::{self, Options},
    render::{View, rasterize},
};
use image::{
    GenericImage, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};

/// Pixels a side of each of the three panels.
const PANEL: u32 = 400;
/// The panels' paper.
const PAPER: [u8; 3] = [246, 247, 248];
/// Azimuth and elevation of the two views, degrees.
const VIEWS: [(f32, f32); 2] = [(-38.0, 10.0), (48.0, 14.0)];

/// Makes the README's picture.
#[derive(Parser)]
struct Arguments {
    /// The file of benches/photos to show.
    #[arg(default_value = "flamingo.png")]
    photo: String,
}

fn main() -> anyhow::Result<()> {
    let file = Arguments::parse().photo;
    let bytes = photos::read(&file).with_context(|| format!("no {file}; render the examples first"))?;
    let generated = pipeline::generate(&bytes, &Options::default(), &mut |_, _| ControlFlow::Continue(()))?;
    let mesh = glb::read(&Format::Glb.encode(&generated.mesh))?;

    let mut sheet = RgbImage::from_pixel(3 * PANEL, PANEL, Rgb(PAPER));
    let photo = image::load_from_memory(&bytes)?.into_rgba8();
    // Laid on the paper before it is scaled: scaled alone, a cut-out's edge would take in the transparent pixels' black.
    let mut framed = RgbaImage::from_pixel(photo.width(), photo.height(), Rgba([PAPER[0], PAPER[1], PAPER[2], 255]));
    imageops::overlay(&mut framed, &photo, 0, 0);
    let framed = image::DynamicImage::from(framed).into_rgb8();
    sheet.copy_from(&imageops::resize(&framed, PANEL, PANEL, imageops::FilterType::Lanczos3), 0, 0)?;
    for (panel, (azimuth_deg, elevation_deg)) in VIEWS.into_iter().enumerate() {
        let view = rasterize(&mesh, &View::square(PANEL, azimuth_deg, elevation_deg)).picture(Some(PAPER));
        let opaque = image::DynamicImage::from(picture::buffer(view)).into_rgb8();
        sheet.copy_from(&opaque, PANEL * (panel as u32 + 1), 0)?;
    }

    let path = Path::new(photos::DIRECTORY).join("readme.png");
    let out = std::fs::File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    PngEncoder::new_with_quality(std::io::BufWriter::new(out), CompressionType::Best, FilterType::Adaptive)
        .write_image(&sheet, sheet.width(), sheet.height(), image::ExtendedColorType::Rgb8)?;
    println!("{} {} bytes", path.display(), std::fs::metadata(&path)?.len());
    Ok(())
}
