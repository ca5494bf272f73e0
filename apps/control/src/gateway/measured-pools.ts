import type { MeasuredPools } from "@headgate/advisor";
import {
  type HeadgateConfig,
  HeadgateError,
  INTERNAL_ROUTING_PATH,
  routingReportSchema,
} from "@headgate/contract";
import { type AskedGateway, askGateway } from "./ask-gateway.ts";

/**
 * What labels say of the models of pools, by the gateway of this run. Where no policy chooses models there is nothing to ask; a
 * gateway that does not answer is told as that, and holds up nothing else.
 */
export async function measuredPools(
  gateway: AskedGateway,
  { policies }: Pick<HeadgateConfig, "policies">,
): Promise<MeasuredPools> {
  if (policies.every(({ route }) => route.mode === "off")) return { kind: "known", pools: [] };
  try {
    const found = await askGateway(gateway, INTERNAL_ROUTING_PATH, routingReportSchema);
    if (found !== undefined) return { kind: "known", pools: found.pools };
    return { kind: "unknown", reason: "the gateway knows no routing" };
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    return {
      kind: "unknown",
      reason: "the gateway, which knows what labels say of models, could not be asked",
    };
  }
}
