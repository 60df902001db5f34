/** The package that the app needs for Cloudinary: the maintained SDK, and no storage package. */
import type { Project } from "../../model/project.ts";
import type { Requirement } from "../../model/provider.ts";

/**
 * From 1.44.1 on the SDK signs every parameter by itself (signature_version 2).
 * https://github.com/cloudinary/pycloudinary/blob/master/CHANGELOG.md
 */
const SDK = ">=1.44.1,<2";

export const OWN_PACKAGES: readonly Requirement[] = [{ name: "cloudinary", extras: [], specifier: SDK }];

/** What the project requires already is asked for as it stands; what a constraints file bounds is left to that file. */
export function requirementsFor(project: Project): readonly Requirement[] {
  const { requires = {}, constraints = {} } = project.dependencies ?? {};
  const bounded = (constraints.cloudinary ?? "") !== "";
  const own = requires.cloudinary ?? "";
  const unbounded = bounded && own === "" ? { unbounded: SDK } : {};
  return [{ name: "cloudinary", extras: [], specifier: own || (bounded ? "" : SDK), ...unbounded }];
}
