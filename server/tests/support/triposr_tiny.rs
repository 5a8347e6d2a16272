//! The small network of `models/tests/fixtures/triposr-tiny` in a directory of its own, whole or broken on purpose.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

/// The fixture's directory.
pub fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/triposr-tiny")
}

/// Copies the files that a model consists of to `directory`, which is made. Each appears whole: a program may have it open.
pub fn copy_to(directory: &Path) {
    fs::create_dir_all(directory).unwrap();
    for file in ["config.yaml", "model.safetensors"] {
        replace(&directory.join(file), &fs::read(fixture().join(file)).unwrap());
    }
}

/// Puts a file in the place of another one, as a download does.
pub fn replace(path: &Path, bytes: &[u8]) {
    let unfinished = path.with_added_extension("part");
    fs::write(&unfinished, bytes).unwrap();
    fs::rename(unfinished, path).unwrap();
}

/// The fixture's weights with another header, or other data.
pub fn weights(edit: impl FnOnce(&mut Map<String, Value>, &mut Vec<u8>)) -> Vec<u8> {
    let file = fs::read(fixture().join("model.safetensors")).unwrap();
    let (length, rest) = file.split_first_chunk().unwrap();
    let (header, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let (mut header, mut data) = (serde_json::from_slice(header).unwrap(), data.to_vec());
    edit(&mut header, &mut data);
    let header = serde_json::to_vec(&header).unwrap();
    [&(header.len() as u64).to_le_bytes(), &header[..], &data].concat()
}

/// The weights without the tensor `name`: it is called otherwise.
pub fn without(name: &str) -> Vec<u8> {
    weights(|header, _| {
        let tensor = header.remove(name).unwrap();
        header.insert(format!("{name}.old"), tensor);
    })
}

/// The weights with a value of the tensor `name` that is no number.
pub fn with_nan(name: &str) -> Vec<u8> {
    weights(|header, data| {
        let start = header[name]["data_offsets"][0].as_u64().unwrap() as usize;
        data[start..start + 4].copy_from_slice(&f32::NAN.to_le_bytes());
    })
}
