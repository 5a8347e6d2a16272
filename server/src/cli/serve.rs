//! `serve`: the HTTP front, the queue, one worker process, and the operators' socket.

use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use clap::Args;
use engine::{device::DeviceRequest, precision::Precision};
use time::OffsetDateTime;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::{Notify, Semaphore, oneshot, watch},
    task::JoinHandle,
};

use super::{Exit, Failure, engine_choice::EngineChoice, log, print_line};
use crate::{
    catalog::{Catalog, Generator},
    configuration::{Configuration, LEAST_WORKER_MEMORY_MB, LogFormat, ServerSection, seconds},
    control,
    data_directory::{self, DataDirectory},
    database::{self, Database},
    fetch::Fetcher,
    http::{self, Front, Places, Rates},
    input_files::InputFiles,
    jobs::Jobs,
    ledger,
    link_key::LinkKey,
    mail::Sender,
    metrics::Metrics,
    payments::Till,
    policy::{self, Draft},
    storage::Storage,
    supervisor::Supervisor,
    sweeper,
    webhooks::Courier,
    worker::{cutout::Cutter, process::Launch},
};

/// Uploads in memory at the same time.
const UPLOADS: usize = 32;
/// Of one account: a few that send theirs slowly leave places to everybody else.
const UPLOADS_EACH: usize = 8;
/// Events of providers at the same time, of those that are longer than usual.
const LONG_EVENTS: usize = 8;
/// How long a run that is given up at the drain deadline may take to be killed and voided.
const GIVE_UP_LIMIT: Duration = Duration::from_secs(30);
/// Exports that are written at the same time: each has one of the few readers of the database to itself.
const EXPORTS: usize = 1;
/// How long mails and webhooks that are on their way may take when the server ends.
const GOODBYE: Duration = Duration::from_secs(5);

/// Serve generations over HTTP, each paid with 10 credits.
///
/// Prints 'listening on http://ADDR:PORT' when connections are taken; the log goes to stderr. The engine runs in a child
/// process that is watched and started again when it dies; a generation that fails gives its credits back at once.
/// SIGTERM or SIGINT drains: nothing new is accepted, what runs may end until the drain timeout, what is queued keeps its
/// credits on hold and runs after the next start. A second signal ends the drain at once.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  oneclick3d account create me@example.com --data data\n  oneclick3d key create ACCOUNT \
                        --data data\n  oneclick3d credits grant ACCOUNT 60 --reason 'paid, invoice 7' --data data\n  oneclick3d \
                        serve --data data --listen 127.0.0.1:8080\n  curl -H 'Authorization: Bearer KEY' -H 'Prefer: \
                        wait=30' -F image=@photo.png http://127.0.0.1:8080/v1/generations\n\nWith TripoSR for \
                        requests that name no model:\n  oneclick3d models pull triposr\n  oneclick3d serve --data data \
                        --listen 127.0.0.1:8080 --model triposr --precision bf16"
)]
pub struct Serve {
    /// The data directory: database, uploads and models; created if need be. One server at a time.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// The configuration; oneclick3d.toml in the data directory unless given, all defaults where there is none. `config example`
    /// prints one with every setting, `config check` says what is wrong with one.
    #[arg(long, value_name = "FILE.toml")]
    config: Option<PathBuf>,

    #[command(flatten)]
    settings: Settings,
}

