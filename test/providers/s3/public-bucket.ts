/** What the tests of public files share: a bucket as it is seen by its owner, and the changes of a survey done and taken back as the tool does them. */
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import type { S3Answers } from "../../../src/model/answers.ts";
import type { RemoteActor, RemoteChange, RemoteKind } from "../../../src/model/change.ts";
import type { Survey } from "../../../src/model/provider.ts";
import { sameJson } from "../../../src/plan/apply.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { answersFor, BUCKET, contextFor, type Live } from "./standin.ts";

export const ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
export const POLICY_DECIDES = { ...ALL_ON, BlockPublicPolicy: false, RestrictPublicBuckets: false };
export const OURS = {
  Sid: "PublicReadMedia",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `arn:aws:s3:::${BUCKET}/media/*`,
};
export const THEIRS = {
  Sid: "Partner",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::210987654321:root" },
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/shared/*`],
  Condition: { StringEquals: { "aws:PrincipalTag/team": "lab" } },
};
export const policyOf = (...Statement: object[]) =>
  JSON.stringify({ Version: "2012-10-17", Id: "of-others", Statement });

export function publicBucket(live: Live) {
  const context = (keys = live.aws.root, signal?: AbortSignal) => contextFor(keys, live.proxy.url, signal);
  const actor = (kind: RemoteKind, keys = live.aws.root, signal?: AbortSignal): RemoteActor => {
    const found = works.actors(context(keys, signal))[kind];
    if (found === undefined) throw new Error(`no actor for ${kind}`);
    return found;
  };
  const survey = (changes: Partial<S3Answers> = {}, keys = live.aws.root) =>
    works.survey(answersFor({ access: "public", createBucket: true, ...changes }), context(keys));
  return {
    context,
    actor,
    survey,
    probe: (changes: Partial<S3Answers> = {}, keys = live.aws.root) =>
      works.probe(answersFor({ access: "public", ...changes }), context(keys)),
    make: () => live.root.send(new CreateBucketCommand({ Bucket: BUCKET })),
    policy: async () =>
      (await live.root.send(new GetBucketPolicyCommand({ Bucket: BUCKET })).catch(() => ({ Policy: null }))).Policy ??
      null,
    block: async () =>
      (
        await live.root
          .send(new GetPublicAccessBlockCommand({ Bucket: BUCKET }))
          .catch(() => ({ PublicAccessBlockConfiguration: null }))
      ).PublicAccessBlockConfiguration,
    writePolicy: (Policy: string) => live.root.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy })),
    writeBlock: (PublicAccessBlockConfiguration: object) =>
      live.root.send(new PutPublicAccessBlockCommand({ Bucket: BUCKET, PublicAccessBlockConfiguration })),
    /** In the order of the survey, each observed before it is done. */
    async applyAll(found: Survey): Promise<void> {
      for (const change of found.changes.map(journaled)) {
        if (change.action === "none") continue;
        expect(sameJson(await actor(change.kind).observe(change), change.before), change.kind).toBe(true);
        await actor(change.kind).apply(change);
      }
    },
    /** Last first; what the actors say of what stays. */
    async revertAll(found: Survey): Promise<readonly string[]> {
      const kept: string[] = [];
      for (const change of found.changes.map(journaled).reverse()) {
        if (change.action === "none") continue;
        const outcome = await actor(change.kind).revert(change);
        if (outcome.kept !== null) kept.push(outcome.kept.en);
      }
      return kept;
    },
  };
}

/** As it comes out of a journal, in another process. */
function journaled(change: RemoteChange): RemoteChange {
  return JSON.parse(JSON.stringify(change)) as RemoteChange;
}

export function changeOf(found: Survey, kind: RemoteKind): RemoteChange {
  const change = found.changes.find((one) => one.kind === kind);
  if (change === undefined) throw new Error(`no change of ${kind}`);
  return journaled(change);
}

export const kindsOf = (found: Survey) => found.changes.map(({ kind, action }) => `${kind} ${action}`);
