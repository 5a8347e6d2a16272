//! The command line: one file a command.

mod backup;
mod bench;
mod config;
mod devices;
mod engine_choice;
mod failure;
mod generate;
mod input;
mod log;
mod mesh;
mod models;
mod network;
mod new_file;
mod operator;
mod output;
mod restore;
mod serve;
mod summary;

use std::{io, process::ExitCode};

use clap::{Parser, Subcommand};

pub use failure::{Exit, Failure};

use crate::worker;

/// A photo becomes a 3D model, by command line and over HTTP.
#[derive(Debug, Parser)]
#[command(
    name = "oneclick3d",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 failed for a reason outside the engine, 2 wrong usage, 3 input or output that cannot \
                  be used, 4 engine fault.\n\nExample: oneclick3d generate photo.png -o model.glb"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Generate),
    Mesh(mesh::Mesh),
    Devices(devices::Devices),
    Bench(bench::Bench),
    Models(models::Models),
    Serve(serve::Serve),
    /// Check the configuration, or print one with every setting
    #[command(subcommand)]
    Config(config::ConfigCommand),
    Backup(backup::Backup),
    Restore(restore::Restore),
    /// The engine's process, started by serve.
    #[command(hide = true)]
    Worker(worker::child::Arguments),
    /// Cuts one photo out, started by serve.
    #[command(hide = true)]
    CutoutWorker(worker::cutout::child::Arguments),
    #[command(flatten)]
    Operator(operator::OperatorCommand),
}

/// Runs the program on the process's arguments.
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Generate(command) => command.run(),
        Command::Mesh(command) => command.run(),
        Command::Devices(command) => command.run(),
        Command::Bench(command) => command.run(),
        Command::Models(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Config(command) => command.run(),
        Command::Backup(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Worker(arguments) => {
            log::to_server();
            worker::child::run(&arguments).map(|()| Exit::Done).map_err(|why| Failure::new(Exit::EngineFault, why))
        }
        Command::CutoutWorker(arguments) => {
            log::to_server();
            let cut = worker::cutout::child::run(&arguments);
            cut.map(|()| Exit::Done).map_err(|why| Failure::new(Exit::EngineFault, why))
        }
        Command::Operator(command) => command.run(),
    };
    let exit = result.unwrap_or_else(|failure| {
        // A reader that went away early (`oneclick3d models | head -1`) is no failure to speak of.
        if !failure.is_broken_pipe() {
            eprintln!("error: {failure}");
        }
        failure.exit()
    });
    ExitCode::from(exit as u8)
}

/// Writes a line to stdout; unlike `println!` it reports a reader that went away instead of panicking.
fn print_line(line: impl std::fmt::Display) -> Result<(), Failure> {
    use io::Write;
    writeln!(io::stdout(), "{line}").map_err(|error| Failure::io("stdout", error))
}
