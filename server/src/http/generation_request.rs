//! What a client sends for a generation or a cut-out: multipart fields or a JSON object, named as on the command line.

use bytes::Bytes;
use engine::pipeline::Options;
use http_body_util::{BodyDataStream, Full};
use hyper::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use super::{image_source, problem::Problem};
use crate::{
    catalog::Catalog, digest, fetch::Fetcher, generations::GenerationOptions, webhooks::PredictionWebhook,
    worker::cutout::Photo,
};

/// The longest field that is not a file, bytes.
const MAX_TEXT: usize = 256;

/// Fields that are files.
pub(super) const FILES: [&str; 2] = ["image", "mask"];
/// What a generation is asked for with.
const FIELDS: &[&str] = &["image", "model", "resolution", "foreground_ratio", "keep_background", "mask"];
/// What of them says how a photo is cut out.
const PHOTO_FIELDS: &[&str] = &["image", "foreground_ratio", "keep_background", "mask"];

/// How the body is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Multipart { boundary: String },
    Json,
}

/// What was asked, with defaults filled in; checked by [`check`].
#[derive(Debug)]
pub(super) struct GenerationRequest {
    pub(super) image: Bytes,
    pub(super) mask: Option<Bytes>,
    pub(super) options: GenerationOptions,
    /// Of a prediction.
    pub(super) webhook: Option<PredictionWebhook>,
}

/// One field of either encoding.
enum Input {
    File(Bytes),
    Text(String),
    Json(Value),
}

impl Encoding {
    /// # Errors
    /// 415 for what is neither.
    pub(super) fn of(headers: &HeaderMap) -> Result<Encoding, Problem> {
        let unsupported =
            |detail: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail);
        let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => Ok(Encoding::Json),
            "multipart/form-data" => multer::parse_boundary(value)
                .map(|boundary| Encoding::Multipart { boundary })
                .map_err(|error| unsupported(format!("the Content-Type cannot be used: {error}"))),
            _ => {
                let given = if essence.is_empty() { "nothing" } else { value };
                Err(unsupported(format!("the Content-Type is {given}; send multipart/form-data or application/json")))
            }
        }
    }
}

/// Reads a body that asks for a generation.
///
/// # Errors
/// 422 that names the field.
pub(super) async fn parse(
    encoding: Encoding,
    body: Bytes,
    default_model: &str,
    fetcher: &Fetcher,
) -> Result<GenerationRequest, Problem> {
    Draft::read(encoding, body, FIELDS, fetcher).await?.finish(default_model)
}

/// Reads a body that asks for a cut-out.
///
/// # Errors
/// As [`parse`].
pub(super) async fn parse_photo(encoding: Encoding, body: Bytes, fetcher: &Fetcher) -> Result<Photo, Problem> {
    let draft = Draft::read(encoding, body, PHOTO_FIELDS, fetcher).await?;
    let GenerationRequest { image, mask, options, .. } = draft.finish("")?;
    Ok(Photo { image, mask, keep_background: options.keep_background, foreground_ratio: options.foreground_ratio })
}

/// Reads the fields of a JSON object, beside `files` that came another way.
///
/// # Errors
/// As [`parse`].
pub(super) async fn of_json(
    fields: Map<String, Value>,
    files: Vec<(&'static str, Bytes)>,
    default_model: &str,
    fetcher: &Fetcher,
) -> Result<GenerationRequest, Problem> {
    let mut draft = Draft { known: FIELDS, ..Draft::default() };
    for (name, bytes) in files {
        draft.set(name, Input::File(bytes))?;
    }
    draft.add_json(fields, fetcher).await?;
    draft.finish(default_model)
}

/// Reads fields of a form.
///
/// # Errors
/// As [`parse`].
pub(super) fn of_multipart(fields: Vec<(String, Bytes)>, default_model: &str) -> Result<GenerationRequest, Problem> {
    Draft::of_multipart(fields, FIELDS)?.finish(default_model)
}

/// A request for a model of `image`, with the default of everything that is not said.
pub(super) fn of_image(image: Bytes, model: Option<String>, default_model: &str) -> GenerationRequest {
    let draft = Draft { model, ..Draft::default() };
    GenerationRequest { image, mask: None, options: draft.options(default_model), webhook: None }
}

/// The fields of a form, in its order.
///
/// # Errors
/// 422 for what is no form.
pub(super) async fn multipart_fields(boundary: String, body: Bytes) -> Result<Vec<(String, Bytes)>, Problem> {
    let malformed = |error: multer::Error| {
        Problem::invalid("malformed_body", format!("the body is not multipart/form-data: {error}"))
    };
    let mut multipart = multer::Multipart::new(BodyDataStream::new(Full::new(body)), boundary);
    let mut fields = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        fields.push((name, field.bytes().await.map_err(malformed)?));
    }
    Ok(fields)
}

