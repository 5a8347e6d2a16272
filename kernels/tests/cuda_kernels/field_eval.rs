//! The triplane field at points.

use kernels::{
    cuda::launches::{Decoder, Evaluation, PackedDecoder, Planes, Written, field_eval},
    ops::field_eval::{FieldEval, Layer, Level, Triplane},
    weight::Format::F32,
};

use crate::{
    formula::{assert_close, noise},
    host::{Buffer, run},
};

/// A field of noise; `widths` are the outputs of its layers.
fn field([channels, height, width]: [usize; 3], widths: &[usize]) -> FieldEval {
    let triplane = Triplane::from_channel_first(&noise(3 * channels * height * width, 1), channels, height, width);
    let mut inputs = 3 * channels;
    let mut layers = Vec::new();
    for (index, &outputs) in widths.iter().enumerate() {
        let scale = (6.0 / inputs as f32).sqrt();
        let weight = noise(inputs * outputs, 10 + index as u64).iter().map(|w| w * scale).collect();
        layers.push(Layer { inputs, outputs, weight, bias: noise(outputs, 100 + index as u64) });
        inputs = outputs;
    }
    FieldEval::new(triplane, layers)
}

fn points(seed: u64, count: usize, reach: f32) -> Vec<[f32; 3]> {
    noise(3 * count, seed).as_chunks().0.iter().map(|point: &[f32; 3]| point.map(|c| c * reach)).collect()
}

/// `[3, h, w, features]`: what the product with the first layer's weights makes of the planes.
fn through_first_layer(triplane: &Triplane, packed: &PackedDecoder) -> Vec<f32> {
    let [channels, height, width] = triplane.shape();
    let planes = triplane.to_channel_first();
    let area = height * width;
    let mut samples = vec![0.0; 3 * area * packed.features];
    for (at, sample) in samples.chunks_exact_mut(packed.features).enumerate() {
        let (plane, place) = (at / area, at % area);
        for (sample, row) in sample.iter_mut().zip(packed.first_weights.chunks_exact(3 * channels)) {
            let value = |channel: usize| planes[(plane * channels + channel) * area + place];
            *sample = (0..channels).map(|channel| row[plane * channels + channel] * value(channel)).sum();
        }
    }
    samples
}

/// The kernel's outputs; none where it cannot be run.
fn evaluate(field: &FieldEval, points: &[[f32; 3]], seed: u64) -> Option<Vec<f32>> {
    write(field, points, Written::Raw, field.outputs(), seed)
}

/// What the kernel writes, `each` values a point; levels in the reverse order of the points. None where it cannot be run.
fn write(field: &FieldEval, points: &[[f32; 3]], written: Written, each: usize, seed: u64) -> Option<Vec<f32>> {
    let packed = PackedDecoder::new(field.layers()).expect("no layer is too wide");
    let buffer = |values: &[f32]| Buffer::new(F32, values);
    let samples = buffer(&through_first_layer(field.triplane(), &packed));
    let first_bias = buffer(&packed.first_bias);
    let layers = [buffer(&packed.weights), buffer(&packed.bias)];
    let last = [buffer(&packed.last_weights), buffer(&packed.last_bias)];
    let [_, height, width] = field.triplane().shape();
    let places = (0..points.len() as u32).rev().map(f32::from_bits);
    let words: Vec<[f32; 4]> = points.iter().zip(places).map(|(&[x, y, z], place)| [x, y, z, place]).collect();
    let points_buffer = buffer(words.as_flattened());
    let out = Buffer::poisoned(F32, points.len() * each);
    let launch = field_eval(
        &Planes { samples: &samples, height, width },
        &Decoder {
            features: packed.features,
            hidden: packed.hidden,
            outputs: packed.outputs,
            first_bias: &first_bias,
            layers: (packed.hidden > 0).then_some((&layers[0], &layers[1])),
            last: (!packed.last_weights.is_empty()).then_some((&last[0], &last[1])),
        },
        &Evaluation { points: (&points_buffer, 0), count: points.len(), written, out: (&out, 0) },
    );
    run(&launch, seed).then(|| out.values(F32))
}

