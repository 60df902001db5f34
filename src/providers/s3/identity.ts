/** Who is behind the keys: STS GetCallerIdentity, which needs no permission. */
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { EXIT, Failure, Interrupted } from "../../lib/failure.ts";
import { identity, notAnIdentity } from "../../messages/s3.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { stsClient } from "./client.ts";
import { failureOf, type Request } from "./errors.ts";

export interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
  /** The account's root user. */
  readonly root: boolean;
  readonly check: Check;
}

/** Throws Failure (refused keys, network), Interrupted. */
export async function whoAmI(region: string, context: ProviderContext): Promise<Identity> {
  if (context.signal.aborted) throw new Interrupted();
  // A region that is mistyped or not enabled must not look like a bad key: ask where STS always is, in the key's partition.
  const home = /^(?:cn|us-gov)-/.test(region) ? region : "us-east-1";
  const host = endpointHost(context.env, home);
  const client = stsClient(home, context);
  const request: Request = {
    service: "STS",
    operation: "GetCallerIdentity",
    action: "sts:GetCallerIdentity",
    on: host,
    resource: "*",
    host,
    region: home,
    compatible: false,
  };
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: context.signal });
    if (!Account || !Arn) {
      throw new Failure({ code: "not-an-identity", exit: EXIT.failed, ...notAnIdentity(request.host) });
    }
    const message = identity(Arn, Account, context.credentials.detail);
    return {
      account: Account,
      arn: Arn,
      root: /:root$/.test(Arn),
      check: { id: "sts-identity", status: "pass", message },
    };
  } catch (error) {
    throw failureOf(error, request, context.signal);
  } finally {
    client.destroy();
  }
}

function endpointHost(env: ProviderContext["env"], region: string): string {
  const redirected = env.AWS_ENDPOINT_URL_STS || env.AWS_ENDPOINT_URL;
  return redirected && URL.canParse(redirected) ? new URL(redirected).host : `sts.${region}.amazonaws.com`;
}
