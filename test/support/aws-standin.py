"""S3, STS and IAM on loopback that refuse what AWS refuses: moto's server with its authentication made true to AWS.

Prints one line of JSON, {"port": ...}, when it listens. Then reads commands, one JSON object a line, from standard input and
answers each with one line: {"do": "make-user", "name": ..., "policy": {...} | null} gives keys, {"do": "make-session", ...} keys that expire, {"do": "reset"} empties
everything but the administrator. It ends when standard input is closed, so it never outlives who started it.

Stock moto in auth mode answers 500 to a request without an Authorization header, signs decoded paths (so that names with
spaces, +, # or letters beyond ASCII get SignatureDoesNotMatch), checks HeadBucket as an action that AWS does not have, and
tells a missing key from a forbidden one to everybody. Here: presigned URLs are verified (signature and expiry), anonymous
requests are refused unless the bucket policy allows them, preflights pass, paths are signed as sent, HeadBucket needs
s3:ListBucket, the public access block has its own actions, a missing key is 403 to who may not list, and
x-amz-expected-bucket-owner is enforced.
"""

import datetime
import json
import logging
import os
import secrets
import sys
import threading
from urllib.parse import parse_qs, quote, urlencode, urlparse

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"

import flask  # noqa: E402
from botocore.auth import S3SigV4QueryAuth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from moto.core import authorization  # noqa: E402
from moto.core.responses import ActionResult  # noqa: E402
from moto.iam.access_control import IAMPolicy, IAMUserAccessKey, PermissionResult, S3IAMRequest  # noqa: E402
from moto.iam.models import iam_backends  # noqa: E402
from moto.iam.responses import IamResponse  # noqa: E402
from moto.moto_api._internal.models import moto_api_backend  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from moto.s3.models import s3_backends  # noqa: E402
from moto.s3.responses import ACTION_MAP, S3ClientError  # noqa: E402
from moto.sts.models import sts_backends  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

ACCOUNT = "123456789012"
# Good for this process alone, and with the signs in it that a secret may have.
ADMINISTRATOR = ("AKIA" + secrets.token_hex(8).upper(), secrets.token_hex(18) + "/+aZ")
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
OBJECT_ACTIONS = {"GET": "s3:GetObject", "HEAD": "s3:GetObject", "PUT": "s3:PutObject", "DELETE": "s3:DeleteObject"}


class Refused(S3ClientError):
    code = 403

    def __init__(self, code="AccessDenied", message="Access Denied"):
        super().__init__(code, message)


def _path_as_sent():
    environ = flask.request.environ
    return environ.get("RAW_URI") or environ.get("REQUEST_URI")


def _sign_what_was_sent(init):
    def wrapped(self, *args, **kwargs):
        init(self, *args, **kwargs)
        self._path = _path_as_sent() or self._path
        if self._action == "s3:HeadBucket":
            self._action = "s3:ListBucket"

    return wrapped


def _check_presigned(response, query):
    signed_at = datetime.datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    lifetime = int(query["X-Amz-Expires"])
    if datetime.datetime.now(datetime.timezone.utc) > signed_at + datetime.timedelta(seconds=lifetime):
        raise Refused(message="Request has expired")
    key_id, _, region, service, _ = query["X-Amz-Credential"].split("/")
    account = response.current_account
    users = [key for user in iam_backends[account]["aws"].users.values() for key in user.access_keys]
    sessions = sts_backends[account]["aws"].assumed_roles
    key = next((one for one in [*users, *sessions] if one.access_key_id == key_id), None)
    if key is not None and query.get("X-Amz-Security-Token") != getattr(key, "session_token", None):
        raise Refused("InvalidToken", "The provided token is malformed or otherwise invalid.")
    secret = None if key is None else key.secret_access_key
    if secret is None:
        raise Refused("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    unsigned = urlencode({k: v for k, v in query.items() if k != "X-Amz-Signature"}, safe="-_.~", quote_via=quote)
    path = urlparse(_path_as_sent() or response.uri).path
    url = f"http://{response.headers['Host']}{path}?{unsigned}"
    request = AWSRequest(response.method, url, headers={"host": response.headers["Host"]})
    request.context["timestamp"] = query["X-Amz-Date"]
    auth = S3SigV4QueryAuth(Credentials(key_id, secret), service, region, lifetime)
    if auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request) != query["X-Amz-Signature"]:
        raise Refused("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.")


def _check_anonymous(response, bucket_name, key_name):
    try:
        bucket = response.backend.get_bucket(bucket_name)
    except Exception:
        raise Refused() from None
    action = OBJECT_ACTIONS.get(response.method)
    arn = f"arn:aws:s3:::{bucket_name}/{key_name}"
    if key_name and action and bucket.get_permission(action, arn) == PermissionResult.PERMITTED:
        return
    raise Refused()


def _bucket(name):
    return next((backend["aws"].buckets[name] for backend in s3_backends.values() if name in backend["aws"].buckets), None)


def _check_owner(response, bucket_name):
    """API reference, x-amz-expected-bucket-owner: 403 if the bucket belongs to another account."""
    expected = response.headers.get("X-Amz-Expected-Bucket-Owner")
    bucket = _bucket(bucket_name)
    if expected and bucket is not None and bucket.account_id != expected:
        raise Refused()


