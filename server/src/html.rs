//! Pages for people: one frame around everything, with the contact (policy P14), nothing inline, and nothing from another host.

use crate::{assets::DIST, configuration::ServiceSection};

/// The `Content-Security-Policy` (W3C CSP Level 3) of every page: scripts, styles, pictures and requests of this server, pictures and
/// models that the page itself has in memory, and nothing else, whatever an operator's text has in it.
pub const SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                                   connect-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A whole page; `title` is text and `content` HTML.
#[must_use]
pub fn page(service: &ServiceSection, title: &str, content: &str) -> String {
    let (name, contact, licences) = (escape(&service.name), escape(&service.contact), DIST.licences);
    let body = format!(
        "<body class=\"made\">\n<header class=\"top\"><a class=\"brand\" href=\"/\">{name}</a>\
         <nav aria-label=\"Main\"><ul><li><a href=\"/create\">Create</a></li><li><a href=\"/models\">Models</a></li>\
         <li><a href=\"/credits\">Credits</a></li></ul></nav></header>\n<main>\n{content}\n</main>\n\
         <footer class=\"bottom\"><p>Questions, or something went wrong? Write to \
         <a href=\"mailto:{contact}\">{contact}</a>.</p><ul><li><a href=\"/examples\">Examples</a></li>\
         <li><a href=\"/policy\">Refund policy</a></li><li><a href=\"/terms\">Terms</a></li>\
         <li><a href=\"{licences}\">Licences</a></li></ul></footer>\n</body>"
    );
    whole(service, title, "", &body)
}

/// The page that a script fills (`server/web/`); `content` is the HTML that stands there for browsers without scripts.
#[must_use]
pub fn script_page(service: &ServiceSection, title: &str, content: &str) -> String {
    let (name, contact, licences) = (escape(&service.name), escape(&service.contact), DIST.licences);
    let script = format!("<script type=\"module\" src=\"{}\"></script>\n", DIST.script);
    let body = format!(
        "<body>\n<div id=\"app\" data-name=\"{name}\" data-contact=\"{contact}\" data-licences=\"{licences}\">\
         <noscript><main>\n{content}\n<p>Questions? Write to <a href=\"mailto:{contact}\">{contact}</a>.</p>\
         </main></noscript></div>\n</body>"
    );
    whole(service, title, &script, &body)
}

fn whole(service: &ServiceSection, title: &str, script: &str, body: &str) -> String {
    let (title, name) = (escape(title), escape(&service.name));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} – {name}</title>\n\
         <link rel=\"icon\" href=\"{}\">\n<link rel=\"stylesheet\" href=\"{}\">\n{script}</head>\n{body}\n</html>\n",
        DIST.icon, DIST.style
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
        for page in [page(&service, "a & b", "<h1>x</h1>"), script_page(&service, "a & b", "<h1>x</h1>")] {
            assert!(!page.contains("<script>"), "{page}");
            assert!(page.contains("<title>a &amp; b – &lt;script&gt;alert(&#39;1&#39;)"), "{page}");
        }
    }
}
