"""A photo becomes a 3D model: client of a oneclick3d server.

    from oneclick3d import Client

    client = Client("http://127.0.0.1:8080", "oc3d_…")
    with open("photo.png", "rb") as photo:
        generation = client.generate(photo.read())
    done = client.wait(generation["id"])
    with open("model.glb", "wb") as model:
        model.write(client.download(done["id"], "glb"))

Needs nothing but Python's standard library. A request that failed on its way is sent again under the same Idempotency-Key, so that
nothing is made or charged twice.
"""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from typing import Any, Literal, TypedDict

__all__ = [
    "ApiError",
    "Checkout",
    "Client",
    "Credits",
    "Fault",
    "Generation",
    "GenerationFailed",
    "Lot",
    "MadeWebhookEndpoint",
    "Package",
    "Policy",
    "PriceRule",
    "Prices",
    "Progress",
    "Purchase",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]

State = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"]
Stage = Literal["decode", "foreground", "model", "isosurface", "mesh", "export"]
Format = Literal["glb", "obj", "stl", "ply"]
Provider = Literal["stripe", "btcpay"]
EndEvent = Literal["generation.succeeded", "generation.failed", "generation.canceled"]
PurchaseState = Literal[
    "open", "expired", "failed", "paid", "partly_refunded", "refunded", "disputed", "charged_back"
]


class Progress(TypedDict):
    """How far a run is; `fraction` is of the whole run, 0 to 1."""

    stage: Stage | None
    fraction: float


class Fault(TypedDict):
    """Why a run failed; its credits are back."""

    kind: str
    message: str


class Generation(TypedDict):
    """One photo becoming one model; times are RFC 3339."""

    id: str
    state: State
    model: str
    credits: int
    hold: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    progress: Progress
    fault: Fault | None
    artifacts: dict[Format, str]
    artifacts_expired_at: str | None
    thumbnail_url: str | None


class Lot(TypedDict):
    """Credits that came in together and expire together."""

    id: str
    credits: int
    remaining: int
    held: int
    frozen: int
    expires_at: str


class Credits(TypedDict):
    """A balance."""

    available: int
    held: int
    frozen: int
    lots: list[Lot]


class PriceRule(TypedDict):
    """What certain generations cost; None stands for any model, any resolution."""

    model: str | None
    resolution_from: int | None
    credits: int


class Prices(TypedDict):
    """What generations cost, in credits: the first rule that fits, or `default`. The first model runs where none is named.

    `lifetime_months` is how long bought credits can be used, in months of the calendar.
    """

    default: int
    rules: list[PriceRule]
    models: list[str]
    lifetime_months: int


class Package(TypedDict):
    """What is sold; `price` is for people."""

    id: str
    name: str
    credits: int
    price_minor: int
    currency: str
    price: str


class PolicyUrls(TypedDict):
    """Where its texts are."""

    policy: str
    terms: str
    examples: str


class Policy(TypedDict):
    """The version of policy and terms that is in force."""

    number: int
    sha256: str
    last_updated: str
    urls: PolicyUrls


class Checkout(TypedDict):
    """A purchase that is begun: `url` is where to pay, while that is possible."""

    id: str
    url: str | None
    state: PurchaseState


class Purchase(Checkout):
    """What an account bought, or began to buy; `receipt` is the path of a page to print."""

    package: str
    credits: int
    price_minor: int
    currency: str
    provider: Literal["stripe", "btcpay", "manual"]
    policy_sha256: str
    created_at: str
    paid_at: str | None
    paid_minor: int | None
    refunded_minor: int
    lot: str | None
    clawed_back: int
    shortfall: int
    receipt: str | None


class WebhookEndpoint(TypedDict):
    """Where an account hears how its generations ended.

    It is disabled when it answered 410 ("gone"), or nothing but failures for days ("failing").
    """

    id: str
    url: str
    events: list[EndEvent]
    description: str | None
    state: Literal["enabled", "disabled"]
    disabled_reason: Literal["gone", "failing"] | None
    created_at: str


class MadeWebhookEndpoint(WebhookEndpoint):
    """One that was made, or whose secret was replaced: the one answer that has it.

    Deliveries are signed with the secret, whsec_… (Standard Webhooks 1.0).
    """

    secret: str


class WebhookAttempt(TypedDict):
    """One time that a delivery was sent; `status` is None where no answer came, `ms` is how long it took."""

    at: str
    status: int | None
    error: str | None
    ms: int


class WebhookDelivery(TypedDict):
    """What was told to an endpoint, or will be; `id` is the `webhook-id`, `attempts` are the latest, oldest first."""

    id: str
    event: EndEvent | Literal["webhook.test"]
    generation: str | None
    state: Literal["pending", "delivered", "failed"]
    created_at: str
    next_attempt_at: str | None
    attempts: list[WebhookAttempt]


