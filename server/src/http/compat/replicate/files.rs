//! `POST /v1/files`, where Replicate's clients send an image before the prediction that names it.

use std::time::SystemTime;

use bytes::Bytes;
use hyper::{HeaderMap, StatusCode, body::Incoming};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::super::super::{
    Answer, Front, body,
    generation_request::{self, Encoding, FILES},
    problem::Problem,
};
use crate::{
    blocking,
    date_time::DateTime,
    hex,
    input_files::{InputFileId, LIFETIME},
    ledger::AccountId,
};

/// The file object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
pub(in super::super::super) struct File<'a> {
    id: &'a str,
    /// Names are not kept.
    name: &'a str,
    content_type: &'static str,
    size: usize,
    etag: &'a str,
    checksums: Checksums<'a>,
    metadata: Map<String, Value>,
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    created_at: OffsetDateTime,
    /// At the latest: an account has a few files, and the oldest goes first.
    #[serde(with = "time::serde::rfc3339")]
    #[schemars(with = "DateTime")]
    expires_at: OffsetDateTime,
    urls: Urls,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FileChecksums")]
struct Checksums<'a> {
    sha256: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FileUrls")]
struct Urls {
    /// What a prediction's input names.
    get: String,
}

/// `POST /v1/files`.
pub(in super::super::super) async fn create(
    front: &Front,
    account: AccountId,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let Encoding::Multipart { boundary } = Encoding::of(headers)? else {
        let detail = "the Content-Type is application/json; send multipart/form-data";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    };
    let upload = body::read(front, headers, incoming).await?;
    let mut content = None;
    for (name, bytes) in generation_request::multipart_fields(boundary, upload.bytes.clone()).await? {
        if name != "content" || content.is_some() {
            let name: String = name.chars().take(40).collect();
            let detail = format!("the field '{name}' cannot be used; send one file as 'content', and nothing else");
            return Err(Problem::invalid("unknown_field", detail));
        }
        content = Some(bytes);
    }
    let content = content.ok_or_else(|| Problem::invalid("missing_image", "the field 'content' is missing"))?;
    engine::image::check_header(&content)
        .map_err(|error| Problem::invalid("invalid_image", format!("content: {error}")))?;
    let (files, bytes) = (front.input_files.clone(), content.clone());
    let stored = blocking::run(move || {
        let sha256 = hex::encode(&Sha256::digest(&bytes));
        files.store(&account, &bytes).map(|id| (id, sha256))
    });
    let (id, sha256) = stored.await.map_err(|error| Problem::internal(&error))?;
    let created_at = OffsetDateTime::now_utc();
    let file = File {
        id: id.as_str(),
        name: id.as_str(),
        content_type: "application/octet-stream",
        size: content.len(),
        etag: &sha256,
        checksums: Checksums { sha256: &sha256 },
        metadata: Map::new(),
        created_at,
        expires_at: created_at + LIFETIME,
        urls: Urls { get: format!("{}{}", prefix(front), id.as_str()) },
    };
    Ok(body::json(StatusCode::CREATED, &file))
}

/// Takes the fields out of a prediction's `input` that name files of `account`, and reads those.
///
/// # Errors
/// 422 for a file that is not there (any more).
pub(super) async fn take(
    front: &Front,
    account: &AccountId,
    input: &mut Map<String, Value>,
) -> Result<Vec<(&'static str, Bytes)>, Problem> {
    let prefix = prefix(front);
    let mut found = Vec::new();
    for name in FILES {
        let Some(id) = input.get(name).and_then(Value::as_str).and_then(|url| url.strip_prefix(&prefix)) else {
            continue;
        };
        let missing = || {
            let detail = format!("{name}: this account has no such file; it may have expired, send it again");
            Problem::invalid("file_not_found", detail)
        };
        let id = InputFileId::parse(id).ok_or_else(missing)?;
        let (files, account) = (front.input_files.clone(), account.clone());
        let read = blocking::run(move || files.read(&account, &id, SystemTime::now())).await;
        let bytes = read.map_err(|error| Problem::internal(&error))?.ok_or_else(missing)?;
        input.remove(name);
        found.push((name, Bytes::from(bytes)));
    }
    Ok(found)
}

fn prefix(front: &Front) -> String {
    format!("{}/v1/files/", front.configuration.service.url)
}
