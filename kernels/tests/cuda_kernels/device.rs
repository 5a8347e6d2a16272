//! The library's calls, from tensors down to launches and products: on the first GPU, or on a stand-in (`kernels/cuda/host`).
//!
//! On the stand-in this shows that the library asks for what it means to ask for. Whether NVIDIA's driver and cuBLASLt take it
//! so, and how fast, only a GPU shows.

use kernels::{
    Error,
    cuda::{Configuration, Cuda, CudaTensor, Norm, Resident, attention},
    ops::{
        field_eval::{FieldEval, Layer, Level, Triplane, TriplaneDecoder},
        linear::Activation,
    },
    precision::Precision,
    tensor::Tensor,
    webgpu::DeviceFault,
    weight::{
        Format::{self, Bf16, F16, F32},
        Weight,
    },
};

use crate::{
    formula::{assert_close, erf, noise, tolerance},
    host::rounded,
    stand_in,
};

#[test]
fn the_librarys_calls_are_right() {
    if !stand_in::is_there(Cuda::count().unwrap_or(0)) {
        return stand_in::run_again(Some("device::the_librarys_calls_are_right"), &["13000", "12000"]);
    }
    let cuda = Cuda::open_with(0, Configuration { poison: true, ..Configuration::default() }).unwrap();
    eprintln!("{}", cuda.description());
    let listed = &Cuda::devices().unwrap()[0];
    assert_eq!((listed.index, listed.capability, listed.name.as_str()), (0, cuda.capability(), cuda.name()));
    tensors(&cuda);
    norms(&cuda);
    for precision in [Precision::F32, Precision::Bf16, Precision::F16] {
        match cuda.operands(precision) {
            Ok(format) => {
                layers(&cuda, format);
                heads(&cuda, format);
            }
            Err(error) => eprintln!("not tried: {error}"),
        }
    }
    large_sums(&cuda);
    fields(&cuda);
    faults(&cuda);
    for _ in 0..5 {
        cuda.pace().unwrap();
    }
    cuda.finish().unwrap();
}

