/** --json-lines and --quiet, as their reporters write. */
import { expect, test } from "vitest";
import { EXIT } from "../../src/lib/failure.ts";
import { remember } from "../../src/lib/secrets.ts";
import { verbatim } from "../../src/lib/text.ts";
import { FollowReporter } from "../../src/terminal/follow.ts";
import { QuietReporter } from "../../src/terminal/quiet.ts";
import { Sink } from "../../src/terminal/sink.ts";

function sink() {
  const written: string[] = [];
  const out = new Sink({ write: (text) => written.push(text) > 0, on: () => undefined });
  return { out, written };
}

test("each failure is a line at once, in the language of the run, without secrets and without line breaks inside", async () => {
  remember("hush-hush-hush-1");
  const { out, written } = sink();
  const reporter = new FollowReporter(out, "es");
  reporter.emit({ type: "facts", topic: "migrate", title: verbatim("for people"), lines: [] });
  reporter.emit({
    type: "follow",
    record: {
      event: "failed",
      name: "a\nb hush-hush-hush-1.jpg",
      status: "failed",
      code: "unreadable",
      message: { en: "no", es: "no se pudo" },
    },
  });
  expect(written).toHaveLength(1);
  expect(written[0]?.trimEnd()).not.toContain("\n");
  expect(written[0]).not.toContain("hush-hush-hush-1");
  expect(JSON.parse(written[0] ?? "")).toMatchObject({ event: "failed", code: "unreadable", message: "no se pudo" });
});

test("quiet hands on problems and warnings alone", () => {
  const heard: string[] = [];
  const inner = {
    emit: (event: { readonly type: string }) => void heard.push(event.type),
    during: <T>(_: unknown, work: (tell: () => void) => Promise<T>) => work(() => {}),
    close: () => void heard.push("close"),
  };
  const reporter = new QuietReporter(inner);
  const problem = { code: "x", exit: EXIT.failed, message: verbatim("x") };
  reporter.emit({ type: "facts", topic: "migrate", title: verbatim("x"), lines: [] });
  reporter.emit({ type: "farewell", title: verbatim("x"), next: [], also: [], unsafe: [] });
  reporter.emit({ type: "warning", warning: { code: "x", message: verbatim("x"), mustAccept: false } });
  reporter.emit({ type: "problem", problem, after: [] });
  expect(heard).toEqual(["warning", "problem"]);
});
