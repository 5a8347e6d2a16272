//! Renders the example photos: for every scene its cut-out (`NAME.png`, straight alpha) and its photo on a backdrop
//! (`NAME.jpg`). `benches/photos/README.md` gives the command.

use std::path::PathBuf;

use anyhow::Context;
use benches::{photos, studio};
use clap::Parser;

/// Renders the example photos.
#[derive(Parser)]
struct Arguments {
    /// Where to write them.
    #[arg(long, default_value = photos::DIRECTORY)]
    output: PathBuf,
    /// Pixels a side.
    #[arg(long, default_value_t = photos::SIDE)]
    side: u32,
    /// Only these scenes.
    names: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.output)?;
    let scenes = studio::scenes();
    for name in &arguments.names {
        anyhow::ensure!(scenes.iter().any(|s| s.name == name), "there is no scene '{name}'");
    }
    for scene in scenes {
        if !arguments.names.is_empty() && !arguments.names.iter().any(|name| name == scene.name) {
            continue;
        }
        let started = std::time::Instant::now();
        let exposure = scene.expose(arguments.side);
        let files = [
            (photos::cutout_file(scene.name), photos::encode_cutout(&exposure)?),
            (photos::photo_file(scene.name), photos::encode_photo(&scene, &exposure)?),
        ];
        for (file, bytes) in files {
            let path = arguments.output.join(file);
            std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
            println!("{} {} bytes", path.display(), bytes.len());
        }
        println!("{}: {:.1} s", scene.name, started.elapsed().as_secs_f64());
    }
    Ok(())
}
