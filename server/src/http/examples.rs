//! `/examples`: what to expect of a model, for everybody to see before buying (policy P9).
//!
//! Pictures that the project made itself (`benches/src/bin/readme_picture.rs`): a photo, and two views of its model. They are part
//! of the program, so that a server without anything else has them.

use hyper::{
    StatusCode,
    header::{self, HeaderValue},
};

use super::{Answer, Front, body, policy::html_page, problem::Problem};
use crate::html;

/// A picture, and what it shows.
struct Example {
    name: &'static str,
    png: &'static [u8],
}

const EXAMPLES: &[Example] = &[
    Example { name: "flamingo", png: include_bytes!("examples/flamingo.png") },
    Example { name: "teapot", png: include_bytes!("examples/teapot.png") },
    Example { name: "chair", png: include_bytes!("examples/chair.png") },
];

/// `GET /examples`.
pub(super) fn page(front: &Front) -> Answer {
    let figures: String = EXAMPLES
        .iter()
        .map(|Example { name, .. }| {
            format!(
                "<figure><img src=\"/examples/{name}.png\" width=\"1200\" height=\"400\" alt=\"A photo of a {name}, and two \
                 views of the model made of it\"><figcaption>A {name}</figcaption></figure>\n"
            )
        })
        .collect();
    let content = format!(
        "<h1>Examples</h1>\n<p>Left: the picture that was sent. Middle and right: the model that was made of it, seen from two \
         sides. All were made by the built-in model, <code>silhouette</code>, with its defaults; none was chosen among several \
         attempts or touched up. The pictures sent are renderings with the object cut out, so they are easier than most photos. \
         What a photo does not show is guessed.</p>\n{figures}"
    );
    html_page(html::page(&front.configuration.service, "Examples", &content))
}

/// `GET /examples/{name}.png`.
pub(super) fn picture(file: &str) -> Result<Answer, Problem> {
    let example = EXAMPLES
        .iter()
        .find(|example| file.strip_suffix(".png") == Some(example.name))
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "not_found", "there is no such picture"))?;
    let mut answer = body::text(StatusCode::OK, "image/png", example.png);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    Ok(answer)
}
