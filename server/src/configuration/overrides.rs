//! Settings from the environment: `ONECLICK3D__SECTION__KEY=value` wins over the file.

use toml::{Table, Value};

use super::{Error, example};

/// What the names of such variables start with.
const PREFIX: &str = "ONECLICK3D__";

/// Settings that replace those of the file.
#[derive(Default)]
pub struct Overrides(Vec<Override>);

struct Override {
    variable: String,
    path: Vec<String>,
    /// May be a secret: never shown.
    value: String,
}

impl Overrides {
    /// Those of this process's environment.
    ///
    /// # Errors
    /// Each variable that is not UTF-8.
    pub fn from_environment() -> Result<Overrides, Vec<Error>> {
        let ours = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with(PREFIX));
        let (mut variables, mut errors) = (Vec::new(), Vec::new());
        for (name, value) in ours {
            match (name.into_string(), value.into_string()) {
                (Ok(name), Ok(value)) => variables.push((name, value)),
                (Ok(variable), Err(_)) => errors.push(wrong(&variable, "its value is not UTF-8")),
                (Err(name), _) => errors.push(wrong(&name.to_string_lossy(), "its name is not UTF-8")),
            }
        }
        if errors.is_empty() { Ok(Overrides::new(variables)) } else { Err(errors) }
    }

    pub(super) fn new(variables: impl IntoIterator<Item = (String, String)>) -> Overrides {
        let mut overrides: Vec<Override> = variables
            .into_iter()
            .filter_map(|(variable, value)| {
                let path = variable.strip_prefix(PREFIX)?.split("__").map(str::to_ascii_lowercase).collect();
                Some(Override { variable, path, value })
            })
            .collect();
        overrides.sort_by(|a, b| a.path.cmp(&b.path));
        Overrides(overrides)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The variables' names, for messages.
    pub(super) fn names(&self) -> String {
        self.0.iter().map(|one| one.variable.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Puts them into `table`.
    ///
    /// # Errors
    /// Each that names no setting, or whose value is of another kind.
    pub(super) fn apply(&self, table: &mut Table) -> Result<(), Vec<Error>> {
        let known = example::all_settings();
        let errors: Vec<Error> = self.0.iter().filter_map(|one| one.apply(&known, table).err()).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl Override {
    fn apply(&self, known: &Table, table: &mut Table) -> Result<(), Error> {
        let (last, sections) = self.path.split_last().expect("split yields at least one piece");
        let mut kinds = known;
        let mut place = table;
        for (depth, section) in sections.iter().enumerate() {
            kinds = match kinds.get(section) {
                Some(Value::Table(kinds)) => kinds,
                Some(_) => return Err(self.no_setting(&self.path[..=depth].join("."), kinds, "is no section")),
                None => return Err(self.no_setting(&self.path[..=depth].join("."), kinds, "does not exist")),
            };
            let entry = place.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
            if !entry.is_table() {
                // A secret that stands in the file as text is replaced by one from elsewhere.
                *entry = Value::Table(Table::new());
            }
            place = entry.as_table_mut().expect("just made one");
        }
        let Some(kind) = kinds.get(last) else {
            return Err(self.no_setting(&self.path.join("."), kinds, "does not exist"));
        };
        place.insert(last.clone(), self.value_like(kind)?);
        Ok(())
    }

    fn no_setting(&self, setting: &str, there: &Table, what: &str) -> Error {
        let names: Vec<&str> = there.keys().map(String::as_str).collect();
        wrong(&self.variable, format!("the setting {setting} {what}; there are {}", names.join(", ")))
    }

    /// The value as TOML, of the kind that the setting has.
    fn value_like(&self, kind: &Value) -> Result<Value, Error> {
        let text = || Value::String(self.value.clone());
        let parsed = || format!("value = {}", self.value).parse::<Table>().ok()?.remove("value");
        let (value, expected) = match kind {
            Value::String(_) | Value::Datetime(_) => (Some(text()), "text"),
            // A secret: itself, or where it is.
            Value::Table(_) => (Some(parsed().filter(Value::is_table).unwrap_or_else(text)), "text"),
            Value::Integer(_) | Value::Float(_) => {
                (parsed().filter(|value| value.is_integer() || value.is_float()), "a number")
            }
            Value::Boolean(_) => (parsed().filter(Value::is_bool), "true or false"),
            Value::Array(_) => (parsed().filter(Value::is_array), "an array in TOML, such as [\"a\", \"b\"]"),
        };
        value.ok_or_else(|| wrong(&self.variable, format!("it must be {expected}")))
    }
}

fn wrong(variable: &str, reason: impl Into<String>) -> Error {
    Error::Environment { variable: variable.to_owned(), reason: reason.into() }
}
