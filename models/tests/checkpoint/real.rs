//! What PyTorch wrote is read exactly.

use models::checkpoint::{Dtype, Tensor};

use super::{bytes_of, read_bytes, refused};

fn find<'a>(tensors: &'a [Tensor], name: &str) -> &'a Tensor {
    tensors.iter().find(|tensor| tensor.name == name).unwrap_or_else(|| panic!("no tensor '{name}' in {tensors:?}"))
}

/// A tensor's values, from its bytes in the file.
fn values(file: &[u8], tensor: &Tensor) -> Vec<f32> {
    let bytes = &file[tensor.bytes.start as usize..tensor.bytes.end as usize];
    match tensor.dtype {
        Dtype::F32 => bytes.as_chunks().0.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect(),
        Dtype::F16 => bytes.as_chunks().0.iter().map(|&chunk| half::f16::from_le_bytes(chunk).to_f32()).collect(),
        Dtype::Bf16 => bytes.as_chunks().0.iter().map(|&chunk| half::bf16::from_le_bytes(chunk).to_f32()).collect(),
        Dtype::I64 => bytes.as_chunks().0.iter().map(|&chunk| i64::from_le_bytes(chunk) as f32).collect(),
        other => panic!("no fixture has {other:?}"),
    }
}

fn counted(count: usize) -> Vec<f32> {
    (0..count).map(|i| i as f32 / 8.0).collect()
}

#[test]
fn a_state_dict_flat_or_nested() {
    for name in ["flat.pt", "nested.pt"] {
        let file = bytes_of(name);
        let tensors = read_bytes(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        let names: Vec<_> = tensors.iter().map(|tensor| tensor.name.as_str()).collect();
        assert_eq!(names, ["weight", "bias", "half", "bfloat", "batches"], "{name}, in the file's order");
        let expected: [(&str, Dtype, &[u64], Vec<f32>); 5] = [
            ("weight", Dtype::F32, &[2, 3], counted(6)),
            ("bias", Dtype::F32, &[2], counted(2)),
            ("half", Dtype::F16, &[4], counted(4)),
            ("bfloat", Dtype::Bf16, &[2, 2], counted(4)),
            ("batches", Dtype::I64, &[], vec![7.0]),
        ];
        for (tensor, dtype, shape, numbers) in expected {
            let tensor = find(&tensors, tensor);
            assert_eq!((tensor.dtype, tensor.shape.as_slice()), (dtype, shape), "{name}: {tensor:?}");
            assert_eq!(values(&file, tensor), numbers, "{name}: {tensor:?}");
            assert!(tensor.bytes.start.is_multiple_of(64), "{name}: {tensor:?}");
        }
    }
}

#[test]
fn newer_protocols() {
    for name in ["protocol4.pt", "protocol5.pt"] {
        let file = bytes_of(name);
        let tensors = read_bytes(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(values(&file, find(&tensors, "weight")), counted(6), "{name}");
    }
}

#[test]
fn tensors_that_share_a_storage() {
    let file = bytes_of("shared.pt");
    let tensors = read_bytes(&file).expect("fixture");
    let (parameter, tied, rows) = (find(&tensors, "parameter"), find(&tensors, "tied"), find(&tensors, "rows"));
    assert_eq!(parameter.bytes, tied.bytes);
    assert_eq!(values(&file, tied), counted(8));
    assert_eq!((rows.shape.as_slice(), values(&file, rows)), ([2, 2].as_slice(), counted(8)[2..6].to_vec()));
}

#[test]
fn what_is_refused_says_what_to_do() {
    refused(&bytes_of("transposed.pt"), &["'turned'", "[3, 2]", ".contiguous()"]);
    refused(&bytes_of("old_format.pt"), &["old format", "torch.save(torch.load("]);
    refused(&bytes_of("compressed.pt"), &["flat/byteorder", "compressed", "zip -0"]);
    refused(&bytes_of("malicious.pt"), &["'posix system'", "refused", "nothing of the file was run"]);
    refused(b"", &["does not begin as a zip archive"]);
    refused(b"<!DOCTYPE html><html>", &["no PyTorch checkpoint"]);
    refused(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", &["git-lfs pointer"]);
}
