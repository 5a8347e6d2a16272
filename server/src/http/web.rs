//! The web page: the frame that a script fills, at each of its paths, and the files that it is made of.

use hyper::{
    HeaderMap, StatusCode,
    header::{self, HeaderValue},
};

use super::{Answer, Front, body, etag, policy::html_page, problem::Problem};
use crate::{assets::DIST, html};

/// `GET /` and the page's other paths. The script shows what the path names.
pub(super) fn page(front: &Front) -> Answer {
    let service = &front.configuration.service;
    let content = format!(
        "<h1>{}</h1>\n<p>This page needs JavaScript. Without it, <a href=\"/signup\">a key for the API</a> can be had all the \
         same; there are also <a href=\"/examples\">examples</a>, the <a href=\"/policy\">refund policy</a> and the \
         <a href=\"/terms\">terms</a>.</p>",
        html::escape(&service.name)
    );
    let mut answer = html_page(html::script_page(service, "3D models from photos", &content));
    // Names files that another version of the program has not.
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}

/// `GET /assets/{file}`.
pub(super) fn asset(file: &str, headers: &HeaderMap) -> Result<Answer, Problem> {
    let asset = DIST.assets.iter().find(|asset| asset.name == file).ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, "not_found", "there is no such file; load the page again")
    })?;
    // The name has the content's hash in it.
    let etag = HeaderValue::try_from(format!("\"{}\"", asset.name)).expect("names of files are ASCII");
    let mut answer = match etag::not_modified(headers, &etag) {
        Some(answer) => answer,
        None => body::text(StatusCode::OK, asset.media_type, asset.bytes),
    };
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(answer)
}
