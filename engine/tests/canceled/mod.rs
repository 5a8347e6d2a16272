//! A network that is ended in the middle, on any device that works behind its caller's back.

use std::ops::ControlFlow;

use kernels::{compute::Compute, device::Device, image::Image, precision::Precision};
use models::{
    formula::Sizes,
    triposr::{Observer, Part, TripoSr},
};

/// Fails unless a canceled network launches part of itself only, and the next run is as if there had been none.
pub fn a_network_canceled_in_the_middle_leaves_the_next_run_as_it_was(device: &Device) {
    let compute = Compute::new(device.clone(), Precision::F32).unwrap();
    let network = TripoSr::of_formula(Sizes::Tiny, compute).unwrap();
    let side = network.config().cond_image_size;
    let pixels = (0..side * side).map(|i| [i % side, i / side, i % 7].map(|v| v as f32 / side as f32)).collect();
    let rgb = Image::new(side, side, pixels);
    // Ends at the backbone's `last` report of progress; with the run's launches.
    let run = |last: usize| {
        let (mut told, before) = (0, device.dispatches());
        let mut progress = |part: Part, _| {
            told += usize::from(part == Part::Backbone);
            if told == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let field = network.run(&rgb, &mut Observer { progress: &mut progress, stages: None });
        (field, device.dispatches() - before)
    };
    let (whole, launches) = run(usize::MAX);
    // Before the second block of two.
    let (canceled, launched) = run(3);
    assert!(matches!(canceled, Err(models::Error::Canceled)), "{:?}", canceled.map(|_| ()));
    assert!(0 < launched && launched < launches, "{launched} of {launches} launches");
    let (again, launched) = run(usize::MAX);
    assert_eq!(launched, launches);
    // What is left of the canceled run is in no memory that this one reads.
    assert!(whole.unwrap().to_safetensors().unwrap() == again.unwrap().to_safetensors().unwrap(), "another field");
}
