//! Pages for people: one frame around everything, with the contact (policy P14), no script, and nothing from another host.

use std::sync::LazyLock;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::configuration::ServiceSection;

const STYLE: &str = "body{max-width:44rem;margin:0 auto;padding:1.5rem;font:1rem/1.55 system-ui,sans-serif;color-scheme:light dark}\
h1{line-height:1.2}h2{margin-top:2rem;font-size:1.2rem}header,footer{font-size:.9rem;opacity:.8}footer{margin-top:3rem;border-top:\
1px solid;padding-top:.75rem}nav a{margin-right:1rem}table{border-collapse:collapse}td,th{text-align:left;padding:.3rem 1rem .3rem 0;\
vertical-align:top}figure{display:inline-block;margin:0 1rem 1rem 0}img{max-width:100%;height:auto}";

/// The `Content-Security-Policy` (W3C CSP Level 3) of every page: our one style, pictures and forms of this server, nothing else,
/// whatever an operator's text has in it.
pub static SECURITY_POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
});

/// A whole page; `title` is text and `content` HTML.
#[must_use]
pub fn page(service: &ServiceSection, title: &str, content: &str) -> String {
    let (title, name, contact) = (escape(title), escape(&service.name), escape(&service.contact));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} – {name}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<header>{name} <nav><a href=\"/policy\">Refund policy</a>\
         <a href=\"/terms\">Terms</a><a href=\"/examples\">Examples</a></nav></header>\n<main>\n{content}\n</main>\n\
         <footer>Questions, or something went wrong? Write to <a href=\"mailto:{contact}\">{contact}</a>.</footer>\n\
         </body>\n</html>\n"
    )
}

/// `text` as it stands in HTML, between tags and in quoted attributes alike. Braces too: a value is never a placeholder.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '{' => escaped.push_str("&#123;"),
            '}' => escaped.push_str("&#125;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_operator_is_called_stays_text() {
        let service = ServiceSection { name: "<script>alert('1')</script>".to_owned(), ..ServiceSection::default() };
        let page = page(&service, "a & b", "<h1>x</h1>");
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("<title>a &amp; b – &lt;script&gt;alert(&#39;1&#39;)"), "{page}");
    }
}
