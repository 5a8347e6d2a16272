use image::{DynamicImage, ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder, codecs::webp::WebPEncoder};

use super::*;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/data/", $name)).as_slice()
    };
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn pixel(photo: &Photo, x: u32, y: u32) -> [u8; 4] {
    photo.rgba[(y * photo.width + x) as usize]
}

#[track_caller]
fn assert_near(pixel: [u8; 4], wanted: [u8; 4], tolerance: u8) {
    let near = pixel.iter().zip(wanted).all(|(&a, b)| a.abs_diff(b) <= tolerance);
    assert!(near, "{pixel:?} is not within {tolerance} of {wanted:?}");
}

#[track_caller]
fn assert_undecodable(bytes: &[u8], what: &str) {
    match decode(bytes) {
        Err(Error::Undecodable { .. }) => {}
        other => panic!("{what}: {other:?}"),
    }
}

/// Noise: no run of it compresses to nothing, so that every part of the file matters.
fn noise(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| {
        let v = (y * width + x).wrapping_mul(2_654_435_761);
        image::Rgb([(v >> 24) as u8, (v >> 16) as u8, (v >> 8) as u8])
    })
}

#[test]
fn png_keeps_every_pixel_and_alpha() {
    let image = image::RgbaImage::from_fn(20, 17, |x, y| image::Rgba([x as u8, y as u8, 9, (x * y) as u8]));
    let photo = decode(&encoded(image.clone(), ImageFormat::Png)).unwrap();
    assert_eq!((photo.width, photo.height), (20, 17));
    assert!(image.enumerate_pixels().all(|(x, y, p)| pixel(&photo, x, y) == p.0));
}

#[test]
fn sixteen_bits_are_rounded_to_eight() {
    let image = image::ImageBuffer::<image::Rgb<u16>, _>::from_fn(16, 16, |x, _| {
        image::Rgb([257 * x as u16, 257 * 200 + 128, 257 * 200 + 129])
    });
    let photo = decode(&encoded(image, ImageFormat::Png)).unwrap();
    assert_eq!(pixel(&photo, 7, 3), [7, 200, 201, 255]);
}

#[test]
fn grey_and_grey_with_alpha_become_colour() {
    let grey = image::GrayImage::from_fn(16, 16, |x, y| image::Luma([(16 * y + x) as u8]));
    assert_eq!(pixel(&decode(&encoded(grey, ImageFormat::Png)).unwrap(), 3, 2), [35, 35, 35, 255]);
    let grey = image::GrayAlphaImage::from_fn(16, 16, |x, y| image::LumaA([200, (16 * y + x) as u8]));
    assert_eq!(pixel(&decode(&encoded(grey, ImageFormat::Png)).unwrap(), 3, 2), [200, 200, 200, 35]);
    let grey = image::ImageBuffer::<image::LumaA<u16>, _>::from_pixel(16, 16, image::LumaA([257 * 90, 257 * 3]));
    assert_eq!(pixel(&decode(&encoded(grey, ImageFormat::Png)).unwrap(), 0, 0), [90, 90, 90, 3]);
}

#[test]
fn a_palette_with_transparency_is_expanded() {
    let photo = decode(fixture!("palette.png")).unwrap();
    assert_eq!(pixel(&photo, 2, 9), [250, 10, 20, 255]);
    assert_eq!(pixel(&photo, 20, 9)[3], 0);
}

#[test]
fn jpeg_and_webp_are_read() {
    let image = image::RgbImage::from_pixel(24, 16, image::Rgb([180, 90, 40]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 95).write_image(&image, 24, 16, ExtendedColorType::Rgb8).unwrap();
    assert_near(pixel(&decode(&jpeg).unwrap(), 12, 8), [180, 90, 40, 255], 3);
    let image = image::RgbaImage::from_pixel(24, 16, image::Rgba([180, 90, 40, 77]));
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).write_image(&image, 24, 16, ExtendedColorType::Rgba8).unwrap();
    assert_eq!(pixel(&decode(&webp).unwrap(), 12, 8), [180, 90, 40, 77]);
    assert_near(pixel(&decode(fixture!("lossy.webp")).unwrap(), 30, 40), [120, 160, 140, 255], 12);
    assert_near(pixel(&decode(fixture!("progressive.jpg")).unwrap(), 30, 40), [120, 160, 140, 255], 12);
}

#[test]
fn every_exif_orientation_is_turned_upright() {
    let files = [
        fixture!("orientation_1.jpg"),
        fixture!("orientation_2.jpg"),
        fixture!("orientation_3.jpg"),
        fixture!("orientation_4.jpg"),
        fixture!("orientation_5.jpg"),
        fixture!("orientation_6.jpg"),
        fixture!("orientation_7.jpg"),
        fixture!("orientation_8.jpg"),
    ];
    for file in files {
        let photo = decode(file).unwrap();
        assert_eq!((photo.width, photo.height), (32, 48));
        assert_near(pixel(&photo, 6, 10), [255, 0, 0, 255], 12);
        assert_near(pixel(&photo, 24, 10), [0, 255, 0, 255], 12);
        assert_near(pixel(&photo, 6, 38), [0, 0, 255, 255], 12);
        assert_near(pixel(&photo, 24, 38), [255, 255, 255, 255], 12);
    }
}

#[test]
fn cmyk_inks_become_their_colours() {
    let photo = decode(fixture!("cmyk.jpg")).unwrap();
    assert_near(pixel(&photo, 6, 6), [0, 255, 255, 255], 12);
    assert_near(pixel(&photo, 24, 6), [255, 0, 255, 255], 12);
    assert_near(pixel(&photo, 6, 24), [255, 255, 0, 255], 12);
    assert_near(pixel(&photo, 24, 24), [0, 0, 0, 255], 12);
}

