/** Answers that cannot be right by their form are refused by the survey too, before anything is sent. */
import { describe, expect, test } from "vitest";
import type { S3Answers } from "../../../src/model/answers.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { answersFor, contextFor, failureOf, useStandin } from "./standin.ts";

const SITE = "https://clinic.onrender.com";
const live = useStandin({ withBucket: true });
const survey = (changes: Partial<S3Answers>) =>
  works.survey(answersFor(changes), contextFor(live.aws.root, live.proxy.url));

describe("answers that cannot be right", () => {
  test.each([
    [{ bucket: "My_Bucket" }, "--bucket"],
    [{ bucket: "../../etc" }, "--bucket"],
    [{ region: "us-west2" }, "--region"],
    [{ region: "auto" }, "--region"],
    [{ prefix: "/media" }, "--prefix"],
    [{ prefix: "a'''b" }, "--prefix"],
    [{ endpointUrl: "s3.example.com" }, "--endpoint-url"],
    [{ corsOrigin: ["https://clinic.cl/"] }, "--cors-origin"],
    [{ corsOrigin: [SITE, "javascript:alert(1)"] }, "--cors-origin"],
  ] as const)("%j: exit 2, and nothing is sent", async (changes, place) => {
    const { problem } = await failureOf(survey(changes));
    expect(problem).toMatchObject({ code: "invalid-value", exit: 2, place });
    expect(live.proxy.requests).toEqual([]);
  });
});
