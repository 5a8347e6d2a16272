//! A converted checkpoint holds the same tensors, and is there whole or not at all.

use std::fs;

use models::checkpoint::{Error, convert};
use safetensors::{Dtype, SafeTensors};

use super::{archive, bytes_of, fixture, read_bytes};

fn safetensors_dtype(dtype: models::checkpoint::Dtype) -> Dtype {
    serde_json::from_str(&format!("\"{}\"", dtype.name())).expect("a name that safetensors has")
}

#[test]
fn the_same_tensors() {
    let directory = tempfile::tempdir().expect("temporary directory");
    for name in ["flat.pt", "nested.pt", "protocol5.pt", "shared.pt"] {
        let output = directory.path().join("model.safetensors");
        let converted = convert(&fixture(name), &output).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (checkpoint, written) = (bytes_of(name), fs::read(&output).expect("written"));
        let tensors = read_bytes(&checkpoint).expect("fixture");
        assert_eq!((converted.tensors, converted.bytes), (tensors.len(), written.len() as u64), "{name}");
        let read = SafeTensors::deserialize(&written).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.len(), tensors.len());
        for tensor in tensors {
            let view = read.tensor(&tensor.name).unwrap_or_else(|error| panic!("{name}: {error}"));
            let shape: Vec<u64> = view.shape().iter().map(|&extent| extent as u64).collect();
            assert_eq!(
                (view.dtype(), shape),
                (safetensors_dtype(tensor.dtype), tensor.shape.clone()),
                "{name}: {tensor:?}"
            );
            let bytes = &checkpoint[tensor.bytes.start as usize..tensor.bytes.end as usize];
            assert_eq!(view.data(), bytes, "{name}: {tensor:?}");
            let offset = view.data().as_ptr() as usize - written.as_ptr() as usize;
            assert_eq!(offset as u64 % tensor.dtype.size(), 0, "{name}: {tensor:?} is not aligned");
        }
    }
    assert_eq!(fs::read_dir(directory.path()).expect("directory").count(), 1, "no temporary file stays");
}

#[test]
fn what_is_refused_leaves_nothing() {
    let directory = tempfile::tempdir().expect("temporary directory");
    let output = directory.path().join("model.safetensors");
    for name in ["malicious.pt", "transposed.pt", "compressed.pt", "old_format.pt"] {
        assert!(convert(&fixture(name), &output).is_err(), "{name}");
        assert_eq!(fs::read_dir(directory.path()).expect("directory").count(), 0, "{name} left something");
    }
    assert!(matches!(convert(&directory.path().join("none.pt"), &output), Err(Error::Read(_))));
    let nowhere = directory.path().join("none/model.safetensors");
    let error = convert(&fixture("flat.pt"), &nowhere).expect_err("no such directory").to_string();
    assert!(error.contains(&nowhere.display().to_string()), "{error}");
}

#[test]
fn a_small_file_does_not_fill_the_disk() {
    // A thousand names for one storage of 24 KiB.
    let directory = tempfile::tempdir().expect("temporary directory");
    let mut pickle = b"\x80\x02}(".to_vec();
    for index in 0..1000 {
        pickle.extend(b"X\x04\0\0\0");
        pickle.extend(format!("{index:04}").bytes());
        pickle.extend(b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuM");
        pickle.extend(b"\0\x18tQK\0M\0\x18\x85K\x01\x85\x89NtR");
    }
    pickle.extend(b"u.");
    let file = directory.path().join("small.pt");
    fs::write(&file, archive::archive(&[("data.pkl", &pickle), ("data/0", &[0; 24 << 10])])).expect("written");
    let error = convert(&file, &directory.path().join("large.safetensors")).expect_err("refused");
    assert!(matches!(error, Error::Inflated { tensors: 24_576_000, .. }), "{error}");
}
