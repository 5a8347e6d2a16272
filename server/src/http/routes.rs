//! What the service answers, one line for each operation.

use hyper::Method;

/// What is asked for at a path by a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Healthz,
    Readyz,
    Metrics,
    OpenApi,
    ListGenerations,
    CreateGeneration,
    GetGeneration,
    StreamEvents,
    CancelGeneration,
    GetArtifact,
    CutOut,
    GetCredits,
    ListEntries,
    GetStatement,
    GetAccount,
    ExportAccount,
    ListPrices,
    ListPackages,
    CreateCheckout,
    ListPurchases,
    GetPurchase,
    GetReceipt,
    CheckoutPaid,
    CheckoutCanceled,
    TakeStripeEvent,
    TakeBtcpayEvent,
    PolicyPage,
    TermsPage,
    EarlierPolicyPage,
    EarlierTermsPage,
    GetPolicy,
    Examples,
    ExamplePicture,
    ListCases,
    OpenCase,
    GetCase,
    ReplyToCase,
    ListKeys,
    CreateKey,
    RevokeKey,
    RotateKey,
    ListWebhookEndpoints,
    CreateWebhookEndpoint,
    GetWebhookEndpoint,
    DeleteWebhookEndpoint,
    EnableWebhookEndpoint,
    RotateWebhookSecret,
    TestWebhookEndpoint,
    ListWebhookDeliveries,
    ReplayWebhookDelivery,
    OpenSession,
    GetSession,
    CloseSession,
    RequestSignup,
    ConfirmSignup,
    SignupPage,
    SubmitSignupPage,
    OperatorCommand,
    OperatorOverview,
    GetEvidence,
    GetLink,
    StabilityGenerate,
    StabilityBalance,
    MeshyCreate,
    MeshyList,
    MeshyGet,
    MeshyDelete,
    MeshyStream,
    CogPredict,
    CogGet,
    CogCancel,
    ReplicatePredict,
    ReplicatePredictWith,
    ListPredictions,
    GetPrediction,
    StreamPrediction,
    CancelPrediction,
    CreateFile,
    GetFile,
    DeleteFile,
    GetWebhookSecret,
    ListModels,
    GetModel,
    ListVersions,
    GetVersion,
    WebPage,
    WebAsset,
}

impl Operation {
    /// Whether requests count against the limits of an address, and stand in the log: who watches the server must not lose sight of
    /// it in a crowd, nor be all that it tells of.
    pub(super) fn is_counted(self) -> bool {
        !matches!(self, Operation::Healthz | Operation::Readyz | Operation::Metrics)
    }
}

/// Where an operation is found.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) method: Method,
    /// A path; a segment in braces stands for any that is not empty.
    pub(super) pattern: &'static str,
    pub(super) operation: Operation,
}

const fn get(pattern: &'static str, operation: Operation) -> Route {
    Route { method: Method::GET, pattern, operation }
}

const fn post(pattern: &'static str, operation: Operation) -> Route {
    Route { method: Method::POST, pattern, operation }
}

const fn delete(pattern: &'static str, operation: Operation) -> Route {
    Route { method: Method::DELETE, pattern, operation }
}

