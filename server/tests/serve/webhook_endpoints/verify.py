"""Verifies a webhook with libraries that nobody here wrote. Reads {"headers", "body", "secret"}; prints which found it right, and
which took the same with one byte changed."""

import json
import sys

from replicate.webhook import Webhooks, WebhookSigningSecret, WebhookValidationError
from standardwebhooks import Webhook, WebhookVerificationError

hook = json.load(sys.stdin)
headers, secret = hook["headers"], hook["secret"]


def standard(body):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


def replicates(body):
    try:
        Webhooks.validate(headers=headers, body=body, secret=WebhookSigningSecret(key=secret), tolerance=300)
        return True
    except WebhookValidationError:
        return False


changed = hook["body"].replace("1", "2")
json.dump([[check(body) for check in (standard, replicates)] for body in (hook["body"], changed)], sys.stdout)
