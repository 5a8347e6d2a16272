"""The Python client against a live server: live.py URL KEY PHOTO; says what it saw as JSON."""

import json
import pathlib
import sys

from oneclick3d import ApiError, Client, GenerationFailed

url, key, photo = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).read_bytes()
client = Client(url, key, attempts=2)
seen = {"before": client.credits()["available"]}
first = client.generate(photo, resolution=16, idempotency_key="once")
again = client.generate(photo, resolution=16, idempotency_key="once")
seen["same"] = first["id"] == again["id"]
done = client.wait(first["id"], interval=0.05)
seen["state"] = done["state"]
seen["glb"] = client.download(done["id"], "glb")[:4].decode()
try:
    client.wait(client.generate(photo, resolution=17)["id"], interval=0.05)
except GenerationFailed as failed:
    seen["fault"] = failed.generation["fault"]["kind"]
try:
    client.generate(photo, resolution=3)
except ApiError as error:
    seen["refused"] = [error.status, error.code, error.passes]
try:
    Client(url, "oc3d_wrong").credits()
except ApiError as error:
    seen["wrong_key"] = [error.status, error.code]
try:
    Client("http://127.0.0.1:9", key, attempts=1).credits()
except ApiError as error:
    seen["no_answer"] = [error.status, error.code, error.passes]
seen["history"] = [generation["state"] for generation in client.generations()]
seen["after"] = client.credits()["available"]
print(json.dumps(seen))
