//! What runs in the child: one photo in, one picture out.

use std::{
    io::{self, Read, Write},
    path::PathBuf,
    process,
    sync::{Arc, mpsc},
    thread,
};

use engine::{
    Class, Error,
    foreground::{self, matting::Matting},
    image,
    pipeline::{self, Options},
};

use super::{
    super::{inject, limits, protocol},
    Answer, MAX_SIDE, Task,
};

/// `oneclick3d cutout-worker`: started by `serve`, not by people.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The file of the matting network.
    #[arg(long)]
    matting: Option<PathBuf>,
    /// The most memory the process may have, MiB.
    #[arg(long)]
    memory_mb: Option<u64>,
}

/// A task with its files.
struct Order {
    task: Task,
    image: Vec<u8>,
    mask: Option<Vec<u8>>,
}

/// Cuts one photo out and ends.
///
/// # Errors
/// Why it cannot, in words; what is wrong with the photo is an answer and no error.
pub fn run(arguments: &Arguments) -> Result<(), String> {
    limits::limit_memory(arguments.memory_mb)?;
    limits::die_of_fault_signals()?;
    let injections = inject::from_environment()?;
    let (sender, orders) = mpsc::channel();
    // Its own thread, so that the server's end is heard of during the work.
    thread::Builder::new()
        .name("order".to_owned())
        .spawn(move || listen(&sender))
        .map_err(|error| format!("cannot start the thread that reads: {error}"))?;
    let order = orders.recv().map_err(|_| "no photo came")?;
    inject::at_cutout(&injections, order.task.foreground_ratio)?;
    let (answer, picture) = match cut_out(order, arguments) {
        Ok(picture) => (Answer::Picture { bytes: picture.len() as u64 }, picture),
        Err(error) => (answer_of(&error), Vec::new()),
    };
    let mut out = io::stdout().lock();
    [protocol::encode(&answer), picture]
        .iter()
        .try_for_each(|part| out.write_all(part))
        .and_then(|()| out.flush())
        .map_err(|error| format!("the server's pipe: {error}"))
}

/// Reads the order, and then waits for the end of the pipe, which is the end of the server or of its interest: nobody waits
/// for the picture any more. Whatever the other threads do, even hang, ends here.
fn listen(orders: &mpsc::Sender<Order>) {
    let mut input = io::stdin().lock();
    match read_order(&mut input) {
        Ok(Some(order)) => {
            if orders.send(order).is_err() {
                process::exit(1);
            }
        }
        Ok(None) => process::exit(0),
        Err(error) => {
            tracing::error!(%error, "the server's order cannot be read");
            process::exit(1);
        }
    }
    match input.read(&mut [0]) {
        Ok(0) => process::exit(0),
        read => {
            tracing::error!(?read, "the server says more than it should");
            process::exit(1);
        }
    }
}

fn read_order(input: &mut impl Read) -> io::Result<Option<Order>> {
    let Some(task) = protocol::read::<Task>(input)? else { return Ok(None) };
    let mut file = |bytes: u64| {
        let mut file = Vec::new();
        match input.by_ref().take(bytes).read_to_end(&mut file)? as u64 == bytes {
            true => Ok(file),
            false => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        }
    };
    let image = file(task.image_bytes)?;
    let mask = task.mask_bytes.map(file).transpose()?;
    Ok(Some(Order { task, image, mask }))
}

fn cut_out(order: Order, arguments: &Arguments) -> Result<Vec<u8>, Error> {
    let Order { task, image, mask } = order;
    // A network of hundreds of megabytes is read only where it may be asked.
    let asked = mask.is_none() && !task.keep_background;
    let matting = arguments.matting.as_deref().filter(|_| asked).map(Matting::open).transpose()?;
    let options = Options {
        foreground_ratio: task.foreground_ratio,
        mask,
        keep_background: task.keep_background,
        matting: matting.map(Arc::new),
        ..Options::default()
    };
    let framed = pipeline::cut_out(&image, &options)?;
    Ok(image::encode_png(&foreground::preview(framed, MAX_SIDE)))
}

fn answer_of(error: &Error) -> Answer {
    let message = error.to_string();
    match error {
        Error::NoObject { .. } | Error::NothingVisible { .. } => Answer::NoForeground(message),
        // The operator's file was good at the server's start.
        Error::MattingFile { .. } => Answer::Failed(message),
        error => match error.class() {
            Class::BadInput | Class::Usage => Answer::Unusable(message),
            Class::Canceled | Class::Fault => Answer::Failed(message),
        },
    }
}
