//! Rows of a query as JSON.

use std::io::Write;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::{Map, Value};

use super::{Error, Section};
use crate::database::Millis;
use crate::ledger::AccountId;

/// Writes the rows of a section, one line each; answers how many.
pub(super) fn write(
    tx: &Connection,
    section: &Section,
    account: &AccountId,
    out: &mut impl Write,
) -> Result<u64, Error> {
    let mut statement = tx.prepare(section.query)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([&account.0])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let unreadable = |reason| Error::Unreadable { file: section.file, reason };
        let object = object(row, &columns).map_err(unreadable)?;
        let mut line = if count == 0 { b"[\n".to_vec() } else { b",\n".to_vec() };
        line.extend(serde_json::to_vec(&object).expect("plain data serializes"));
        out.write_all(&line)?;
        count += 1;
    }
    out.write_all(if count == 0 { b"[]\n" } else { b"\n]\n" })?;
    Ok(count)
}

fn object(row: &Row<'_>, columns: &[String]) -> Result<Value, String> {
    let mut object = Map::new();
    for (index, column) in columns.iter().enumerate() {
        let value = row.get_ref(index).map_err(|error| error.to_string())?;
        let (name, value) = field(column, value).map_err(|reason| format!("{column}: {reason}"))?;
        object.insert(name.to_owned(), value);
    }
    Ok(Value::Object(object))
}

/// A column as a field: see [`Section::query`].
fn field<'a>(column: &'a str, value: ValueRef<'_>) -> Result<(&'a str, Value), String> {
    if let (Some(name), ValueRef::Integer(ms)) = (column.strip_suffix("_ms"), value) {
        return Ok((name, Millis(ms).rfc3339().map_err(|error| error.to_string())?.into()));
    }
    if let (Some(name), ValueRef::Text(json)) = (column.strip_suffix("_json"), value) {
        return Ok((name, serde_json::from_slice(json).map_err(|error| error.to_string())?));
    }
    let name = column.strip_suffix("_ms").or_else(|| column.strip_suffix("_json")).unwrap_or(column);
    let value = match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => std::str::from_utf8(text).map_err(|error| error.to_string())?.into(),
        // A digest is a blob: what a secret is checked with leaves no database.
        ValueRef::Blob(_) => return Err("bytes are not exported".to_owned()),
    };
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_json_lose_their_suffix_and_bytes_are_refused() {
        assert_eq!(field("at_ms", ValueRef::Integer(1)), Ok(("at", "1970-01-01T00:00:00.001Z".into())));
        assert_eq!(field("sent_at_ms", ValueRef::Null), Ok(("sent_at", Value::Null)));
        assert_eq!(field("options_json", ValueRef::Text(b"{\"a\":1}")), Ok(("options", serde_json::json!({"a": 1}))));
        assert_eq!(field("reason", ValueRef::Text("ü".as_bytes())), Ok(("reason", "ü".into())));
        assert!(field("sha256", ValueRef::Blob(&[1])).is_err());
        assert!(field("reason", ValueRef::Text(&[0xff])).is_err());
        assert!(field("options_json", ValueRef::Text(b"{")).is_err());
    }
}
