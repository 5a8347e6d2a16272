//! Where a model goes: a file, written whole or not at all, or stdout.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use engine::{
    export::{self, Format},
    image,
    mesh::Mesh,
    render,
};
use tempfile::NamedTempFile;

use super::{Exit, Failure, input::is_dash};

/// `--format`'s values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// glTF 2.0, binary
    Glb,
    /// Wavefront OBJ
    Obj,
    /// STL in millimetres
    Stl,
    /// binary PLY
    Ply,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Glb => Format::Glb,
            FormatName::Obj => Format::Obj,
            FormatName::Stl => Format::Stl,
            FormatName::Ply => Format::Ply,
        }
    }
}

/// One input's destination.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    path: PathBuf,
    format: Format,
}

/// A destination that has been found writable.
pub enum Destination<'a> {
    Stdout(Format),
    /// A device or pipe in the file system: written in place.
    Special(File, &'a Output),
    /// A regular file, renamed into place when it is complete.
    Regular(NamedTempFile, &'a Output),
}

/// The output of each input.
///
/// # Errors
/// A usage failure when the format is unknown or contradicts the ending, or two inputs would get one output.
pub fn plan(inputs: &[PathBuf], out: &Path, format: Option<FormatName>) -> Result<Vec<Output>, Failure> {
    let usage = |message: String| Failure::new(Exit::Usage, message);
    let is_directory = out.is_dir() || out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    let chosen = format.map(Format::from);
    if is_dash(out) {
        if inputs.len() > 1 {
            return Err(usage("several inputs need a directory: give -o DIR".to_owned()));
        }
        return Ok(vec![Output { path: out.to_owned(), format: chosen.unwrap_or(Format::Glb) }]);
    }
    if inputs.len() == 1 && !is_directory {
        let ending = out.extension().map(|extension| extension.to_string_lossy().into_owned());
        let by_ending = match &ending {
            None => chosen.unwrap_or(Format::Glb),
            Some(ending) => Format::from_extension(ending).or(chosen).ok_or_else(|| {
                usage(format!("no format ends in .{ending}: use .glb, .obj, .stl or .ply, or give --format"))
            })?,
        };
        if chosen.is_some_and(|chosen| chosen != by_ending) {
            return Err(usage(format!("{} ends otherwise than --format says", out.display())));
        }
        return Ok(vec![Output { path: out.to_owned(), format: by_ending }]);
    }
    if !is_directory && out.extension().is_some_and(|e| Format::from_extension(&e.to_string_lossy()).is_some()) {
        return Err(usage(format!("several inputs need a directory, and {} is a file's name", out.display())));
    }
    let format = chosen.unwrap_or(Format::Glb);
    let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
    inputs
        .iter()
        .map(|input| {
            let stem = if is_dash(input) { "stdin".as_ref() } else { input.file_stem().unwrap_or(input.as_os_str()) };
            let mut path = out.join(stem).into_os_string();
            path.push(".");
            path.push(format.extension());
            let path = PathBuf::from(path);
            match taken.insert(path.clone(), input) {
                Some(other) => Err(usage(format!(
                    "{} and {} would both be written to {}",
                    other.display(),
                    input.display(),
                    path.display()
                ))),
                None => Ok(Output { path, format }),
            }
        })
        .collect()
}

impl Output {
    /// The path as it is told to the user; `-` for stdout.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the model goes to stdout.
    pub fn is_stdout(&self) -> bool {
        is_dash(&self.path)
    }

    /// Makes sure that the output can be written, before any work is done for it.
    ///
    /// # Errors
    /// A bad-input failure that names the path.
    pub fn prepare(&self) -> Result<Destination<'_>, Failure> {
        if self.is_stdout() {
            return Ok(Destination::Stdout(self.format));
        }
        let unwritable = |error| Failure::file("write", &self.path, error);
        if fs::metadata(&self.path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
            let file = File::options().write(true).open(&self.path).map_err(unwritable)?;
            return Ok(Destination::Special(file, self));
        }
        Ok(Destination::Regular(temporary_for(&self.path).map_err(unwritable)?, self))
    }
}

