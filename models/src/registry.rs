//! The models that can be asked for by name.

/// What `models` lists of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelInfo {
    /// The name that `--model` takes.
    pub name: &'static str,
    /// What it is, honestly, in one sentence.
    pub description: &'static str,
    /// The licence of its weights.
    pub licence: &'static str,
    /// Bytes of weights to download; 0 for a built-in model.
    pub weight_bytes: u64,
}

/// The model that needs no weights.
pub const SILHOUETTE: ModelInfo = ModelInfo {
    name: "silhouette",
    description: "preview without a network: inflates the object's outline into a rounded solid, coloured from the photo",
    licence: "MIT (built in)",
    weight_bytes: 0,
};

/// Every model, the default first.
pub const MODELS: &[ModelInfo] = &[SILHOUETTE];

/// The model of this name.
pub fn find(name: &str) -> Option<&'static ModelInfo> {
    MODELS.iter().find(|model| model.name == name)
}
