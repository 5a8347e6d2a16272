//! `POST /v1/cutouts`: what of a photo a generation would make a model of. Costs nothing, and nothing is stored.

use hyper::{
    HeaderMap, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};

use super::{
    Answer, Front, body,
    generation_request::{self, Encoding},
    problem::Problem,
};
use crate::{
    blocking,
    ledger::AccountId,
    worker::cutout::{CutError, Cutter},
};

/// The cut-out of the photo that was sent, a PNG file. Whose account asks does not matter to it, but to its upload.
pub(super) async fn create(
    front: &Front,
    account: AccountId,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let encoding = Encoding::of(headers)?;
    let upload = body::read(front, &account, headers, incoming).await?;
    let photo = generation_request::parse_photo(encoding, upload.bytes.clone(), &front.fetcher).await?;
    let photo = blocking::run(move || generation_request::check_photo(&photo).map(|()| photo)).await?;
    let picture = front.cutter.cut(&photo).await?;
    drop(upload);
    let mut answer = body::text(StatusCode::OK, "image/png", picture);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

impl From<CutError> for Problem {
    fn from(error: CutError) -> Self {
        let detail = error.to_string();
        match error {
            CutError::Busy => {
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "cutouts_busy", detail).retry_after(Cutter::PATIENCE)
            }
            CutError::NoForeground(_) => Problem::invalid("no_foreground", detail),
            CutError::Unusable(_) => Problem::invalid("invalid_image", detail),
            CutError::TimedOut => Problem::new(StatusCode::GATEWAY_TIMEOUT, "cutout_timeout", detail),
            CutError::Failed(_) => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "cutout_failed", detail),
        }
    }
}