#[derive(Default)]
struct Draft {
    /// The fields that may be given.
    known: &'static [&'static str],
    seen: Vec<String>,
    image: Option<Bytes>,
    mask: Option<Bytes>,
    model: Option<String>,
    resolution: Option<u32>,
    foreground_ratio: Option<f32>,
    keep_background: Option<bool>,
}

impl Draft {
    async fn read(
        encoding: Encoding,
        body: Bytes,
        known: &'static [&'static str],
        fetcher: &Fetcher,
    ) -> Result<Draft, Problem> {
        match encoding {
            Encoding::Json => {
                let value: Value = serde_json::from_slice(&body)
                    .map_err(|error| Problem::invalid("malformed_body", format!("the body is not JSON: {error}")))?;
                let Value::Object(fields) = value else {
                    return Err(Problem::invalid("malformed_body", "the body is not a JSON object"));
                };
                let mut draft = Draft { known, ..Draft::default() };
                draft.add_json(fields, fetcher).await?;
                Ok(draft)
            }
            Encoding::Multipart { boundary } => Draft::of_multipart(multipart_fields(boundary, body).await?, known),
        }
    }

    async fn add_json(&mut self, fields: Map<String, Value>, fetcher: &Fetcher) -> Result<(), Problem> {
        for (name, value) in fields {
            // What people write who know other services.
            let name = if name == "image_url" { "image" } else { &name };
            let input = match value {
                Value::String(uri) if FILES.contains(&name) => {
                    Input::File(image_source::read(fetcher, name, &uri).await?)
                }
                value => Input::Json(value),
            };
            self.set(name, input)?;
        }
        Ok(())
    }

    fn of_multipart(fields: Vec<(String, Bytes)>, known: &'static [&'static str]) -> Result<Draft, Problem> {
        let mut draft = Draft { known, ..Draft::default() };
        for (name, bytes) in fields {
            draft.set(&name, Input::multipart(&name, bytes)?)?;
        }
        Ok(draft)
    }

    fn set(&mut self, given: &str, input: Input) -> Result<(), Problem> {
        let name = given.replace('-', "_");
        if self.seen.contains(&name) {
            return Err(Problem::invalid("repeated_field", format!("the field '{name}' is there twice")));
        }
        if !self.known.contains(&name.as_str()) {
            let detail = format!("there is no field '{given}'; there are {}", self.known.join(", "));
            return Err(Problem::invalid("unknown_field", detail));
        }
        match name.as_str() {
            "image" => self.image = Some(input.file("image")?),
            "mask" => self.mask = Some(input.file("mask")?),
            "model" => self.model = Some(input.text("model")?),
            "resolution" => self.resolution = Some(input.number("resolution", "a whole number, 16 to 1024")?),
            "foreground_ratio" => {
                self.foreground_ratio = Some(input.number("foreground_ratio", "a number, 0.1 to 1")?);
            }
            "keep_background" => self.keep_background = Some(input.flag("keep_background")?),
            known => unreachable!("'{known}' is listed and not read"),
        }
        self.seen.push(name);
        Ok(())
    }

    fn finish(self, default_model: &str) -> Result<GenerationRequest, Problem> {
        let Some(image) = self.image.clone() else {
            return Err(Problem::invalid(
                "missing_image",
                "the field 'image' is missing: send a PNG, JPEG or WebP file",
            ));
        };
        let mask = self.mask.clone();
        Ok(GenerationRequest { image, mask, options: self.options(default_model), webhook: None })
    }

    fn options(self, default_model: &str) -> GenerationOptions {
        let defaults = Options::default();
        GenerationOptions {
            model: self.model.unwrap_or_else(|| default_model.to_owned()),
            resolution: self.resolution.unwrap_or(defaults.resolution),
            foreground_ratio: self.foreground_ratio.unwrap_or(defaults.foreground_ratio),
            keep_background: self.keep_background.unwrap_or(defaults.keep_background),
            mask: self.mask.is_some(),
            upload_sha256: None,
        }
    }
}

