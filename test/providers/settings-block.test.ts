/** The managed block's body, as text; what it does is judged by Django in s3/media-storage.test.ts. */
import { describe, expect, test } from "vitest";
import { managedBlock } from "../../src/providers/settings-block.ts";
import { projectAt } from "../support/django-project.ts";

describe("the managed block", () => {
  const block = (name: string) =>
    managedBlock(
      projectAt("/nowhere", {
        settings: { module: "", file: "", folder: "", package: name, evidence: [], chain: [] },
      }),
      "en",
    );

  test("imports absolutely, and calls with globals()", () => {
    expect(block("veteriaria")).toEqual([
      "# Uploaded files: media_storage.py beside this file decides where they live.",
      "from veteriaria.media_storage import configure as configure_media_storage  # noqa: E402",
      "",
      "configure_media_storage(globals())",
    ]);
  });

  test("breaks a long import as a formatter would", () => {
    const lines = block("a_company_with_a_long_name.configuration.settings");
    expect(lines.slice(1, 4)).toEqual([
      "from a_company_with_a_long_name.configuration.settings.media_storage import (  # noqa: E402",
      "    configure as configure_media_storage,",
      ")",
    ]);
  });

  test("is ASCII in both languages, for settings in any encoding", () => {
    for (const lang of ["en", "es"] as const) {
      expect(managedBlock(projectAt("/nowhere"), lang).join("\n")).toMatch(/^[\x20-\x7e\n]+$/);
    }
  });

  test.each(["x; import os", "a b", "a-b", "1a", "a..b", "a\nb"])("refuses %j, which is no module", (name) => {
    expect(() => block(name)).toThrow(/not a module/);
  });
});
