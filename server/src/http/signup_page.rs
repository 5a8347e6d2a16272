//! `/signup`: the page that a mailed link opens.
//!
//! Looking at it changes nothing: scanners open the links in mails before people do. Its button sends the token.

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use url::form_urlencoded;

use super::{Answer, Front, body, policy::html_page, problem::Problem, signups};
use crate::{html, signups::SignupToken};

const ASK: &str = "<p>We mail you a link that makes your account, or another API key of the account that you have.</p>\
                   <form method=\"post\" action=\"/signup\"><label>Your e-mail address \
                   <input type=\"email\" name=\"email\" required></label> <button>Mail me a link</button></form>";

/// `GET /signup`, with the token or without one: the web page signs in with it; without scripts, a form makes a key of it.
pub(super) fn show(front: &Front, query: Option<&str>) -> Answer {
    let main = match field(query.unwrap_or_default().as_bytes(), "token") {
        Some(token) => format!(
            "<p>The button makes an API key for the account of your e-mail address, and the account if it has none yet.</p>\
             <form method=\"post\" action=\"/signup\"><input type=\"hidden\" name=\"token\" value=\"{}\">\
             <button>Make my key</button></form>",
            html::escape(&token)
        ),
        None => ASK.to_owned(),
    };
    let content = format!("<h1>Your API key</h1>\n{main}");
    not_kept(html_page(html::script_page(&front.configuration.service, "Sign in", &content)))
}

/// `POST /signup`: the forms of [`show`].
pub(super) async fn submit(front: &Front, headers: &HeaderMap, body: &mut Incoming) -> Result<Answer, Problem> {
    let form = body::read_form(front, headers, body).await?;
    if let Some(token) = field(&form, "token") {
        return Ok(match signups::use_link(front, SignupToken(token)).await {
            Ok(confirmed) => {
                let (account, key) = (html::escape(&confirmed.account.0), html::escape(&confirmed.key.0));
                let main = format!(
                    "<p>Your account is <code>{account}</code>. This is your key; copy it now, it is not shown again:</p>\
                     <p><code>{key}</code></p>\
                     <p>Programs send it as <code>Authorization: Bearer KEY</code>. Whoever has it spends your credits.</p>"
                );
                page(front, StatusCode::CREATED, "Your API key", &main)
            }
            Err(error) => sorry(front, &error.into()),
        });
    }
    let Some(email) = field(&form, "email") else {
        return Err(Problem::invalid("invalid", "the form has neither a token nor an email"));
    };
    Ok(match signups::ask(front, email).await {
        Ok(()) => {
            let main = "<p>A mail with a link is on its way to this address. The link works once, within an hour.</p>";
            page(front, StatusCode::ACCEPTED, "Look into your mail", main)
        }
        Err(error) => sorry(front, &error.into()),
    })
}

fn sorry(front: &Front, problem: &Problem) -> Answer {
    let main = format!("<p>{}.</p><p><a href=\"/signup\">Ask for a link</a></p>", html::escape(problem.detail()));
    page(front, problem.status(), "This did not work", &main)
}

/// `content` is HTML.
fn page(front: &Front, status: StatusCode, title: &str, content: &str) -> Answer {
    let content = format!("<h1>{title}</h1>\n{content}");
    let mut answer = html_page(html::page(&front.configuration.service, title, &content));
    *answer.status_mut() = status;
    not_kept(answer)
}

/// No cache keeps it: it has a secret in it.
fn not_kept(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn field(form: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(form).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}
