//! Layer and group normalisation.

use kernels::{
    cuda::launches::{GroupNorm, LayerNorm, group_norm, layer_norm},
    weight::Format,
};

use crate::{
    formula::{assert_close, noise, tolerance},
    host::{Buffer, run},
};

/// Mean and population variance in f64.
fn moments(values: impl Iterator<Item = f32> + Clone) -> (f64, f64) {
    let count = values.clone().count() as f64;
    let mean = values.clone().map(f64::from).sum::<f64>() / count;
    (mean, values.map(|value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count)
}

#[test]
fn layer_norm_is_right_for_rows_in_registers_and_others() {
    // Within the registers, ragged, longer than they are, and TripoSR's widths.
    for (rows, channels, stride, format) in [
        (0, 8, 8, Format::F32),
        (1, 1, 1, Format::F32),
        (5, 33, 40, Format::Bf16),
        (3, 132, 132, Format::F32),
        (7, 768, 768, Format::F16),
        (9, 1024, 2048, Format::Bf16),
        (2, 1028, 1028, Format::F32),
        (1025, 768, 768, Format::Bf16),
    ] {
        let seed = (rows * channels) as u64;
        // An offset that a mean of squares would drown in.
        let values: Vec<f32> = noise(rows * stride, 1 + seed).iter().map(|value| value + 30.0).collect();
        let (scale, shift) = (noise(channels, 2), noise(channels, 3));
        let x = Buffer::new(Format::F32, &values);
        let out = Buffer::poisoned(format, rows * channels);
        let parameters = [Buffer::new(Format::F32, &scale), Buffer::new(Format::F32, &shift)];
        let norm = LayerNorm { scale: &parameters[0], shift: &parameters[1], epsilon: 1e-5 };
        let launch = layer_norm(x.columns(Format::F32, stride, 0, channels), &norm, out.matrix(format, channels));
        if !run(&launch, seed) {
            return;
        }
        let mut expected = Vec::new();
        for row in values.chunks(stride).map(|row| &row[..channels]) {
            let (mean, variance) = moments(row.iter().copied());
            expected.extend(row.iter().zip(scale.iter().zip(&shift)).map(|(&value, (&scale, &shift))| {
                (f64::from(value) - mean) / (variance + 1e-5).sqrt() * f64::from(scale) + f64::from(shift)
            }));
        }
        // Deviations from a mean of 30 have 5 bits less than f32.
        let tolerance = tolerance(format).max(2e-5);
        assert_close(
            &out.values(format),
            &expected,
            tolerance,
            &format!("{rows} x {channels} {format:?}, seed {seed}"),
        );
    }
}

#[test]
fn group_norm_is_over_a_groups_channels_and_all_places() {
    for (channels, places, groups) in [(6, 35, 3), (1, 1, 1), (8, 0, 2), (12, 257, 4), (32, 3072, 2)] {
        let seed = (channels * places) as u64;
        let values: Vec<f32> = noise(channels * places, 1 + seed).iter().map(|value| value + 3.0).collect();
        let (scale, shift) = (noise(channels, 2), noise(channels, 3));
        let x = Buffer::new(Format::F32, &values);
        let out = Buffer::poisoned(Format::F32, values.len());
        let parameters = [Buffer::new(Format::F32, &scale), Buffer::new(Format::F32, &shift)];
        let norm = GroupNorm { groups, scale: &parameters[0], shift: &parameters[1], epsilon: 1e-6 };
        let matrix = |buffer| kernels::cuda::launch::Rows {
            buffer,
            offset: 0,
            format: Format::F32,
            rows: channels,
            columns: places,
            stride: places,
        };
        if !run(&group_norm(matrix(&x), &norm, matrix(&out)), seed) {
            return;
        }
        let mut expected = Vec::new();
        let a_group = channels / groups;
        for (group, values) in values.chunks((a_group * places).max(1)).enumerate() {
            let (mean, variance) = moments(values.iter().copied());
            expected.extend(values.iter().enumerate().map(|(i, &value)| {
                let channel = group * a_group + i / places;
                (f64::from(value) - mean) / (variance + 1e-6).sqrt() * f64::from(scale[channel])
                    + f64::from(shift[channel])
            }));
        }
        let what = format!("{channels} x {places} in {groups} groups, seed {seed}");
        assert_close(&out.values(Format::F32), &expected, 1e-5, &what);
    }
}
