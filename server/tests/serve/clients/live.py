"""The Python client against a live server: live.py URL KEY PHOTO HOOK; says what it saw as JSON."""

import json
import pathlib
import sys
import time

from oneclick3d import ApiError, Client, GenerationFailed

url, key, photo, hook = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).read_bytes(), sys.argv[4]
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
seen["cutout"] = client.cutout(photo, foreground_ratio=0.9)[1:4].decode()
seen["thumbnail"] = client.thumbnail(done["id"])[1:4].decode()
seen["failed"] = [generation["id"] == done["id"] for generation in client.generations(states=["FAILED", "CANCELED"])]
prices = client.prices()
seen["models"] = [prices["models"], prices["lifetime_months"]]
slow = client.generate(photo, resolution=18)
seen["canceled"] = client.cancel(slow["id"])["state"]
package = client.packages()[0]
terms = {"policy_sha256": client.policy()["sha256"], "examples_seen": True, "idempotency_key": "bought once"}
begun = client.checkout(package["id"], **terms)
seen["same_checkout"] = client.checkout(package["id"], **terms) == begun
seen["pays_at"] = begun["url"] is not None and begun["url"].startswith("https://checkout.example.com/")
seen["purchases"] = [[one["id"] == begun["id"], one["state"], one["credits"]] for one in client.purchases()]
seen["purchase"] = client.purchase(begun["id"])["package"]
try:
    client.checkout(package["id"], policy_sha256="0" * 64, examples_seen=True)
except ApiError as error:
    seen["other_policy"] = [error.status, error.code]
wanted = {"events": ["generation.failed"], "description": "The shop", "idempotency_key": "made once"}
made = client.create_webhook_endpoint(hook, **wanted)
same = client.create_webhook_endpoint(hook, **wanted)["secret"] == made["secret"]
seen["same_secret"] = same and made["secret"].startswith("whsec_")
seen["endpoints"] = [
    [one["id"] == made["id"], one["url"] == hook, one["events"], one["description"]] for one in client.webhook_endpoints()
]


def told(endpoint):
    while True:
        delivery = next(client.webhook_deliveries(endpoint["id"]))
        if delivery["state"] != "pending":
            return delivery
        time.sleep(0.05)


tried = client.test_webhook_endpoint(made["id"])
delivered = told(made)
statuses = [attempt["status"] for attempt in delivered["attempts"]]
what = [delivered[name] for name in ("event", "generation", "state")]
seen["told"] = [delivered["id"] == tried["id"], *what, statuses]
replayed = client.replay_webhook_delivery(made["id"], tried["id"])
seen["replayed"] = [replayed["id"] == tried["id"], replayed["state"], len(told(made)["attempts"])]
seen["rotated"] = client.rotate_webhook_secret(made["id"])["secret"] != made["secret"]
gone = client.create_webhook_endpoint(f"{hook}/gone")
seen["every_end"] = gone["events"]
client.test_webhook_endpoint(gone["id"])
told(gone)
disabled = client.webhook_endpoint(gone["id"])
enabled = client.enable_webhook_endpoint(gone["id"])
seen["gone"] = [disabled["state"], disabled["disabled_reason"], enabled["state"]]
client.delete_webhook_endpoint(gone["id"])
try:
    client.webhook_endpoint(gone["id"])
except ApiError as error:
    seen["deleted"] = [error.status, error.code]
seen["history"] = [generation["state"] for generation in client.generations()]
seen["after"] = client.credits()["available"]
print(json.dumps(seen))
