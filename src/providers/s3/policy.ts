/**
 * The least that IAM must allow: for the app that runs on Render, and for the person who runs setup. Identity policies, so without Principal.
 * Actions of the API calls: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
import type { Access } from "../../model/answers.ts";
import type { Json } from "../../model/change.ts";
import { arnOf, userArnOf } from "./arn.ts";
import { keyBelow, MARK } from "./prefix.ts";

export interface PolicySubject {
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  /** Public files need the bucket policy too, and taking it back; private unless said. */
  readonly access?: Access;
  /** Name of the IAM user that setup is to make for the app; undefined: none. */
  readonly appUser?: string;
}

/** What django-storages needs to save, read, link, list and delete below the prefix. */
export function appPolicy(subject: PolicySubject): Json {
  return policy([
    // Not narrowed to the prefix: without s3:ListBucket S3 answers 403 instead of 404 for a file that is not there, and every save fails.
    statement("List", ["s3:ListBucket"], [arnOf(subject)]),
    statement(
      "Objects",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      [objectsBelow(subject, "")],
    ),
  ]);
}

/** What this tool calls, test file and rollback included. Deleting is confined to a bucket that is empty, and to our own test files. */
export function setupPolicy(subject: PolicySubject): Json {
  return policy([
    statement(
      "Bucket",
      [
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:GetBucketVersioning",
        "s3:GetBucketPublicAccessBlock",
        "s3:PutBucketPublicAccessBlock",
        "s3:GetBucketCORS",
        "s3:PutBucketCORS",
        // Read for private files too: a statement of ours from when they were public has to go.
        "s3:GetBucketPolicy",
        ...(subject.access === "public" ? ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"] : []),
      ],
      [arnOf(subject)],
    ),
    statement(
      "TestFiles",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      [objectsBelow(subject, MARK)],
    ),
    ...(subject.appUser === undefined
      ? []
      : [statement("AppUser", USER_ACTIONS, [userArnOf(subject.region, "*", subject.appUser)])]),
  ]);
}

/**
 * Making the app's user with its policy and key, and taking it back, in whichever account the policy is attached. CreateUser with a tag needs TagUser as well:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const USER_ACTIONS = [
  "iam:GetUser",
  "iam:CreateUser",
  "iam:TagUser",
  "iam:DeleteUser",
  "iam:GetUserPolicy",
  "iam:PutUserPolicy",
  "iam:DeleteUserPolicy",
  "iam:ListAccessKeys",
  "iam:CreateAccessKey",
  "iam:UpdateAccessKey",
  "iam:DeleteAccessKey",
];

function policy(statements: readonly Json[]): Json {
  return { Version: "2012-10-17", Statement: statements };
}

function statement(sid: string, actions: readonly string[], resources: readonly string[]): Json {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources.length === 1 ? (resources[0] ?? "") : resources,
  };
}

function objectsBelow(subject: PolicySubject, start: string): string {
  return `${arnOf(subject)}/${keyBelow(subject.prefix, `${start}*`)}`;
}
