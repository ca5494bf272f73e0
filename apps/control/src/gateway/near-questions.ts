import {
  cacheStatsSchema,
  HeadgateError,
  INTERNAL_CACHE_PATH,
  type SemanticStats,
} from "@headgate/contract";
import { type AskedGateway, askGateway } from "./ask-gateway.ts";

/**
 * Asks the gateway of this run what its semantic cache did, and how often that was wrong.
 * @throws HeadgateError `gateway_unreachable`
 */
export async function nearQuestions(gateway: AskedGateway): Promise<SemanticStats> {
  const found = await askGateway(gateway, INTERNAL_CACHE_PATH, cacheStatsSchema);
  if (found === undefined) throw new HeadgateError("gateway_unreachable", "It knows no cache.");
  return found.semantic;
}
