//! The pages as the configuration makes them now, before they are published.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::TemplateError;
use super::template::fill;
use crate::configuration::{Configuration, PriceRule};
use crate::hex;
use crate::html::escape;
use crate::money;

/// Stays in the text until it is shown: the date belongs to the version.
pub(super) const LAST_UPDATED: &str = "{{last_updated}}";

/// Both pages, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The refund policy, HTML.
    pub refunds: String,
    /// The terms, HTML.
    pub terms: String,
}

impl Draft {
    /// Fills in the operator's templates, or the shipped ones.
    ///
    /// # Errors
    /// A template that cannot be read or names what does not exist.
    pub fn render(configuration: &Configuration) -> Result<Draft, TemplateError> {
        let values = values(configuration);
        let page = |path: Option<&Path>, shipped: &str| match path {
            None => fill("the shipped text", shipped, &values),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|cause| TemplateError::Unreadable { path: path.to_owned(), cause })?;
                fill(&path.display().to_string(), &text, &values)
            }
        };
        Ok(Draft {
            refunds: page(configuration.policy.refunds.as_deref(), include_str!("refunds.html"))?,
            terms: page(configuration.policy.terms.as_deref(), include_str!("terms.html"))?,
        })
    }

    /// What names this text: the SHA-256 of both pages with a zero byte between them, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.refunds);
        hash.update([0]);
        hash.update(&self.terms);
        hex::encode(&hash.finalize())
    }
}

/// What placeholders stand for, as HTML.
fn values(configuration: &Configuration) -> Vec<(&'static str, String)> {
    let Configuration { service, credits, price, packages, .. } = configuration;
    let rules: String = price.rules.iter().map(|rule| format!("; {}", escape(&rule_in_words(rule)))).collect();
    let packages: String = packages
        .iter()
        .map(|package| {
            let (name, price) = (escape(&package.name), money::display(package.price_minor, &package.currency));
            format!("<li>{name}: {} credits for {price}</li>\n", package.credits)
        })
        .collect();
    let mut warnings = credits.warning_days.clone();
    warnings.sort_unstable_by(|a, b| b.cmp(a));
    vec![
        ("service", escape(&service.name)),
        ("url", escape(&service.url)),
        ("contact", escape(&service.contact)),
        ("packages", format!("<ul>\n{packages}</ul>")),
        ("price", format!("{} credits{rules}", price.default)),
        ("lifetime", count(credits.lifetime_months.into(), "month")),
        ("grace", count(credits.grace_days.into(), "day")),
        ("warnings", warned(&warnings)),
        ("last_updated", LAST_UPDATED.to_owned()),
    ]
}

fn rule_in_words(rule: &PriceRule) -> String {
    let model = rule.model.as_deref().map(|model| format!(" with the model {model}")).unwrap_or_default();
    let resolution =
        rule.resolution_from.map(|from| format!(" at a resolution of {from} or finer")).unwrap_or_default();
    format!("{} credits{model}{resolution}", rule.credits)
}

fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// When the owner of credits hears that they will expire, as a sentence.
fn warned(days: &[u16]) -> String {
    let words: Vec<String> = days.iter().map(u16::to_string).collect();
    match &words[..] {
        [] => "We do not write to you before credits expire.".to_owned(),
        [one] => format!("We write to you {one} days before credits expire."),
        [first @ .., last] => format!("We write to you {} and {last} days before credits expire.", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::FILE_NAME;

    #[test]
    fn the_shipped_pages_state_what_is_configured() {
        let draft = Draft::render(&Configuration::default()).expect("the shipped templates are right");
        for said in ["OneClick3D", "operator@localhost", "Starter: 60 credits for 9.99 USD", "10 credits", "12 months"]
        {
            assert!(draft.refunds.contains(said) || draft.terms.contains(said), "{said}");
        }
        // The date is filled in when a version is shown.
        for page in [&draft.refunds, &draft.terms] {
            assert_eq!(page.matches("{{").count(), 1, "{page}");
            assert_eq!(page.matches(LAST_UPDATED).count(), 1, "{page}");
        }
    }

    #[test]
    fn another_price_is_another_text_and_markup_in_a_value_is_none() {
        let directory = tempfile::tempdir().expect("a directory");
        let text = "[service]\nname = 'A&B <b>{{url}}'\n[price]\ndefault = 12\n[[price.rule]]\nmodel = 'triposr'\ncredits = 20";
        std::fs::write(directory.path().join(FILE_NAME), text).expect("write");
        let other = Configuration::load(None, directory.path()).expect("right");
        let (shipped, other) = (Draft::render(&Configuration::default()), Draft::render(&other));
        let (shipped, other) = (shipped.expect("right"), other.expect("right"));
        assert_ne!(shipped.sha256(), other.sha256());
        assert!(other.refunds.contains("A&amp;B &lt;b&gt;&#123;&#123;url&#125;&#125;"), "{}", other.refunds);
        assert!(other.refunds.contains("12 credits; 20 credits with the model triposr"), "{}", other.refunds);
    }
}
