//! Sums and axes.

use kernels::{
    cuda::launches::{add_scaled, permute, permuted_shape},
    weight::Format,
};

use crate::{
    formula::noise,
    host::{Buffer, rounded, run},
};

#[test]
fn sums_and_differences_are_exact() {
    for (count, factor) in [(1, 1.0), (3, -1.0), (4, -1.0), (1027, -1.0), (70_001, 1.0), (0, 1.0)] {
        let (a, b) = (noise(count, 1), noise(count, 2));
        let [left, right] = [&a, &b].map(|values| Buffer::new(Format::F32, values));
        let out = Buffer::poisoned(Format::F32, count);
        let matrix = |buffer| kernels::cuda::launch::Rows {
            buffer,
            offset: 0,
            format: Format::F32,
            rows: 1,
            columns: count,
            stride: count,
        };
        if !run(&add_scaled(matrix(&left), matrix(&right), factor, matrix(&out)), 1) {
            return;
        }
        let expected: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + factor * b).collect();
        assert_eq!(out.values(Format::F32), expected, "{count} values");
    }
}

#[test]
fn every_order_of_axes_is_right() {
    let cases: [(&[usize], &[usize]); 7] = [
        (&[5], &[0]),
        (&[7, 13], &[1, 0]),
        (&[3, 4, 5], &[2, 0, 1]),
        (&[2, 3, 4, 5, 6, 7], &[5, 3, 1, 4, 2, 0]),
        // The transposed convolution's pixels to planes.
        (&[3, 8, 8, 10, 2, 2], &[0, 3, 1, 4, 2, 5]),
        (&[2, 1, 3, 1], &[3, 2, 1, 0]),
        (&[4, 0, 3], &[2, 1, 0]),
    ];
    for (shape, axes) in cases {
        for format in [Format::F32, Format::Bf16, Format::F16] {
            let count: usize = shape.iter().product();
            let values = rounded(format, &noise(count, 5));
            let (x, out) = (Buffer::new(format, &values), Buffer::poisoned(format, count));
            let launch = permute(x.matrix(format, 1), shape, axes, out.matrix(format, 1));
            if !run(&launch, 1) {
                return;
            }
            let to = permuted_shape(shape, axes);
            let mut expected = vec![0.0; count];
            for (at, expected) in expected.iter_mut().enumerate() {
                // The place along each axis of the result, and what it is among the source's.
                let (mut rest, mut place) = (at, vec![0; shape.len()]);
                for (i, size) in to.iter().enumerate().rev() {
                    place[axes[i]] = rest % size;
                    rest /= size;
                }
                *expected = values[place.iter().zip(shape).fold(0, |sum, (place, size)| sum * size + place)];
            }
            assert_eq!(out.values(format), expected, "{shape:?} {axes:?} {format:?}");
        }
    }
}
