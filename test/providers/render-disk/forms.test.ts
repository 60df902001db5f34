import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as say from "../../../src/messages/render-disk-forms.ts";
import {
  diskNameProblem,
  diskSizeProblem,
  mountPathProblem,
  tidyMountPath,
} from "../../../src/providers/render-disk/forms.ts";

describe("mount path", () => {
  test.each([
    "/opt/render/project/src/media",
    "/opt/render/project/src/backend/media",
    "/var/data",
    "/var/data/media",
    "/home/render/x",
    "/etc/secrets/x",
    "/app/media-2_a.b",
    "/srv/imágenes",
    "/media",
  ])("%s", (path) => {
    expect(mountPathProblem(path)).toBeNull();
    expect(tidyMountPath(path)).toBe(path);
    for (const spelled of [
      `${path}/`,
      `${path}//`,
      `${path}/.`,
      path.replaceAll("/", "//"),
      path.replace(/^\//, "/./"),
    ])
      expect(tidyMountPath(spelled)).toBe(path);
  });

  test.each([
    ["media", say.mountRelative],
    ["./media", say.mountRelative],
    ["~/media", say.mountRelative],
    ["$HOME/media", say.mountRelative],
    ["C:\\media", say.mountRelative],
    ["/var/../etc", say.mountDots],
    ["/..", say.mountDots],
    ["/var/my data", say.mountBlanks],
    ["/var/data\u00a0x", say.mountBlanks],
    ["/var/#x", say.mountLetters],
    ["/var/$X", say.mountLetters],
    ["/var/data:rw", say.mountLetters],
    ["/var/'x'", say.mountLetters],
    ["/usr", say.mountSystem("/usr")],
    ["/proc/self/", say.mountSystem("/proc/self")],
  ])("%s is refused", (path, sentence) => {
    expect(mountPathProblem(path)).toEqual(sentence);
  });

  test.each([
    "/",
    "/opt",
    "/opt/render",
    "/opt/render/project",
    "/opt/render/project/src",
    "/home",
    "/home/render",
    "/etc",
    "/etc/secrets",
  ])("%s is forbidden, however it is spelled", (path) => {
    for (const spelled of [path, `${path}/`, `//${path}`, `${path}/./`, `${path}/.`])
      expect(mountPathProblem(spelled)).toEqual(say.mountForbidden(path));
  });

  test("what is accepted is absolute, tidy once, and goes up nowhere", () => {
    const piece = fc.oneof(
      fc.constantFrom("", ".", "..", "opt", "render", "a b", "src", "project", "media"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (parts) => {
        const path = `/${parts.join("/")}`;
        const tidy = tidyMountPath(path);
        expect(tidyMountPath(tidy)).toBe(tidy);
        if (mountPathProblem(path) !== null) return;
        expect(mountPathProblem(tidy)).toBeNull();
        expect(tidy).toMatch(/^(?:\/[^/\s]+)+$/);
        expect(tidy.split("/")).not.toContain("..");
        expect(tidy.split("/").slice(1)).not.toContain(".");
      }),
    );
  });
});

test("name of the disk", () => {
  for (const name of ["media", "uploads-2", "a", "x".repeat(63), "imágenes"]) expect(diskNameProblem(name)).toBeNull();
  for (const name of ["", "-a", "a b", "a/b", "x".repeat(64), "a:b", "a\nb", "#"])
    expect(diskNameProblem(name)).toEqual(say.nameForm);
});

test("size: each mistake has its own sentence", () => {
  for (const word of ["1", "10", "001", "100000"]) expect(diskSizeProblem(word)).toBeNull();
  for (const word of ["0", "00", "-1"]) expect(diskSizeProblem(word)).toEqual(say.sizeZero);
  for (const word of ["1.5", "0,5", ".5"]) expect(diskSizeProblem(word)).toEqual(say.sizeFraction);
  for (const word of ["10GB", "1g", "500 MB", "1.5GiB"]) expect(diskSizeProblem(word)).toEqual(say.sizeUnit);
  for (const word of ["abc", "", "1e3", "0x10", "one", "١"]) expect(diskSizeProblem(word)).toEqual(say.sizeText);
  expect(diskSizeProblem("100001")).toEqual(say.sizeTooLarge(100_000));
});
