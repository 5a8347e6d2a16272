//! What runs in the child: frames in, one run at a time, frames out.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fs,
    io::{self, Write},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use engine::{
    Class,
    device::{Device, DeviceRequest},
    foreground::matting::Matting,
    model::Model,
    pipeline::{self, Generated, Options, Stage},
    precision::Precision,
};

use super::{
    artifacts,
    inject::{self, Injection},
    limits,
    protocol::{self, Answer, Request, Run},
};
use crate::{
    catalog::{Catalog, Generator},
    generations::{Fault, FaultKind},
    placement::Placement,
    storage,
};

/// `oneclick3d worker`: started by `serve`, not by people.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where to run.
    #[arg(long)]
    device: DeviceRequest,
    /// How exactly networks compute.
    #[arg(long)]
    precision: Precision,
    /// The server's default model, as its operator named it.
    #[arg(long)]
    model: PathBuf,
    /// The file of the matting network.
    #[arg(long)]
    matting: Option<PathBuf>,
    /// The most memory the process may have, MiB.
    #[arg(long)]
    memory_mb: Option<u64>,
}

/// No run has this number.
const NO_RUN: u64 = 0;

/// Serves runs until standard input closes, which ends the process.
///
/// # Errors
/// Why it cannot serve, in words.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    limits::limit_memory(arguments.memory_mb)?;
    limits::die_of_fault_signals()?;
    let injections = inject::from_environment()?;
    inject::at_start(&injections);
    let placement = Placement::new(arguments.device, arguments.precision);
    let device = placement.compute().map_err(|error| error.to_string())?.device().clone();
    let catalog = Catalog::new(Generator::named(&arguments.model).map_err(|error| error.to_string())?);
    let model = catalog.default_generator().load(&placement).map_err(|error| error.to_string())?;
    let models = RefCell::new(BTreeMap::from([(model.name().to_owned(), model)]));
    let matting = arguments.matting.as_deref().map(Matting::open).transpose().map_err(|error| error.to_string())?;

    let canceled = Arc::new(AtomicU64::new(NO_RUN));
    let (sender, requests) = mpsc::channel();
    let listener = Listener { requests: sender, canceled: Arc::clone(&canceled) };
    thread::Builder::new()
        .name("requests".to_owned())
        .spawn(move || listener.listen())
        .map_err(|error| format!("cannot start the thread that reads requests: {error}"))?;

    let (matting, device_failed) = (matting.map(Arc::new), Cell::new(false));
    let worker = Worker { device, placement, catalog, models, matting, injections, canceled, device_failed };
    worker.serve(&requests).map_err(|error| format!("the server's pipe: {error}"))
}

/// Reads requests in its own thread, so that it hears of `Cancel` and of the server's end during a run.
struct Listener {
    requests: mpsc::Sender<Request>,
    canceled: Arc<AtomicU64>,
}

impl Listener {
    fn listen(self) {
        let mut input = io::stdin().lock();
        loop {
            match protocol::read(&mut input) {
                Ok(Some(Request::Cancel { run })) => self.canceled.store(run, Ordering::Relaxed),
                Ok(Some(request)) => {
                    if self.requests.send(request).is_err() {
                        process::exit(1);
                    }
                }
                // The server is gone, and with it anybody who waits for this run. Whatever the other threads do, even
                // hang, ends here.
                Ok(None) => process::exit(0),
                Err(error) => {
                    tracing::error!(%error, "the server's requests cannot be read");
                    process::exit(1);
                }
            }
        }
    }
}

struct Worker {
    device: Device,
    placement: Placement,
    catalog: Catalog,
    /// Those that were asked for, by name; for this process's life, also when their files are replaced meanwhile.
    models: RefCell<BTreeMap<String, Model>>,
    matting: Option<Arc<Matting>>,
    injections: Vec<Injection>,
    canceled: Arc<AtomicU64>,
    device_failed: Cell<bool>,
}

impl Worker {
    fn serve(&self, requests: &mpsc::Receiver<Request>) -> io::Result<()> {
        answer(&Answer::Ready { device: self.device.description() })?;
        for request in requests {
            match request {
                Request::Ping => answer(&Answer::Pong)?,
                // Handled where it is read.
                Request::Cancel { .. } => {}
                Request::Run(run) => {
                    // A panic of the engine is this run's failure; the memory it had is given back by unwinding.
                    let end = catch_unwind(AssertUnwindSafe(|| self.run(&run))).unwrap_or_else(|_| {
                        let message = "the engine panicked; this is a defect of ours, and it is logged";
                        Answer::Failed(Fault::new(FaultKind::ProcessingError, message))
                    });
                    answer(&end)?;
                    if self.device_failed.get() {
                        // Nothing more can run here; the supervisor starts a worker that opens the device anew.
                        return Err(io::Error::other("the device failed"));
                    }
                }
            }
        }
        Ok(())
    }