impl Input {
    fn multipart(name: &str, bytes: Bytes) -> Result<Input, Problem> {
        if FILES.contains(&name) {
            return Ok(Input::File(bytes));
        }
        if bytes.len() > MAX_TEXT {
            return Err(invalid(name, &format!("{} bytes long", bytes.len()), &format!("at most {MAX_TEXT}")));
        }
        match String::from_utf8(bytes.to_vec()) {
            Ok(text) => Ok(Input::Text(text)),
            Err(_) => Err(invalid(name, "not UTF-8", "text")),
        }
    }

    fn file(self, name: &'static str) -> Result<Bytes, Problem> {
        match self {
            Input::File(bytes) => Ok(bytes),
            Input::Text(_) => Err(invalid(name, "text", "a file")),
            Input::Json(_) => Err(invalid(name, "no text", "a data URI: data:image/png;base64,...")),
        }
    }

    fn text(self, name: &'static str) -> Result<String, Problem> {
        match self {
            Input::Text(text) | Input::Json(Value::String(text)) => Ok(text),
            Input::File(_) | Input::Json(_) => Err(invalid(name, "no text", "text")),
        }
    }

    fn number<T: std::str::FromStr>(self, name: &'static str, expected: &str) -> Result<T, Problem> {
        let text = match self {
            Input::Text(text) => text.trim().to_owned(),
            Input::Json(Value::Number(number)) => number.to_string(),
            Input::Json(other) => other.to_string(),
            Input::File(_) => return Err(invalid(name, "a file", expected)),
        };
        text.parse().map_err(|_| invalid(name, &shortened(&text), expected))
    }

    fn flag(self, name: &'static str) -> Result<bool, Problem> {
        match self {
            Input::Json(Value::Bool(flag)) => Ok(flag),
            // An empty field is a flag that was given, as on the command line.
            Input::Text(text) => match text.trim() {
                "true" | "1" | "" => Ok(true),
                "false" | "0" => Ok(false),
                other => Err(invalid(name, &shortened(other), "true or false")),
            },
            Input::Json(other) => Err(invalid(name, &shortened(&other.to_string()), "true or false")),
            Input::File(_) => Err(invalid(name, "a file", "true or false")),
        }
    }
}

