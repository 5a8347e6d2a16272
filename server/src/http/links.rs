//! `GET /links/{id}/model.{glb,obj,stl,ply}?expires=…&signature=…`, and `thumbnail.png`: an artifact for whoever has the link, as clients of other
//! services expect of the URLs in an answer.

use engine::export::Format;
use hyper::{HeaderMap, StatusCode};
use time::{Duration, OffsetDateTime};

use super::{Answer, Front, files, generations::parse_id, problem::Problem, query::Query};
use crate::{
    generations::{self, Artifact, ArtifactKind, Generation},
    ledger,
    link_key::LinkError,
};

/// How long a link is good, at least.
const LIFETIME: Duration = Duration::days(3);
/// Links of the same hour are the same, so that caches know them again.
const STEP_S: i64 = 3600;

/// Links to what a generation made.
pub(super) struct Links {
    /// When they end.
    pub(super) expires_at: OffsetDateTime,
    /// Each format of the model, and its absolute URL.
    pub(super) models: Vec<(Format, String)>,
    /// The absolute URL of its picture, if there is one.
    pub(super) thumbnail: Option<String>,
}

/// Links to every artifact of `generation`, made at `now`.
pub(super) fn of(front: &Front, generation: &Generation, now: OffsetDateTime) -> Links {
    let until = now + LIFETIME;
    let to_the_hour = (STEP_S - until.unix_timestamp().rem_euclid(STEP_S)) % STEP_S;
    let until = until + Duration::seconds(to_the_hour);
    // A link that outlived its file would promise too much.
    let kept = front.configuration.retention.artifacts().zip(generation.finished_at).map(|(days, end)| end + days);
    let expires_at = kept.map_or(until, |kept| kept.min(until)).replace_nanosecond(0).expect("zero is in range");
    let (mut models, mut thumbnail) = (Vec::new(), None);
    for kind in generation.artifacts.iter().filter_map(Artifact::kind) {
        let path = format!("/links/{}/{}", generation.id, kind.file());
        let query = front.link_key.sign(&path, expires_at);
        let url = format!("{}{path}?{query}", front.configuration.service.url);
        match kind {
            ArtifactKind::Model(format) => models.push((format, url)),
            ArtifactKind::Thumbnail => thumbnail = Some(url),
        }
    }
    Links { expires_at, models, thumbnail }
}

/// Sends what a link names.
pub(super) async fn get(
    front: &Front,
    path: &str,
    (id, kind): (&str, ArtifactKind),
    query: Option<&str>,
    headers: &HeaderMap,
    head_only: bool,
) -> Result<Answer, Problem> {
    let query = Query::parse(query, &["expires", "signature"])?;
    let forged = || refused(LinkError::Forged);
    let Expiry(expires) = query.get("expires")?.ok_or_else(forged)?;
    let signature = query.get::<Signature>("signature")?.ok_or_else(forged)?.0;
    // The signature comes before anything is looked for: without it nobody learns which generations there are.
    front.link_key.check(path, expires, &signature, OffsetDateTime::now_utc()).map_err(refused)?;
    let id = parse_id(id)?;
    let (generation, terminated) = front
        .database
        .read(move |tx| {
            let Some(generation) = generations::get_any(tx, &id)? else { return Ok(None) };
            let owner = ledger::account(tx, &generation.account)?;
            Ok::<_, generations::Error>(Some((generation, owner.terminated_at.is_some())))
        })
        .await?
        .ok_or_else(Problem::no_such_generation)?;
    if terminated {
        // Policy P11: as the account's keys.
        let detail = "the account of this link was terminated; write to the contact of this service";
        return Err(Problem::new(StatusCode::FORBIDDEN, "account_terminated", detail));
    }
    files::send(front, &generation, kind, headers, head_only).await
}

fn refused(error: LinkError) -> Problem {
    let code = match error {
        LinkError::Forged => "wrong_link",
        LinkError::Expired => "link_expired",
    };
    Problem::new(StatusCode::FORBIDDEN, code, error.to_string())
}

struct Expiry(i64);

impl std::str::FromStr for Expiry {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Expiry).map_err(|_| "seconds since 1970".to_owned())
    }
}

struct Signature(String);

impl std::str::FromStr for Signature {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Signature(text.to_owned()))
    }
}
