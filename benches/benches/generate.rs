//! A photo to a mesh, warm, in one process: `cargo bench -p benches --bench generate`.
//!
//! The device is this machine's processor, all cores (`RAYON_NUM_THREADS` limits them); criterion warms each case up for
//! three seconds first. What a user waits for, process start and file included, is measured by the bin `measure`.

use std::{hint::black_box, ops::ControlFlow};

use benches::photos;
use criterion::{Criterion, criterion_group, criterion_main};
use engine::{
    export::Format,
    foreground::{CutOptions, cut_out},
    image::decode,
    pipeline::{self, Options},
};

fn photo(file: &str) -> Vec<u8> {
    photos::read(file).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn generate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(10);
    for (file, resolution) in [("flamingo.png", 128), ("flamingo.png", 256), ("flamingo.jpg", 256), ("ball.png", 256)] {
        let bytes = photo(file);
        let options = Options { resolution, ..Options::default() };
        group.bench_function(format!("{file} at {resolution}"), |bencher| {
            bencher.iter(|| {
                pipeline::generate(black_box(&bytes), &options, &mut |_, _| ControlFlow::Continue(())).expect("it runs")
            });
        });
    }
    group.finish();
}

fn stages(criterion: &mut Criterion) {
    let bytes = photo("flamingo.jpg");
    criterion.bench_function("decode flamingo.jpg", |bencher| bencher.iter(|| decode(black_box(&bytes))));
    let decoded = decode(&bytes).expect("it decodes");
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10);
    group.bench_function("cut out flamingo.jpg", |bencher| {
        bencher.iter(|| cut_out(black_box(decoded.clone()), &CutOptions::default()).expect("a bird is seen"));
    });
    let mesh = pipeline::generate(&photo("ball.png"), &Options::default(), &mut |_, _| ControlFlow::Continue(()))
        .expect("it runs")
        .mesh;
    for format in Format::ALL {
        group.bench_function(format!("encode ball.{}", format.extension()), |bencher| {
            bencher.iter(|| format.encode(black_box(&mesh)));
        });
    }
    group.finish();
}

criterion_group!(all, generate, stages);
criterion_main!(all);
