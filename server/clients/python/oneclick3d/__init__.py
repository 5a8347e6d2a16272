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
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any, Literal, TypedDict

__all__ = ["ApiError", "Client", "Credits", "Fault", "Generation", "GenerationFailed", "Lot", "Progress"]

State = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"]
Format = Literal["glb", "obj", "stl", "ply"]


class Progress(TypedDict):
    """How far a run is; `fraction` is of the whole run, 0 to 1."""

    stage: str | None
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
    created_at: str
    started_at: str | None
    finished_at: str | None
    progress: Progress
    fault: Fault | None
    artifacts: dict[str, str]
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
        body: dict[str, Any] = {"image": _data_uri(image)}
        if mask is not None:
            body["mask"] = _data_uri(mask)
        options = {
            "model": model,
            "resolution": resolution,
            "foreground_ratio": foreground_ratio,
            "keep_background": keep_background,
        }
        body.update({name: value for name, value in options.items() if value is not None})
        key = idempotency_key or str(uuid.uuid4())
        generation: Generation = self._json("POST", "/v1/generations", body, {"Idempotency-Key": key})
        return generation

    def generation(self, id: str) -> Generation:
        """How a generation stands."""
        generation: Generation = self._json("GET", f"/v1/generations/{_quote(id)}")
        return generation

    def generations(self) -> Iterator[Generation]:
        """All generations of the account, newest first."""
        return self._pages("/v1/generations")

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

    def credits(self) -> Credits:
        """The account's balance."""
        credits: Credits = self._json("GET", "/v1/credits")
        return credits

    def _pages(self, path: str) -> Iterator[Any]:
        query = "?limit=100"
        while True:
            page = self._json("GET", path + query)
            yield from page["data"]
            if page["next"] is None:
                return
            query = "?limit=100&cursor=" + urllib.parse.quote(page["next"])

    def _json(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self._send(method, path, data, headers))

    def _send(
        self, method: str, path: str, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> bytes:
        # A request that creates something has a key; every other one may be repeated as it is.
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


def _data_uri(image: bytes) -> str:
    # What it is, the server finds in the bytes.
    return "data:application/octet-stream;base64," + base64.b64encode(image).decode("ascii")


def _quote(id: str) -> str:
    return urllib.parse.quote(id, safe="")
