//! `config`: is the configuration right, and what would `serve` do with it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Exit, Failure, engine_choice::EngineChoice, print_line};
use crate::{
    configuration::{Configuration, Delivery, EXAMPLE},
    mail,
    policy::Draft,
};

/// `config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    Check(Check),
    /// Print a configuration with every setting, its explanation and its default
    Example,
}

/// Say what is wrong with the configuration, or what `serve` would do with it
///
/// Reads the file and the environment as `serve` does, fetches every secret, and opens the files, templates, device and models that
/// are named. Exits with 0 when all is right and 3 when anything is not; shows no secret.
#[derive(Debug, Args)]
pub struct Check {
    /// The configuration; oneclick3d.toml in the data directory unless given
    #[arg(long, value_name = "FILE.toml", required_unless_present = "data")]
    config: Option<PathBuf>,
    /// The server's data directory
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true)]
    data: PathBuf,
}

impl ConfigCommand {
    /// Does the command.
    pub fn run(self) -> Result<Exit, Failure> {
        match self {
            ConfigCommand::Check(check) => check.run(),
            ConfigCommand::Example => {
                print_line(EXAMPLE.trim_end())?;
                Ok(Exit::Done)
            }
        }
    }
}

impl Check {
    fn run(self) -> Result<Exit, Failure> {
        let configuration =
            Configuration::examine(self.config.as_deref(), &self.data).map_err(|errors| all(&errors))?;
        let mut wrong = Vec::new();
        if let Err(error) = Draft::render(&configuration) {
            wrong.push(error.to_string());
        }
        if let Err(error) = mail::check(&configuration) {
            wrong.push(error);
        }
        let engine = EngineChoice::open(&configuration.server).map_err(|failure| wrong.push(failure.to_string())).ok();
        match engine {
            Some(engine) if wrong.is_empty() => {
                explain(&configuration, &engine)?;
                Ok(Exit::Done)
            }
            _ => Err(all(&wrong)),
        }
    }
}

/// One line a fault.
fn all(wrong: &[impl ToString]) -> Failure {
    Failure::new(Exit::BadInput, wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))
}

/// What `serve` would do.
fn explain(configuration: &Configuration, engine: &EngineChoice) -> Result<(), Failure> {
    let Configuration { service, server, limits, .. } = configuration;
    let or_none = |words: Vec<String>, none: &str| if words.is_empty() { none.to_owned() } else { words.join(", ") };
    let matting = engine.matting.as_ref().map_or("none".to_owned(), |file| file.display().to_string());
    let mail = match configuration.mail.delivery() {
        Some(Delivery::Smtp(server)) => format!("through {} ({:?})", server.host, server.encryption),
        Some(Delivery::Directory(directory)) => format!("into {}", directory.display()),
        None => "waits in the database: neither mail.smtp nor mail.directory is set".to_owned(),
    };
    let payments = &configuration.payments;
    let providers = [
        payments.stripe.as_ref().map(|stripe| format!("Stripe at {}", stripe.api)),
        payments.btcpay.as_ref().map(|btcpay| format!("BTCPay at {}", btcpay.api)),
    ];
    let packages = configuration.packages.iter();
    for (what, how) in [
        ("listens on", format!("http://{}, as {} for clients", server.listen, service.url)),
        ("computes on", format!("{} ({})", engine.device, server.precision)),
        ("model", engine.generator.name().to_owned()),
        ("matting", matting),
        ("queue", format!("{} generations, {} s a run at the most", server.queue, server.run_timeout.as_secs_f64())),
        (
            "clients",
            format!("{} connections, bodies of {} MiB at the most", limits.connections, limits.body_bytes >> 20),
        ),
        ("proxies", or_none(service.proxies.iter().map(ToString::to_string).collect(), "none is believed")),
        ("sells", or_none(packages.map(|one| format!("{} ({} credits)", one.name, one.credits)).collect(), "nothing")),
        ("payments", or_none(providers.into_iter().flatten().collect(), "no provider: only what the operator records")),
        ("mail", mail),
        ("contact", service.contact.clone()),
    ] {
        print_line(format_args!("{what:<12} {how}"))?;
    }
    Ok(())
}
