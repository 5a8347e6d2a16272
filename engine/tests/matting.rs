//! Matting networks: parity with PyTorch's and ONNX's own numbers, and files that are no matting network. The networks
//! and the numbers come from `fixtures/matting/make.py`.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use engine::{
    Class, Error,
    foreground::{
        CutOptions, cut_out,
        matting::{Architecture, Matting},
    },
    image::{Photo, decode},
};
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/matting").join(name)
}

fn open(name: &str) -> Matting {
    Matting::open(&fixture(name)).unwrap_or_else(|error| panic!("{error}"))
}

fn picture(name: &str) -> Photo {
    decode(&fs::read(fixture(name)).unwrap()).unwrap()
}

/// An orange disc on blue paper.
fn disc(width: u32, height: u32) -> Photo {
    let rgba = (0..width * height)
        .map(|at| {
            let (x, y) = (f64::from(at % width) + 0.5, f64::from(at / width) + 0.5);
            let side = f64::from(width.min(height));
            let inside = (x - f64::from(width) / 2.0).hypot(y - f64::from(height) / 2.0) < side * 0.3;
            if inside { [230, 130, 30, 255] } else { [60, 90, 170, 255] }
        })
        .collect();
    Photo { width, height, rgba }
}

#[track_caller]
fn matches_the_reference(name: &str, architecture: Architecture) {
    let matting = open(&format!("{name}.onnx"));
    assert_eq!(matting.architecture(), architecture);
    let photo = picture("photo.png");
    let expected: Value =
        serde_json::from_slice(&fs::read(fixture(&format!("{name}.expected.json"))).unwrap()).unwrap();
    let number = |key: &str| expected[key].as_f64().unwrap();

    let matte = matting.matte(&photo).unwrap();
    let size = number("size") as usize;
    assert_eq!((matte.width, matte.height), (size, size));
    let step = number("sampled_every") as usize;
    let places = (0..size).step_by(step).flat_map(|y| (0..size).step_by(step).map(move |x| y * size + x));
    let samples = expected["samples"].as_array().unwrap();
    assert_eq!(samples.len(), size.div_ceil(step).pow(2));
    // Two hundred layers in single precision; ONNX's reference implementation differs by 4e-7 from double precision.
    let tolerance = 5e-6;
    for (place, sample) in places.zip(samples) {
        let (ours, theirs) = (f64::from(matte.data[place][0]), sample.as_f64().unwrap());
        assert!((ours - theirs).abs() < tolerance, "{name} at {place}: {ours} instead of {theirs}");
    }
    let values = || matte.data.iter().map(|[value]| f64::from(*value));
    let mean = values().sum::<f64>() / matte.data.len() as f64;
    for (what, ours) in [("min", values().fold(1.0, f64::min)), ("max", values().fold(0.0, f64::max)), ("mean", mean)] {
        assert!((ours - number(what)).abs() < tolerance, "{name}: {what} {ours} instead of {}", number(what));
    }

    // Resized to the photo and rounded to bytes; on the edge of two bytes either is right.
    let alpha = matting.alpha(&photo).unwrap();
    let theirs = picture(&format!("{name}.alpha.png"));
    assert_eq!(alpha.len(), theirs.rgba.len());
    let differing = alpha.iter().zip(&theirs.rgba).filter(|(ours, theirs)| **ours != theirs[0]).count();
    assert!(alpha.iter().zip(&theirs.rgba).all(|(ours, theirs)| ours.abs_diff(theirs[0]) <= 1));
    assert!(differing * 200 < alpha.len(), "{differing} of {} differ by one", alpha.len());
}

#[test]
fn u2nets_graph_computes_what_pytorch_computes() {
    matches_the_reference("tiny-u2net", Architecture::U2Net);
}

#[test]
fn isnets_graph_computes_what_pytorch_computes() {
    // 44 x 44 is no published size: the name says what it is.
    matches_the_reference("tiny-isnet", Architecture::IsNet);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let photo = picture("photo.png");
    let alpha = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| open("tiny-u2net.onnx").alpha(&photo).unwrap())
    };
    let one = alpha(1);
    assert!(one == alpha(2));
    assert!(one == alpha(5));
}

#[test]
fn an_open_size_and_an_output_without_channels() {
    for (name, width, height) in [("warm.onnx", 300, 200), ("warm.onnx", 64, 900), ("warm-3d.onnx", 200, 300)] {
        let photo = disc(width, height);
        let alpha = open(name).alpha(&photo).unwrap();
        let wrong = alpha.iter().zip(&photo.rgba).filter(|(alpha, pixel)| (**alpha >= 128) != (pixel[0] > 128)).count();
        assert!(wrong * 100 < alpha.len(), "{name} at {width} x {height}: {wrong} pixels wrong");
        assert_eq!((alpha[0], alpha[(height / 2 * width + width / 2) as usize]), (0, 255));
    }
}

#[test]
fn the_architecture_goes_by_size_and_then_by_name() {
    let directory = tempfile::tempdir().unwrap();
    let named = |from: &str, name: &str| {
        let path = directory.path().join(name);
        fs::copy(fixture(from), &path).unwrap();
        Matting::open(&path).unwrap().architecture()
    };
    assert_eq!(named("warm.onnx", "u2netp.onnx"), Architecture::U2Net);
    assert_eq!(named("warm.onnx", "ISNet-general-use.onnx"), Architecture::IsNet);
    assert_eq!(named("warm-3d.onnx", "bria-rmbg.ONNX"), Architecture::IsNet);
    assert_eq!(named("warm-3d.onnx", "mine.onnx"), Architecture::U2Net);
}

