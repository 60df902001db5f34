// The example clinic under git in a folder of its own, a local S3 + STS + IAM, and an environment in which the tool finds both and a Django.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startAwsStandin } from "./aws-standin.mjs";
import { ROOT } from "./prepare.mjs";
import { venv } from "./venv.mjs";

/** The folder is the caller's to remove; `stop` ends the local AWS. */
export async function openClinicSandbox() {
  const project = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-media-setup-sandbox-")));
  cpSync(path.join(ROOT, "test", "fixtures", "clinic"), project, { recursive: true });
  const git = (...gitArgs) => {
    const done = spawnSync(
      "git",
      ["-C", project, "-c", "user.name=Sandbox", "-c", "user.email=sandbox@example.invalid", ...gitArgs],
      { encoding: "utf8" },
    );
    if (done.status !== 0) throw new Error(`git ${gitArgs.join(" ")}: ${done.error?.message ?? done.stderr}`);
    return done.stdout;
  };
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all", "--force");
  git("-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "The clinic before");
  const python = await venv("standin");
  const aws = await startAwsStandin();
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|VET_MEDIA_|CLOUDINARY_|RENDER)/.test(name)),
  );
  Object.assign(env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    VIRTUAL_ENV: path.dirname(path.dirname(python)),
    // The clinic's settings demand one, as on Render; the sandbox's Django needs any value.
    SECRET_KEY: randomBytes(24).toString("base64url"),
  });
  return { project, git, env, stop: () => aws.stop() };
}