/// Flags for what the configuration says under `[server]`; what is given here wins.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// Where to listen; port 0 takes a free one. TLS is the business of a proxy before it. 127.0.0.1:8080 unless given here or
    /// in the configuration, as all of these.
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,

    /// Where to run: auto, cpu, cuda[:N] or wgpu[:N]; `devices` lists what there is. [default: auto]
    #[arg(long, value_name = "DEVICE")]
    device: Option<DeviceRequest>,

    /// The model of generations that name none: a generator that `models` lists and that is here, or a directory with a
    /// network's files, which requests name by the directory's last name. Requests may also name any listed generator that
    /// is here. The worker loads each model once. [default: silhouette]
    #[arg(long, value_name = "NAME|DIR")]
    model: Option<PathBuf>,

    /// How exactly networks compute their products: f32; bf16, about twice as fast where the CPU has AVX-512 BF16; or f16, for
    /// GPUs. Both are within 1e-2 of f32 at every stage of the network. [default: f32]
    #[arg(long, value_name = "PRECISION")]
    precision: Option<Precision>,

    /// A matting network that finds the object in photos without transparency or a mask: one that `models` lists and that
    /// is here (u2net), or an ONNX file of U²-Net or IS-Net, as rembg keeps them in ~/.u2net. The worker loads it once.
    #[arg(long, value_name = "NAME|FILE.onnx")]
    matting: Option<PathBuf>,

    /// The longest run; one that takes longer is killed and fails, and its credits are back. [default: 300]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    run_timeout: Option<Duration>,

    /// The most memory the worker may have (RLIMIT_DATA); a run that needs more fails, and its credits are back. No limit
    /// unless given.
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(LEAST_WORKER_MEMORY_MB..))]
    worker_memory_mb: Option<u64>,

    /// How many generations may wait; more are answered 429. [default: 64]
    #[arg(long, value_name = "N")]
    queue: Option<usize>,

    /// How long a run may go on after SIGTERM; then it is killed and fails, and its credits are back. [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    drain_timeout: Option<Duration>,

    /// The form of the log on stderr. [default: text]
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

fn parse_seconds(text: &str) -> Result<Duration, &'static str> {
    text.parse().map_err(|_| "give seconds, 0 or more").and_then(seconds::duration)
}

impl Settings {
    /// Puts what was given on the command line over `section`.
    fn over(self, section: &mut ServerSection) {
        fn put<T>(given: Option<T>, setting: &mut T) {
            if let Some(given) = given {
                *setting = given;
            }
        }
        put(self.listen, &mut section.listen);
        put(self.device, &mut section.device);
        put(self.model, &mut section.model);
        put(self.precision, &mut section.precision);
        put(self.matting.map(Some), &mut section.matting);
        put(self.run_timeout, &mut section.run_timeout);
        put(self.worker_memory_mb.map(Some), &mut section.worker_memory_mb);
        put(self.queue, &mut section.queue);
        put(self.drain_timeout, &mut section.drain_timeout);
        put(self.log_format, &mut section.log_format);
    }
}

impl Serve {
    pub fn run(self) -> Result<Exit, Failure> {
        let mut configuration = Configuration::load(self.config.as_deref(), &self.data)
            .map_err(|error| Failure::new(Exit::BadInput, error.to_string()))?;
        self.settings.over(&mut configuration.server);
        log::to_stderr(configuration.server.log_format);
        let engine = EngineChoice::open(&configuration.server)?;
        configuration.server.matting = engine.matting;
        let policy = Draft::render(&configuration).map_err(|error| Failure::new(Exit::BadInput, error.to_string()))?;
        let directory = DataDirectory::open(&self.data).map_err(|error| match error {
            data_directory::Error::InUse { .. } => {
                Failure::new(Exit::BadInput, format!("{error}; one server at a time"))
            }
            error => Failure::new(Exit::BadInput, error.to_string()),
        })?;
        let configuration = Arc::new(configuration);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::io("cannot start the threads", error))?;
        let served = runtime.block_on(serve(&directory, engine.generator, &engine.device, configuration, policy));
        // What still runs is reading for connections that are closed.
        runtime.shutdown_timeout(Duration::from_secs(1));
        // Last: until here another server or command would not have found everything closed.
        drop(directory);
        served
    }
}

