//! Decoding: PNG, JPEG or WebP bytes to upright straight-alpha sRGB pixels, with every limit set beforehand. And pixels to
//! PNG.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, Limits,
    codecs::{
        jpeg::JpegDecoder,
        png::{CompressionType, FilterType, PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
};

use crate::Error;

/// The longest side that is read, pixels.
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels that are read.
pub const MAX_PIXELS: u64 = 64 << 20;
/// The shortest side that is read, pixels.
pub const MIN_SIDE: u32 = 16;

/// What a decoder may allocate: a 16-bit RGBA image of [`MAX_PIXELS`] and its working rows.
const MAX_ALLOC_BYTES: u64 = MAX_PIXELS * 8 + (16 << 20);

/// An upright photo: EXIF orientation applied, 8-bit sRGB, straight (not premultiplied) alpha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row-major `[height * width]` pixels, top row first.
    pub rgba: Vec<[u8; 4]>,
}

/// Decodes `bytes`, first frame of an animation, any bit depth and colour type the formats have. Embedded colour
/// profiles are not applied: values are taken as sRGB.
///
/// # Errors
/// [`Error::EmptyInput`], [`Error::NotAnImage`], [`Error::UnsupportedFormat`], [`Error::Undecodable`],
/// [`Error::ImageTooLarge`], [`Error::ImageTooSmall`]; the size errors come from the header, before pixels are
/// allocated.
pub fn decode(bytes: &[u8]) -> Result<Photo, Error> {
    let mut decoder = open(bytes)?;
    check_complete(bytes)?;
    let orientation = decoder.orientation().map_err(undecodable)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(undecodable)?;
    image.apply_orientation(orientation);
    Ok(into_photo(image))
}

/// Checks what the header tells (format, size limits) without decoding pixels.
///
/// # Errors
/// As [`decode`], as far as the header tells.
pub fn check_header(bytes: &[u8]) -> Result<(), Error> {
    open(bytes)?;
    Ok(())
}

/// `photo` as a PNG file with alpha. The same pixels give the same bytes.
pub fn encode_png(photo: &Photo) -> Vec<u8> {
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive)
        .write_image(photo.rgba.as_flattened(), photo.width, photo.height, ExtendedColorType::Rgba8)
        .expect("memory takes what is written, and the photo has width x height pixels");
    png
}

/// Reads the header of `bytes` and holds it against the limits.
fn open(bytes: &[u8]) -> Result<Box<dyn ImageDecoder + '_>, Error> {
    if bytes.is_empty() {
        return Err(Error::EmptyInput);
    }
    let format = image::guess_format(bytes).map_err(|_| Error::NotAnImage)?;
    let mut decoder: Box<dyn ImageDecoder> = match format {
        ImageFormat::Png => {
            // The decoder's own limits would refuse without saying the size.
            if let Some((width, height)) = png_dimensions(bytes) {
                check_size(width, height)?;
            }
            Box::new(PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(undecodable)?)
        }
        ImageFormat::Jpeg => Box::new(JpegDecoder::new(Cursor::new(bytes)).map_err(undecodable)?),
        ImageFormat::WebP => Box::new(WebPDecoder::new(Cursor::new(bytes)).map_err(undecodable)?),
        other => {
            let name = other.extensions_str().first().map_or_else(|| format!("{other:?}"), |name| name.to_uppercase());
            return Err(Error::UnsupportedFormat { format: name });
        }
    };
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    decoder.set_limits(limits()).map_err(undecodable)?;
    Ok(decoder)
}

fn undecodable(error: image::ImageError) -> Error {
    Error::Undecodable { reason: error.to_string() }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC_BYTES);
    limits
}

/// Width and height of the IHDR chunk, which the PNG specification (11.2.2) puts first.
fn png_dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let word = |at: usize| bytes.get(at..at + 4).map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]));
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((word(16)?, word(20)?))
}

fn check_size(width: u32, height: u32) -> Result<(), Error> {
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Error::ImageTooLarge { width, height, max_side: MAX_SIDE, max_pixels: MAX_PIXELS });
    }
    if width < MIN_SIDE || height < MIN_SIDE {
        return Err(Error::ImageTooSmall { width, height, min_side: MIN_SIDE });
    }
    Ok(())
}

/// Truncation that the decoders themselves let pass: the JPEG decoder paints what is missing grey, and the WebP decoder
/// reads a short last chunk as it is.
fn check_complete(bytes: &[u8]) -> Result<(), Error> {
    let truncated = match bytes {
        [0xff, 0xd8, ..] => !jpeg_reaches_its_end(bytes),
        [b'R', b'I', b'F', b'F', a, b, c, d, ..] => {
            u64::from(u32::from_le_bytes([*a, *b, *c, *d])) + 8 > bytes.len() as u64
        }
        _ => false,
    };
    if truncated { Err(Error::Undecodable { reason: "the file ends early".to_owned() }) } else { Ok(()) }
}

/// Walks the marker segments of a JPEG (ITU-T T.81, B.1.1) to its end-of-image marker. A search for the two bytes would
/// find the marker of an embedded thumbnail.
fn jpeg_reaches_its_end(bytes: &[u8]) -> bool {
    const END_OF_IMAGE: u8 = 0xd9;
    let mut at = 2;
    loop {
        // Entropy-coded data and padding: on to the next marker that is neither stuffing (00) nor restart (d0 to d7).
        let Some(step) = bytes[at..]
            .windows(2)
            .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0x01 | 0xff | 0xd0..=0xd7))
        else {
            return false;
        };
        let marker = bytes[at + step + 1];
        at += step + 2;
        if marker == END_OF_IMAGE {
            return true;
        }
        let Some(length) = bytes.get(at..at + 2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]]))) else {
            return false;
        };
        at += length;
        if length < 2 || at >= bytes.len() {
            return false;
        }
    }
}

/// The common colour types directly, so that no second copy of the pixels is made on the way.
fn into_photo(image: DynamicImage) -> Photo {
    let (width, height) = (image.width(), image.height());
    let rgba = match &image {
        DynamicImage::ImageLuma8(grey) => grey.as_raw().iter().map(|&l| [l, l, l, 255]).collect(),
        DynamicImage::ImageRgb8(rgb) => rgb.as_raw().as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect(),
        DynamicImage::ImageRgba8(rgba) => rgba.as_raw().as_chunks().0.to_vec(),
        _ => image.to_rgba8().as_raw().as_chunks().0.to_vec(),
    };
    Photo { width, height, rgba }
}

#[cfg(test)]
mod tests;