fn f64s(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

fn tensors(cuda: &Cuda) {
    let values = noise(6 * 10, 1);
    for format in [F32, Bf16, F16] {
        let values = rounded(format, &values);
        let x = CudaTensor::upload(cuda, &values, &[6, 10], format).unwrap();
        assert_eq!(x.to_vec().unwrap(), values);
        assert_eq!(x.to_format(F32).unwrap().to_vec().unwrap(), values);
        let columns = x.columns(3, 4);
        let expected: Vec<f32> = values.chunks(10).flat_map(|row| &row[3..7]).copied().collect();
        assert_eq!((columns.shape(), columns.to_vec().unwrap()), ([6, 4].as_slice(), expected.clone()));
        assert_eq!(columns.reshape(&[3, 8]).unwrap().to_vec().unwrap(), expected);
        let turned = columns.permute(&[1, 0]).unwrap().to_vec().unwrap();
        let expected_turned: Vec<f32> = (0..4).flat_map(|c| expected.iter().skip(c).step_by(4)).copied().collect();
        assert_eq!(turned, expected_turned);
        let both = CudaTensor::concat_rows(&[&columns, &columns.reshape(&[6, 4]).unwrap()]).unwrap();
        assert_eq!((both.shape(), both.to_vec().unwrap()), ([12, 4].as_slice(), expected.repeat(2)));
        let sum = columns.add(&columns).unwrap();
        assert_eq!(sum.to_vec().unwrap(), expected.iter().map(|v| 2.0 * v).collect::<Vec<_>>());
        assert_eq!(sum.sub(&columns).unwrap().to_vec().unwrap(), expected);
    }
    let nothing = CudaTensor::upload(cuda, &[], &[0, 10], F32).unwrap();
    assert_eq!(nothing.permute(&[1, 0]).unwrap().add(&nothing.reshape(&[10, 0]).unwrap()).unwrap().count(), 0);
}

fn norms(cuda: &Cuda) {
    let (rows, channels) = (6, 20);
    let (x, scale, shift) = (noise(rows * channels, 1), noise(channels, 2), noise(channels, 3));
    let normal = |values: &[f32]| {
        let mean = f64s(values).iter().sum::<f64>() / values.len() as f64;
        let variance = f64s(values).iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64;
        move |v: f32| (f64::from(v) - mean) / (variance + 1e-5).sqrt()
    };
    let tensor = CudaTensor::upload(cuda, &x, &[rows, channels], F32).unwrap();
    let norm = Norm::new(cuda, &scale, &shift, 1e-5).unwrap();
    let out = norm.layer_norm(&tensor, F32).unwrap().to_vec().unwrap();
    let affine = |value: f64, i: usize, parameters: [&[f32]; 2]| {
        value * f64::from(parameters[0][i]) + f64::from(parameters[1][i])
    };
    let expected: Vec<f64> = x
        .chunks(channels)
        .flat_map(|row| {
            row.iter().enumerate().map(|(i, &v)| affine(normal(row)(v), i, [&scale, &shift])).collect::<Vec<_>>()
        })
        .collect();
    assert_close(&out, &expected, 1e-5, "layer norm");

    let norm = Norm::new(cuda, &scale[..rows], &shift[..rows], 1e-5).unwrap();
    let out = norm.group_norm(&tensor, 3).unwrap().to_vec().unwrap();
    let group = |i: usize| &x[i / (2 * channels) * 2 * channels..][..2 * channels];
    let expected: Vec<f64> =
        x.iter().enumerate().map(|(i, &v)| affine(normal(group(i))(v), i / channels, [&scale, &shift])).collect();
    assert_close(&out, &expected, 1e-5, "group norm");
}

/// Layers of one and of several parts, with and without all that can come before and after; ragged and empty.
fn layers(cuda: &Cuda, format: Format) {
    let gelu = |x: f64| x * 0.5 * (1.0 + erf(x / std::f64::consts::SQRT_2));
    for (m, k, parts) in
        [(5, 16, vec![8]), (1, 7, vec![6]), (33, 40, vec![8, 16, 8]), (0, 8, vec![4]), (64, 32, vec![50])]
    {
        for (activation, bias, norm, residual) in [
            (Activation::None, true, false, false),
            (Activation::None, false, true, false),
            (Activation::None, true, true, true),
            (Activation::Gelu, true, true, false),
            (Activation::Geglu, true, false, false),
            (Activation::Gelu, false, false, true),
        ] {
            if parts.len() > 1 && (residual || activation != Activation::None) {
                continue;
            }
            let n: usize = parts.iter().sum();
            let width = if activation == Activation::Geglu { n / 2 } else { n };
            let what = format!("{m} x {k} -> {parts:?} {activation:?} {bias} {norm} {residual} {format:?}");
            let (x, before, by) = (noise(m * k, 1), noise(m * width, 2), noise(n, 3));
            let values = noise(n * k, 4);
            let mut start = 0;
            let weights: Vec<Weight> = parts
                .iter()
                .map(|&rows| {
                    let own = &values[start * k..(start + rows) * k];
                    start += rows;
                    Weight::from_values("w", &[rows, k], own)
                })
                .collect();
            let (scale, shift) = (noise(k, 5), noise(k, 6));
            let resident = Resident::new(
                cuda,
                format,
                &weights,
                bias.then_some(&by),
                norm.then(|| Norm::new(cuda, &scale, &shift, 1e-5).unwrap()),
                activation,
            )
            .unwrap();
            let tensor = CudaTensor::upload(cuda, &x, &[m, k], F32).unwrap();
            let added = CudaTensor::upload(cuda, &before, &[m, width], F32).unwrap();
            let results = resident.apply(&tensor, residual.then_some(&added)).unwrap();

            let weights = rounded(format, &values);
            let mut expected = vec![0.0; m * width];
            for row in 0..m {
                let mut own = f64s(&x[row * k..][..k]);
                if norm {
                    let mean = own.iter().sum::<f64>() / k as f64;
                    let variance = own.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / k as f64;
                    for (i, v) in own.iter_mut().enumerate() {
                        *v = (*v - mean) / (variance + 1e-5).sqrt() * f64::from(scale[i]) + f64::from(shift[i]);
                    }
                }
                let sum = |output: usize| {
                    let products = own.iter().zip(&weights[output * k..]).map(|(a, &b)| a * f64::from(b));
                    products.sum::<f64>() + if bias { by[output].into() } else { 0.0 }
                };
                for column in 0..width {
                    let value = match activation {
                        Activation::None => sum(column),
                        Activation::Gelu => gelu(sum(column)),
                        Activation::Geglu => sum(column) * gelu(sum(width + column)),
                    };
                    let before = if residual { before[row * width + column].into() } else { 0.0 };
                    expected[row * width + column] = value + before;
                }
            }
            let format_of_result = if residual { F32 } else { format };
            assert_eq!(results.len(), parts.len(), "{what}");
            let mut start = 0;
            for result in &results {
                let count = result.shape()[1];
                let own: Vec<f64> =
                    expected.chunks(width).flat_map(|row| &row[start..start + count]).copied().collect();
                start += count;
                assert_eq!((result.shape()[0], result.format()), (m, format_of_result), "{what}");
                // Operands, sums before an activation, and results are rounded once each.
                let tolerance = if format == F32 { 2e-5 } else { 3.0 * tolerance(format) };
                assert_close(&result.to_vec().unwrap(), &own, tolerance, &what);
            }
        }
    }
}

/// A sum that f16 does not reach, and a result after bias and activation that it does.
fn large_sums(cuda: &Cuda) {
    let weights = [Weight::from_values("w", &[1, 2], &[300.0, 300.0])];
    let layer = Resident::new(cuda, F16, &weights, Some(&[-170_000.0]), None, Activation::Gelu).unwrap();
    let x = CudaTensor::upload(cuda, &[300.0, 300.0], &[1, 2], F32).unwrap();
    assert_eq!(layer.apply(&x, None).unwrap()[0].to_vec().unwrap(), [10_000.0]);
}

/// Attention over columns of one product's result, as networks have it.
fn heads(cuda: &Cuda, format: Format) {
    for (n, m, heads, channels) in [(70, 65, 2, 64), (3, 9, 3, 12), (2, 2, 1, 72), (1, 1, 1, 128), (0, 4, 1, 64)] {
        let width = heads * channels;
        let (q, kv) = (rounded(format, &noise(n * width, 1)), rounded(format, &noise(m * 2 * width, 2)));
        let queries = CudaTensor::upload(cuda, &q, &[n, width], format).unwrap();
        let both = CudaTensor::upload(cuda, &kv, &[m, 2 * width], format).unwrap();
        let (keys, values) = (both.columns(0, width), both.columns(width, width));
        let out = attention(&queries, &keys, &values, heads, 1).unwrap();
        assert_eq!((out.shape(), out.format()), ([n, width].as_slice(), format));
        let expected =
            crate::attention::formula(&q, &keys.to_vec().unwrap(), &values.to_vec().unwrap(), width, channels);
        let what = format!("{n} queries, {m} keys, {heads} x {channels}, {format:?}");
        let tolerance = if format == F32 { 5e-6 } else { 2.0 * tolerance(format) };
        assert_close(&out.to_vec().unwrap(), &expected, tolerance, &what);
    }
}

/// Planes on the device, and points that lie in and around their cube.
fn fields(cuda: &Cuda) {
    let (channels, height, width) = (5, 6, 7);
    let planes = noise(3 * channels * height * width, 1);
    let mut inputs = 3 * channels;
    let layers: Vec<Layer> = [40, 33, 4]
        .into_iter()
        .map(|outputs| {
            let layer =
                Layer { inputs, outputs, weight: noise(inputs * outputs, outputs as u64), bias: noise(outputs, 9) };
            inputs = outputs;
            layer
        })
        .collect();
    let points: Vec<[f32; 3]> = noise(300 * 3, 7).as_chunks().0.to_vec();
    let uploaded = CudaTensor::upload(cuda, &planes, &[3, channels, height, width], F32).unwrap();
    let field = TriplaneDecoder::of_planes(&Tensor::Cuda(uploaded), layers.clone()).unwrap();
    assert_eq!(field.triplane().unwrap().to_channel_first(), planes);
    let plain = FieldEval::new(Triplane::from_channel_first(&planes, channels, height, width), layers);
    let mut expected = vec![0.0; 300 * 4];
    plain.evaluate_plainly(&points, &mut expected);
    let mut out = vec![0.0; 300 * 4];
    field.evaluate(&points, &mut out).unwrap();
    assert_close(&out, &f64s(&expected), 5e-6, "a field");

    let TriplaneDecoder::Gpu(field) = field else { panic!("it is on a device") };
    let level = Level { bias: 0.5, threshold: 1.25 };
    let mut levels = vec![0.0; 300];
    field.levels(level, &points, &mut levels).unwrap();
    let expected: Vec<f64> = expected.chunks(4).map(|out| (f64::from(out[0]) + 0.5).exp() - 1.25).collect();
    assert_close(&levels, &expected, 1e-5, "its levels");
}

fn faults(cuda: &Cuda) {
    let wide = CudaTensor::upload(cuda, &noise(129, 1), &[1, 129], F32).unwrap();
    let Err(Error::Device { fault: DeviceFault::Invalid { reason }, .. }) = attention(&wide, &wide, &wide, 1, 1) else {
        panic!("heads of 129 channels have no kernel")
    };
    assert!(reason.contains("129 channels"), "{reason}");

    let large = [Weight::from_values("large.weight", &[1, 2], &[1.0, -7e4])];
    let Err(Error::Precision { reason, .. }) = Resident::new(cuda, F16, &large, None, None, Activation::None) else {
        panic!("f16 ends at 65504")
    };
    assert!(reason.contains("large.weight"), "{reason}");
}
