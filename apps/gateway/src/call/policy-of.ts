import type { HeadgateConfig } from "@headgate/contract";
import { type LeversOfPolicy, policyFor } from "@headgate/levers";
import type { Call } from "./call.ts";

/** What the configuration says of each lever on this call. */
export const policyOf = (
  { policies }: Pick<HeadgateConfig, "policies">,
  call: Pick<Call, "attribution" | "key" | "request" | "wire">,
): LeversOfPolicy =>
  policyFor(policies, {
    attribution: call.attribution,
    keyName: call.key.name,
    model: call.request.model,
    operation: call.wire.operation,
  });