#[test]
fn a_mask_and_transparency_come_before_the_network() {
    let photo = disc(128, 128);
    let options = |mask| CutOptions { mask, matting: Some(Arc::new(open("warm.onnx"))), ..CutOptions::default() };
    let alphas = |photo: Photo, options: &CutOptions| -> Vec<u8> {
        cut_out(photo, options).unwrap().rgba.iter().map(|pixel| pixel[3]).collect()
    };
    let by_network = alphas(photo.clone(), &options(None));
    assert_eq!((by_network[0], by_network[64 * 128 + 64]), (0, 255));

    let left = |x: u32| if x < 64 { 255 } else { 0 };
    let mask = Photo { rgba: (0..128 * 128).map(|at| [left(at % 128); 4]).collect(), ..photo };
    let by_mask = alphas(photo.clone(), &options(Some(mask.clone())));
    assert!(by_mask.iter().enumerate().all(|(at, alpha)| *alpha == left(at as u32 % 128)));

    let mut cut = photo.clone();
    cut.rgba.iter_mut().zip(&mask.rgba).for_each(|(pixel, mask)| pixel[3] = mask[0]);
    assert_eq!(alphas(cut, &options(None)), by_mask);

    let keep = CutOptions { keep_background: true, ..options(None) };
    assert!(alphas(photo, &keep).iter().all(|alpha| *alpha == 255));
}

#[test]
fn files_that_are_no_matting_network_are_refused_with_what_was_found() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = directory.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let whole = fs::read(fixture("tiny-isnet.onnx")).unwrap();
    let cases = [
        (fixture("four-classes.onnx"), "first output is floats [1, 4, 64, 64], not floats [1, 1, height, width]"),
        (fixture("lying.onnx"), "first output is floats [1, 3, 64, 64]"),
        (fixture("grey.onnx"), "input is floats [1, 1, 64, 64], not floats [1, 3, height, width]"),
        (fixture("two-inputs.onnx"), "has 2 inputs, not one"),
        (fixture("integers.onnx"), "input is tensor(i32) [1, 3, 64, 64]"),
        (fixture("vector.onnx"), "input is floats [1, 1000]"),
        (fixture("huge.onnx"), "1048576 x 1048576 pixels"),
        (fixture("unknown-operator.onnx"), "Divine"),
        (fixture("opset-10.onnx"), "opset version 10"),
        (fixture("overflow.onnx"), "overflow"),
        (fixture("missing.onnx"), "cannot be read"),
        (fixture("."), "not a file"),
        (fixture("photo.png"), "does not end in .onnx"),
        (write("empty.onnx", b""), "there is no network in it"),
        (write("page.onnx", b"<!DOCTYPE html><html><body>Not Found</body></html>"), "cannot be loaded"),
        (write("picture.onnx", &fs::read(fixture("photo.png")).unwrap()), "cannot be loaded"),
        (write("half.onnx", &whole[..whole.len() / 2]), "cannot be loaded"),
        (write("short.onnx", &whole[..whole.len() - 1]), "cannot be loaded"),
    ];
    for (path, says) in cases {
        let error = Matting::open(&path).expect_err(says);
        let message = error.to_string();
        assert!(matches!(error, Error::MattingFile { .. }) && error.class() == Class::BadInput, "{message}");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(message.contains(says) && message.contains(&name), "{says:?} and {name} are not in: {message}");
        assert!(message.contains("U²-Net or IS-Net"), "it does not say what to do: {message}");
    }
}

#[test]
fn what_the_network_computes_is_no_matte() {
    let photo = disc(80, 60);
    let error = |name: &str| open(name).alpha(&photo).unwrap_err();
    for (name, says) in [("nothing.onnx", "finds nothing"), ("everything.onnx", "takes all of it")] {
        let error = error(name);
        assert_eq!(error.class(), Class::BadInput, "{error}");
        let message = error.to_string();
        assert!(message.contains(says) && message.contains("--mask"), "{message}");
    }
    let error = error("nan.onnx");
    assert_eq!(error.class(), Class::Fault, "{error}");
    let message = error.to_string();
    assert!(message.contains("NaN") && message.contains("nan.onnx") && message.contains("another"), "{message}");
}

/// Wherever the file ends, and whichever of its bytes are others, there is a network or an error: never a panic.
#[test]
fn damaged_files_never_panic() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("damaged.onnx");
    let whole = fs::read(fixture("tiny-isnet.onnx")).unwrap();
    let meet = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        Matting::open(&path).map(|_| ())
    };
    for length in (0..whole.len()).step_by(whole.len() / 150) {
        assert!(meet(&whole[..length]).is_err(), "{length} of {} bytes pass for a network", whole.len());
    }
    // The same bytes in every run.
    let mut state = 1_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut refused = 0;
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..3 {
            let at = random(bytes.len());
            bytes[at] = random(256) as u8;
        }
        refused += usize::from(meet(&bytes).is_err());
    }
    // Some damage is to weights only.
    assert!((200..300).contains(&refused), "{refused} refused of 300");
}
