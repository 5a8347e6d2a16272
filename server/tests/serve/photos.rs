//! Small pictures, made here.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

/// A disc on a transparent background: runs in milliseconds at low resolutions.
pub fn cut_out(side: u32) -> Vec<u8> {
    let centre = f64::from(side) / 2.0;
    encode(RgbaImage::from_fn(side, side, |x, y| {
        let (dx, dy) = (f64::from(x) + 0.5 - centre, f64::from(y) + 0.5 - centre);
        let inside = (dx * dx + dy * dy).sqrt() < centre * 0.8;
        Rgba([200, (x * 255 / side) as u8, (y * 255 / side) as u8, if inside { 255 } else { 0 }])
    }))
}

/// An opaque photo: a red disc before a plain, light backdrop.
pub fn on_backdrop(side: u32) -> Vec<u8> {
    let centre = f64::from(side) / 2.0;
    encode(RgbaImage::from_fn(side, side, |x, y| {
        let (dx, dy) = (f64::from(x) + 0.5 - centre, f64::from(y) + 0.5 - centre);
        let inside = (dx * dx + dy * dy).sqrt() < centre * 0.6;
        if inside { Rgba([190, (x * 90 / side) as u8, 40, 255]) } else { Rgba([225, 228, 230, 255]) }
    }))
}

/// Twice as wide as high: a red disc in the middle of a plain, light backdrop.
pub fn wide() -> Vec<u8> {
    encode(RgbaImage::from_fn(192, 96, |x, y| {
        let (dx, dy) = (f64::from(x) + 0.5 - 96.0, f64::from(y) + 0.5 - 48.0);
        if dx.hypot(dy) < 30.0 { Rgba([190, y as u8, 40, 255]) } else { Rgba([225, 228, 230, 255]) }
    }))
}

/// A mask for [`wide`]: a bar in the middle, three times as high as wide.
pub fn bar_of_wide() -> Vec<u8> {
    let mask = image::GrayImage::from_fn(192, 96, |x, y| {
        let inside = x.abs_diff(96) < 12 && y.abs_diff(48) < 36;
        image::Luma([if inside { 255 } else { 0 }])
    });
    write(&DynamicImage::ImageLuma8(mask))
}

/// Opaque, and the same everywhere.
pub fn blank() -> Vec<u8> {
    encode(RgbaImage::from_pixel(128, 128, Rgba([120, 130, 140, 255])))
}

/// A small file of as many pixels as may be.
pub fn bomb() -> Vec<u8> {
    write(&DynamicImage::ImageLuma8(image::GrayImage::from_pixel(8192, 8192, image::Luma([200]))))
}

/// Decodes, and shows nothing.
pub fn transparent() -> Vec<u8> {
    encode(RgbaImage::new(64, 64))
}

/// Sixteen bits a channel.
pub fn deep() -> Vec<u8> {
    let picture = image::load_from_memory(&cut_out(64)).expect("our own picture").to_rgba16();
    write(&DynamicImage::ImageRgba16(picture))
}

pub fn one_pixel() -> Vec<u8> {
    encode(RgbaImage::from_pixel(1, 1, Rgba([9, 9, 9, 255])))
}

/// A PNG whose header says `side` x `side` pixels.
pub fn declaring(side: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    chunk(&mut png, &header);
    let mut data = b"IDAT".to_vec();
    data.extend([0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
    chunk(&mut png, &data);
    chunk(&mut png, b"IEND");
    png
}

fn chunk(png: &mut Vec<u8>, type_and_data: &[u8]) {
    png.extend((type_and_data.len() as u32 - 4).to_be_bytes());
    png.extend(type_and_data);
    let crc = type_and_data
        .iter()
        .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ (0xEDB8_8320 * (crc & 1))));
    png.extend((!crc).to_be_bytes());
}

fn encode(picture: RgbaImage) -> Vec<u8> {
    write(&DynamicImage::ImageRgba8(picture))
}

fn write(picture: &DynamicImage) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).expect("a PNG");
    png.into_inner()
}
