//! The query of a path: `name=value` pairs, each name once, percent-encoded (RFC 3986).

use std::str::FromStr;

use percent_encoding::percent_decode_str;

use super::problem::Problem;

/// What the query says.
pub(super) struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Reads a query that may have parameters of these `names`.
    ///
    /// # Errors
    /// 422 for another name, one that stands twice, or a value that is no UTF-8.
    pub(super) fn parse(query: Option<&str>, names: &[&'static str]) -> Result<Query, Problem> {
        let mut found: Vec<(&'static str, String)> = Vec::new();
        for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(&name) = names.iter().find(|known| **known == name) else {
                return Err(invalid(format!("there is no parameter '{name}'; there are {}", names.join(" and "))));
            };
            if found.iter().any(|(known, _)| *known == name) {
                return Err(invalid(format!("'{name}' is given twice")));
            }
            // A plus stays one: times have them, and this is no form.
            let value = percent_decode_str(value)
                .decode_utf8()
                .map_err(|_| invalid(format!("the value of '{name}' is no UTF-8")))?;
            found.push((name, value.into_owned()));
        }
        Ok(Query(found))
    }

    /// The value of a parameter; none when it is not given.
    ///
    /// # Errors
    /// 422 for a value that cannot be.
    pub(super) fn get<T: FromStr<Err = String>>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.text(name).map(|value| value.parse().map_err(|why| invalid(format!("{name}: {why}")))).transpose()
    }

    /// The value of a parameter as it is; none when it is not given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

fn invalid(detail: String) -> Problem {
    Problem::invalid("invalid_parameter", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Option<(Option<String>, Option<String>)> {
        let query = Query::parse(Some(query), &["from", "to"]).ok()?;
        Some((query.text("from").map(str::to_owned), query.text("to").map(str::to_owned)))
    }

    #[test]
    fn values_are_decoded_and_what_is_unknown_or_twice_is_refused() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read(""), Some((None, None)));
        assert_eq!(read("from=12%3A00%2B01:00&to=1+2"), Some((some("12:00+01:00"), some("1+2"))));
        for wrong in ["since=1", "from=1&from=2", "from=%ff"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
