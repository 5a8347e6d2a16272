//! What Meshy's clients send.

use engine::export::Format;
use serde_json::{Map, Value};

use super::super::{
    super::{
        generation_request::{self, GenerationRequest},
        problem::Problem,
        query::Query,
    },
    fields::{Field, Fields, Kept},
};
use crate::{fetch::Fetcher, generations::Order};

const READ: &str = "image_url, ai_model and target_formats";

const fn off(name: &'static str, why: &'static str) -> Field {
    Field { name, kept: Kept::Off, why }
}

const KEPT: &[Field] = &[
    Field { name: "should_texture", kept: Kept::On, why: "a model always has the photo's colours" },
    off("should_remesh", "the surface is delivered as it was made"),
    Field { name: "topology", kept: Kept::Text("triangle"), why: "models are made of triangles" },
    Field { name: "target_polycount", kept: Kept::Never, why: "the number of faces follows from the surface" },
    Field { name: "symmetry_mode", kept: Kept::Text("off"), why: "no symmetry is looked for" },
    off("enable_pbr", "models have colours and no other maps"),
    off("hd_texture", "models have their colours at the vertices and no texture"),
    off("moderation", "images are not screened"),
    off("image_enhancement", "the image is used as it is"),
    off("remove_lighting", "colours are those of the photo"),
    off("save_pre_remeshed_model", "there is one surface only"),
    off("multi_view_thumbnails", "there are none"),
    off("is_a_t_pose", "poses stay as they are in the photo"),
    off("auto_size", "a photo does not tell sizes"),
    Field { name: "pose_mode", kept: Kept::Text(""), why: "poses stay as they are in the photo" },
    Field { name: "model_type", kept: Kept::Text("standard"), why: "there is one type only" },
    Field { name: "origin_at", kept: Kept::Never, why: "the model stays where the photo's frame has it" },
    Field { name: "texture_prompt", kept: Kept::Text(""), why: "colours come from the photo" },
    Field { name: "texture_image_url", kept: Kept::Text(""), why: "colours come from the photo" },
];

/// Reads the body of a new task.
///
/// # Errors
/// 422 that names the field.
pub(super) async fn read(
    fields: Map<String, Value>,
    default_model: &str,
    fetcher: &Fetcher,
) -> Result<GenerationRequest, Problem> {
    let mut fields = Fields::new(fields);
    let image = fields.take_text("image_url")?.ok_or_else(|| {
        Problem::invalid("missing_image", "image_url is missing: send a data URI, data:image/png;base64,...")
    })?;
    let model = fields.take_text("ai_model")?.filter(|model| model != "latest");
    if let Some(formats) = fields.take("target_formats") {
        check_formats(&formats)?;
    }
    fields.finish(KEPT, READ)?;
    let image = super::super::super::image_source::read(fetcher, "image_url", &image).await?;
    Ok(generation_request::of_image(image, model, default_model))
}

/// All formats are made in any case; one that is not made cannot be asked for.
fn check_formats(formats: &Value) -> Result<(), Problem> {
    let made = || Format::ALL.map(Format::extension).join(", ");
    let wrong = |detail: String| Problem::invalid("invalid_option", detail);
    let Value::Array(formats) = formats else {
        return Err(wrong(format!("target_formats must be a list of {}", made())));
    };
    for format in formats {
        if format.as_str().and_then(Format::from_extension).is_none() {
            let given: String = format.to_string().chars().take(40).collect();
            return Err(wrong(format!("target_formats has {given}, which is not made; there are {}", made())));
        }
    }
    Ok(())
}

/// Which tasks are listed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) order: Order,
    pub(super) skipped: u32,
    pub(super) limit: u32,
}

