/** Every question of the wizard as it is drawn, at 40, 80 and 200 columns and in both languages: nothing is wider, each says why it is asked, and the key ones are kept. */
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { type Askable, ask } from "../../src/answers/ask.ts";
import { changeAnswer } from "../../src/answers/change-answer.ts";
import { gather } from "../../src/answers/gather.ts";
import { askingOf } from "../../src/answers/interview.ts";
import { LANGUAGES, type Lang, type Text } from "../../src/lib/text.ts";
import { offer } from "../../src/messages/app-user.ts";
import { askCreateBucket } from "../../src/messages/setup.ts";
import { BACK, type Back, type Choice, type Prompter } from "../../src/model/terminal.ts";
import { speaker } from "../../src/terminal/printable.ts";
import { confirmFrame, selectFrame, textFrame } from "../../src/terminal/prompt-frames.ts";
import type { Page } from "../../src/terminal/section.ts";
import { styleFor } from "../../src/terminal/style.ts";
import { width } from "../../src/terminal/width.ts";
import { project } from "../answers/project.ts";

const BUCKET = "santasofia-media-5f0c91ab";

/** Draws what it is asked, on a terminal of so many columns, and goes back. */
class DrawingPrompter implements Prompter {
  readonly screens: string[] = [];
  readonly #page: Page;
  readonly #say: (text: Text) => string;

  constructor(lang: Lang, columns: number) {
    this.#say = speaker(lang);
    const style = styleFor({ colour: false, term: "xterm" });
    this.#page = { say: this.#say, style, verbose: false, columns: columns - 4 };
  }

  async select<T>(question: { message: Text; choices: readonly Choice<T>[]; initial?: T }): Promise<T | Back> {
    const choices = question.choices.map(({ label, hint, disabled }) => ({
      label: this.#say(label),
      hint: hint === undefined ? "" : this.#say(hint),
      disabled: disabled === true,
    }));
    const cursor = Math.max(
      0,
      question.choices.findIndex(({ value }) => value === question.initial),
    );
    const asked = { message: this.#say(question.message), state: "asking", choices, cursor, rows: 100 } as const;
    this.screens.push(selectFrame(this.#page, asked));
    return BACK;
  }

  async text({
    message,
    initial = "",
    placeholder = "",
  }: {
    message: Text;
    initial?: string;
    placeholder?: string;
  }): Promise<Back> {
    const asked = { message: this.#say(message), state: "asking", value: initial, cursor: initial.length } as const;
    this.screens.push(textFrame(this.#page, { ...asked, placeholder, problem: null }));
    return BACK;
  }

  async secret(): Promise<Back> {
    return BACK;
  }

  async confirm({ message, initial }: { message: Text; initial: boolean }): Promise<Back> {
    this.screens.push(confirmFrame(this.#page, { message: this.#say(message), state: "asking", value: initial }));
    return BACK;
  }
}

const S3: readonly Askable[] = ["bucket", "region", "prefix", "access", "corsOrigin", "directUpload", "createAppUser"];
const BY_PROVIDER: Readonly<Record<string, readonly Askable[]>> = {
  s3: ["settings", "provider", ...S3, "endpointUrl", "envFile", "prove"],
  cloudinary: ["cloudName", "folder", "uploadPrefix", "access"],
  "render-disk": ["diskSize", "mountPath", "diskName", "access"],
};

async function draw(lang: Lang, columns: number): Promise<ReadonlyMap<string, string>> {
  const screens = new Map<string, string>();
  for (const [provider, names] of Object.entries(BY_PROVIDER)) {
    const more = provider === "s3" ? [`--bucket=${BUCKET}`, "--region=us-west-2"] : [];
    const invocation = parseArguments([`--provider=${provider}`, ...more]);
    const candidates = ["clinic.settings.base", "clinic.settings.render"].map((module) => ({
      module,
      file: `${module.replaceAll(".", "/")}.py`,
      evidence: [],
    }));
    const picture = project({ candidates });
    const gathered = gather({ invocation, env: {}, answersFile: null, project: picture, storedEnv: new Map() });
    const drawn = async (name: string, work: (prompter: DrawingPrompter) => Promise<unknown>) => {
      const prompter = new DrawingPrompter(lang, columns);
      await work(prompter);
      screens.set(`${provider} ${name}`, prompter.screens.join("\n"));
    };
    const options = { gathered, project: picture, env: {}, hex: "5f0c91ab", offeredUser: BUCKET };
    for (const name of names) {
      await drawn(name, (prompter) => ask(name, gathered.values, askingOf({ ...options, prompter })));
    }
    await drawn("change", (prompter) => changeAnswer({ ...options, prompter }));
    if (provider !== "s3") continue;
    for (const access of ["private", "public"] as const) {
      await drawn(`create, ${access}`, (one) =>
        one.confirm({ message: askCreateBucket(BUCKET, access), initial: true }),
      );
    }
    for (const expires of [false, true]) {
      await drawn(`user, ${expires}`, (one) => one.confirm({ message: offer(BUCKET, expires), initial: true }));
    }
  }
  return screens;
}

describe.each(LANGUAGES)("%s", (lang) => {
  test.each([40, 80, 200])("%i columns: no line is wider, but for a value that must stay whole", async (columns) => {
    const screens = await draw(lang, columns);
    expect(screens.size).toBeGreaterThan(25);
    for (const [name, screen] of screens) {
      expect(screen, name).toContain("◆");
      for (const line of screen.split("\n"))
        if (/\s/.test(line.replace(/^[│└◆ ]+/, "")))
          expect(width(line), `${name}: ${line}`).toBeLessThanOrEqual(columns);
    }
  });

  test.each([40, 80])("%i columns: the screens of who may open the files and of the app's user", async (columns) => {
    const screens = await draw(lang, columns);
    const kept = ["s3 access", "s3 change", "s3 create, public", "s3 user, true"].map((name) => screens.get(name));
    await expect(`${kept.join("\n")}\n`).toMatchFileSnapshot(`./screens/questions-${lang}-${columns}.txt`);
  });
});
