use safetensors::SafeTensors;

use super::*;
use crate::image::decode;

const REFERENCE: &[u8] = include_bytes!("../../../tests/fixtures/preprocess/preprocess.safetensors");
const INPUT: &[u8] = include_bytes!("../../../tests/fixtures/preprocess/rgba_in.png");

fn reference(name: &str) -> Vec<u8> {
    SafeTensors::deserialize(REFERENCE).unwrap().tensor(name).unwrap().data().to_vec()
}

/// Fails unless every value is within `tolerance` of the reference's.
fn assert_values(image: &Image<[f32; 3]>, name: &str, tolerance: f32) {
    let expected = reference(name);
    let expected = expected.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes));
    let actual = image.data.as_flattened();
    assert_eq!(actual.len(), expected.len(), "{name}");
    let largest = actual.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(largest <= tolerance, "{name}: off by {largest}");
}

#[test]
fn the_square_and_its_grey_are_the_references_byte_for_byte() {
    let photo = decode(INPUT).unwrap();
    let square = square(&photo, 0.85).unwrap();
    assert_eq!((square.width, square.height), (82, 82));
    assert_eq!(square.data.as_flattened(), reference("foreground_085_u8"));
    assert_eq!(composited(&square).data.as_flattened(), reference("composited_u8"));
}

#[test]
fn resized_values_are_the_references() {
    let photo = decode(INPUT).unwrap();
    // The reference computes the places of its taps in f32, which shows where it enlarges.
    assert_values(&framed(&photo, 0.85, 64).unwrap(), "resized_64_hwc", 3e-7);
    assert_values(&framed(&photo, 0.85, 160).unwrap(), "resized_160_hwc", 2e-6);
    assert_values(&whole(&photo, 64), "resized_from_rgb_64_hwc", 3e-7);
}

#[test]
fn an_object_without_extent_is_refused() {
    let mut photo = Photo { width: 20, height: 20, rgba: vec![[9, 9, 9, 0]; 400] };
    assert!(matches!(framed(&photo, 0.85, 64), Err(Error::NothingVisible { .. })));
    photo.rgba[25][3] = 255;
    photo.rgba[26][3] = 255;
    assert!(matches!(framed(&photo, 0.85, 64), Err(Error::NothingVisible { .. })));
    photo.rgba[46][3] = 1;
    assert!(framed(&photo, 0.85, 64).is_ok());
    assert!(matches!(framed(&photo, 2.0, 64), Err(Error::OptionOutOfRange { .. })));
}
