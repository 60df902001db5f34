/** Where a name lives: never two at one place, back again the same, and only with characters that Cloudinary leaves alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assetOf, nameOf } from "../../../src/providers/cloudinary/names.ts";

const EXTENSIONS = ["jpg", "jpeg", "JPG", "png", "pdf", "mp4", "mp3", "docx", "txt", "svg", "ſvg", "mKv", ""];
const part = fc
  .string({ unit: "binary", minLength: 1, maxLength: 12 })
  .filter((text) => !text.includes("/") && text !== "." && text !== "..");
const tricky = fc.constantFrom(
  "v1",
  "v2024",
  "__u000041",
  "__u",
  "a-jpg",
  "foto.png",
  "u_2",
  "%41",
  "a&b",
  " x ",
  "nº 1",
  "日本",
);
const name = fc
  .tuple(fc.array(fc.oneof(part, tricky), { minLength: 1, maxLength: 3 }), fc.constantFrom(...EXTENSIONS))
  .map(([parts, extension]) => `${parts.join("/")}${extension === "" ? "" : `.${extension}`}`);
const folder = fc.constantFrom("", "media", "clinic/media");

describe("a name and its asset", () => {
  test("the way back leads to the same name", () => {
    fc.assert(
      fc.property(name, folder, (one, where) => {
        expect(nameOf(assetOf(one, where), where)).toBe(one);
      }),
    );
  });

  test("two names never share an asset", () => {
    fc.assert(
      fc.property(name, name, folder, (one, other, where) => {
        fc.pre(one !== other);
        const [a, b] = [assetOf(one, where), assetOf(other, where)];
        expect(a.resourceType === b.resourceType && a.publicId === b.publicId).toBe(false);
      }),
    );
  });

  test("nothing in a public ID that Cloudinary refuses, replaces or takes for a version", () => {
    fc.assert(
      fc.property(name, folder, (one, where) => {
        const { publicId } = assetOf(one, where);
        expect(publicId).toMatch(/^[\p{L}\p{N}\p{M}\p{Cn}_./-]+$/u);
        expect(publicId).not.toMatch(/(?:^|\/)v\d+\//);
        expect(publicId.startsWith(where === "" ? "" : `${where}/`)).toBe(true);
      }),
    );
  });

  test.each([
    ["fotos/perro.jpg", "image", "media/fotos/perro-jpg", "jpg"],
    ["fotos/perro.JPEG", "image", "media/fotos/perro-JPEG", "jpg"],
    ["fotos/perro.png", "image", "media/fotos/perro-png", "png"],
    ["paseo.mp4", "video", "media/paseo-mp4", "mp4"],
    ["latido.mp3", "video", "media/latido-mp3", "mp3"],
    ["informe.pdf", "raw", "media/informe.pdf", ""],
    ["informe.docx", "raw", "media/informe.docx", ""],
    ["LEEME", "raw", "media/LEEME", ""],
    ["a.b/sin", "raw", "media/a.b/sin", ""],
    ["nº 1.pdf", "raw", "media/n__u0000ba__u0000201.pdf", ""],
  ])("%s is %s %s", (given, resourceType, publicId, format) => {
    expect(assetOf(given, "media")).toEqual({ resourceType, publicId, format });
  });

  test("files that others have put there have names too; those outside the folder have none", () => {
    const foreign = { resourceType: "image" as const, publicId: "media/logo", format: "png" };
    expect(nameOf(foreign, "media")).toBe("logo.png");
    expect(nameOf({ resourceType: "raw", publicId: "media/x.pdf" }, "media")).toBe("x.pdf");
    expect(nameOf({ resourceType: "raw", publicId: "others/x.pdf" }, "media")).toBeNull();
    expect(nameOf({ resourceType: "raw", publicId: "media/" }, "media")).toBeNull();
  });
});
