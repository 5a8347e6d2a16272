"""Uses a server as users of Replicate's own client do. Arguments: URL, key, key of another account, photo. Prints what it saw."""

import io
import json
import sys

import httpx
import replicate
from replicate.exceptions import ModelError, ReplicateError

url, key, other_key, photo = sys.argv[1:]
client = replicate.Client(api_token=key, base_url=url)
client.poll_interval = 0.05
MODEL = "oneclick3d/silhouette"
seen = {}


def image():
    return open(photo, "rb")


def refusal(action):
    try:
        action()
    except ReplicateError as error:
        return {"status": error.status, "detail": error.detail}
    return None


seen["account"] = client.accounts.current().username
model = client.models.get(MODEL)
seen["model"] = [model.id, model.latest_version.id, len(model.versions.list())]
seen["models"] = [model.id for model in client.models.list()]

# By name, by version, and by the objects; the second waits by asking again.
files = {}
for name, reference, wait in [("name", MODEL, True), ("version", MODEL + ":silhouette", False), ("object", model, 30)]:
    input = {"image": image(), "resolution": 32}
    # The file goes ahead to /v1/files, as it does unless the client is told otherwise.
    output = client.run(reference, input=input, wait=wait)
    # Links need no key.
    files[name] = {ending: len(httpx.get(link).raise_for_status().content) for ending, link in output.items()}
seen["files"] = files

prediction = client.predictions.create(
    version=model.latest_version, input={"image": image(), "resolution": 32}, file_encoding_strategy="base64"
)
events = [event for event in prediction.stream()]
seen["events"] = sorted({event.event.value for event in events})
seen["last"] = [event.event.value for event in events][-2:]
prediction.wait()
seen["prediction"] = [prediction.status, prediction.progress.percentage, prediction.error]

slow = client.predictions.create(
    version="silhouette", input={"image": image(), "resolution": 34}, file_encoding_strategy="base64"
)
slow.cancel()
seen["canceled"] = slow.status
try:
    client.run(MODEL, input={"image": image(), "resolution": 33}, file_encoding_strategy="base64")
except ModelError as error:
    seen["failed"] = [error.prediction.status, str(error)]

listed = client.predictions.list()
seen["listed"] = [[prediction.status for prediction in listed], listed.next]
stranger = replicate.Client(api_token=other_key, base_url=url)
seen["strange"] = refusal(lambda: stranger.predictions.get(prediction.id))
seen["poor"] = refusal(
    lambda: stranger.run(MODEL, input={"image": image()}, file_encoding_strategy="base64")
)
seen["upload"] = refusal(lambda: client.files.create(io.BytesIO(b"no photo")))
ahead = client.files.create(photo)
seen["ahead"] = [ahead.size, ahead.checksums["sha256"], ahead.expires_at > ahead.created_at]
seen["found"] = client.files.get(ahead.id) == ahead
seen["theirs"] = refusal(lambda: stranger.run(MODEL, input={"image": ahead.urls["get"]}))
client.files.delete(ahead.id)
seen["deleted"] = refusal(lambda: client.files.get(ahead.id))
seen["webhook"] = refusal(
    lambda: client.predictions.create(version="silhouette", input={}, webhook="ftp://example.com")
)
print(json.dumps(seen))
