//! What moves and adds values up.

use kernels::{ops::conv_transpose::ConvTranspose2x2, tensor::Tensor, weight::Weight};

use crate::{
    places::{Place, places},
    random::{Random, assert_close, seed},
};

fn tensor(place: &Place, values: &[f32], shape: &[usize]) -> Tensor {
    Tensor::new(place.device(), values.to_vec(), shape).unwrap()
}

#[test]
fn axes_change_places() {
    let cases: [(&[usize], &[usize]); 7] = [
        (&[0, 5], &[1, 0]),
        (&[7], &[0]),
        (&[3, 5], &[1, 0]),
        (&[131, 257], &[1, 0]),
        (&[3, 4, 5, 6], &[1, 0, 2, 3]),
        (&[3, 8, 9, 10, 2, 2], &[0, 3, 1, 4, 2, 5]),
        (&[2, 3, 2, 3, 2, 3], &[5, 0, 4, 1, 3, 2]),
    ];
    for place in places() {
        for (shape, axes) in cases {
            let count = shape.iter().product();
            let values = Random::new(1).values(count);
            let permuted = tensor(place, &values, shape).permute(axes).unwrap();
            let new_shape: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
            assert_eq!(permuted.shape(), new_shape);
            let expected: Vec<f32> = (0..count)
                .map(|at| {
                    let (mut rest, mut index) = (at, vec![0; shape.len()]);
                    for (i, &axis) in axes.iter().enumerate().rev() {
                        index[axis] = rest % new_shape[i];
                        rest /= new_shape[i];
                    }
                    values[index.iter().zip(shape).fold(0, |at, (i, length)| at * length + i)]
                })
                .collect();
            let what = format!("{}: {shape:?} by {axes:?}, seed {}", place.name, seed());
            assert_eq!(permuted.to_vec().unwrap(), expected, "{what}");
        }
    }
}

#[test]
fn sums_differences_and_rows_below_each_other() {
    for place in places() {
        let mut random = Random::new(2);
        for (rows, more, columns) in [(0, 3, 5), (1, 1, 1), (1, 200, 32), (3, 7, 33), (70, 190, 100), (1, 999, 64)] {
            let (a, b) = (random.values(rows * columns), random.values(rows * columns));
            let below = random.values(more * columns);
            let what = format!("{}: {rows} and {more} rows of {columns}, seed {}", place.name, seed());
            let [x, y] = [&a, &b].map(|values| tensor(place, values, &[rows, columns]));
            let sums: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
            assert_eq!(x.add(&y).unwrap().to_vec().unwrap(), sums, "{what}");
            let differences: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
            assert_eq!(x.sub(&y).unwrap().to_vec().unwrap(), differences, "{what}");
            let all = Tensor::stacked(&[&x, &tensor(place, &below, &[more, columns]), &y]).unwrap();
            assert_eq!(all.shape(), [rows + more + rows, columns]);
            assert_eq!(all.to_vec().unwrap(), [&a[..], &below, &b].concat(), "{what}");
            for (start, count, values) in [(0, rows, &a), (rows, more, &below), (rows + more, rows, &b)] {
                let part = all.rows(start, count).unwrap();
                assert_eq!(part.shape(), [count, columns]);
                assert_eq!(part.to_vec().unwrap(), values[..], "{count} from {start}, {what}");
                // And as operands.
                let twice: Vec<f32> = values.iter().map(|value| value + value).collect();
                assert_eq!(part.add(&part).unwrap().to_vec().unwrap(), twice, "{count} from {start}, {what}");
            }
        }
    }
}

#[test]
fn pixels_become_four_each() {
    for place in places() {
        let mut random = Random::new(3);
        for (planes, height, width, inputs, outputs) in [(1, 1, 1, 1, 1), (2, 3, 4, 5, 7), (3, 8, 8, 64, 40)] {
            let x = random.values(planes * height * width * inputs);
            let (weight, bias) = (random.values(inputs * outputs * 4), random.values(outputs));
            let stored = Weight::from_values("w", &[inputs, outputs, 2, 2], &weight);
            let layer = ConvTranspose2x2::new(&place.compute, &stored, &bias).unwrap();
            let pixels = tensor(place, &x, &[planes * height * width, inputs]);
            let out = layer.apply(&pixels, [planes, height, width]).unwrap();
            assert_eq!(out.shape(), [planes, outputs, 2 * height, 2 * width]);
            let mut expected = Vec::new();
            for (plane, output) in (0..planes).flat_map(|p| (0..outputs).map(move |o| (p, o))) {
                for (row, column) in (0..2 * height).flat_map(|r| (0..2 * width).map(move |c| (r, c))) {
                    let pixel = &x[((plane * height + row / 2) * width + column / 2) * inputs..][..inputs];
                    let tap = |i: usize| weight[((i * outputs + output) * 2 + row % 2) * 2 + column % 2];
                    let sum: f64 = pixel.iter().enumerate().map(|(i, &v)| f64::from(v) * f64::from(tap(i))).sum();
                    expected.push(sum);
                }
            }
            let what = format!("{}: {planes} x {height} x {width}, {inputs} to {outputs}", place.name);
            // Without the bias, which is f32: sums that it cancels would be their products' rounding alone.
            let biases =
                (0..planes).flat_map(|_| &bias).flat_map(|&bias| std::iter::repeat_n(bias, 4 * height * width));
            let found: Vec<f32> = out.to_vec().unwrap().iter().zip(biases).map(|(out, bias)| out - bias).collect();
            assert_close(&found, &expected, place.tolerance(), &what);
        }
    }
}
