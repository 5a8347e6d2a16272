//! Templates: HTML with `{{placeholders}}`.

use std::path::PathBuf;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// The file cannot be read, or is no UTF-8.
    #[error("{path}: {cause}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A placeholder that nothing fills in.
    #[error("{source_name}, line {line}: there is no placeholder {{{{{name}}}}}; there are {known}")]
    Unknown {
        /// The file, or "the shipped text".
        source_name: String,
        /// Where in it, from 1.
        line: usize,
        /// As written.
        name: String,
        /// What there is.
        known: String,
    },
    /// `{{` without `}}`.
    #[error("{source_name}, line {line}: a placeholder is opened with {{{{ and not closed with }}}}")]
    Unclosed {
        /// The file, or "the shipped text".
        source_name: String,
        /// Where in it, from 1.
        line: usize,
    },
    /// Nothing is in it, or far too much.
    #[error("{source_name}: it has {bytes} bytes; a policy has from 1 to {MAX_BYTES}")]
    Size {
        /// The file.
        source_name: String,
        /// How long it is.
        bytes: usize,
    },
}

/// Longest template, in bytes.
const MAX_BYTES: usize = 256 << 10;

/// Fills in the placeholders of `text` with `values`, which are HTML already.
pub(super) fn fill(source_name: &str, text: &str, values: &[(&str, String)]) -> Result<String, TemplateError> {
    if text.trim().is_empty() || text.len() > MAX_BYTES {
        return Err(TemplateError::Size { source_name: source_name.to_owned(), bytes: text.len() });
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let line = 1 + text[..text.len() - after.len()].matches('\n').count();
        let (name, behind) = after
            .split_once("}}")
            .ok_or_else(|| TemplateError::Unclosed { source_name: source_name.to_owned(), line })?;
        match values.iter().find(|(known, _)| *known == name.trim()) {
            Some((_, value)) => filled.push_str(value),
            None => {
                let known: Vec<String> = values.iter().map(|(known, _)| format!("{{{{{known}}}}}")).collect();
                return Err(TemplateError::Unknown {
                    source_name: source_name.to_owned(),
                    line,
                    name: name.trim().to_owned(),
                    known: known.join(", "),
                });
            }
        }
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, String> {
        let values = [("service", "ACME".to_owned()), ("price", "10 credits".to_owned())];
        fill("refunds.html", text, &values).map_err(|error| error.to_string())
    }

    #[test]
    fn placeholders_are_filled_in_and_single_braces_stay() {
        assert_eq!(filled("{{service}}: {{ price }} {x} }}").as_deref(), Ok("ACME: 10 credits {x} }}"));
    }

    #[test]
    fn what_nothing_fills_in_is_named_with_its_line() {
        let error = filled("a\nb {{service}}\n{{refund_days}}").expect_err("unknown");
        assert_eq!(
            error,
            "refunds.html, line 3: there is no placeholder {{refund_days}}; there are {{service}}, {{price}}"
        );
        let error = filled("a\n{{price").expect_err("open");
        assert!(error.contains("line 2") && error.contains("not closed"), "{error}");
        assert!(filled(" \n").is_err());
    }
}
