//! What fails on a device, wherever in a run it does: on the stand-in, whose calls fail on request (`kernels/cuda/host/driver.cpp`), as
//! NVIDIA's documentation says that the originals fail. What a GPU makes of a fault, only a faulty one shows.

use std::time::{Duration, Instant};

use kernels::{
    Error,
    cuda::{Configuration, Cuda, CudaTensor, Norm, Resident, attention},
    ops::{
        field_eval::{Layer, TriplaneDecoder},
        linear::Activation,
    },
    tensor::Tensor,
    webgpu::DeviceFault::{self, Hung, Invalid, Lost, OutOfMemory, Refused},
    weight::{
        Format::{Bf16, F32},
        Weight,
    },
};

use crate::{formula::noise, injection::inject, stand_in};

/// Whether this process is on the stand-in; else the test runs again, in one that is.
fn is_on_the_stand_in(test: &str) -> bool {
    let is_there = stand_in::is_there(0);
    if !is_there {
        stand_in::run_again(Some(&format!("faults::{test}")), &["13000"]);
    }
    is_there
}

fn open(hung_after_ms: u64) -> Result<Cuda, Error> {
    Cuda::open_with(0, Configuration { poison: true, hung_after: Duration::from_millis(hung_after_ms) })
}

/// Points whose upload the driver does not take along with the command.
const POINTS: usize = 4200;

/// A network and a field in small: every kind of call, some of them while others are under way.
fn run(cuda: &Cuda) -> Result<Vec<f32>, Error> {
    let (rows, width) = (6, 16);
    let x = CudaTensor::upload(cuda, &noise(rows * width, 1), &[rows, width], F32)?;
    let norm = Norm::new(cuda, &noise(width, 2), &noise(width, 3), 1e-5)?;
    let part = |seed| Weight::from_values("part", &[width, width], &noise(width * width, seed));
    let parts = [part(4), part(5), part(6)];
    let heads = Resident::new(cuda, Bf16, &parts, Some(&noise(3 * width, 7)), Some(norm), Activation::None)?;
    let wide = [Weight::from_values("wide", &[2 * width, width], &noise(2 * width * width, 8))];
    let gated = Resident::new(cuda, Bf16, &wide, Some(&noise(2 * width, 9)), None, Activation::Geglu)?;

    let of_heads = heads.apply(&x, None)?;
    let attended = attention(&of_heads[0], &of_heads[1], &of_heads[2], 2, 1)?;
    cuda.pace()?;
    let out = gated.apply(&attended, Some(&x))?.remove(0);
    cuda.pace()?;
    let out = CudaTensor::concat_rows(&[&out.columns(0, 8), &out.columns(8, 8)])?.permute(&[1, 0])?;
    cuda.pace()?;

    let (channels, side) = (2, 5);
    let planes = CudaTensor::upload(cuda, &noise(3 * channels * side * side, 10), &[3, channels, side, side], F32)?;
    let layer = |inputs, outputs, seed| {
        let (weight, bias) = (noise(inputs * outputs, seed), noise(outputs, 12));
        Layer { inputs, outputs, weight, bias }
    };
    let field = TriplaneDecoder::of_planes(&Tensor::Cuda(planes), vec![layer(3 * channels, 5, 11), layer(5, 4, 12)])?;
    let points: Vec<[f32; 3]> = noise(3 * POINTS, 13).as_chunks().0.to_vec();
    let mut values = vec![0.0; 4 * POINTS];
    field.evaluate(&points, &mut values)?;
    values.extend(out.to_vec()?);
    Ok(values)
}

fn fault(error: Error) -> DeviceFault {
    match error {
        Error::Device { device, fault } if device == "cuda:0" => fault,
        other => panic!("{other:?}"),
    }
}

/// After a fault: the device is as it was, or every call fails as the first that failed, at once and to the last one's end.
#[derive(Clone, Copy, PartialEq)]
enum Device {
    GoesOn,
    Ends,
}

/// Strikes each call at the place in turn, from opening the device on, until a run meets no fault. Says how many there were.
fn strike_all(what: &str, place: &str, is_right: impl Fn(&DeviceFault) -> bool, then: Device, expected: &[f32]) -> u64 {
    for n in 1.. {
        let request = format!("{what}@{place}:{n}");
        inject(&request);
        let cuda = match open(10) {
            Ok(cuda) => cuda,
            Err(error) => {
                let fault = fault(error);
                let is_refused = matches!(&fault, Refused { reason } if reason.contains("nvidia-smi"));
                assert!(is_right(&fault) || what == "2" && is_refused, "{request}: {fault:?}");
                continue;
            }
        };
        let struck = match run(&cuda) {
            Ok(values) => {
                assert_eq!(values, expected, "{request}");
                return n - 1;
            }
            Err(error) => fault(error),
        };
        assert!(is_right(&struck), "{request}: {struck:?}");
        match then {
            Device::GoesOn => assert_eq!(run(&cuda).unwrap(), expected, "{request}"),
            Device::Ends => {
                let again: [Result<(), Error>; 4] = [
                    run(&cuda).map(|_| ()),
                    cuda.pace(),
                    cuda.finish(),
                    CudaTensor::upload(&cuda, &[1.0], &[1], F32).map(|_| ()),
                ];
                for result in again {
                    assert_eq!(fault(result.unwrap_err()), struck, "{request}");
                }
            }
        }
    }
    unreachable!("a run has an end")
}

