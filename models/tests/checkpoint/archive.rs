//! Checkpoints written by hand.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// An archive of stored entries `model/NAME`, each at a multiple of 64 bytes as PyTorch has it.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).with_alignment(64);
    for (name, bytes) in entries {
        zip.start_file(format!("model/{name}"), options).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// A checkpoint of this pickle and one storage `0` of 24 bytes.
pub fn checkpoint(pickle: &[u8]) -> Vec<u8> {
    archive(&[("data.pkl", pickle), ("byteorder", b"little"), ("data/0", &[0; 24])])
}

/// A pickle of `{"w": tensor}`, the tensor made of the instructions of its storage's id, offset, shape and strides.
pub fn one_tensor(storage: &[u8], offset: &[u8], shape: &[u8], strides: &[u8]) -> Vec<u8> {
    let rebuild = b"ctorch._utils\n_rebuild_tensor_v2\n((";
    let hooks = b"\x89ccollections\nOrderedDict\n)RtR";
    [b"\x80\x02}X\x01\0\0\0w".as_slice(), rebuild, storage, b"tQ", offset, shape, strides, hooks, b"s."].concat()
}

/// The id, without its closing TUPLE, of the storage `0` of six floats.
pub const SIX_FLOATS: &[u8] = b"X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x06";
