//! The small fixture as a checkpoint, and checkpoints that are none.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use serde_json::Value;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A published model of 1.1 MB: see its README.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/tests/fixtures/triposr-tiny").join(name)
}

/// Type, shape and bytes of each tensor of a safetensors file.
pub fn tensors(safetensors: &Path) -> BTreeMap<String, (String, Value, Vec<u8>)> {
    let file = fs::read(safetensors).unwrap_or_else(|error| panic!("{}: {error}", safetensors.display()));
    let (length, rest) = file.split_first_chunk().expect("a length");
    let (header, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let Value::Object(mut header) = serde_json::from_slice(header).expect("JSON") else { panic!("no object") };
    header.remove("__metadata__");
    let tensor = |(name, entry): (String, Value)| {
        let [from, to] = [0, 1].map(|end| entry["data_offsets"][end].as_u64().expect("an offset") as usize);
        (name, (entry["dtype"].as_str().expect("a type").to_owned(), entry["shape"].clone(), data[from..to].to_vec()))
    };
    header.into_iter().map(tensor).collect()
}

/// The fixture's weights as PyTorch would save them.
pub fn checkpoint() -> Vec<u8> {
    let mut pickle = b"\x80\x02}(".to_vec();
    let mut entries = Vec::new();
    for (index, (name, (dtype, shape, bytes))) in tensors(&fixture("model.safetensors")).into_iter().enumerate() {
        assert_eq!(dtype, "F32");
        let shape: Vec<u32> = serde_json::from_value(shape).expect("a shape");
        let elements: u32 = shape.iter().product();
        let strides = (1..=shape.len()).map(|axis| shape[axis..].iter().product()).collect::<Vec<u32>>();
        let key = index.to_string();
        text(&mut pickle, &name);
        pickle.extend(b"ctorch._utils\n_rebuild_tensor_v2\n((");
        text(&mut pickle, "storage");
        pickle.extend(b"ctorch\nFloatStorage\n");
        text(&mut pickle, &key);
        text(&mut pickle, "cpu");
        integers(&mut pickle, &[elements]);
        pickle.extend(b"tQK\0(");
        integers(&mut pickle, &shape);
        pickle.extend(b"t(");
        integers(&mut pickle, &strides);
        pickle.extend(b"t\x89ccollections\nOrderedDict\n)RtR");
        entries.push((format!("data/{key}"), bytes));
    }
    pickle.extend(b"u.");
    entries.insert(0, ("data.pkl".to_owned(), pickle));
    archive(&entries)
}

/// Runs a command when Python reads it: `os.system("touch PATH")`.
pub fn malicious(path: &Path) -> Vec<u8> {
    let mut pickle = b"\x80\x02cposix\nsystem\n".to_vec();
    text(&mut pickle, &format!("touch {}", path.display()));
    pickle.extend(b"\x85R.");
    archive(&[("data.pkl".to_owned(), pickle)])
}

fn text(pickle: &mut Vec<u8>, text: &str) {
    pickle.push(b'X');
    pickle.extend((text.len() as u32).to_le_bytes());
    pickle.extend(text.bytes());
}

fn integers(pickle: &mut Vec<u8>, integers: &[u32]) {
    for integer in integers {
        pickle.push(b'J');
        pickle.extend(integer.to_le_bytes());
    }
}

fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).with_alignment(64);
    for (name, bytes) in entries {
        zip.start_file(format!("model/{name}"), options).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}
