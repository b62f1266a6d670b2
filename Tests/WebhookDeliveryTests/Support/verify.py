#!/usr/bin/env python3
"""usage: verify.py own|reference SECRET <REQUEST

Verifies a signed webhook: REQUEST is an object with `headers` and a `body` in base 64. Exit status 0 for a good
signature, 1 for a bad one. `own` uses nothing but Python's standard library and was written from the specification
(Standard Webhooks 1.0.0); `reference` uses the package `standardwebhooks`.
"""

import base64
import hashlib
import hmac
import json
import sys


def own(secret, headers, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split(" "))


def reference(secret, headers, body):
    from standardwebhooks.webhooks import Webhook, WebhookVerificationError

    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return False
    return True


request = json.load(sys.stdin)
verify = {"own": own, "reference": reference}[sys.argv[1]]
sys.exit(0 if verify(sys.argv[2], request["headers"], base64.b64decode(request["body"])) else 1)