class ApiError(Exception):
    """What the server refused, and why (RFC 9457). `status` is 0 when no answer came."""

    def __init__(self, status: int, code: str, detail: str, retry_after: float | None = None) -> None:
        super().__init__(f"{status} {code}: {detail}" if status else f"{code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def passes(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in (0, 429, 502, 503, 504) or self.code == "idempotency_key_in_flight"


class GenerationFailed(Exception):
    """A generation ended without a model; its credits are back."""

    def __init__(self, generation: Generation) -> None:
        fault = generation["fault"]
        super().__init__(f"{generation['id']} {generation['state']}" + (f": {fault['message']}" if fault else ""))
        self.generation = generation


class Client:
    """Speaks to one server with one account's key.

    `timeout` bounds each answer, in seconds; `attempts` is how often a request is sent at most.
    """

    def __init__(self, url: str, key: str, *, timeout: float = 90.0, attempts: int = 5) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = timeout
        self._attempts = attempts

    def generate(
        self,
        image: bytes,
        *,
        mask: bytes | None = None,
        model: str | None = None,
        resolution: int | None = None,
        foreground_ratio: float | None = None,
        keep_background: bool | None = None,
        idempotency_key: str | None = None,
    ) -> Generation:
        """Pays for a generation of `image` (PNG, JPEG or WebP) and puts it into the line."""
        body = _photo(image, mask, foreground_ratio, keep_background) | _given(model=model, resolution=resolution)
        key = idempotency_key or str(uuid.uuid4())
        generation: Generation = self._json("POST", "/v1/generations", body, {"Idempotency-Key": key})
        return generation

    def cutout(
        self,
        image: bytes,
        *,
        mask: bytes | None = None,
        foreground_ratio: float | None = None,
        keep_background: bool | None = None,
    ) -> bytes:
        """What `generate` would take for the object, a PNG file; costs nothing."""
        body = json.dumps(_photo(image, mask, foreground_ratio, keep_background)).encode()
        return self._send("POST", "/v1/cutouts", body)

    def generation(self, id: str) -> Generation:
        """How a generation stands."""
        generation: Generation = self._json("GET", f"/v1/generations/{_quote(id)}")
        return generation

    def generations(self, *, states: Iterable[State] = ()) -> Iterator[Generation]:
        """The account's generations, newest first; only those in one of `states` if they are given."""
        wanted = ",".join(states)
        return self._pages("/v1/generations", f"&state={wanted}" if wanted else "")

    def wait(self, id: str, *, timeout: float = 600.0, interval: float = 0.5) -> Generation:
        """Waits until a generation has succeeded.

        Raises GenerationFailed when it ends otherwise, TimeoutError when it has not ended after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            generation = self.generation(id)
            if generation["state"] == "SUCCEEDED":
                return generation
            if generation["state"] in ("FAILED", "CANCELED"):
                raise GenerationFailed(generation)
            if time.monotonic() >= deadline:
                raise TimeoutError(f"{id} is {generation['state']} after {timeout} s")
            time.sleep(interval)

    def cancel(self, id: str) -> Generation:
        """Cancels a generation; its credits come back."""
        generation: Generation = self._json("POST", f"/v1/generations/{_quote(id)}/cancel")
        return generation

    def download(self, id: str, format: Format = "glb") -> bytes:
        """The model of a generation that succeeded."""
        return self._send("GET", f"/v1/generations/{_quote(id)}/model.{format}")

    def thumbnail(self, id: str) -> bytes:
        """A picture of the model of a generation that succeeded, a PNG file."""
        return self._send("GET", f"/v1/generations/{_quote(id)}/thumbnail.png")

    def credits(self) -> Credits:
        """The account's balance."""
        credits: Credits = self._json("GET", "/v1/credits")
        return credits

    def prices(self) -> Prices:
        """What generations cost, and with which models they are made."""
        prices: Prices = self._json("GET", "/v1/prices")
        return prices

    def packages(self) -> list[Package]:
        """What is sold."""
        packages: list[Package] = self._json("GET", "/v1/packages")["data"]
        return packages

    def policy(self) -> Policy:
        """The policy that a purchase accepts."""
        policy: Policy = self._json("GET", "/v1/policy")
        return policy

    def checkout(
        self,
        package: str,
        *,
        policy_sha256: str,
        examples_seen: bool,
        provider: Provider | None = None,
        idempotency_key: str | None = None,
    ) -> Checkout:
        """Begins to buy the package of this id; the buyer pays at the `url` of what it answers.

        Sales are final, so that two things are said before: the hash of the policy that is accepted, as `policy()` tells it,
        and that the examples were looked at.
        """
        body = {"package": package, "policy_sha256": policy_sha256, "examples_seen": examples_seen}
        body |= _given(provider=provider)
        key = idempotency_key or str(uuid.uuid4())
        checkout: Checkout = self._json("POST", "/v1/checkouts", body, {"Idempotency-Key": key})
        return checkout

    def purchase(self, id: str) -> Purchase:
        """How a purchase stands."""
        purchase: Purchase = self._json("GET", f"/v1/purchases/{_quote(id)}")
        return purchase

    def purchases(self) -> Iterator[Purchase]:
        """The account's purchases, newest first."""
        return self._pages("/v1/purchases")

    def webhook_endpoints(self) -> Iterator[WebhookEndpoint]:
        """Where the account hears how its generations ended, newest first."""
        return self._pages("/v1/webhook-endpoints")

    def create_webhook_endpoint(
        self,
        url: str,
        *,
        events: list[EndEvent] | None = None,
        description: str | None = None,
        idempotency_key: str | None = None,
    ) -> MadeWebhookEndpoint:
        """Tells `url` from now on how generations end: of every end, if `events` are not given.

        The answer alone has the secret that signs.
        """
        body = _given(url=url, events=events, description=description)
        key = idempotency_key or str(uuid.uuid4())
        made: MadeWebhookEndpoint = self._json("POST", "/v1/webhook-endpoints", body, {"Idempotency-Key": key})
        return made

    def webhook_endpoint(self, id: str) -> WebhookEndpoint:
        """One of them."""
        endpoint: WebhookEndpoint = self._json("GET", _endpoint(id))
        return endpoint

    def delete_webhook_endpoint(self, id: str) -> None:
        """Tells it nothing more."""
        self._send("DELETE", _endpoint(id))

    def enable_webhook_endpoint(self, id: str) -> WebhookEndpoint:
        """Tells one that was disabled what happens from now on."""
        endpoint: WebhookEndpoint = self._json("POST", f"{_endpoint(id)}/enable")
        return endpoint

    def rotate_webhook_secret(self, id: str) -> MadeWebhookEndpoint:
        """Makes another secret, beside which the old one signs for a day."""
        made: MadeWebhookEndpoint = self._json("POST", f"{_endpoint(id)}/rotate")
        return made

    def test_webhook_endpoint(self, id: str) -> WebhookDelivery:
        """Sends it a `webhook.test`."""
        delivery: WebhookDelivery = self._json("POST", f"{_endpoint(id)}/test")
        return delivery

    def webhook_deliveries(self, id: str) -> Iterator[WebhookDelivery]:
        """What was told to it, newest first."""
        return self._pages(f"{_endpoint(id)}/deliveries")

    def replay_webhook_delivery(self, id: str, delivery: str) -> WebhookDelivery:
        """Sends a delivery again, under the same id."""
        replayed: WebhookDelivery = self._json("POST", f"{_endpoint(id)}/deliveries/{_quote(delivery)}/replay")
        return replayed

    def _pages(self, path: str, filter: str = "") -> Iterator[Any]:
        cursor = ""
        while True:
            page = self._json("GET", f"{path}?limit=100{filter}{cursor}")
            yield from page["data"]
            if page["next"] is None:
                return
            cursor = "&cursor=" + urllib.parse.quote(page["next"])

    def _json(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self._send(method, path, data, headers))

    def _send(
        self, method: str, path: str, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> bytes:
        # A request that creates something has a key; every other one may be repeated as it is. What is sent to a webhook goes
        # at least once.
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._send_once(method, path, data, headers or {})
            except ApiError as error:
                if not error.passes or attempt >= self._attempts:
                    raise
                pause = error.retry_after if error.retry_after is not None else 0.5 * 2 ** (attempt - 1)
                time.sleep(min(pause, 30.0))

    def _send_once(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> bytes:
        request = urllib.request.Request(self._url + path, data=data, method=method)
        request.add_header("Authorization", f"Bearer {self._key}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            raise _api_error(error) from None
        except (OSError, HTTPException) as error:
            raise ApiError(0, "no_answer", str(error)) from error


def _api_error(error: urllib.error.HTTPError) -> ApiError:
    retry_after = error.headers.get("Retry-After", "")
    delay = float(retry_after) if retry_after.isdigit() else None
    try:
        problem = json.loads(error.read())
        return ApiError(error.code, problem["code"], problem["detail"], delay)
    except (ValueError, KeyError, TypeError, OSError):
        return ApiError(error.code, "unknown", error.reason, delay)


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _photo(
    image: bytes, mask: bytes | None, foreground_ratio: float | None, keep_background: bool | None
) -> dict[str, Any]:
    """The fields of a photo and of how it is cut out."""
    files = _given(image=_data_uri(image), mask=None if mask is None else _data_uri(mask))
    return files | _given(foreground_ratio=foreground_ratio, keep_background=keep_background)


def _data_uri(image: bytes) -> str:
    # What it is, the server finds in the bytes.
    return "data:application/octet-stream;base64," + base64.b64encode(image).decode("ascii")


def _endpoint(id: str) -> str:
    return f"/v1/webhook-endpoints/{_quote(id)}"


def _quote(id: str) -> str:
    return urllib.parse.quote(id, safe="")
