//! The file with every setting, its explanation and its default: for people, for the environment's names, for the tests.

use toml::Table;

/// The file. What has no default stands in it behind `#`.
pub const EXAMPLE: &str = include_str!("example.toml");

/// Every setting, with a value of its kind.
pub(super) fn all_settings() -> Table {
    uncommented().parse().expect("a test reads it")
}

/// The example with what has no default as well.
fn uncommented() -> String {
    let setting = |line: &str| {
        // Explanations have a space behind the sign.
        let bare = line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '['));
        bare.unwrap_or(line).to_owned() + "\n"
    };
    EXAMPLE.lines().map(setting).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use toml::Value;

    use super::*;
    use crate::configuration::Configuration;

    #[test]
    fn the_example_says_what_an_empty_file_says() {
        let example: Configuration = toml::from_str(EXAMPLE).expect("it parses");
        assert_eq!(format!("{example:#?}"), format!("{:#?}", Configuration::default()));
        toml::from_str::<Configuration>(&uncommented()).expect("with everything that has no default");
    }

    /// The names that a section takes, as the refusal of another tells them.
    fn fields_of(path: &[String], arrays: &BTreeSet<String>) -> BTreeSet<String> {
        let name = path.join(".");
        let header = match name.as_str() {
            "" => String::new(),
            name if arrays.contains(name) => format!("[[{name}]]\n"),
            name => format!("[{name}]\n"),
        };
        let refused = toml::from_str::<Configuration>(&format!("{header}no_such_setting = 1")).expect_err("unknown");
        let message = refused.message().to_owned();
        let (_, names) = message.split_once("expected ").unwrap_or_else(|| panic!("[{name}]: {message}"));
        let names: BTreeSet<String> =
            names.split('`').skip(1).step_by(2).filter(|name| *name != "or").map(str::to_owned).collect();
        assert!(message.contains("no_such_setting") && !names.is_empty(), "[{name}]: {message}");
        names
    }

    fn compare(table: &Table, path: &mut Vec<String>, arrays: &mut BTreeSet<String>) {
        let shown: BTreeSet<String> = table.keys().cloned().collect();
        assert_eq!(shown, fields_of(path, arrays), "[{}]", path.join("."));
        for (name, value) in table {
            path.push(name.clone());
            match value {
                // Where a secret is; a secret is not a section.
                Value::Table(inner) if inner.keys().eq(["file"]) => {}
                Value::Table(inner) => compare(inner, path, arrays),
                Value::Array(items) => {
                    if let Some(Value::Table(inner)) = items.first() {
                        arrays.insert(path.join("."));
                        compare(inner, path, arrays);
                    }
                }
                _ => {}
            }
            path.pop();
        }
    }

    #[test]
    fn no_setting_is_missing_from_the_example() {
        compare(&all_settings(), &mut Vec::new(), &mut BTreeSet::new());
    }

    #[test]
    fn every_setting_of_the_example_is_explained() {
        let lines: Vec<&str> = EXAMPLE.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let bare = line.strip_prefix('#').unwrap_or(line);
            let is_setting = bare.starts_with(|c: char| c.is_ascii_lowercase());
            let explained = line.contains(" # ") || lines[..number].last().is_some_and(|above| above.starts_with("# "));
            assert!(!is_setting || explained, "line {}: {line}", number + 1);
        }
    }
}