async fn serve(
    directory: &DataDirectory,
    generator: Generator,
    device: &str,
    configuration: Arc<Configuration>,
    policy: Draft,
) -> Result<Exit, Failure> {
    let settings = configuration.server.clone();
    let mut signals = Signals::new().map_err(|error| Failure::io("cannot listen to signals", error))?;
    let listener = http::server::listen(settings.listen)
        .map_err(|error| Failure::io(&format!("cannot listen on {}", settings.listen), error))?;
    let address = listener.local_addr().map_err(|error| Failure::io("cannot tell the address", error))?;
    let database = Database::open(&directory.database()).map_err(|error| failed(&error))?;
    let storage = Storage::open(directory.path()).map_err(|error| Failure::io("cannot open the storage", error))?;
    let input_files =
        InputFiles::open(directory.path()).map_err(|error| Failure::io("cannot open the storage", error))?;
    let link_key =
        LinkKey::open(directory.path()).map_err(|error| Failure::io("cannot open the key of links", error))?;
    let metrics = Arc::new(Metrics::default());
    let jobs =
        Jobs::new(database.clone(), storage.clone(), Arc::clone(&metrics), Arc::clone(&configuration), settings.queue);
    jobs.recover().await.map_err(|error| failed(&error))?;
    sweeper::sweep(&database, &configuration, OffsetDateTime::now_utc()).await.map_err(|error| failed(&error))?;
    stand_by_policy(&database, &configuration, policy).await.map_err(|error| failed(&error))?;

    let socket = control::bind(directory).map_err(|error| Failure::io("cannot open the control socket", error))?;
    let context = control::Context {
        database: database.clone(),
        configuration: Arc::clone(&configuration),
        jobs: Some(Arc::clone(&jobs)),
    };
    let control = tokio::spawn(control::serve(socket, context));
    let sweeping_files = tokio::spawn(input_files.clone().keep_sweeping());
    let sweeping = tokio::spawn(sweeper::keep_sweeping(database.clone(), storage.clone(), Arc::clone(&configuration)));
    let till = Arc::new(Till::new(database.clone(), Arc::clone(&configuration), Some(Arc::clone(&jobs))));
    let events = {
        let till = Arc::clone(&till);
        tokio::spawn(async move { till.run().await })
    };
    let sender = Sender::new(&configuration, database.clone(), Arc::clone(&metrics))
        .map_err(|error| Failure::new(Exit::BadInput, error))?;
    let (stop_mail, mail_stopped) = oneshot::channel();
    let mut mail = tokio::spawn(sender.run(mail_stopped));

    let accounts = database.read(ledger::any_account).await.map_err(|error| failed(&error))?;
    let program = std::env::current_exe().map_err(|error| Failure::io("cannot find this program", error))?;
    let cutter = Cutter::new(program.clone(), settings.matting.clone(), settings.worker_memory_mb);
    let ready = watch::Sender::new(None);
    let give_up = Arc::new(Notify::new());
    let front = Arc::new(Front {
        database,
        jobs: Arc::clone(&jobs),
        till,
        storage: storage.clone(),
        metrics: Arc::clone(&metrics),
        worker_device: ready.subscribe(),
        catalog: Catalog::new(generator),
        cutter,
        input_files,
        link_key,
        limits: configuration.limits.clone(),
        uploads: Places::new(UPLOADS, UPLOADS_EACH),
        long_events: Semaphore::new(LONG_EVENTS),
        exports: Semaphore::new(EXPORTS),
        rates: Rates::new(&configuration.rate),
        fetcher: Fetcher::new(&configuration.fetch, configuration.limits.body_bytes),
        configuration: Arc::clone(&configuration),
    });
    let words = {
        let front = Arc::clone(&front);
        Arc::new(move |generation: &_, event| http::words(&front, generation, event))
    };
    let courier = Courier::new(front.database.clone(), configuration, Arc::clone(&metrics), words);
    let (stop_webhooks, webhooks_stopped) = oneshot::channel();
    let mut webhooks = tokio::spawn(courier.run(webhooks_stopped));
    let supervisor = Supervisor {
        jobs: Arc::clone(&jobs),
        storage,
        launch: Launch {
            program,
            device: settings.device,
            precision: settings.precision,
            model: settings.model.clone(),
            matting: settings.matting,
            memory_mb: settings.worker_memory_mb,
        },
        run_timeout: settings.run_timeout,
        metrics,
        ready,
        give_up: Arc::clone(&give_up),
    };
    let mut supervisor = tokio::spawn(supervisor.run());
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(http::server::serve(front, listener, async move {
        // A sender that is gone means the same as one that spoke.
        stopped.await.unwrap_or_default();
    }));
    let data = directory.path().display();
    tracing::info!(%address, %data, device, model = %settings.model.display(), "listening");
    if !accounts {
        tracing::info!(
            "nobody has an account yet. The first key: 'oneclick3d account create you@example.com --data {data}', then \
             'oneclick3d key create ACCOUNT --data {data}' and 'oneclick3d credits grant ACCOUNT 60 --reason TEXT --data {data}'"
        );
    }
    print_line(format_args!("listening on http://{address}"))?;

    let ended = tokio::select! {
        () = signals.next() => Ok(()),
        ended = &mut supervisor => Err(ended),
    };
    let exit = match ended {
        Ok(()) => {
            tracing::info!(timeout_s = settings.drain_timeout.as_secs_f64(), "draining");
            jobs.drain();
            drain(&mut supervisor, &mut signals, settings.drain_timeout, &give_up).await
        }
        Err(ended) => {
            tracing::error!(?ended, "the supervisor of the worker ended; the server ends");
            jobs.drain();
            Err(Failure::new(Exit::EngineFault, "the worker's supervisor ended; see the log"))
        }
    };
    if stop.send(()).is_err() {
        tracing::error!("the HTTP front ended before");
    }
    if let Err(error) = server.await {
        tracing::error!(%error, "the HTTP front failed");
    }
    control.abort();
    sweeping.abort();
    sweeping_files.abort();
    events.abort();
    if stop_mail.send(()).is_err() {
        tracing::error!("the sender of mail ended before");
    }
    if stop_webhooks.send(()).is_err() {
        tracing::error!("the sender of webhooks ended before");
    }
    // What is on its way may have arrived: without the note it would go again.
    if tokio::time::timeout(GOODBYE, &mut mail).await.is_err() {
        tracing::warn!("a mail is still on its way; it may be sent again after the next start");
        mail.abort();
    }
    if tokio::time::timeout(GOODBYE, &mut webhooks).await.is_err() {
        tracing::warn!("webhooks are still on their way; they may be sent again after the next start");
        webhooks.abort();
    }
    tracing::info!("stopped");
    exit
}