/// All of them. Of two patterns that fit a path, the one that stands first counts.
pub(super) static ROUTES: &[Route] = &[
    get("/", Operation::WebPage),
    get("/signin", Operation::WebPage),
    get("/create", Operation::WebPage),
    get("/models", Operation::WebPage),
    get("/models/{id}", Operation::WebPage),
    get("/credits", Operation::WebPage),
    get("/cases", Operation::WebPage),
    get("/cases/{id}", Operation::WebPage),
    get("/account", Operation::WebPage),
    get("/account/webhooks/{id}", Operation::WebPage),
    get("/operator", Operation::WebPage),
    get("/operator/{page}", Operation::WebPage),
    get("/operator/{page}/{id}", Operation::WebPage),
    get("/assets/{file}", Operation::WebAsset),
    get("/healthz", Operation::Healthz),
    get("/readyz", Operation::Readyz),
    get("/metrics", Operation::Metrics),
    get("/openapi.json", Operation::OpenApi),
    get("/v1/generations", Operation::ListGenerations),
    post("/v1/generations", Operation::CreateGeneration),
    get("/v1/generations/{id}", Operation::GetGeneration),
    get("/v1/generations/{id}/events", Operation::StreamEvents),
    post("/v1/generations/{id}/cancel", Operation::CancelGeneration),
    get("/v1/generations/{id}/{file}", Operation::GetArtifact),
    post("/v1/cutouts", Operation::CutOut),
    get("/v1/credits", Operation::GetCredits),
    get("/v1/credits/entries", Operation::ListEntries),
    get("/v1/credits/statement", Operation::GetStatement),
    get("/v1/account", Operation::GetAccount),
    get("/v1/account/export", Operation::ExportAccount),
    get("/v1/prices", Operation::ListPrices),
    get("/v1/packages", Operation::ListPackages),
    post("/v1/checkouts", Operation::CreateCheckout),
    get("/v1/purchases", Operation::ListPurchases),
    get("/v1/purchases/{id}", Operation::GetPurchase),
    get("/v1/purchases/{id}/receipt", Operation::GetReceipt),
    get("/checkout/paid", Operation::CheckoutPaid),
    get("/checkout/canceled", Operation::CheckoutCanceled),
    post("/v1/payments/stripe", Operation::TakeStripeEvent),
    post("/v1/payments/btcpay", Operation::TakeBtcpayEvent),
    get("/policy", Operation::PolicyPage),
    get("/terms", Operation::TermsPage),
    get("/policy/{sha256}", Operation::EarlierPolicyPage),
    get("/terms/{sha256}", Operation::EarlierTermsPage),
    get("/v1/policy", Operation::GetPolicy),
    get("/examples", Operation::Examples),
    get("/examples/{file}", Operation::ExamplePicture),
    get("/v1/cases", Operation::ListCases),
    post("/v1/cases", Operation::OpenCase),
    get("/v1/cases/{id}", Operation::GetCase),
    post("/v1/cases/{id}/messages", Operation::ReplyToCase),
    get("/v1/keys", Operation::ListKeys),
    post("/v1/keys", Operation::CreateKey),
    delete("/v1/keys/{id}", Operation::RevokeKey),
    post("/v1/keys/{id}/rotate", Operation::RotateKey),
    get("/v1/webhook-endpoints", Operation::ListWebhookEndpoints),
    post("/v1/webhook-endpoints", Operation::CreateWebhookEndpoint),
    get("/v1/webhook-endpoints/{id}", Operation::GetWebhookEndpoint),
    delete("/v1/webhook-endpoints/{id}", Operation::DeleteWebhookEndpoint),
    post("/v1/webhook-endpoints/{id}/enable", Operation::EnableWebhookEndpoint),
    post("/v1/webhook-endpoints/{id}/rotate", Operation::RotateWebhookSecret),
    post("/v1/webhook-endpoints/{id}/test", Operation::TestWebhookEndpoint),
    get("/v1/webhook-endpoints/{id}/deliveries", Operation::ListWebhookDeliveries),
    post("/v1/webhook-endpoints/{id}/deliveries/{delivery}/replay", Operation::ReplayWebhookDelivery),
    post("/v1/session", Operation::OpenSession),
    get("/v1/session", Operation::GetSession),
    delete("/v1/session", Operation::CloseSession),
    post("/v1/signups", Operation::RequestSignup),
    post("/v1/signups/confirm", Operation::ConfirmSignup),
    get("/signup", Operation::SignupPage),
    post("/signup", Operation::SubmitSignupPage),
    post("/v1/operator/commands", Operation::OperatorCommand),
    get("/v1/operator/overview", Operation::OperatorOverview),
    get("/v1/operator/disputes/{id}/evidence", Operation::GetEvidence),
    get("/links/{id}/{file}", Operation::GetLink),
    post("/v2beta/3d/stable-fast-3d", Operation::StabilityGenerate),
    get("/v1/user/balance", Operation::StabilityBalance),
    post("/openapi/v1/image-to-3d", Operation::MeshyCreate),
    get("/openapi/v1/image-to-3d", Operation::MeshyList),
    get("/openapi/v1/image-to-3d/{id}", Operation::MeshyGet),
    delete("/openapi/v1/image-to-3d/{id}", Operation::MeshyDelete),
    get("/openapi/v1/image-to-3d/{id}/stream", Operation::MeshyStream),
    post("/predictions", Operation::CogPredict),
    get("/predictions/{id}", Operation::CogGet),
    post("/predictions/{id}/cancel", Operation::CogCancel),
    post("/v1/predictions", Operation::ReplicatePredict),
    get("/v1/predictions", Operation::ListPredictions),
    get("/v1/predictions/{id}", Operation::GetPrediction),
    get("/v1/predictions/{id}/stream", Operation::StreamPrediction),
    post("/v1/predictions/{id}/cancel", Operation::CancelPrediction),
    post("/v1/files", Operation::CreateFile),
    get("/v1/files/{id}", Operation::GetFile),
    delete("/v1/files/{id}", Operation::DeleteFile),
    get("/v1/webhooks/default/secret", Operation::GetWebhookSecret),
    get("/v1/models", Operation::ListModels),
    get("/v1/models/{owner}/{name}", Operation::GetModel),
    post("/v1/models/{owner}/{name}/predictions", Operation::ReplicatePredictWith),
    // Patterns have room for two parameters, and there is one owner.
    get("/v1/models/oneclick3d/{name}/versions", Operation::ListVersions),
    get("/v1/models/oneclick3d/{name}/versions/{id}", Operation::GetVersion),
];

