/** The packages that the app needs for S3, fitted to its Python and to what it pins already. */
import type { Project } from "../../model/project.ts";
import type { Requirement } from "../../model/provider.ts";

/** 1.14.6 is the newest release of django-storages; it takes Django from 3.2 on and Python from 3.7 on. */
const STORAGES = "~=1.14.6";
/** From 1.36 on boto3 has the checksum settings that S3-compatible services need. */
const BOTO3 = ">=1.36,<2";
/** boto3 1.33.13 is the last for Python 3.7: https://aws.amazon.com/blogs/developer/python-support-policy-updates-for-aws-sdks-and-tools/ */
const BOTO3_FOR_PYTHON_37 = ">=1.28,<2";
/** boto3 goes in step with these: where one is pinned and boto3 is not, pip must be free to choose the boto3 that fits. */
const IN_STEP = ["botocore", "s3transfer", "aiobotocore", "aioboto3", "s3fs", "awscli"];

/** As they are written where the project had none of its own. */
export const OWN_PACKAGES: readonly Requirement[] = [
  { name: "django-storages", extras: ["s3"], specifier: STORAGES },
  { name: "boto3", extras: [], specifier: BOTO3 },
  { name: "boto3", extras: [], specifier: BOTO3_FOR_PYTHON_37 },
];

/** What the project requires already is asked for as it stands: its pins are its own. What a constraints file bounds is left to that file. */
export function requirementsFor(project: Project): readonly Requirement[] {
  const { requires = {}, constraints = {} } = project.dependencies ?? {};
  const bounded = (name: string) => (constraints[name] ?? "") !== "";
  const boundElsewhere = IN_STEP.some((name) => (requires[name] ?? "") !== "" || bounded(name));
  const minimum = project.python?.minimum ?? null;
  const old = minimum !== null && minimum[0] === 3 && minimum[1] < 8;
  const boto3 = old ? BOTO3_FOR_PYTHON_37 : BOTO3;
  const unbounded = (name: string, specifier: string) =>
    bounded(name) && (requires[name] ?? "") === "" ? { unbounded: specifier } : {};
  return [
    {
      name: "django-storages",
      extras: ["s3"],
      specifier: requires["django-storages"] || (bounded("django-storages") ? "" : STORAGES),
      ...unbounded("django-storages", STORAGES),
    },
    {
      name: "boto3",
      extras: [],
      specifier: requires.boto3 || (boundElsewhere || bounded("boto3") ? "" : boto3),
      ...unbounded("boto3", boto3),
    },
  ];
}
