//! Lists come in pages: `?limit=N&cursor=C`, and the answer `{data, next}`.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::Serialize;

use super::{problem::Problem, query::Query};

/// What a page has that does not say.
const DEFAULT_LIMIT: usize = 20;
/// The longest page.
const MAX_LIMIT: usize = 100;

/// What the query asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PageRequest {
    pub(super) cursor: Option<String>,
    pub(super) limit: usize,
}

/// One page.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub(super) struct Page<T> {
    pub(super) data: Vec<T>,
    pub(super) next: Option<String>,
}

impl<T> Page<T> {
    /// The page of what was read with one row more than the `limit`, which tells whether there is a next one: after the row that
    /// `cursor` names.
    pub(super) fn of(mut data: Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> String) -> Page<T> {
        let more = data.len() > limit;
        data.truncate(limit);
        let next = data.last().filter(|_| more).map(cursor);
        Page { data, next }
    }
}

impl PageRequest {
    /// What a list's query may have beside parameters of its own.
    pub(super) const NAMES: [&'static str; 2] = ["limit", "cursor"];

    pub(super) fn parse(query: Option<&str>) -> Result<PageRequest, Problem> {
        PageRequest::of(&Query::parse(query, &PageRequest::NAMES)?)
    }

    /// What a query says that was read with [`PageRequest::NAMES`].
    pub(super) fn of(query: &Query) -> Result<PageRequest, Problem> {
        let Limit(limit) = query.get("limit")?.unwrap_or(Limit(DEFAULT_LIMIT));
        Ok(PageRequest { cursor: query.text("cursor").map(str::to_owned), limit })
    }

    /// 422 for a cursor that no page gave.
    pub(super) fn wrong_cursor() -> Problem {
        let detail = "this cursor is not one that a page of this list gave as 'next'";
        Problem::invalid("invalid_parameter", detail)
    }
}

struct Limit(usize);

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let limit = text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
        limit.map(Limit).ok_or_else(|| format!("'{text}' is not 1 to {MAX_LIMIT}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_nonsense_is_refused() {
        let page = |query| PageRequest::parse(Some(query)).ok();
        assert_eq!(page(""), Some(PageRequest { cursor: None, limit: DEFAULT_LIMIT }));
        assert_eq!(page("limit=5&cursor=gen_1"), Some(PageRequest { cursor: Some("gen_1".into()), limit: 5 }));
        for nonsense in ["limit=0", "limit=101", "limit=-1", "limit=x", "offset=3", "limit=5&limit=6"] {
            assert_eq!(page(nonsense), None, "{nonsense}");
        }
    }
}