/// A path that is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found<'a> {
    /// What it fits; for the metrics.
    pub(super) pattern: &'static str,
    /// What stands in the path for the pattern's braces, in their order; empty beyond them.
    pub(super) parameters: [&'a str; 2],
}

impl<'a> Found<'a> {
    pub(super) fn at(path: &'a str) -> Option<Found<'a>> {
        ROUTES.iter().find_map(|route| Some(Found { pattern: route.pattern, parameters: fit(route.pattern, path)? }))
    }

    fn routes(&self) -> impl Iterator<Item = &'static Route> {
        let pattern = self.pattern;
        ROUTES.iter().filter(move |route| route.pattern == pattern)
    }

    /// What a method does here; HEAD is a GET whose body is not sent.
    pub(super) fn operation(&self, method: &Method) -> Option<Operation> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.routes().find(|route| route.method == *method).map(|route| route.operation)
    }

    /// The methods that do anything here, as the header `Allow` lists them.
    pub(super) fn allowed(&self) -> String {
        let methods: Vec<&str> = self
            .routes()
            .flat_map(
                |route| if route.method == Method::GET { vec!["GET", "HEAD"] } else { vec![route.method.as_str()] },
            )
            .collect();
        methods.join(", ")
    }
}

fn fit<'a>(pattern: &str, path: &'a str) -> Option<[&'a str; 2]> {
    let mut parameters = [""; 2];
    let mut empty = parameters.iter_mut();
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        let segment = segments.next()?;
        if !wanted.starts_with('{') {
            (segment == wanted).then_some(())?;
        } else if segment.is_empty() {
            return None;
        } else {
            *empty.next()? = segment;
        }
    }
    segments.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation<'a>(method: &Method, path: &'a str) -> Option<(Operation, [&'a str; 2])> {
        let found = Found::at(path)?;
        Some((found.operation(method)?, found.parameters))
    }

    #[test]
    fn known_paths_are_found_and_others_are_not() {
        for (method, path, wanted, parameters) in [
            (Method::GET, "/v1/generations", Operation::ListGenerations, ["", ""]),
            (Method::POST, "/v1/generations", Operation::CreateGeneration, ["", ""]),
            (Method::HEAD, "/v1/generations/gen_1", Operation::GetGeneration, ["gen_1", ""]),
            (Method::GET, "/v1/generations/gen_1/events", Operation::StreamEvents, ["gen_1", ""]),
            (Method::GET, "/v1/generations/gen_1/model.stl", Operation::GetArtifact, ["gen_1", "model.stl"]),
            (Method::GET, "/v1/generations/gen_1/thumbnail.png", Operation::GetArtifact, ["gen_1", "thumbnail.png"]),
            (Method::POST, "/v1/keys/key_1/rotate", Operation::RotateKey, ["key_1", ""]),
            (Method::POST, "/v1/signups/confirm", Operation::ConfirmSignup, ["", ""]),
        ] {
            assert_eq!(operation(&method, path), Some((wanted, parameters)), "{method} {path}");
        }
        for path in
            ["//", "", "*", "/v1", "/v1/generations/", "/v1/generations/g/x/y", "/v1/keys/", "v1/keys", "/v1/keys//"]
        {
            assert_eq!(Found::at(path), None, "{path}");
        }
    }

    #[test]
    fn every_route_finds_its_own_operation() {
        for route in ROUTES {
            let path = route.pattern.replace('{', "a").replace('}', "b");
            let found = operation(&route.method, &path).map(|(operation, _)| operation);
            assert_eq!(found, Some(route.operation), "{} {}", route.method, route.pattern);
        }
    }

    #[test]
    fn the_methods_of_a_path_are_listed() {
        let allowed = |path| Found::at(path).map(|found| found.allowed());
        assert_eq!(allowed("/v1/keys").as_deref(), Some("GET, HEAD, POST"));
        assert_eq!(allowed("/v1/keys/key_1").as_deref(), Some("DELETE"));
    }
}
