//! The files that a generation makes.

use engine::export::Format;
use serde::{Deserialize, Serialize};

/// What a file of a generation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtifactKind {
    /// The model, which is what is paid for and delivered (policy P12).
    Model(Format),
    /// A picture of it, for histories: looking at it is no delivery.
    Thumbnail,
}

/// The thumbnail's name in the database, beside those of the formats.
const THUMBNAIL: &str = "thumbnail";
const THUMBNAIL_FILE: &str = "thumbnail.png";

impl ArtifactKind {
    /// Every kind, the models first.
    pub fn all() -> impl Iterator<Item = ArtifactKind> {
        Format::ALL.into_iter().map(ArtifactKind::Model).chain([ArtifactKind::Thumbnail])
    }

    /// As in the database.
    pub fn name(self) -> &'static str {
        match self {
            ArtifactKind::Model(format) => format.extension(),
            ArtifactKind::Thumbnail => THUMBNAIL,
        }
    }

    /// The file's name, in the generation's directory and in its address.
    pub fn file(self) -> String {
        match self {
            ArtifactKind::Model(format) => format!("model.{}", format.extension()),
            ArtifactKind::Thumbnail => THUMBNAIL_FILE.to_owned(),
        }
    }

    /// The kind of a file of this name.
    pub fn of_file(file: &str) -> Option<ArtifactKind> {
        ArtifactKind::all().find(|kind| kind.file() == file)
    }

    /// The file name's ending, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            ArtifactKind::Model(format) => format.extension(),
            ArtifactKind::Thumbnail => "png",
        }
    }

    /// The IANA media type.
    pub fn media_type(self) -> &'static str {
        match self {
            ArtifactKind::Model(format) => format.media_type(),
            ArtifactKind::Thumbnail => "image/png",
        }
    }
}

/// One file that a generation made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// `glb`, `obj`, `stl`, `ply` or `thumbnail`.
    pub format: String,
    /// Of the whole file, lower-case hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

impl Artifact {
    /// What it is, if this build still knows it.
    pub fn kind(&self) -> Option<ArtifactKind> {
        ArtifactKind::all().find(|kind| kind.name() == self.format)
    }
}
