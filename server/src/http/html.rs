//! Pages for people: small, without scripts, and nothing from elsewhere.

use hyper::{
    StatusCode,
    header::{self, HeaderValue},
};

use super::{Answer, Front, body};

/// Lets a page show its own style and send its forms here, and nothing else (Content Security Policy Level 3).
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#222;background:#fff}\
                     button,input{font:inherit;padding:.4rem .8rem}code{overflow-wrap:anywhere}\
                     footer{margin-top:3rem;border-top:1px solid #ccc;color:#666}";

/// `text` as HTML says it, in an element or in an attribute in quotation marks.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A page around `main`, which is HTML; it ends with the contact (policy P14) and is kept in no cache.
pub(super) fn page(front: &Front, status: StatusCode, title: &str, main: &str) -> Answer {
    let service = &front.configuration.service;
    let (name, contact, title) = (escape(&service.name), escape(&service.contact), escape(title));
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} - {name}</title><style>{STYLE}</style></head>\n\
         <body><h1>{title}</h1>\n{main}\n<footer><p>{name}. Questions? Write to \
         <a href=\"mailto:{contact}\">{contact}</a>.</p></footer></body></html>\n"
    );
    let mut answer = body::text(status, "text/html; charset=utf-8", html);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // An address may have a token in it.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<a href='x'>\"&\u{e9}</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;\u{e9}&lt;/a&gt;");
    }
}