#[test]
fn a_fault_at_any_call_is_told_as_what_it_is() {
    if !is_on_the_stand_in("a_fault_at_any_call_is_told_as_what_it_is") {
        return;
    }
    let clean = open(10_000).unwrap();
    let expected = run(&clean).unwrap();
    let launches = clean.dispatches();
    drop(clean);
    let strike = |what, place, is_right: &dyn Fn(&DeviceFault) -> bool, then| {
        let began = Instant::now();
        let calls = strike_all(what, place, is_right, then, &expected);
        eprintln!("{what} at each of {calls} calls: {place}, {:.1} s", began.elapsed().as_secs_f64());
        calls
    };
    use Device::{Ends, GoesOn};
    let says = |reason: &str, parts: &[&str]| parts.iter().all(|part| reason.contains(part));

    let asked = |fault: &DeviceFault| matches!(fault, OutOfMemory { reason } if says(reason, &["1 MiB more"]));
    let allocations = strike("2", "allocation", &asked, GoesOn);
    let of_kernel =
        |fault: &DeviceFault| matches!(fault, OutOfMemory { reason } if says(reason, &["_", ": out of memory"]));
    let kernels = strike("2", "launch", &of_kernel, GoesOn);
    let refused = |fault: &DeviceFault| matches!(fault, Invalid { reason } if says(reason, &["_", "INVALID_VALUE"]));
    assert_eq!(strike("1", "launch", &refused, GoesOn), kernels);
    let of_product =
        |fault: &DeviceFault| matches!(fault, OutOfMemory { reason } if says(reason, &["a product of", "ALLOC"]));
    let products = strike("3", "product", &of_product, GoesOn);
    assert_eq!(kernels + products, launches, "each launch was struck");
    assert!(kernels > 6 && products > 4 && allocations > 25, "{kernels} {products} {allocations}");
    strike("3", "choice", &of_product, GoesOn);

    let failed = |fault: &DeviceFault| matches!(fault, Lost { reason } if says(reason, &["a product of", "EXECUTION"]));
    assert_eq!(strike("13", "product", &failed, Ends), products);
    let illegal = |fault: &DeviceFault| matches!(fault, Lost { reason } if says(reason, &["ILLEGAL_ADDRESS", "Xid"]));
    assert_eq!(strike("700", "launch", &illegal, Ends), kernels);
    let watched =
        |fault: &DeviceFault| matches!(fault, Lost { reason } if says(reason, &["LAUNCH_TIMEOUT", "display"]));
    assert_eq!(strike("702", "product", &watched, Ends), products);
    let memory = |fault: &DeviceFault| matches!(fault, Lost { reason } if says(reason, &["ECC", "hardware failed"]));
    assert_eq!(strike("214", "allocation", &memory, Ends), allocations);
    strike("214", "copy", &memory, Ends);
    let hung = |fault: &DeviceFault| matches!(fault, Hung { .. });
    assert_eq!(strike("hang", "launch", &hung, Ends), kernels);
    assert_eq!(strike("hang", "product", &hung, Ends), products);
}

#[test]
fn after_a_hang_nothing_waits_again() {
    if !is_on_the_stand_in("after_a_hang_nothing_waits_again") {
        return;
    }
    inject("hang@launch:7");
    let cuda = open(1500).unwrap();
    let tensor = CudaTensor::upload(&cuda, &[1.0], &[1], F32).unwrap();
    let began = Instant::now();
    assert_eq!(fault(run(&cuda).unwrap_err()), Hung { seconds: 1 });
    assert!(began.elapsed() >= Duration::from_millis(1500), "it was given its time");
    let began = Instant::now();
    for _ in 0..3 {
        for result in [cuda.pace(), cuda.finish(), run(&cuda).map(|_| ()), tensor.to_vec().map(|_| ())] {
            let message = result.unwrap_err().to_string();
            assert_eq!(message, "the device 'cuda:0' failed: it has not answered for 1 s");
        }
    }
    drop((cuda, tensor));
    assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());
}

#[test]
fn a_device_that_does_not_open_says_why() {
    if !is_on_the_stand_in("a_device_that_does_not_open_says_why") {
        return;
    }
    for (request, says) in [
        ("46@open:1", ["does not open it", "another program has it for itself"]),
        ("2@open:1", ["does not open it", "`nvidia-smi` lists them"]),
        ("2@module:1", ["does not open it", "`nvidia-smi` lists them"]),
        ("1@handle:1", ["does not open it", "cuBLASLt does not start: CUBLAS_STATUS_NOT_INITIALIZED"]),
        ("214@allocation:1", ["it was lost", "its hardware failed"]),
    ] {
        inject(request);
        let message = open(10).unwrap_err().to_string();
        assert!(says.iter().all(|part| message.contains(part)), "{request}: {message}");
    }
    // What was lost is lost for the process.
    inject("700@launch:1");
    let cuda = open(10).unwrap();
    run(&cuda).unwrap_err();
    drop(cuda);
    let message = open(10).unwrap_err().to_string();
    assert!(message.contains("it was lost") && message.contains("ILLEGAL_ADDRESS"), "{message}");
}
