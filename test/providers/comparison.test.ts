/** What the providers cost: sums worked out by hand, and properties that no price list may break. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LANGUAGES, type Text } from "../../src/lib/text.ts";
import { ASPECTS, type ComparedId, type InstancePlan, type Usage } from "../../src/model/comparison.ts";
import { ALL_FACTS, choiceHint, compareProviders } from "../../src/providers/comparison.ts";
import { PROVIDERS } from "../../src/providers/registry.ts";
import { SERVICES } from "../../src/providers/s3/services.ts";
import { instancePlanOf, usageOf } from "../../src/providers/usage.ts";
import { selectFrame } from "../../src/terminal/prompt-frames.ts";
import { styleFor } from "../../src/terminal/style.ts";
import { width } from "../../src/terminal/width.ts";
import { project, SERVICE, withService } from "../answers/project.ts";
import "../support/seed.ts";

const PLANS: readonly InstancePlan[] = ["paid", "free", "unknown"];

function factsOf(id: ComparedId) {
  const found = ALL_FACTS.find((facts) => facts.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}
const kept = (gb: number, downloads?: number): Usage =>
  usageOf(null, downloads === undefined ? { gb } : { gb, downloads });
const cost = (id: ComparedId, usage: Usage, plan: InstancePlan = "unknown") => factsOf(id).monthly(usage, plan);

describe("usage", () => {
  test("of a project: its own files, each downloaded once", () => {
    expect(usageOf({ files: 4, bytes: 1_300_000 })).toEqual({ gb: 0.0013, files: 4, downloads: 0.0013, reads: 4 });
  });

  test("asked: a file counts as 1 MB, whatever the project holds", () => {
    expect(usageOf({ files: 4, bytes: 13 }, { gb: 20, downloads: 50 })).toEqual({
      gb: 20,
      files: 20_000,
      downloads: 50,
      reads: 50_000,
    });
    expect(usageOf({ files: 4, bytes: 2e9 }, { downloads: 0 })).toEqual({ gb: 2, files: 4, downloads: 0, reads: 0 });
    expect(usageOf(null, { gb: 0.0001 })).toMatchObject({ files: 1, reads: 1 });
  });

  test("nothing is nothing", () => {
    expect(usageOf(null)).toEqual({ gb: 0, files: 0, downloads: 0, reads: 0 });
  });
});

describe("Amazon S3", () => {
  test.each([
    // 1 GB: 0.023; 1,000 writes: 0.005; 2,000 reads: 0.0008.
    [1, 1, 0.0288],
    // 100 GB go out for nothing, the 101st does not: 0.09; 101,000 + 1,000 reads: 0.0408; 1,000 writes: 0.005.
    [1, 101, 0.023 + 0.09 + 0.0408 + 0.005],
    [0, 0, 0],
    [100, 100, 2.3 + 0.5 + 0.08],
    [20, 500, 0.46 + 36 + 0.1 + 0.208],
  ])("%d GB kept and %d GB downloaded", (gb, downloads, usd) => {
    expect(cost("s3", kept(gb, downloads)).usd).toBeCloseTo(usd, 9);
  });
});

describe("Cloudinary", () => {
  test.each([
    [12.5, 12.5, 0],
    [0, 0, 0],
    [12.5, 12.501, 99],
    [200, 25, 99],
    [200, 25.001, 249],
    [100, 500, 249],
    [100, 501, null],
    [50_000, 50_000, null],
  ])("%d GB kept and %d GB downloaded", (gb, downloads, usd) => {
    const sum = cost("cloudinary", kept(gb, downloads));
    expect(sum.usd).toBe(usd);
    if (usd === null) expect(sum.instead).not.toBeNull();
  });
});

describe("Render disk", () => {
  test.each([
    [0, 0.25],
    [0.5, 0.25],
    [1, 0.25],
    [1.001, 0.5],
    [5, 1.25],
    [20, 5],
  ])("%d GB is sold as whole GB", (gb, usd) => {
    expect(cost("render-disk", kept(gb), "paid")).toMatchObject({ usd, onTop: true });
    expect(cost("render-disk", kept(gb), "free")).toMatchObject({ usd: usd + 7, onTop: false });
    expect(cost("render-disk", kept(gb), "unknown")).toMatchObject({ usd: usd + 7, onTop: false });
  });
});

describe("Cloudflare R2", () => {
  test.each([
    [10, 10, 0],
    // What is kept beyond 10 GB is billed in whole GB, downloads are not billed.
    [10.1, 10, 0.015],
    [1000, 1000, 990 * 0.015],
    // 1,000,001 writes are one begun million more than the free one.
    [1000.001, 0, 991 * 0.015 + 4.5],
    // 10,001,000 reads, those before each write with them.
    [1, 10_000, 0.36],
    [1, 9_999, 0],
  ])("%d GB kept and %d GB downloaded", (gb, downloads, usd) => {
    expect(cost("r2", kept(gb, downloads)).usd).toBeCloseTo(usd, 9);
  });
});

test.each(["b2", "spaces"] as const)("what was not checked is not priced: %s", (id) => {
  expect(cost(id, kept(20)).usd).toBeNull();
  expect(factsOf(id).prices).toEqual([]);
});

describe("of every provider", () => {
  const gigabytes = fc.double({ min: 0, max: 50_000, noNaN: true });
  const usages = fc.record({ gb: gigabytes, downloads: gigabytes }).map(({ gb, downloads }) => kept(gb, downloads));

  test.each(ALL_FACTS.map((facts) => [facts.id, facts] as const))("%s: more never costs less", (_, facts) => {
    fc.assert(
      fc.property(usages, gigabytes, gigabytes, fc.constantFrom(...PLANS), (usage, gb, downloads, plan) => {
        const more = kept(Math.max(usage.gb, gb), Math.max(usage.downloads, downloads));
        const [less, all] = [facts.monthly(usage, plan).usd, facts.monthly(more, plan).usd];
        // What cannot be said for little cannot be said for more.
        if (less === null) expect(all).toBeNull();
        else if (all !== null) expect(all).toBeGreaterThanOrEqual(less - 1e-9);
      }),
    );
  });

  test.each(ALL_FACTS.map((facts) => [facts.id, facts] as const))("%s: a sum is its parts", (_, facts) => {
    fc.assert(
      fc.property(usages, fc.constantFrom(...PLANS), (usage, plan) => {
        const { usd, parts } = facts.monthly(usage, plan);
        if (usd === null) return;
        expect(Number.isFinite(usd)).toBe(true);
        expect(usd).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part.usd, 0)).toBeCloseTo(usd, 6);
      }),
    );
  });

  test.each(ALL_FACTS.map((facts) => [facts.id, facts] as const))(
    "%s: facts are whole, in both languages",
    (_, facts) => {
      const texts: Text[] = [facts.goodFor, facts.pricing, facts.effort, ...facts.notes];
      for (const name of ASPECTS) {
        const { is, text } = facts.aspects[name];
        texts.push(text);
        if (is === "unknown") expect(text.en).toBe("not checked");
        // Narrow columns: a cell must not fill a screen.
        for (const lang of LANGUAGES) expect(width(text[lang]), text[lang]).toBeLessThanOrEqual(44);
      }
      for (const text of texts) for (const lang of LANGUAGES) expect(text[lang].trim()).toMatch(/\S{2}/);
      for (const { asOf, url, amount, unit } of facts.prices) {
        expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
        expect(new URL(url).protocol).toBe("https:");
        expect(amount).toBeGreaterThan(0);
        expect(unit.en).not.toBe(unit.es);
      }
      expect(new URL(facts.url).protocol).toBe("https:");
      expect(new Set(facts.prices.map(({ id }) => id)).size).toBe(facts.prices.length);
    },
  );

  test("the registry and the facts are of one mind", () => {
    for (const { id, title, compare } of PROVIDERS) {
      expect(compare.id).toBe(id);
      expect(compare.provider).toBe(id);
      expect(compare.title).toBe(title);
    }
    expect(ALL_FACTS.map(({ id }) => id)).toEqual(["s3", "cloudinary", "render-disk", "r2", "b2", "spaces"]);
  });
});

describe("the instance", () => {
  test.each([
    ["starter", "paid"],
    ["0.5c-512mb", "paid"],
    ["pro plus", "paid"],
    ["free", "free"],
    [" Free ", "free"],
    [null, "unknown"],
  ] as const)("of plan %s is %s", (plan, expected) => {
    expect(instancePlanOf(project({ service: { ...SERVICE, plan } }))).toBe(expected);
  });

  test("without a service in render.yaml, or without a project, is unknown", () => {
    expect(instancePlanOf(project())).toBe("unknown");
    expect(instancePlanOf(null)).toBe("unknown");
  });
});

describe("the choice in the wizard", () => {
  const media = (files: number, bytes: number) => ({ root: "media", url: "/media/", files, bytes, tracked: 0 });
  const pictures = [
    project(),
    project({ media: media(4, 3200) }),
    project({ media: media(9_000, 30e9) }),
    project({ media: media(900_000, 900e9) }),
    withService({}, { media: media(4, 1_300_000) }),
  ];

  test("prices the files of the project", () => {
    const hint = (index: number, picture: (typeof pictures)[number]) =>
      choiceHint(PROVIDERS[index]?.compare ?? factsOf("s3"), picture).en.split("\n")[1];
    const held = withService({}, { media: media(2000, 1e9) });
    expect([0, 1, 2].map((index) => hint(index, held))).toEqual([
      "about $0.03 a month for your files",
      "free for your files as they are",
      "$0.25 more a month: you pay for the instance already",
    ]);
    expect([0, 1, 2].map((index) => hint(index, project()))).toEqual([
      "about $0.023 per GB a month",
      "free up to 25 credits a month",
      "a paid plan, $0.25 per GB a month",
    ]);
    expect(hint(2, project({ media: media(1, 1) }))).toBe("$7.25 a month, paid instance included");
    expect(hint(1, project({ media: media(1, 30e9) }))).toBe("$99.00 a month: the Plus plan");
    expect(hint(1, project({ media: media(1, 900e9) }))).toBe("free up to 25 credits a month");
  });

  test.each(LANGUAGES)("takes two lines a provider at 80 columns, and fits at 40, in %s", (lang) => {
    for (const picture of pictures) {
      const choices = PROVIDERS.map(({ title, compare }) => ({
        label: title,
        hint: choiceHint(compare, picture)[lang],
        disabled: false,
      }));
      // The longest label beside which the hints stand.
      choices.push({ label: "Another S3 service", hint: "of its own\nkind", disabled: false });
      const frame = (columns: number) =>
        selectFrame(
          {
            say: (text: Text) => text[lang],
            style: styleFor({ colour: false, term: "xterm" }),
            columns,
            verbose: false,
          },
          { message: "?", state: "asking", choices, cursor: 0, rows: 60 },
        ).split("\n");
      // Bar, question, two lines for each of four, keys.
      expect(frame(76)).toHaveLength(11);
      for (const columns of [76, 36]) {
        for (const line of frame(columns)) expect(width(line), line).toBeLessThanOrEqual(columns + 3);
      }
    }
  });
});

test("what-if leaves the project's other facts alone", () => {
  const held = withService({}, { media: { root: "media", url: null, files: 3, bytes: 5, tracked: 0 } });
  const { usage, providers } = compareProviders(held, { gb: 3 });
  expect(usage.gb).toBe(3);
  expect(providers.find(({ facts }) => facts.id === "render-disk")?.cost.usd).toBe(0.75);
  expect(providers.map(({ linesToChange }) => linesToChange)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(compareProviders(null, { gb: 3 }).providers.every(({ linesToChange }) => linesToChange === null)).toBe(true);
});

test("services of S3's protocol are called here as they are in the wizard", () => {
  const known = new Map<string, string>(SERVICES.map(({ id, title }) => [id, title]));
  for (const { id, title, provider } of ALL_FACTS) if (id !== provider) expect(known.get(id)).toBe(title);
});
