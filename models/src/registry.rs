//! The models that can be asked for by name.

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Makes a solid from a photo: what `--model` takes.
    Generator,
    /// Cuts the object out of a photo: what `--matting` takes.
    Matting,
}

impl Kind {
    /// Its name in lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Generator => "generator",
            Kind::Matting => "matting",
        }
    }
}

/// What `models` lists of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelInfo {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for.
    pub kind: Kind,
    /// What it is, honestly, in one sentence.
    pub description: &'static str,
    /// The licence of its weights.
    pub licence: &'static str,
    /// Its published files; nothing for a built-in model.
    pub weights: Option<Weights>,
}

impl ModelInfo {
    /// Bytes of weights to download; 0 for a built-in model.
    #[must_use]
    pub fn weight_bytes(&self) -> u64 {
        self.weights.iter().flat_map(|weights| weights.files).map(|file| file.bytes).sum()
    }
}

/// Files in a repository of the Hugging Face hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// `OWNER/NAME`.
    pub repository: &'static str,
    /// A branch, tag or commit.
    pub revision: &'static str,
    /// What is needed of it.
    pub files: &'static [WeightFile],
}

/// A published file, and how to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightFile {
    /// Its path in the repository.
    pub name: &'static str,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: &'static str,
}

/// The model that needs no weights.
pub const SILHOUETTE: ModelInfo = ModelInfo {
    name: "silhouette",
    kind: Kind::Generator,
    description: "preview without a network: inflates the object's outline into a rounded solid, coloured from the photo",
    licence: "MIT (built in)",
    weights: None,
};

/// TripoSR, Tochilkin et al. 2024.
pub const TRIPOSR: ModelInfo = ModelInfo {
    name: "triposr",
    kind: Kind::Generator,
    description: "TripoSR: a transformer that has learned what objects look like from behind (Tripo AI and Stability AI, 2024)",
    licence: "MIT",
    weights: Some(Weights {
        repository: "stabilityai/TripoSR",
        revision: "5b521936b01fbe1890f6f9baed0254ab6351c04a",
        files: &[
            WeightFile {
                name: "config.yaml",
                bytes: 987,
                sha256: "74ca708ce086bf68e97709ea6b3d91f14717921c04691e84043f0eb8fcc68e62",
            },
            WeightFile {
                name: "model.ckpt",
                bytes: 1_677_246_742,
                sha256: "429e2c6b22a0923967459de24d67f05962b235f79cde6b032aa7ed2ffcd970ee",
            },
        ],
    }),
};

/// U²-Net, Qin et al. 2020, as rembg publishes it (its release v0.0.0; MD5 60024c5c889badc19c04ad937298a77b).
pub const U2NET: ModelInfo = ModelInfo {
    name: "u2net",
    kind: Kind::Matting,
    description: "U²-Net: cuts the salient object out of a photo of any background; the file that rembg uses",
    licence: "Apache-2.0",
    weights: Some(Weights {
        // A copy of rembg's release on the hub, so that one mirror serves all; the digest says that it is the same file.
        repository: "tomjackson2023/rembg",
        revision: "main",
        files: &[WeightFile {
            name: "u2net.onnx",
            bytes: 175_997_641,
            sha256: "8d10d2f3bb75ae3b6d527c77944fc5e7dcd94b29809d47a739a7a728a912b491",
        }],
    }),
};

/// Every model, the default first.
pub const MODELS: &[ModelInfo] = &[SILHOUETTE, TRIPOSR, U2NET];

/// The model of this name.
pub fn find(name: &str) -> Option<&'static ModelInfo> {
    MODELS.iter().find(|model| model.name == name)
}
