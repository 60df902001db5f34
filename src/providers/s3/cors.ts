/** The bucket's CORS rules: ours is known by its ID and replaced as a whole; all others keep their bytes and their order. */
import { type CORSRule, DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { EXIT, Failure } from "../../lib/failure.ts";
import * as say from "../../messages/s3.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { Action, Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { addressFromJson, addressToJson, type BucketConnection, withBucket } from "./connection.ts";
import { methodsFor, RULE_ID, type Rule, ruleFor } from "./cors-rule.ts";
import { isNotConfigured, isOutOfReach, type Refusal } from "./errors.ts";
import { serviceOf } from "./services.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
const MOST_RULES = 100;
const READ = { action: "s3:GetBucketCORS" };
const WRITE = { action: "s3:PutBucketCORS" };

type Rules = readonly Rule[];

export interface CorsSurvey {
  readonly change: RemoteChange | null;
  readonly check: Check | null;
  /** Set where a rule was wanted and cannot be had: why. */
  readonly leftOut: Check | null;
}

/** Reads; plans a change only if our rule is not as wanted. Throws Failure when there is no room for one more rule. */
export async function surveyCors(bucket: BucketConnection, answers: S3Answers): Promise<CorsSurvey> {
  const wanted = answers.corsOrigin.length === 0 ? null : ruleFor(answers, serviceOf(answers.endpointUrl));
  const none: Check = { id: "cors", status: "skip", ...say.noOrigins };
  const read = bucket.address.made ? { ok: true as const, value: null } : await readRules(bucket);
  if (!read.ok) {
    if (!isOutOfReach(read.refusal)) throw read.failure;
    if (wanted === null) return { change: null, check: none, leftOut: null };
    const { compatible, host, operation } = bucket.request("GetBucketCors", READ);
    const words = say.corsLeftOut(compatible ? host : "S3", operation, read.refusal.code);
    return { change: null, check: null, leftOut: { id: "cors", status: "warn", ...words } };
  }
  const before = read.value;
  const after = withRule(before, wanted);
  if ((after?.length ?? 0) > MOST_RULES) {
    throw new Failure({ code: "too-many-cors-rules", exit: EXIT.failed, ...say.tooManyRules(bucket.address.bucket) });
  }
  const action = actionFor(before, after);
  if (wanted === null && action === "none") return { change: null, check: none, leftOut: null };
  const methods = wanted === null ? [] : methodsFor(answers.directUpload);
  const change: RemoteChange = {
    type: "remote",
    provider: "s3",
    kind: "cors",
    target: bucket.address.bucket,
    action,
    summary: wanted === null ? say.corsToBeRemoved : say.corsToBeSet(methods, answers.corsOrigin),
    before,
    after: action === "none" ? before : after,
    address: addressToJson(bucket.address),
  };
  const ready: Check = { id: "cors", status: "pass", message: say.corsReady(answers.corsOrigin) };
  return { change, check: wanted === null ? none : action === "none" ? ready : null, leftOut: null };
}

/** The rules with ours as given, in its place or at the end; null takes it out. S3 keeps no empty list: that is null too. */
function withRule(rules: Rules | null, ours: Rule | null): Rules | null {
  const result: Rule[] = [];
  let placed = ours === null;
  for (const rule of rules ?? []) {
    if (rule.ID !== RULE_ID) result.push(rule);
    else if (!placed && ours !== null) {
      result.push(sameRule(rule, ours) ? rule : ours);
      placed = true;
    }
  }
  if (!placed && ours !== null) result.push(ours);
  return result.length === 0 ? null : result;
}

function actionFor(before: Rules | null, after: Rules | null): Action {
  if (sameRules(before, after)) return "none";
  if (before === null) return "create";
  return after === null ? "delete" : "modify";
}

/** S3 hands lists back in an order of its own; ours mean the same in any. */
function sameRule(a: Rule, b: Rule): boolean {
  return canonical(a) === canonical(b);
}

function sameRules(a: Rules | null, b: Rules | null): boolean {
  return (a?.length ?? 0) === (b?.length ?? 0) && (a ?? []).every((rule, index) => sameRule(rule, b?.[index] ?? {}));
}

function canonical(rule: Rule): string {
  const members = Object.entries(rule)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]);
  return JSON.stringify(members);
}

