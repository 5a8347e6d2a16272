//! Norms are f32 in every precision.

use kernels::{
    ops::{group_norm::group_norm, layer_norm::LayerNorm},
    tensor::Tensor,
};

use crate::{
    places::places,
    random::{Random, assert_close},
};

/// f32 values around 3 with a deviation of about one half, and two passes: nothing cancels.
const TOLERANCE: f64 = 1e-5;

/// Mean, and the reciprocal of the deviation.
fn statistics(values: &[f32], epsilon: f64) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / count;
    let variance = values.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / count;
    (mean, 1.0 / (variance + epsilon).sqrt())
}

/// Values around 3, every other one below it: two that are alone could else be so near each other that the rounding of their mean is
/// a part of their difference.
fn offset(values: Vec<f32>) -> Vec<f32> {
    let away = values.into_iter().map(|value| 0.25 + 0.75 * value.abs());
    away.enumerate().map(|(i, away)| if i % 2 == 0 { 3.0 + away } else { 3.0 - away }).collect()
}

#[test]
fn rows() {
    for place in places() {
        let mut random = Random::new(10);
        let ragged = (random.size(40), random.size(700));
        for (rows, columns) in [(0, 8), (1, 1), (3, 15), (2, 16), (5, 17), (300, 96), (70, 1024), (9, 5000), ragged] {
            let x = offset(random.values(rows * columns));
            let (scale, shift) = (random.values(columns), random.values(columns));
            let norm = LayerNorm::new(scale.clone(), shift.clone(), 1e-5);
            let out = norm.apply(&Tensor::new(place.device(), x.clone(), &[rows, columns]).unwrap()).unwrap();
            let mut expected = Vec::new();
            for row in x.chunks(columns) {
                let (mean, factor) = statistics(row, 1e-5);
                expected.extend(row.iter().zip(scale.iter().zip(&shift)).map(|(&v, (&scale, &shift))| {
                    (f64::from(v) - mean) * factor * f64::from(scale) + f64::from(shift)
                }));
            }
            let what = format!("{}: {rows} rows of {columns}", place.name);
            assert_close(&out.to_vec().unwrap(), &expected, TOLERANCE, &what);
        }
    }
}

#[test]
fn groups() {
    for place in places() {
        let mut random = Random::new(11);
        let ragged = (3, 3 * random.size(5), random.size(3000));
        for (groups, channels, places) in [(1, 1, 2), (3, 6, 35), (4, 8, 4096), (32, 64, 768), (2, 10, 7001), ragged] {
            let x = offset(random.values(channels * places));
            let (scale, shift) = (random.values(channels), random.values(channels));
            let tensor = Tensor::new(place.device(), x.clone(), &[channels, places]).unwrap();
            let out = group_norm(&tensor, groups, &scale, &shift, 1e-6).unwrap();
            let mut expected = Vec::new();
            for (group, values) in x.chunks(channels / groups * places).enumerate() {
                let (mean, factor) = statistics(values, 1e-6);
                expected.extend(values.iter().enumerate().map(|(i, &v)| {
                    let channel = group * (channels / groups) + i / places;
                    (f64::from(v) - mean) * factor * f64::from(scale[channel]) + f64::from(shift[channel])
                }));
            }
            let what = format!("{}: {groups} groups of {channels} x {places}", place.name);
            assert_close(&out.to_vec().unwrap(), &expected, TOLERANCE, &what);
        }
    }
}
