//! The fields of another service's request: each is read, or taken because it asks for what happens anyway, or refused by name.

use serde_json::{Map, Value};

use super::super::problem::Problem;

/// What of a field can be honoured.
pub(super) enum Kept {
    /// Only `false`.
    Off,
    /// Only `true`.
    On,
    /// Only this text.
    Text(&'static str),
    /// No value at all.
    Never,
}

/// A field that does not change what is made.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kept: Kept,
    /// Why another value is not possible.
    pub(super) why: &'static str,
}

/// What is left of a request's fields.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Fields without a value are as good as not there.
    pub(super) fn new(fields: Map<String, Value>) -> Fields {
        Fields(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
    }

    /// Takes a field.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Takes a field of text.
    ///
    /// # Errors
    /// 422 for another type.
    pub(super) fn take_text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Problem::invalid("invalid_option", format!("{name} must be text"))),
        }
    }

    /// Checks what is left: fields that change nothing, and no others. `read` names those that were taken.
    ///
    /// # Errors
    /// 422 that names a field which cannot be honoured, or does not exist.
    pub(super) fn finish(self, kept: &[Field], read: &str) -> Result<(), Problem> {
        for (name, value) in self.0 {
            let Some(field) = kept.iter().find(|field| field.name == name) else {
                let name: String = name.chars().take(40).collect();
                return Err(Problem::invalid("unknown_field", format!("there is no field '{name}'; there are {read}")));
            };
            field.check(&value)?;
        }
        Ok(())
    }
}

impl Field {
    fn check(&self, value: &Value) -> Result<(), Problem> {
        let honoured = match self.kept {
            Kept::Off => *value == Value::Bool(false),
            Kept::On => *value == Value::Bool(true),
            Kept::Text(text) => value.as_str() == Some(text),
            Kept::Never => false,
        };
        if honoured {
            return Ok(());
        }
        let possible = match self.kept {
            Kept::Off => "it can only be false".to_owned(),
            Kept::On => "it can only be true".to_owned(),
            Kept::Text(text) => format!("it can only be \"{text}\""),
            Kept::Never => "leave it out".to_owned(),
        };
        let detail = format!("{} cannot be honoured: {}; {possible}", self.name, self.why);
        Err(Problem::invalid("field_not_honoured", detail))
    }
}