export function corsActor(context: ProviderContext): RemoteActor {
  const at = async <T>(change: RemoteChange, work: (bucket: BucketConnection) => Promise<T>) =>
    await withBucket(addressFromJson(change.address), context, work);
  return {
    observe: (change) =>
      at(change, async (bucket) => {
        const now = await rulesNow(bucket);
        return now === "not offered" || sameRules(now, rulesFromJson(change.before)) ? change.before : now;
      }),
    apply: (change) =>
      at(change, async (bucket) => {
        const answer = await writeRules(bucket, rulesFromJson(change.after));
        if (answer.ok || (bucket.address.endpointUrl !== null && answer.unsupported)) return;
        throw answer.failure;
      }),
    revert: (change) => at(change, (bucket) => putBack(bucket, change)),
  };
}

/** Exactly what was there, if nobody has touched it since; otherwise only our own rule goes back to what it was. */
async function putBack(bucket: BucketConnection, change: RemoteChange): ReturnType<RemoteActor["revert"]> {
  const read = await readRules(bucket);
  if (!read.ok) {
    if (read.refusal.code === "NoSuchBucket" || isNotOffered(bucket, read.refusal)) return { kept: null };
    throw read.failure;
  }
  const now = read.value;
  const before = rulesFromJson(change.before);
  const after = rulesFromJson(change.after);
  if (sameRules(now, before)) return { kept: null };
  const untouched = sameRules(now, after);
  const back = untouched ? before : withRule(now, (before ?? []).find((rule) => rule.ID === RULE_ID) ?? null);
  if (!sameRules(now, back)) {
    const answer = await writeRules(bucket, back);
    if (!answer.ok) throw answer.failure;
  }
  return { kept: untouched ? null : say.corsChangedSince(bucket.address.bucket) };
}

async function readRules(bucket: BucketConnection) {
  const answer = await bucket.attempt("GetBucketCors", READ, (client, options) =>
    client.send(new GetBucketCorsCommand(bucket.target), options),
  );
  if (answer.ok) return { ok: true as const, value: plainRules(answer.value.CORSRules) };
  return isNotConfigured(answer.refusal) ? { ok: true as const, value: null } : answer;
}

async function rulesNow(bucket: BucketConnection): Promise<Rules | null | "not offered"> {
  const read = await readRules(bucket);
  if (read.ok) return read.value;
  if (isNotOffered(bucket, read.refusal)) return "not offered";
  throw read.failure;
}

/** Services that are only like S3 may set CORS elsewhere; the probe says whether they answer it. */
function isNotOffered(bucket: BucketConnection, refusal: Refusal): boolean {
  return bucket.address.endpointUrl !== null && isOutOfReach(refusal);
}

type Written = { readonly ok: true } | { readonly ok: false; readonly failure: Failure; readonly unsupported: boolean };

async function writeRules(bucket: BucketConnection, rules: Rules | null): Promise<Written> {
  const answer =
    rules === null
      ? await bucket.attempt("DeleteBucketCors", WRITE, (client, options) =>
          client.send(new DeleteBucketCorsCommand(bucket.target), options),
        )
      : await bucket.attempt("PutBucketCors", WRITE, (client, options) => {
          const CORSRules = rules as unknown as CORSRule[];
          return client.send(new PutBucketCorsCommand({ ...bucket.target, CORSConfiguration: { CORSRules } }), options);
        });
  if (answer.ok) return { ok: true };
  return { ok: false, failure: answer.failure, unsupported: isOutOfReach(answer.refusal) };
}

function plainRules(rules: readonly CORSRule[] | undefined): Rules | null {
  return rules === undefined || rules.length === 0 ? null : (JSON.parse(JSON.stringify(rules)) as Rules);
}

function rulesFromJson(json: Json): Rules | null {
  if (json === null) return null;
  if (!Array.isArray(json)) throw new Error("the journal does not hold CORS rules");
  return json as Rules;
}
