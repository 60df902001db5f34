/** Cloudinary again with another access, folder or cloud: what is stored already is not found, and the command that copies it is said. */
import { expect, test } from "vitest";
import { movedAssets } from "../../src/commands/setup/moved-assets.ts";
import { answersFor } from "../providers/cloudinary/project.ts";

test.each([
  [
    { access: "public" },
    {},
    "'cloudinary://clinic-test/media?access=public'",
    /stay public; the app looks for private/,
  ],
  [
    {},
    { access: "public" },
    "'cloudinary://clinic-test/media?access=private'",
    /stay private; the app looks for public/,
  ],
  [{ folder: "" }, {}, "'cloudinary://clinic-test?access=private'", /stay at cloudinary:\/\/clinic-test,/],
  [{ cloudName: "older" }, {}, "'cloudinary://older/media?access=private'", /stay at cloudinary:\/\/older\/media,/],
] as const)("%j, then %j", (before, now, from, words) => {
  const { warnings, before: first, afterwards } = movedAssets(answersFor(before), answersFor(now));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]?.message.en).toMatch(words);
  const command = `npx vet-media-setup migrate --from ${from} --to configured`;
  for (const text of [warnings[0]?.next, first[0], afterwards[0]]) {
    expect(text?.en).toContain(command);
    expect(text?.es).toContain(command);
  }
});

test("the same as before, and what is not known, say nothing", () => {
  const nothing = { warnings: [], before: [], afterwards: [] };
  expect(movedAssets(answersFor(), answersFor())).toEqual(nothing);
  expect(movedAssets(null, answersFor())).toEqual(nothing);
});
