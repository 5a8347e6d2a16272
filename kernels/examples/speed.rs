use kernels::{
    ops::{
        attention::attention,
        layer_norm::LayerNorm,
        linear::{Activation, Linear},
    },
    precision::Precision,
    tensor::Tensor,
    weight::Weight,
};
fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<f64> = s.rsplit(')').next().unwrap().split_whitespace().map(|v| v.parse().unwrap_or(0.0)).collect();
    (f[11] + f[12]) / 100.0
}
fn noise(n: usize, seed: u64) -> Vec<f32> {
    let mut z = seed;
    (0..n)
        .map(|_| {
            z = z.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((z >> 40) as f32 / (1 << 23) as f32) - 1.0
        })
        .collect()
}
fn main() {
    for precision in [Precision::F32, Precision::Bf16] {
        for (m, k, n, act) in [
            (3072, 1024, 1024, Activation::None),
            (3072, 1024, 3072, Activation::None),
            (3072, 1024, 8192, Activation::Geglu),
            (3072, 4096, 1024, Activation::None),
            (1025, 768, 3072, Activation::Gelu),
        ] {
            let x = Tensor::new(noise(m * k, 1), &[m, k]).unwrap();
            let w = [Weight::from_values("w", &[n, k], &noise(n * k, 2))];
            let norm = LayerNorm::new(vec![1.0; k], vec![0.0; k], 1e-5);
            let layer = Linear { weights: &w, norm: Some(&norm), activation: act, ..Default::default() };
            let t = cpu();
            for _ in 0..10 {
                layer.apply(&x, precision).unwrap();
            }
            let best = (cpu() - t) / 10.0;
            println!(
                "{precision} linear {m}x{k}x{n} {act:?}: {:.1} ms {:.0} GFLOP/s",
                best * 1e3,
                2e-9 * (m * k * n) as f64 / best
            );
        }
        for (n, m, heads, d) in [(3072, 3072, 16, 64), (3072, 1025, 16, 64), (1025, 1025, 12, 64)] {
            let t = |rows: usize, s| Tensor::new(noise(rows * heads * d, s), &[rows, heads * d]).unwrap();
            let (q, k, v) = (t(n, 1), t(m, 2), t(m, 3));
            let t = cpu();
            for _ in 0..10 {
                attention(&q, &k, &v, heads, precision).unwrap();
            }
            let best = (cpu() - t) / 10.0;
            println!(
                "{precision} attention {n}x{m}x{heads}x{d}: {:.1} ms {:.0} GFLOP/s",
                best * 1e3,
                4e-9 * (n * m * heads * d) as f64 / best
            );
        }
    }
}