    fn run(&self, run: &Run) -> Answer {
        // Both closures below speak, one after the other.
        let out = RefCell::new(Reporter::default());
        let injected = RefCell::new(None);
        let mut progress = |stage, fraction| {
            let canceled = || self.canceled.load(Ordering::Relaxed) == run.number;
            if canceled() {
                return ControlFlow::Break(());
            }
            out.borrow_mut().report(stage, fraction);
            match inject::at_stage(&self.injections, stage, run.options.resolution, &self.device, &canceled) {
                ControlFlow::Continue(()) => ControlFlow::Continue(()),
                ControlFlow::Break(fault) => {
                    *injected.borrow_mut() = fault;
                    ControlFlow::Break(())
                }
            }
        };
        let end = self.generate(run, &mut progress);
        match (injected.take(), end) {
            (Some(fault), _) => Answer::Failed(fault),
            (None, Ok(answer)) => answer,
            (None, Err(End::Canceled)) => Answer::Canceled,
            (None, Err(End::Fault(fault))) => Answer::Failed(fault),
            (None, Err(End::Device(fault))) => {
                self.device_failed.set(true);
                Answer::Failed(fault)
            }
        }
    }

    fn generate(&self, run: &Run, progress: &mut pipeline::Progress<'_>) -> Result<Answer, End> {
        let image = read_upload(&run.image)?;
        let mask = run.mask.as_deref().map(read_upload).transpose()?;
        check_upload(run, &image, mask.as_deref())?;
        let options = Options {
            model: self.model(&run.options.model)?,
            resolution: run.options.resolution,
            foreground_ratio: run.options.foreground_ratio,
            mask,
            keep_background: run.options.keep_background,
            matting: self.matting.clone(),
        };
        let Generated { mesh, mut report, .. } = pipeline::generate(&image, &options, progress)?;
        if progress(Stage::Export, EXPORT_STARTS).is_break() {
            return Err(End::Canceled);
        }
        let started = std::time::Instant::now();
        let artifacts = artifacts::store(&mesh, &run.artifacts)?;
        report.stages_ms.insert(Stage::Export, started.elapsed().as_secs_f64() * 1e3);
        Ok(Answer::Succeeded { artifacts, report: Box::new(report) })
    }

    /// The model of this name, loaded when it is first asked for. One that cannot be loaded is tried again the next time.
    fn model(&self, name: &str) -> Result<Model, End> {
        if let Some(model) = self.models.borrow().get(name) {
            return Ok(model.clone());
        }
        // It was here when the request was accepted, so that its failure is none of the owner's.
        let fault = |message| Fault::new(FaultKind::ProcessingError, message);
        let generator = self.catalog.find(name).map_err(|error| fault(error.to_string()))?;
        let model = generator.load(&self.placement).map_err(|error| {
            tracing::error!(name, %error, "a model cannot be loaded");
            match generator.describe(&error) {
                message if error.is_device_failure() => End::Device(Fault::new(FaultKind::Infrastructure, message)),
                message => End::Fault(fault(message)),
            }
        })?;
        self.models.borrow_mut().insert(name.to_owned(), model.clone());
        Ok(model)
    }
}

/// The fraction at which files are written.
const EXPORT_STARTS: f32 = 0.95;

enum End {
    Canceled,
    /// The device failed, and with it every run to come.
    Device(Fault),
    Fault(Fault),
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        End::Fault(fault)
    }
}

impl From<engine::Error> for End {
    fn from(error: engine::Error) -> Self {
        if error.is_device_failure() {
            return End::Device(Fault::new(FaultKind::Infrastructure, error.to_string()));
        }
        let kind = match error.class() {
            Class::Canceled => return End::Canceled,
            // It passed the checks before the hold, so it decodes or nearly does, and cannot be processed.
            Class::BadInput => FaultKind::FileProcessing,
            Class::Usage | Class::Fault => FaultKind::ProcessingError,
        };
        End::Fault(Fault::new(kind, error.to_string()))
    }
}

fn read_upload(path: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(path).map_err(|error| match error.kind() {
        // The database was restored from a backup, which has no uploads.
        io::ErrorKind::NotFound => {
            tracing::error!(path = %path.display(), "an upload is gone");
            Fault::new(FaultKind::Infrastructure, "the photo is no longer stored on the server; send it again")
        }
        _ => artifacts::fault(path, &error),
    })
}

/// What was not flushed when the power went may come back with zeros in it, and a photo with a hole may decode: its owner
/// would pay for another model than his own.
fn check_upload(run: &Run, image: &[u8], mask: Option<&[u8]>) -> Result<(), Fault> {
    let noted = run.options.upload_sha256.as_deref();
    if noted.is_none_or(|sha256| sha256 == storage::upload_sha256(image, mask)) {
        return Ok(());
    }
    tracing::error!(path = %run.image.display(), "an upload is not what was sent: did the machine lose power?");
    Err(Fault::new(FaultKind::Infrastructure, "the photo was damaged on the server's disk; send it again"))
}

/// Tells the server of progress, not more often than anybody can watch.
#[derive(Default)]
struct Reporter {
    last: Option<(Stage, std::time::Instant)>,
}

impl Reporter {
    const INTERVAL: std::time::Duration = std::time::Duration::from_millis(20);

    fn report(&mut self, stage: Stage, fraction: f32) {
        let now = std::time::Instant::now();
        if self.last.is_some_and(|(last, at)| last == stage && now - at < Self::INTERVAL) {
            return;
        }
        self.last = Some((stage, now));
        if let Err(error) = answer(&Answer::Progress { stage, fraction }) {
            // Nobody listens: the server is gone, and the thread that reads requests is about to end this process.
            tracing::warn!(%error, "progress cannot be told");
        }
    }
}

fn answer(answer: &Answer) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(&protocol::encode(answer))?;
    out.flush()
}
