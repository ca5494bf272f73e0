import type { IncomingHttpHeaders } from "node:http";
import type { Admitted } from "@headgate/contract";
import type { Admission } from "../call/admit.ts";
import type { WaitingRoute } from "./waiting-route.ts";

type About = Readonly<{
  callId: string;
  headers: IncomingHttpHeaders;
  /** Whether the client's connection is. */
  encrypted: boolean;
  provider: string | undefined;
  deadlineMs: number | undefined;
  webhook?: string | undefined;
  chosen?: WaitingRoute;
}>;

/** What control is told of whose request it is. */
export function admittedFor(
  { key, attribution, tags, clientCallId }: Admission,
  { callId, headers, encrypted, provider, deadlineMs, webhook, chosen }: About,
): Admitted {
  const betas = headers["anthropic-beta"];
  return {
    call_id: callId,
    ...(clientCallId !== undefined && { client_call_id: clientCallId }),
    key_id: key.id,
    key_name: key.name,
    attribution,
    tags,
    origin: `${encrypted ? "https" : "http"}://${headers.host ?? "127.0.0.1"}`,
    ...(provider !== undefined && { provider }),
    ...(deadlineMs !== undefined && { deadline_ms: deadlineMs }),
    ...(webhook !== undefined && { webhook }),
    ...chosen,
    ...(betas !== undefined && { anthropic_beta: String(betas) }),
  };
}
