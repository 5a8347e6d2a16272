//! A statement in pieces, so that a long one is never whole in memory.

use std::str::FromStr;

use super::{Head, Line, csv};
use crate::database;

/// What a statement is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `{"account", "from", "to", "opening", "closing", "lines": […]}`.
    Json,
    /// RFC 4180.
    Csv,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "json" => Ok(Format::Json),
            "csv" => Ok(Format::Csv),
            _ => Err(format!("{text:?} is no form of a statement; there are json and csv")),
        }
    }
}

impl Format {
    /// For `Content-Type`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            // RFC 4180, section 3.
            Format::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// What goes before the lines.
    ///
    /// # Errors
    /// [`database::Error::NoTime`].
    pub fn opening(self, head: &Head) -> Result<Vec<u8>, database::Error> {
        match self {
            Format::Json => {
                let mut text = json(head);
                let brace = text.pop();
                assert_eq!(brace, Some(b'}'), "an object ends with a brace");
                text.extend(b",\"lines\":[");
                Ok(text)
            }
            Format::Csv => csv::opening(head),
        }
    }

    /// Some lines; `first` when none went before.
    ///
    /// # Errors
    /// [`database::Error::NoTime`].
    pub fn lines(self, lines: &[Line], first: bool) -> Result<Vec<u8>, database::Error> {
        match self {
            Format::Json => {
                let mut text = Vec::new();
                for (index, line) in lines.iter().enumerate() {
                    text.extend(if first && index == 0 { &b"\n"[..] } else { b",\n" });
                    text.extend(json(line));
                }
                Ok(text)
            }
            Format::Csv => csv::lines(lines),
        }
    }

    /// What goes after the lines.
    ///
    /// # Errors
    /// [`database::Error::NoTime`].
    pub fn closing(self, head: &Head) -> Result<Vec<u8>, database::Error> {
        match self {
            Format::Json => Ok(b"]}\n".to_vec()),
            Format::Csv => csv::closing(head),
        }
    }
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data serializes")
}
