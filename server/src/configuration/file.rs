//! From the file's text and the environment to a configuration, or to all that is wrong with them.

use std::{collections::BTreeSet, fmt, ops::Range, path::Path};

use toml::Table;

use super::{Configuration, Error, Overrides};

/// A place in the file; nothing where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(Option<(usize, usize)>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some((line, column)) => write!(f, "line {line}, column {column}: "),
            None => Ok(()),
        }
    }
}

impl Place {
    fn at(text: &str, span: Option<Range<usize>>) -> Place {
        let before = span.and_then(|span| text.get(..span.start));
        Place(before.map(|before| {
            let line_start = before.rfind('\n').map_or(0, |end| end + 1);
            (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
        }))
    }
}

/// Reads `text`, the file at `path`, with `overrides` over it. Nothing is checked that its type does not say.
///
/// # Errors
/// What is wrong: the first of each section.
pub(super) fn parse(path: &Path, text: &str, overrides: &Overrides) -> Result<Configuration, Vec<Error>> {
    let malformed = |(place, reason)| Error::Malformed { path: path.to_owned(), place, reason };
    let all = |first| sections_that_fail(text, first).into_iter().map(malformed).collect();
    if overrides.is_empty() {
        // From the text: it knows where things stand.
        return toml::from_str(text).map_err(all);
    }
    let mut table: Table = text.parse().map_err(|error| vec![malformed(told(text, &error))])?;
    overrides.apply(&mut table)?;
    table.try_into().map_err(|error: toml::de::Error| match toml::from_str::<Configuration>(text) {
        Err(alone) => all(alone),
        // The file alone is right.
        Ok(_) => vec![Error::Environment { variable: overrides.names(), reason: error.to_string().trim().to_owned() }],
    })
}

/// Where in `text` and why. The error's own words would show the line, and with it perhaps a secret.
fn told(text: &str, error: &toml::de::Error) -> (Place, String) {
    (Place::at(text, error.span()), error.message().to_owned())
}

/// `first` and the faults of other sections. A table's text is read alone, with the other lines empty, so that lines keep their
/// numbers.
fn sections_that_fail(text: &str, first: toml::de::Error) -> Vec<(Place, String)> {
    if text.parse::<Table>().is_err() {
        // No TOML: nobody knows where a section ends.
        return vec![told(text, &first)];
    }
    // The section of each line; what stands before any header is the root's.
    let mut section = "";
    let lines: Vec<(&str, &str)> = text
        .lines()
        .map(|line| {
            if let Some(header) = line.trim_start().strip_prefix('[') {
                let name = header.trim_start_matches('[').split(['.', ']']).next().unwrap_or(header);
                section = name.trim();
            }
            (section, line)
        })
        .collect();
    let names: BTreeSet<&str> = lines.iter().map(|(section, _)| *section).collect();
    let alone = |name: &str| {
        let line =
            |(section, line): &(&str, &str)| if *section == name { format!("{line}\n") } else { "\n".to_owned() };
        lines.iter().map(line).collect::<String>()
    };
    let mut errors: Vec<(Place, String)> = names
        .into_iter()
        .filter_map(|name| {
            let text = alone(name);
            // Brackets that begin a line of an array look like a header: then the piece is no TOML, and tells nothing.
            text.parse::<Table>().ok()?;
            let error = toml::from_str::<Configuration>(&text).err()?;
            Some(told(&text, &error))
        })
        .collect();
    if errors.is_empty() {
        return vec![told(text, &first)];
    }
    errors.sort();
    errors
}