fn invalid(name: &str, given: &str, expected: &str) -> Problem {
    Problem::invalid("invalid_option", format!("{name} is {given}; it must be {expected}"))
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Checks all that can be known before anything is held: options, that the model is here, and what the images' headers
/// tell. Blocks.
///
/// # Errors
/// 422 that names what is wrong.
pub(super) fn check(request: &GenerationRequest, catalog: &Catalog) -> Result<(), Problem> {
    let invalid = |error: String| Problem::invalid("invalid_option", error);
    catalog.find(&request.options.model).map_err(|error| invalid(error.to_string()))?;
    let options = Options {
        resolution: request.options.resolution,
        foreground_ratio: request.options.foreground_ratio,
        keep_background: request.options.keep_background,
        // What the server chose for every request is checked at its start.
        ..Options::default()
    };
    engine::pipeline::check(&options).map_err(|error| invalid(error.to_string()))?;
    check_files(&request.image, request.mask.as_ref())
}

/// Checks all of a photo that can be known before it is cut out. Blocks.
///
/// # Errors
/// 422 that names what is wrong.
pub(super) fn check_photo(photo: &Photo) -> Result<(), Problem> {
    engine::foreground::check_ratio(photo.foreground_ratio)
        .map_err(|error| Problem::invalid("invalid_option", error.to_string()))?;
    check_files(&photo.image, photo.mask.as_ref())
}

fn check_files(image: &Bytes, mask: Option<&Bytes>) -> Result<(), Problem> {
    for (name, file) in [("image", Some(image)), ("mask", mask)] {
        if let Some(file) = file {
            engine::image::check_header(file)
                .map_err(|error| Problem::invalid("invalid_image", format!("{name}: {error}")))?;
        }
    }
    Ok(())
}

/// What tells one request from another under the same idempotency key: its meaning, not its bytes on the wire, since
/// clients draw a new multipart boundary for each attempt. Blocks.
pub(super) fn request_sha256(request: &GenerationRequest) -> String {
    let options = serde_json::to_vec(&request.options).expect("plain data serializes");
    let mut parts = vec![&options[..], &request.image, request.mask.as_deref().unwrap_or_default()];
    // Only where there is one: what was stored before there were any stays what it is.
    let webhook = request.webhook.as_ref().map(|PredictionWebhook { url, events }| {
        let names: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
        format!("{url} {}", names.join(" "))
    });
    parts.extend(webhook.as_ref().map(String::as_bytes));
    digest::of_parts(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::FetchSection;

    async fn json(body: &str) -> Result<GenerationRequest, Problem> {
        let fetcher = Fetcher::new(&FetchSection::default(), 1 << 20);
        parse(Encoding::Json, Bytes::from(body.to_owned()), "silhouette", &fetcher).await
    }

    #[tokio::test]
    async fn json_is_read_with_either_spelling() {
        let request = json(
            r#"{"image": "data:image/png;base64,aGVsbG8=", "resolution": 64, "foreground-ratio": 0.5, "keep_background": true}"#,
        )
        .await
        .expect("a request");
        assert_eq!(&request.image[..], b"hello");
        let expected = GenerationOptions {
            model: "silhouette".to_owned(),
            resolution: 64,
            foreground_ratio: 0.5,
            keep_background: true,
            mask: false,
            upload_sha256: None,
        };
        assert_eq!(request.options, expected);
    }

    #[tokio::test]
    async fn what_is_wrong_is_named() {
        for (body, named) in [
            ("", "not JSON"),
            ("[]", "not a JSON object"),
            ("{}", "'image' is missing"),
            (r#"{"image": "aGVsbG8="}"#, "data URI"),
            (r#"{"image": "data:image/png;base64,!!"}"#, "not base64"),
            (r#"{"image": 3}"#, "image"),
            (r#"{"image_url": "https://example.com/a.png"}"#, "fetches no photos"),
            (r#"{"image": "data:,", "image_url": "data:;base64,"}"#, "image"),
            (r#"{"resolution": 1.5}"#, "resolution is 1.5"),
            (r#"{"resolution": -1}"#, "resolution is -1"),
            (r#"{"keep_background": "yes"}"#, "keep_background"),
            (r#"{"resolutoin": 3}"#, "'resolutoin'"),
            (r#"{"keep_background": true, "keep-background": true}"#, "twice"),
        ] {
            let problem = format!("{:?}", json(body).await.expect_err(body));
            assert!(problem.contains(named), "{body}: {problem}");
        }
    }

    #[tokio::test]
    async fn the_hash_is_of_the_meaning() {
        let hash = async |body: &str| request_sha256(&json(body).await.expect("a request"));
        let plain = hash(r#"{"image": "data:image/png;base64,aGVsbG8="}"#).await;
        assert_eq!(plain, hash(r#"{"resolution": 256, "image": "data:;base64,aGVsbG8="}"#).await);
        assert_ne!(plain, hash(r#"{"resolution": 255, "image": "data:;base64,aGVsbG8="}"#).await);
        assert_ne!(plain, hash(r#"{"image": "data:image/png;base64,aGVsbG9v"}"#).await);
    }

    #[test]
    fn other_media_types_are_refused() {
        let encoding = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().expect("a header"));
            Encoding::of(&headers).ok()
        };
        assert_eq!(encoding("application/json; charset=utf-8"), Some(Encoding::Json));
        let boundary = "x".to_owned();
        assert_eq!(encoding("multipart/form-data; boundary=x"), Some(Encoding::Multipart { boundary }));
        for wrong in ["multipart/form-data", "image/png", "text/plain", "application/x-www-form-urlencoded", ""] {
            assert_eq!(encoding(wrong), None, "{wrong}");
        }
    }
}
