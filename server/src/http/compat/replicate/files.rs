//! `/v1/files`, where Replicate's clients send an image before the prediction that names it.

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
    idempotency_key,
    problem::Problem,
};
use crate::{
    blocking,
    date_time::DateTime,
    hex,
    input_files::{InputFile, InputFileId, LIFETIME, StoreError},
    ledger::AccountId,
};

/// The file object.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
pub(in super::super::super) struct File {
    id: String,
    /// Names are not kept.
    name: String,
    content_type: &'static str,
    size: usize,
    etag: String,
    checksums: Checksums,
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
struct Checksums {
    sha256: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FileUrls")]
struct Urls {
    /// What a prediction's input names.
    get: String,
}

impl File {
    fn of(front: &Front, file: &InputFile) -> File {
        let (id, sha256) = (file.id.as_str().to_owned(), hex::encode(&Sha256::digest(&file.bytes)));
        let created_at = OffsetDateTime::from(file.stored_at);
        File {
            name: id.clone(),
            content_type: "application/octet-stream",
            size: file.bytes.len(),
            etag: sha256.clone(),
            checksums: Checksums { sha256 },
            metadata: Map::new(),
            created_at,
            expires_at: created_at + LIFETIME,
            urls: Urls { get: format!("{}{id}", prefix(front)) },
            id,
        }
    }
}

/// `POST /v1/files`.
pub(in super::super::super) async fn create(
    front: &Front,
    account: AccountId,
    headers: &HeaderMap,
    incoming: &mut Incoming,
) -> Result<Answer, Problem> {
    let key = idempotency_key::claim(front, &account, "file", headers)?;
    let Encoding::Multipart { boundary } = Encoding::of(headers)? else {
        let detail = "the Content-Type is application/json; send multipart/form-data";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    };
    let upload = body::read(front, &account, headers, incoming).await?;
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
    let files = front.input_files.clone();
    let stored = blocking::run(move || {
        let key = key.as_ref().map(|key| key.name());
        files.store(&account, key, content.into(), SystemTime::now())
    });
    let (file, replayed) = stored.await.map_err(|error| match error {
        StoreError::KeyReused(_) => Problem::invalid("idempotency_key_reused", error.to_string()),
        StoreError::Io(_) => Problem::internal(&error),
    })?;
    let mut answer = body::json(StatusCode::CREATED, &File::of(front, &file));
    idempotency_key::mark(&mut answer, replayed);
    Ok(answer)
}

/// `GET /v1/files/{id}`.
pub(in super::super::super) async fn get(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let file = find(front, &account, id).await?.ok_or_else(not_found)?;
    Ok(body::json(StatusCode::OK, &File::of(front, &file)))
}

/// `DELETE /v1/files/{id}`.
pub(in super::super::super) async fn delete(front: &Front, account: AccountId, id: &str) -> Result<Answer, Problem> {
    let id = InputFileId::parse(id).ok_or_else(not_found)?;
    let files = front.input_files.clone();
    let deleted =
        blocking::run(move || files.delete(&account, &id)).await.map_err(|error| Problem::internal(&error))?;
    if deleted { Ok(body::no_content()) } else { Err(not_found()) }
}

/// The account's file of this id, if that is one.
async fn find(front: &Front, account: &AccountId, id: &str) -> Result<Option<InputFile>, Problem> {
    let Some(id) = InputFileId::parse(id) else { return Ok(None) };
    let (files, account) = (front.input_files.clone(), account.clone());
    let found = blocking::run(move || files.find(&account, &id, SystemTime::now())).await;
    found.map_err(|error| Problem::internal(&error))
}

fn not_found() -> Problem {
    let detail = "this account has no such file; it may have expired, send it again";
    Problem::new(StatusCode::NOT_FOUND, "file_not_found", detail)
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
        let file = find(front, account, id).await?.ok_or_else(|| {
            let detail = format!("{name}: this account has no such file; it may have expired, send it again");
            Problem::invalid("file_not_found", detail)
        })?;
        input.remove(name);
        found.push((name, Bytes::from(file.bytes)));
    }
    Ok(found)
}

fn prefix(front: &Front) -> String {
    format!("{}/v1/files/", front.configuration.service.url)
}