/// Reads `page_num`, `page_size` and `sort_by`.
///
/// # Errors
/// 422 that names the parameter.
pub(super) fn listing(query: Option<&str>) -> Result<Listing, Problem> {
    let query = Query::parse(query, &["page_num", "page_size", "sort_by"])?;
    let PageNumber(number) = query.get("page_num")?.unwrap_or(PageNumber(1));
    let PageSize(limit) = query.get("page_size")?.unwrap_or(PageSize(10));
    let Sorting(order) = query.get("sort_by")?.unwrap_or(Sorting(Order::NewestFirst));
    Ok(Listing { order, skipped: (number - 1).saturating_mul(limit), limit })
}

struct PageNumber(u32);

impl std::str::FromStr for PageNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().ok().filter(|number| *number >= 1).map(PageNumber).ok_or_else(|| "1 or more".to_owned())
    }
}

struct PageSize(u32);

impl std::str::FromStr for PageSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().ok().filter(|size| (1..=50).contains(size)).map(PageSize).ok_or_else(|| "1 to 50".to_owned())
    }
}

struct Sorting(Order);

impl std::str::FromStr for Sorting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            // A plus that was not escaped is a space to some.
            "+created_at" | " created_at" => Ok(Sorting(Order::OldestFirst)),
            "-created_at" => Ok(Sorting(Order::NewestFirst)),
            _ => Err("+created_at or -created_at".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::configuration::FetchSection;

    async fn read_json(body: Value) -> Result<GenerationRequest, String> {
        let Value::Object(fields) = body else { panic!("no object: {body}") };
        read(fields, "silhouette", &Fetcher::new(&FetchSection::default(), 1 << 20))
            .await
            .map_err(|problem| problem.detail().to_owned())
    }

    #[tokio::test]
    async fn what_changes_nothing_is_taken_and_everything_else_is_refused_by_name() {
        const IMAGE: &str = "data:image/png;base64,aGVsbG8=";
        let taken = json!({
            "image_url": IMAGE, "ai_model": "latest", "should_texture": true, "should_remesh": false,
            "topology": "triangle", "symmetry_mode": "off", "enable_pbr": false, "moderation": false,
            "texture_prompt": null, "target_formats": ["glb", "stl"],
        });
        let request = read_json(taken).await.expect("a request");
        assert_eq!((&request.image[..], request.options.model.as_str()), (&b"hello"[..], "silhouette"));
        for (field, value) in [
            ("should_texture", json!(false)),
            ("should_remesh", json!(true)),
            ("topology", json!("quad")),
            ("target_polycount", json!(30_000)),
            ("symmetry_mode", json!("auto")),
            ("enable_pbr", json!(true)),
            ("moderation", json!(true)),
            ("origin_at", json!("bottom")),
            ("texture_prompt", json!("gold")),
            ("target_formats", json!(["fbx"])),
            ("target_formats", json!("glb")),
            ("ai_model", json!(5)),
            ("nonsense", json!(1)),
        ] {
            let error = read_json(json!({"image_url": IMAGE, field: value})).await.expect_err(field);
            assert!(error.contains(field), "{field}: {error}");
        }
        for url in ["https://example.com/a.png", "HTTP://example.com/a.png"] {
            let error = read_json(json!({"image_url": url})).await.expect_err(url);
            assert!(error.contains("image_url is a URL"), "{error}");
        }
        let error = read_json(json!({})).await.expect_err("no image");
        assert!(error.contains("image_url is missing"), "{error}");
    }

    #[test]
    fn pages_are_numbered_from_one() {
        let listed = |query| listing(Some(query)).ok();
        let first = Listing { order: Order::NewestFirst, skipped: 0, limit: 10 };
        assert_eq!(listed(""), Some(first));
        let third = Listing { order: Order::OldestFirst, skipped: 40, limit: 20 };
        assert_eq!(listed("page_num=3&page_size=20&sort_by=%2Bcreated_at"), Some(third));
        let far = Listing { order: Order::NewestFirst, skipped: u32::MAX, limit: 50 };
        assert_eq!(listed("page_num=4294967295&page_size=50"), Some(far));
        for wrong in ["page_num=0", "page_size=51", "page_size=0", "sort_by=id", "limit=3", "page_num=x"] {
            assert_eq!(listed(wrong), None, "{wrong}");
        }
    }
}
