//! Lists come in pages: `?limit=N&cursor=C`, and the answer `{data, next}`.

use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;

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
    pub(super) fn parse(query: Option<&str>) -> Result<PageRequest, Problem> {
        let mut page = PageRequest { cursor: None, limit: DEFAULT_LIMIT };
        for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                // Cursors are of letters, digits, '-' and '_', which nothing escapes.
                "cursor" => page.cursor = Some(value.to_owned()),
                "limit" => {
                    page.limit = value
                        .parse()
                        .ok()
                        .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                        .ok_or_else(|| invalid(format!("limit is '{value}'; it must be 1 to {MAX_LIMIT}")))?;
                }
                _ => return Err(invalid(format!("there is no parameter '{name}'; there are limit and cursor"))),
            }
        }
        Ok(page)
    }

    /// 422 for a cursor that no page gave.
    pub(super) fn wrong_cursor() -> Problem {
        invalid("this cursor is not one that a page of this list gave as 'next'".to_owned())
    }
}

fn invalid(detail: String) -> Problem {
    Problem::invalid("invalid_parameter", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_nonsense_is_refused() {
        let page = |query| PageRequest::parse(Some(query)).ok();
        assert_eq!(page(""), Some(PageRequest { cursor: None, limit: DEFAULT_LIMIT }));
        assert_eq!(page("limit=5&cursor=gen_1"), Some(PageRequest { cursor: Some("gen_1".into()), limit: 5 }));
        for nonsense in ["limit=0", "limit=101", "limit=-1", "limit=x", "offset=3"] {
            assert_eq!(page(nonsense), None, "{nonsense}");
        }
    }
}