#[test]
fn an_animation_gives_its_first_frame() {
    for file in [fixture!("animated.webp"), fixture!("animated.png")] {
        let photo = decode(file).unwrap();
        assert_eq!((photo.width, photo.height), (32, 32));
        assert_eq!(pixel(&photo, 20, 20), [200, 30, 20, 255]);
    }
    assert_eq!(pixel(&decode(fixture!("animated.png")).unwrap(), 3, 20)[3], 0);
}

#[test]
fn an_empty_file_says_so() {
    assert!(matches!(decode(&[]), Err(Error::EmptyInput)));
    assert!(matches!(check_header(&[]), Err(Error::EmptyInput)));
}

#[test]
fn what_is_no_image_and_what_is_another_format_are_told_apart() {
    assert!(matches!(decode(b"solid cube\nendsolid"), Err(Error::NotAnImage)));
    assert!(matches!(decode(&[0xff]), Err(Error::NotAnImage)));
    for (file, name) in [(fixture!("upright.gif"), "GIF"), (fixture!("upright.bmp"), "BMP")] {
        let error = decode(file).unwrap_err();
        assert!(matches!(&error, Error::UnsupportedFormat { format } if format == name), "{error}");
        assert!(error.to_string().contains("give a PNG, JPEG or WebP"), "{error}");
    }
}

#[test]
fn a_truncated_file_is_an_error_wherever_it_ends() {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90).write_image(&noise(40, 40), 40, 40, ExtendedColorType::Rgb8).unwrap();
    let files = [
        ("jpeg", jpeg),
        ("progressive jpeg", fixture!("progressive.jpg").to_vec()),
        ("cmyk jpeg", fixture!("cmyk.jpg").to_vec()),
        ("webp", fixture!("lossy.webp").to_vec()),
        ("lossless webp", encoded(noise(40, 40), ImageFormat::WebP)),
        ("animated webp", fixture!("animated.webp").to_vec()),
    ];
    for (name, file) in files {
        decode(&file).unwrap();
        for length in (16..file.len()).step_by(7).chain([file.len() - 2, file.len() - 1]) {
            assert_undecodable(&file[..length], &format!("{name} cut to {length} of {}", file.len()));
        }
    }
    // A PNG's last chunk, IEND, holds nothing and its 12 bytes may be missing, as may the last checksum.
    let png = encoded(noise(40, 40), ImageFormat::Png);
    for length in (16..png.len() - 24).step_by(7) {
        assert_undecodable(&png[..length], &format!("png cut to {length} of {}", png.len()));
    }
}

#[test]
fn a_damaged_file_is_an_error_and_never_a_panic() {
    let png = encoded(noise(40, 40), ImageFormat::Png);
    let mut damaged = png.clone();
    damaged[png.len() / 2] ^= 0x55;
    assert_undecodable(&damaged, "png with a flipped byte");
    let files = [png, fixture!("progressive.jpg").to_vec(), fixture!("lossy.webp").to_vec()];
    for mut file in files {
        for at in (0..file.len()).step_by(11) {
            let was = file[at];
            file[at] ^= 0xa5;
            // Lossy data may decode to other pixels; it must return.
            if let Ok(photo) = decode(&file) {
                assert_eq!(photo.rgba.len(), photo.width as usize * photo.height as usize);
            }
            file[at] = was;
        }
    }
}

/// A PNG of which the header is valid and the pixels are missing.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(image::GrayImage::new(16, 16), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

/// ISO 3309, as the PNG specification's annex D.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

#[test]
fn too_many_pixels_are_refused_by_the_header() {
    for (width, height) in [(60_000, 60_000), (MAX_SIDE + 1, 16), (16, MAX_SIDE + 1), (MAX_SIDE, MAX_SIDE)] {
        for refused in [decode(&png_header(width, height)).err(), check_header(&png_header(width, height)).err()] {
            let error = refused.expect("it should be refused");
            assert!(
                matches!(error, Error::ImageTooLarge { width: w, height: h, .. } if (w, h) == (width, height)),
                "{error}"
            );
        }
    }
    check_header(&png_header(8192, 8192)).unwrap();
    // A JPEG's size is in its frame header: 8 bits a sample, then height and width.
    let mut jpeg = fixture!("orientation_1.jpg").to_vec();
    let frame = jpeg.windows(4).position(|w| w[..2] == [0xff, 0xc0] && w[3] == 17).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert!(matches!(decode(&jpeg), Err(Error::ImageTooLarge { width: 65_535, height: 65_535, .. })));
}

#[test]
fn too_few_pixels_are_refused() {
    for (width, height) in [(1, 1), (MIN_SIDE - 1, 400), (400, MIN_SIDE - 1)] {
        let png = encoded(image::GrayImage::new(width, height), ImageFormat::Png);
        assert!(matches!(decode(&png), Err(Error::ImageTooSmall { min_side: MIN_SIDE, .. })));
        assert!(matches!(check_header(&png), Err(Error::ImageTooSmall { .. })));
    }
    decode(&encoded(image::GrayImage::new(MIN_SIDE, MIN_SIDE), ImageFormat::Png)).unwrap();
}

#[test]
fn a_png_that_is_written_reads_back_pixel_by_pixel() {
    let rgba = (0..20 * 17).map(|i| [i as u8, (i * 7) as u8, 77, (i * 13) as u8]).collect();
    let photo = Photo { width: 20, height: 17, rgba };
    let png = encode_png(&photo);
    assert_eq!(decode(&png).expect("a PNG"), photo);
    assert_eq!(png, encode_png(&photo));
}