def _check_missing_key(response, bucket_name, key_name):
    """API reference, GetObject and HeadObject: without s3:ListBucket, S3 answers 403 for a key that does not exist."""
    bucket = _bucket(bucket_name)
    plain = not urlparse(response.uri).query or urlparse(response.uri).query == "x-id=GetObject"
    if response.method not in ("GET", "HEAD") or bucket is None or not plain or key_name in bucket.keys:
        return
    S3IAMRequest(
        account_id=response.current_account,
        method=response.method,
        path=_path_as_sent(),
        data=response.data,
        body=response.raw_body,
        headers=response.headers,
        action="ListBucket",
    ).check_action_permitted(f"arn:aws:s3:::{bucket_name}")


def _authenticate(original):
    def wrapped(self, bucket_name=None, key_name=None):
        if "Authorization" in self.headers:
            original(self, bucket_name, key_name)
            if bucket_name:
                _check_owner(self, bucket_name)
                if key_name:
                    _check_missing_key(self, bucket_name, key_name)
            return None
        if self.method == "OPTIONS":
            return None
        query = {k: v[0] for k, v in parse_qs(urlparse(self.uri).query, keep_blank_values=True).items()}
        if "X-Amz-Signature" in query:
            return _check_presigned(self, query)
        return _check_anonymous(self, bucket_name, key_name)

    return wrapped


S3IAMRequest.__init__ = _sign_what_was_sent(S3IAMRequest.__init__)
authorization.ActionAuthenticatorMixin._authenticate_and_authorize_s3_action = _authenticate(
    authorization.ActionAuthenticatorMixin._authenticate_and_authorize_s3_action
)


def _name_actions():
    """moto takes these for ListBucket, CreateBucket and DeleteBucket. Names: the Service Authorization Reference of S3."""
    for query, action in (
        ("publicAccessBlock", "BucketPublicAccessBlock"),
        ("ownershipControls", "BucketOwnershipControls"),
        ("encryption", "EncryptionConfiguration"),
    ):
        ACTION_MAP["BUCKET"]["GET"][query] = f"Get{action}"
        ACTION_MAP["BUCKET"]["PUT"][query] = f"Put{action}"
        ACTION_MAP["BUCKET"]["DELETE"][query] = f"Put{action}"


_name_actions()


def _policies_of(iam, arn):
    name = arn.split("/")[-1]
    if ":role/" in arn:
        iam.get_role_by_arn(arn)
        return [iam.get_role_policy(name, one)[1] for one in iam.list_role_policies(name)]
    return IAMUserAccessKey(ACCOUNT, "aws", iam.get_user(name).access_keys[0].access_key_id, {}).collect_policies()


def _simulate_principal_policy(self):
    """moto does not have it. As AWS: by the ARN of a user or a role, never of a session."""
    policies = _policies_of(self.backend, self._get_param("PolicySourceArn"))
    resource = self._get_param("ResourceArns")[0]
    results = []
    for action in self._get_param("ActionNames"):
        said = {IAMPolicy(policy).is_action_permitted(action, resource) for policy in policies}
        denied, allowed = PermissionResult.DENIED in said, PermissionResult.PERMITTED in said
        decision = "explicitDeny" if denied else "allowed" if allowed else "implicitDeny"
        results.append({"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": decision})
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})


IamResponse.simulate_principal_policy = _simulate_principal_policy


def make_user(name, policy, keys=None):
    """A user with one pair of keys and at most one policy; one of the same name that was there before is gone."""
    iam = iam_backends[ACCOUNT]["aws"]
    iam.users.pop(name, None)
    iam.create_user("us-east-1", name)
    if policy is not None:
        iam.put_user_policy(name, "standin", json.dumps(policy))
    key = iam.create_access_key(name)
    if keys is not None:
        iam.access_keys.pop(key.access_key_id)
        key.access_key_id, key.secret_access_key = keys
        iam.access_keys[key.access_key_id] = key
    return {"accessKeyId": key.access_key_id, "secretAccessKey": key.secret_access_key}


def make_session(name, policy):
    """Keys that expire, as a login or a role in CI gives them."""
    iam = iam_backends[ACCOUNT]["aws"]
    role = iam.create_role(name, "{}", "/", None, "", [], None)
    iam.put_role_policy(name, "standin", json.dumps(policy))
    session = sts_backends[ACCOUNT]["aws"].assume_role("us-east-1", "standin", role.arn, "", 3600, "")
    return {
        "accessKeyId": session.access_key_id,
        "secretAccessKey": session.secret_access_key,
        "sessionToken": session.session_token,
    }


def reset():
    moto_api_backend.reset()
    return make_user("administrator", EVERYTHING, ADMINISTRATOR)


def obey(command):
    if command["do"] == "make-user":
        return make_user(command["name"], command["policy"])
    if command["do"] == "make-session":
        return make_session(command["name"], command["policy"])
    if command["do"] == "reset":
        return reset()
    raise ValueError(f"unknown command {command['do']!r}")


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    os.environ["MOTO_PORT"] = str(server.server_port)
    root = reset()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say({"port": server.server_port, "root": root})
    for line in sys.stdin:
        try:
            say(obey(json.loads(line)))
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}"})
    os._exit(0)


if __name__ == "__main__":
    main()