/// Waits until the running work has ended, or gives it up at the deadline.
async fn drain(
    supervisor: &mut JoinHandle<()>,
    signals: &mut Signals,
    limit: Duration,
    give_up: &Notify,
) -> Result<Exit, Failure> {
    let started = Instant::now();
    let ended = tokio::select! {
        ended = &mut *supervisor => Some(ended),
        () = tokio::time::sleep(limit) => None,
        () = signals.next() => None,
    };
    let ended = match ended {
        Some(ended) => Ok(ended),
        None => {
            tracing::warn!(waited_s = started.elapsed().as_secs_f64(), "giving up what still runs");
            give_up.notify_one();
            tokio::time::timeout(GIVE_UP_LIMIT, &mut *supervisor).await
        }
    };
    match ended {
        Ok(Ok(())) => Ok(Exit::Done),
        Ok(Err(error)) => {
            tracing::error!(%error, "the supervisor of the worker failed");
            Err(Failure::new(Exit::Failed, "the worker's supervisor failed; see the log"))
        }
        // The next start voids it.
        Err(_) => Err(Failure::new(Exit::Failed, "what ran could not be ended; the next start gives its credits back")),
    }
}

/// The signals that end a server.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> io::Result<Signals> {
        Ok(Signals { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        let (terminate, interrupt) = (pin!(self.terminate.recv()), pin!(self.interrupt.recv()));
        tokio::select! {
            _ = terminate => {}
            _ = interrupt => {}
        }
    }
}

/// Publishes the policy where none is yet, and goes on with an announcement that the last server did not finish. Pages that
/// differ from those in force stay unpublished until somebody says whether the change is a material one.
async fn stand_by_policy(
    database: &Database,
    configuration: &Configuration,
    draft: Draft,
) -> Result<(), database::Error> {
    let sha256 = draft.sha256();
    let version = database.write(move |tx| policy::publish_first(tx, &draft, OffsetDateTime::now_utc())).await?;
    if version.sha256 != sha256 {
        tracing::warn!(
            version = version.number,
            "the configured policy is not the one in force, which is still shown: 'oneclick3d policy publish' publishes it"
        );
    }
    policy::announce(database, &configuration.service).await
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure::new(Exit::Failed, error.to_string())
}
