/** Paths by the rules of both systems: what people and repositories read has `/`, and another drive is never inside. */
import path from "node:path";
import { expect, test } from "vitest";
import { isInside, relativePath } from "../../src/lib/paths.ts";

test("a path that people read has slashes on Windows too", () => {
  expect(relativePath("C:\\clinic", "C:\\clinic\\veteriaria\\settings.py", path.win32)).toBe("veteriaria/settings.py");
  expect(relativePath("C:\\clinic\\web", "c:\\Clinic\\render.yaml", path.win32)).toBe("../render.yaml");
  expect(relativePath("/clinic", "/clinic/a\\b.py", path.posix)).toBe("a\\b.py");
});

test.each([
  [path.win32, "C:\\clinic", "C:\\clinic", true],
  [path.win32, "C:\\clinic", "c:\\CLINIC\\media\\a.png", true],
  [path.win32, "C:\\clinic", "C:\\clinic-old\\a.png", false],
  [path.win32, "C:\\clinic", "D:\\clinic\\a.png", false],
  [path.win32, "C:\\clinic", "\\\\server\\share\\a.png", false],
  [path.win32, "C:\\clinic", "C:\\clinic\\..a.png", true],
  [path.posix, "/clinic", "/clinic/..media/a.png", true],
  [path.posix, "/clinic", "/clinics/a.png", false],
  [path.posix, "/clinic/media", "/clinic", false],
] as const)("%#: %s below %s", (on, folder, file, inside) => {
  expect(isInside(folder, file, on)).toBe(inside);
});