impl Destination<'_> {
    /// Writes `mesh` and returns the model file's bytes.
    ///
    /// # Errors
    /// A failure that names the path; a regular file is then as it was before.
    pub fn write(self, mesh: &Mesh) -> Result<u64, Failure> {
        match self {
            Destination::Stdout(format) => {
                let bytes = format.encode(mesh);
                let mut stdout = io::stdout().lock();
                stdout.write_all(&bytes).and_then(|()| stdout.flush()).map_err(|error| Failure::io("stdout", error))?;
                Ok(bytes.len() as u64)
            }
            Destination::Special(mut file, output) => {
                let bytes = output.format.encode(mesh);
                file.write_all(&bytes).map_err(|error| Failure::file("write", &output.path, error))?;
                Ok(bytes.len() as u64)
            }
            Destination::Regular(file, output) => {
                let bytes = if output.format == Format::Obj {
                    let library = output.path.with_extension("mtl");
                    write_whole(temporary_beside(&library)?, export::material().as_bytes(), &library)?;
                    let name = library.file_name().unwrap_or(library.as_os_str()).to_string_lossy();
                    export::encode_with_material(mesh, &name)
                } else {
                    output.format.encode(mesh)
                };
                write_whole(file, &bytes, &output.path)?;
                Ok(bytes.len() as u64)
            }
        }
    }
}

/// Makes sure that a regular file can be written, before any work is done for it.
///
/// # Errors
/// A bad-input failure that names the path.
pub fn refuse_unwritable(path: &Path) -> Result<(), Failure> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        let message = format!("cannot write {}: it is a device or pipe; give a file", path.display());
        return Err(Failure::new(Exit::BadInput, message));
    }
    temporary_for(path).map(drop).map_err(|error| Failure::file("write", path, error))
}

/// Writes a picture of `mesh`, a PNG file, whole or not at all.
///
/// # Errors
/// A failure that names the path; what was there stays as it was.
pub fn write_thumbnail(mesh: &Mesh, path: &Path) -> Result<(), Failure> {
    let png = image::encode_png(&render::thumbnail(mesh, render::THUMBNAIL_SIDE));
    write_whole(temporary_beside(path)?, &png, path)
}

/// Refuses a thumbnail that cannot be made as it is asked for; `others` are the files that are written besides.
///
/// # Errors
/// A usage failure.
pub fn check_thumbnail<'a>(thumbnail: &Path, mut others: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    let usage = |message: String| Err(Failure::new(Exit::Usage, message));
    if is_dash(thumbnail) {
        return usage("--thumbnail takes a file: a picture cannot be written to stdout".to_owned());
    }
    if !thumbnail.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png")) {
        return usage(format!("--thumbnail is a PNG file: {} must end in .png", thumbnail.display()));
    }
    if others.any(|other| other == thumbnail) {
        return usage(format!(
            "--thumbnail names {}, which is written already: give another file",
            thumbnail.display()
        ));
    }
    Ok(())
}

/// A temporary file that can be renamed to `path`, whose directory is made if need be.
fn temporary_for(path: &Path) -> io::Result<NamedTempFile> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(meta) if meta.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(_) | Err(_) => {}
    }
    let directory = directory_of(path);
    fs::create_dir_all(directory)?;
    temporary_in(directory)
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn temporary_beside(path: &Path) -> Result<NamedTempFile, Failure> {
    temporary_in(directory_of(path)).map_err(|error| Failure::file("write", path, error))
}

/// A temporary file that, renamed, has the permissions of any new file.
fn temporary_in(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oneclick3d-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

fn write_whole(mut file: NamedTempFile, bytes: &[u8], path: &Path) -> Result<(), Failure> {
    file.write_all(bytes).map_err(|error| Failure::file("write", path, error))?;
    file.persist(path).map_err(|error| Failure::file("write", path, error.error))?;
    Ok(())
}
