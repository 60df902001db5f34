import { describe, expect, test } from "vitest";
import { askCredentials } from "../../src/answers/ask-credentials.ts";
import { Secret } from "../../src/lib/secrets.ts";
import type { Text } from "../../src/lib/text.ts";
import type { Credentials } from "../../src/model/answers.ts";
import { BACK, type Back } from "../../src/model/terminal.ts";
import { ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";

describe("askCredentials", () => {
  const ID = "AKIAIOSFODNN7EXAMPLE";
  const KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  async function typed(
    steps: readonly Step[],
    endpointUrl?: string,
  ): Promise<{ credentials: Credentials | Back; notes: readonly Text[] }> {
    const prompter = new ScriptedPrompter(steps);
    const notes: Text[] = [];
    const note = (title: Text, lines: readonly Text[]) => notes.push(title, ...lines);
    const credentials = await askCredentials({ prompter, note, ...(endpointUrl === undefined ? {} : { endpointUrl }) });
    prompter.done();
    return { credentials, notes };
  }

  test("numbered steps with a link, then two masked prompts", async () => {
    const { credentials, notes } = await typed([
      { secret: /^Access key ID/, type: ` ${ID}\n`, refused: ["", "  ", '"AKIA"', "AK IA", "ñandú"] },
      { secret: /^Secret access key/, type: KEY, refused: ["", ID, "'x'", "two words"] },
    ]);
    if (credentials === BACK) throw new Error("went back");
    expect(credentials).toMatchObject({ source: "prompt", temporary: false });
    expect(Object.entries(credentials.secrets).map(([name, secret]) => [name, secret.reveal()])).toEqual([
      ["AWS_ACCESS_KEY_ID", ID],
      ["AWS_SECRET_ACCESS_KEY", KEY],
    ]);
    for (const secret of Object.values(credentials.secrets)) expect(secret).toBeInstanceOf(Secret);
    expect(JSON.stringify(credentials)).not.toContain(KEY);
    for (const lang of ["en", "es"] as const) {
      expect(notes.map((line) => line[lang]).join("\n")).toMatch(
        /1\. .*https:\/\/console\.aws\.amazon\.com.*2\. .*3\. .*4\. /s,
      );
    }
  });

  test("temporary keys want their token", async () => {
    const { credentials } = await typed([
      { secret: /^Access key ID/, type: "ASIAIOSFODNN7EXAMPLE" },
      { secret: /^Secret/, type: KEY },
      { secret: /^Session token/, type: "token-token", refused: [""] },
    ]);
    expect(credentials).toMatchObject({ temporary: true });
  });

  test("back goes one prompt back, and out of the first; a corrected key needs no token", async () => {
    const { credentials } = await typed([
      { secret: /^Access key ID/, type: "ASIAIOSFODNN7EXAMPLE" },
      { secret: /^Secret/, type: KEY },
      { secret: /^Session token/, type: BACK },
      { secret: /^Secret/, type: BACK },
      { secret: /^Access key ID/, type: ID },
      { secret: /^Secret/, type: KEY },
    ]);
    expect(credentials).toMatchObject({ temporary: false });
    expect((await typed([{ secret: /^Access key ID/, type: BACK }])).credentials).toBe(BACK);
  });

  test("another service has another console", async () => {
    const { notes } = await typed(
      [
        { secret: /^Access key ID/, type: "minio" },
        { secret: /^Secret/, type: "minio-secret" },
      ],
      "https://s3.example.com",
    );
    expect(notes.map(({ en }) => en).join()).not.toContain("amazon");
  });
});