/// Odd sizes, decoders of one and two layers, more outputs than four, both widths of kernels, counts that fill no tile, points on
/// and beyond the planes' borders, and TripoSR's field.
#[test]
fn points_agree_with_the_plain_evaluation() {
    let fields = [
        (field([40, 64, 64], &[64, 64, 64, 64, 64, 64, 64, 64, 64, 4]), 4097),
        (field([8, 16, 16], &[16, 16, 4]), 129),
        (field([1, 1, 1], &[1, 3]), 33),
        (field([5, 3, 7], &[6]), 200),
        (field([3, 9, 2], &[33, 7, 70, 5]), 130),
        (field([4, 8, 8], &[128, 100, 1]), 65),
    ];
    for (field, most) in &fields {
        for count in [0, 1, *most] {
            let seed = (count + field.outputs()) as u64;
            let points = points(seed, count, 1.3);
            let mut expected = vec![0.0; count * field.outputs()];
            field.evaluate_plainly(&points, &mut expected);
            let Some(got) = evaluate(field, &points, seed) else { return };
            let expected: Vec<f64> = expected.into_iter().map(f64::from).collect();
            // Both round in f32, in different orders; a wrong weight, tap or row is a thousand times as far.
            let what = format!("{:?} at {count} points, seed {seed}", field.triplane().shape());
            assert_close(&got, &expected, 2e-6, &what);
        }
    }
}

#[test]
fn a_point_does_not_depend_on_the_others() {
    let field = field([4, 8, 8], &[64, 64, 4]);
    let points = points(3, 200, 1.1);
    let Some(together) = evaluate(&field, &points, 1) else { return };
    for (start, length) in [(0, 1), (7, 33), (100, 100)] {
        let alone = evaluate(&field, &points[start..start + length], 2).expect("it ran before");
        assert_eq!(alone, together[start * 4..(start + length) * 4], "{length} from {start}");
    }
}

#[test]
fn what_is_no_number_comes_out_again() {
    let field = field([4, 8, 8], &[64, 64, 4]);
    let mut points = points(3, 5, 1.0);
    points[2] = [f32::NAN; 3];
    points[3] = [1e30, -1e30, 7.0];
    let Some(out) = evaluate(&field, &points, 1) else { return };
    let broken: Vec<usize> = (0..5).filter(|point| out[point * 4..][..4].iter().all(|v| v.is_nan())).collect();
    assert_eq!(broken, [2]);
    assert_eq!(out.iter().filter(|value| value.is_nan()).count(), 4);
}

#[test]
fn levels_go_to_their_places_and_colours_are_sigmoids() {
    let field = field([4, 8, 8], &[64, 64, 4]);
    let mut points = points(5, 150, 1.1);
    points[70] = [f32::NAN; 3];
    let Some(outputs) = evaluate(&field, &points, 1) else { return };
    let level = Level { bias: 0.25, threshold: 1.5 };
    let mut levels = write(&field, &points, Written::Level(level), 1, 2).expect("it ran before");
    levels.reverse();
    let colors = write(&field, &points, Written::Colors, 3, 3).expect("it ran before");
    for (point, outputs) in outputs.chunks(4).enumerate() {
        let near = |found: f32, expected: f64| (f64::from(found) - expected).abs() <= 2e-6 * expected.abs().max(1.0);
        let level = (f64::from(outputs[0]) + 0.25).exp() - 1.5;
        let is_right = if point == 70 { levels[point].is_nan() } else { near(levels[point], level) };
        assert!(is_right, "point {point}: level {} is not {level}", levels[point]);
        for (found, output) in colors[3 * point..][..3].iter().zip(&outputs[1..]) {
            let color = 1.0 / (1.0 + (-f64::from(*output)).exp());
            assert!(
                if point == 70 { found.is_nan() } else { near(*found, color) },
                "point {point}: {found}, not {color}"
            );
        }
    }
    // Far inside the exponential leaves f32's range.
    let far = Level { bias: 1e3, threshold: 1.5 };
    let levels = write(&field, &points[..3], Written::Level(far), 1, 4).expect("it ran before");
    assert_eq!(levels, [f32::MAX; 3]);
}
