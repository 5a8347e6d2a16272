//! Renders a GLB file to a PNG: one view, or a turntable of several side by side.

use std::path::PathBuf;

use anyhow::Context;
use benches::{glb, picture};
use clap::Parser;
use engine::render::{View, rasterize};
use image::{GenericImage, RgbaImage};

/// Renders a GLB model in orthographic projection.
#[derive(Parser)]
struct Arguments {
    /// The model.
    model: PathBuf,
    /// The PNG to write.
    #[arg(short, long)]
    output: PathBuf,
    /// Where the eye stands, degrees around the vertical axis; 0 is the front, 90 the model's left (+X).
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    azimuth: f32,
    /// How far the eye looks down, degrees.
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    elevation: f32,
    /// Pixels a side of a view.
    #[arg(long, default_value_t = 512, value_parser = clap::value_parser!(u32).range(16..=4096))]
    size: u32,
    /// This many views, evenly around the model from the azimuth on, side by side.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    turntable: u32,
    /// Leave the background transparent instead of white.
    #[arg(long)]
    transparent: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let bytes =
        std::fs::read(&arguments.model).with_context(|| format!("cannot read {}", arguments.model.display()))?;
    let mesh = glb::read(&bytes).with_context(|| format!("cannot use {}", arguments.model.display()))?;
    let background = if arguments.transparent { None } else { Some([255; 3]) };
    let mut sheet = RgbaImage::new(arguments.size * arguments.turntable, arguments.size);
    for turn in 0..arguments.turntable {
        let azimuth = arguments.azimuth + 360.0 * turn as f32 / arguments.turntable as f32;
        let raster = rasterize(&mesh, &View::square(arguments.size, azimuth, arguments.elevation));
        sheet.copy_from(&picture::buffer(raster.picture(background)), turn * arguments.size, 0)?;
    }
    sheet.save(&arguments.output).with_context(|| format!("cannot write {}", arguments.output.display()))?;
    Ok(())
}
