import {
  HeadgateError,
  INTERNAL_ROUTING_PATH,
  type RouteTrouble,
  routeTroublesResponse,
} from "@headgate/contract";
import { type AskedGateway, askGateway } from "./ask-gateway.ts";

/**
 * Asks the gateway of this run what went wrong with the quality of routed calls.
 * @throws HeadgateError `gateway_unreachable`
 */
export async function routingTroubles(gateway: AskedGateway): Promise<readonly RouteTrouble[]> {
  const path = `${INTERNAL_ROUTING_PATH}/troubles`;
  const found = await askGateway(gateway, path, routeTroublesResponse);
  if (found === undefined) throw new HeadgateError("gateway_unreachable", "It knows no routing.");
  return found.troubles;
}
