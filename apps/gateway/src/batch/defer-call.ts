import {
  DEFERRED_PATH,
  deferredSchema,
  HeadgateError,
  INTERNAL_DEFER_PATH,
  requestHeaders,
  responseHeaders,
  writeAdmitted,
} from "@headgate/contract";
import type { Call } from "../call/call.ts";
import type { Deadline, Deadlines } from "../call/deadlines.ts";
import type { ControlProxy } from "../http/control-proxy.ts";
import { admittedFor } from "./admitted-for.ts";
import type { Deferral } from "./deferral-of.ts";
import type { WaitingRoute } from "./waiting-route.ts";

/** Asked again and again, so that a client that left is noticed. */
const WAIT_S = 20;

type DeferRoom = Readonly<{
  control: Pick<ControlProxy, "ask"> | undefined;
  deadlines: Deadlines;
  draining: () => boolean;
}>;

/**
 * Has control take a call in, and answers with its handle; a client that waits is answered when the answer is there, or gets
 * the handle when the gateway stops.
 */
export async function deferCall(
  { control, deadlines, draining }: DeferRoom,
  call: Call,
  { deadlineMs, waits, webhook }: Deferral,
  chosen: WaitingRoute,
): Promise<void> {
  if (control === undefined) throw new HeadgateError("control_unavailable");
  const { response, headers, id: callId } = call;
  const provider = headers[requestHeaders.provider];
  const admitted = writeAdmitted(
    admittedFor(call, {
      callId,
      headers,
      encrypted: false,
      provider: typeof provider === "string" ? provider : undefined,
      deadlineMs,
      webhook,
      chosen,
    }),
  );
  const path = call.pathAndQuery.split("?", 1)[0] ?? "";
  let answer = await control.ask({
    method: "POST",
    path: `${INTERNAL_DEFER_PATH}?path=${encodeURIComponent(path)}`,
    admitted,
    format: headers,
    body: call.body,
  });
  if (answer.status === 202 && waits) {
    const { id } = deferredSchema.parse(JSON.parse(answer.body.toString("utf8")));
    while (answer.status === 202 && !call.clientGone.happened && !draining()) {
      const asking = control.ask({
        method: "GET",
        path: `${DEFERRED_PATH}/${id}?wait=${WAIT_S}`,
        admitted,
        format: headers,
      });
      answer = (await beforeStop(deadlines, asking)) ?? answer;
    }
  }
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    [responseHeaders.callId]: callId,
    "content-length": answer.body.length,
  });
  response.end(answer.body);
}

/** What an asking comes to; undefined where the gateway stops before. */
async function beforeStop<Answer>(
  deadlines: Deadlines,
  asking: Promise<Answer>,
): Promise<Answer | undefined> {
  let stop: Deadline | undefined;
  const stopped = new Promise<undefined>((resolve) => {
    stop = deadlines.add(Number.POSITIVE_INFINITY, () => resolve(undefined));
  });
  try {
    return await Promise.race([asking, stopped]);
  } finally {
    if (stop !== undefined) deadlines.remove(stop);
  }
}
