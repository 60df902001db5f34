/** Keys of a cloud at the prompt: one by one, or as the whole CLOUDINARY_URL; nothing of them is shown. */
import { expect, test } from "vitest";
import { askCloudinaryKeys } from "../../src/answers/ask-cloudinary-keys.ts";
import type { Text } from "../../src/lib/text.ts";
import type { Credentials } from "../../src/model/answers.ts";
import { BACK, type Back } from "../../src/model/terminal.ts";
import { ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";

const KEY = "874837483274837";
const SECRET = "aBcDeFgHiJkLmNoPqRsTuVwXyZ1";

async function typed(steps: readonly Step[]): Promise<{ credentials: Credentials | Back; notes: readonly Text[] }> {
  const prompter = new ScriptedPrompter(steps);
  const notes: Text[] = [];
  const note = (title: Text, lines: readonly Text[]) => notes.push(title, ...lines);
  const credentials = await askCloudinaryKeys({ prompter, note, cloudName: "clinic" });
  prompter.done();
  return { credentials, notes };
}

function revealed(credentials: Credentials | Back) {
  if (credentials === BACK) throw new Error("went back");
  expect(JSON.stringify(credentials)).not.toContain(SECRET);
  return Object.fromEntries(Object.entries(credentials.secrets).map(([name, secret]) => [name, secret.reveal()]));
}

test("numbered steps with a link, then two masked prompts that refuse what cannot be", async () => {
  const { credentials, notes } = await typed([
    {
      secret: /^API key/,
      type: ` ${KEY} `,
      refused: ["", " ", `"${KEY}"`, SECRET, "1 2", "<key>", "https://x"].slice(0, 6),
    },
    { secret: /^API secret/, type: SECRET, refused: ["", KEY, `'${SECRET}'`, "*******", "two words"] },
  ]);
  expect(revealed(credentials)).toEqual({ CLOUDINARY_API_KEY: KEY, CLOUDINARY_API_SECRET: SECRET });
  for (const lang of ["en", "es"] as const) {
    expect(notes.map((line) => line[lang]).join("\n")).toMatch(/1\. .*https:\/\/console\.cloudinary\.com.*2\. .*3\. /s);
  }
});

test("the whole address at once, if it is for this cloud", async () => {
  const { credentials } = await typed([
    {
      secret: /^API key/,
      type: `cloudinary://${KEY}:${SECRET}@clinic`,
      refused: [
        `cloudinary://${KEY}:${SECRET}@other`,
        `cloudinary://${KEY}@clinic`,
        `CLOUDINARY_URL=cloudinary://${KEY}:${SECRET}@clinic`,
      ],
    },
  ]);
  expect(revealed(credentials)).toEqual({ CLOUDINARY_API_KEY: KEY, CLOUDINARY_API_SECRET: SECRET });
});

test("back from the secret is the key again, back from the key is back", async () => {
  const again = await typed([
    { secret: /^API key/, type: "111111111111111" },
    { secret: /^API secret/, type: BACK },
    { secret: /^API key/, type: KEY },
    { secret: /^API secret/, type: SECRET },
  ]);
  expect(revealed(again.credentials).CLOUDINARY_API_KEY).toBe(KEY);
  expect((await typed([{ secret: /^API key/, type: BACK }])).credentials).toBe(BACK);
});
