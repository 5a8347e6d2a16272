//! What an operation takes and gives, put together word by word.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

/// Who may ask.
#[derive(Debug, Clone, Copy)]
pub(super) enum Access {
    Open,
    Account,
    /// Accounts with the role.
    Operator,
}

/// A body of one media type.
pub(super) struct Content {
    pub(super) media_type: &'static str,
    /// None for what is no JSON.
    pub(super) schema: Option<Value>,
}

/// What an operation takes and gives, beside what follows from its path, its method and its [`Access`].
pub(super) struct Description {
    pub(super) summary: &'static str,
    pub(super) access: Access,
    pub(super) parameters: Vec<Value>,
    /// What `{file}` of the path may be.
    pub(super) files: &'static [&'static str],
    pub(super) body: Vec<Content>,
    pub(super) answers: Vec<(u16, &'static str, Vec<Content>)>,
    pub(super) problems: Vec<u16>,
}

const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

impl Description {
    fn new(summary: &'static str, access: Access) -> Description {
        Description {
            summary,
            access,
            parameters: Vec::new(),
            files: &[],
            body: Vec::new(),
            answers: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Everybody may.
    pub(super) fn open(summary: &'static str) -> Description {
        Description::new(summary, Access::Open)
    }

    /// Takes a key or a session.
    pub(super) fn account(summary: &'static str) -> Description {
        Description::new(summary, Access::Account)
    }

    /// Takes a key or a session of an operator.
    pub(super) fn operator(summary: &'static str) -> Description {
        Description::new(summary, Access::Operator)
    }

    fn parameter(mut self, place: &str, name: &str, what: &str, schema: &Value) -> Description {
        self.parameters.push(json!({ "name": name, "in": place, "description": what, "schema": schema }));
        self
    }

    /// A parameter of the query.
    pub(super) fn query(self, name: &str, what: &str, schema: &Value) -> Description {
        self.parameter("query", name, what, schema).fails(&[422])
    }

    /// A parameter of the query with one or several of `words`, separated by commas.
    pub(super) fn listed(mut self, name: &str, what: &str, words: &[&str]) -> Description {
        let schema = json!({ "type": "array", "minItems": 1, "items": { "enum": words } });
        // Not `name=A&name=B`, as a list is written unless this says otherwise.
        self.parameters.push(
            json!({ "name": name, "in": "query", "description": what, "schema": schema, "style": "form", "explode": false }),
        );
        self.fails(&[422])
    }

    /// A list that goes on.
    pub(super) fn paged(self) -> Description {
        self.query("limit", "How many, at most.", &json!({ "type": "integer", "minimum": 1, "maximum": 100 })).query(
            "cursor",
            "The `next` of the page before.",
            &json!({ "type": "string" }),
        )
    }

    /// May be sent again under a key.
    pub(super) fn keyed(self) -> Description {
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$" });
        self.parameter("header", IDEMPOTENCY_KEY, "Sent again, the request gives the first answer again.", &schema)
            .fails(&[409, 422])
    }

    /// Whether it may.
    #[cfg(test)]
    pub(super) fn is_keyed(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter["name"] == IDEMPOTENCY_KEY)
    }

    /// A header that changes how the answer comes.
    pub(super) fn header(self, name: &str, what: &str) -> Description {
        self.parameter("header", name, what, &json!({ "type": "string" }))
    }

    /// A body of JSON.
    pub(super) fn takes<T: JsonSchema>(self, schemas: &mut SchemaGenerator) -> Description {
        let schema = schemas.subschema_for::<T>();
        self.takes_media("application/json", Some(Value::from(schema)))
    }

    /// A body of another type.
    pub(super) fn takes_media(mut self, media_type: &'static str, schema: Option<Value>) -> Description {
        self.body.push(Content { media_type, schema });
        self.fails(&[415, 422])
    }

    /// An answer of JSON.
    pub(super) fn gives<T: JsonSchema>(
        self,
        status: u16,
        what: &'static str,
        schemas: &mut SchemaGenerator,
    ) -> Description {
        let schema = schemas.subschema_for::<T>();
        self.gives_json(status, what, schema)
    }

    /// [`Description::gives`] with a schema of its own.
    pub(super) fn gives_json(mut self, status: u16, what: &'static str, schema: Schema) -> Description {
        let content = Content { media_type: "application/json", schema: Some(schema.into()) };
        self.answers.push((status, what, vec![content]));
        self
    }

    /// An answer of other types.
    pub(super) fn gives_media(mut self, status: u16, what: &'static str, media_types: &[&'static str]) -> Description {
        let content = media_types.iter().map(|&media_type| Content { media_type, schema: None }).collect();
        self.answers.push((status, what, content));
        self
    }

    /// An answer that is a page.
    pub(super) fn gives_page(self, status: u16, what: &'static str) -> Description {
        self.gives_media(status, what, &["text/html"])
    }

    /// What `{file}` of the path may be.
    pub(super) fn of_files(mut self, files: &'static [&'static str]) -> Description {
        self.files = files;
        self
    }

    /// Problems of these statuses.
    pub(super) fn fails(mut self, statuses: &[u16]) -> Description {
        self.problems.extend(statuses);
        self
    }
}
