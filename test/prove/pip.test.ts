/** What pip is asked, what it gets to know, and what is told of its failures. */
import { describe, expect, test } from "vitest";
import { remember } from "../../src/lib/secrets.ts";
import { environmentForPip, whyPipFailed } from "../../src/prove/pip.ts";
import { asPipTakes } from "../../src/prove/pip-requirement.ts";

describe("a requirement as pip takes it", () => {
  test.each([
    ["~=1.14.6", "django-storages[s3]~=1.14.6"],
    [">=1.36,<2", "django-storages[s3]>=1.36,<2"],
    ["", "django-storages[s3]"],
    ["*", "django-storages[s3]"],
    ["==1.14.*", "django-storages[s3]==1.14.*"],
    [">= 1.14 , != 1.14.5", "django-storages[s3]>=1.14,!=1.14.5"],
    // Poetry's and Pipenv's.
    ["1.14.6", "django-storages[s3]==1.14.6"],
    ["=1.14.6", "django-storages[s3]==1.14.6"],
    ["^1.14.6", "django-storages[s3]>=1.14.6,<2"],
    ["^0.4.2", "django-storages[s3]>=0.4.2,<0.5"],
    ["^0.0.3", "django-storages[s3]>=0.0.3,<0.0.4"],
    ["^0", "django-storages[s3]>=0,<1"],
    ["~1.14.6", "django-storages[s3]>=1.14.6,<1.15"],
    ["~1", "django-storages[s3]>=1,<2"],
    ["^1.14, !=1.14.5", "django-storages[s3]>=1.14,<2,!=1.14.5"],
    // What pip would not read, or would have to build: any version.
    ["^1.14 || ^2", "django-storages[s3]"],
    ["@ git+https://example.com/x.git", "django-storages[s3]"],
    ["@ https://example.com/x.whl", "django-storages[s3]"],
    ["==1.0 --index-url=http://example.com", "django-storages[s3]"],
    [">=1.36,nonsense", "django-storages[s3]"],
  ])("%j", (specifier, argument) => {
    expect(asPipTakes({ name: "django-storages", extras: ["s3"], specifier })).toBe(argument);
  });
});

describe("why pip failed", () => {
  const object = "<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f5124f9f2d0>";
  const retrying = (reason: string, url = "/simple/boto3/") =>
    `WARNING: Retrying (Retry(total=1, connect=None, read=None, redirect=None, status=None)) after connection broken by '${reason}': ${url}`;
  const nothing =
    "ERROR: Could not find a version that satisfies the requirement boto3 (from versions: none)\nERROR: No matching distribution found for boto3";

  test.each([
    [
      "offline",
      `${retrying(`NewConnectionError('${object}: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')`)}\n${nothing}\n`,
      "the package index is out of reach (Failed to establish a new connection: [Errno -3] Temporary failure in name resolution)",
    ],
    [
      "a newer pip, offline",
      `${retrying(`NewConnectionError("HTTPSConnection(host='pypi.org', port=443): Failed to establish a new connection: [Errno 111] Connection refused")`)}\n${nothing}`,
      "the package index is out of reach (HTTPSConnection(host='pypi.org', port=443): Failed to establish a new connection: [Errno 111] Connection refused)",
    ],
    [
      "a certificate",
      `${retrying("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))")}\n${nothing}`,
      "the package index is out of reach (SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))",
    ],
    [
      "no such version",
      `WARNING: something else\n${nothing}\n`,
      "Could not find a version that satisfies the requirement boto3 (from versions: none)",
    ],
    [
      "a full disk",
      "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n\n",
      "Could not install packages due to an OSError: [Errno 28] No space left on device",
    ],
    [
      "pip itself is broken",
      'ERROR: Exception:\nTraceback (most recent call last):\n  File "x.py", line 1\nValueError: no luck\n',
      "ValueError: no luck",
    ],
    ["an old Python", "/usr/bin/python3: No module named pip\n", "/usr/bin/python3: No module named pip"],
  ])("%s", (_, output, reason) => {
    expect(whyPipFailed(output, (text) => text)?.en).toBe(reason);
  });

  test("nothing was said", () => expect(whyPipFailed("\n \n", (text) => text)).toBeNull());

  test("a password of the index, or of a proxy, is not told; one line, and no endless one", () => {
    const told = whyPipFailed(
      `ERROR: Could not fetch https://carla:hunter2@pypi.example/simple/: ${"x".repeat(2_000)}`,
      (text) => text,
    );
    expect(told?.en).toContain("https://pypi.example/simple/");
    expect(told?.en).not.toContain("hunter2");
    expect(told?.en.length).toBeLessThan(320);
  });
});

describe("pip's environment", () => {
  test("the shell's, without secrets, and without what would send the packages elsewhere", () => {
    remember("sesame-of-this-test");
    const environment = environmentForPip({
      PATH: "/usr/bin",
      HOME: "/home/carla",
      PYENV_VERSION: "3.11",
      HTTPS_PROXY: "http://carla:hunter2@proxy:3128",
      https_proxy: "http://carla:hunter2@proxy:3128",
      PIP_INDEX_URL: "https://carla:hunter2@pypi.example/simple",
      PIP_TARGET: "/x",
      PIP_PREFIX: "/x",
      PIP_DRY_RUN: "1",
      PIP_USER: "1",
      PIP_REQUIRE_VIRTUALENV: "true",
      AWS_ACCESS_KEY_ID: "x",
      AWS_REGION: "us-west-2",
      CLOUDINARY_URL: "x",
      RENDER: "true",
      RENDER_API_KEY: "x",
      DATABASE_URL: "postgres://a:b@c/d",
      SECRET_KEY: "x",
      EMAIL_HOST_PASSWORD: "x",
      GITHUB_TOKEN: "x",
      SOMETHING: "sesame-of-this-test",
      NOTHING: undefined,
    });
    expect(environment).toEqual({
      PATH: "/usr/bin",
      HOME: "/home/carla",
      PYENV_VERSION: "3.11",
      HTTPS_PROXY: "http://carla:hunter2@proxy:3128",
      https_proxy: "http://carla:hunter2@proxy:3128",
      PIP_INDEX_URL: "https://carla:hunter2@pypi.example/simple",
      PIP_USER: "0",
      PIP_REQUIRE_VIRTUALENV: "0",
      PYTHONDONTWRITEBYTECODE: "1",
    });
  });
});
