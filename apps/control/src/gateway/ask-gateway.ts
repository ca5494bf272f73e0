import { GATEWAY_URL_HEADER, HeadgateError, INTERNAL_TOKEN_HEADER } from "@headgate/contract";
import type { z } from "zod";

const PATIENCE_MS = 5_000;

/** A gateway as control asks it: the one that passed the request on, by the token of the run. */
export type AskedGateway = Readonly<{ url: string | undefined; token: string }>;

export const gatewayBehind = (
  header: (name: string) => string | undefined,
  token: string,
): AskedGateway => ({ url: header(GATEWAY_URL_HEADER), token });

/**
 * Asks the gateway for what only it knows: its caches, its routing.
 * @param path below its own address
 * @returns undefined where it has no such thing
 * @throws HeadgateError `gateway_unreachable`
 */
export async function askGateway<Schema extends z.ZodType>(
  { url, token }: AskedGateway,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema> | undefined> {
  if (url === undefined) {
    throw new HeadgateError("gateway_unreachable", "The request came through no gateway.");
  }
  let answer: Response;
  try {
    answer = await fetch(`${url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { [INTERNAL_TOKEN_HEADER]: token },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new HeadgateError("gateway_unreachable", "It did not answer.", {}, { cause: error });
  }
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new HeadgateError("gateway_unreachable", `It answered ${answer.status}.`);
  return schema.parse(await answer.json());
}
