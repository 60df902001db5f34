/** Names of IAM users. Light: loaded for --help. */
import type { Text } from "../../lib/text.ts";
import { nameForm } from "../../messages/app-user.ts";

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function userNameProblem(name: string): Text | null {
  return /^[\w+=,.@-]{1,64}$/.test(name) ? null : nameForm;
}
