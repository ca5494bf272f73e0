import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import {
  feedbackSchema,
  type HeadgateConfig,
  INTERNAL_ROUTING_PATH,
  type RouteTrouble,
  servedAnswersSchema,
  turnDialSchema,
} from "@headgate/contract";
import { isFromControl } from "../http/is-from-control.ts";
import { sendJson } from "../http/send-json.ts";
import type { FeedbackDesk } from "./feedback-desk.ts";
import type { LabelDesk } from "./labels/label-desk.ts";
import type { RouteDesk } from "./route-desk.ts";
import { routingReport } from "./routing-report.ts";
import { feedbackAnswer } from "./take-feedback.ts";

type RoutingRoom = Readonly<{
  routeDesk: RouteDesk;
  labels: LabelDesk;
  feedback: FeedbackDesk;
  config: HeadgateConfig;
  token: string;
}>;

/** Answers what control asks of routing. Control has asked who the person is. */
export async function answerRouting(
  room: RoutingRoom,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isFromControl(request.headers, room.token)) {
    sendJson(response, 403, {});
    return;
  }
  const { routeDesk, config, feedback } = room;
  const path = (request.url ?? "").slice(INTERNAL_ROUTING_PATH.length);
  if (path === "" && request.method === "GET") {
    sendJson(response, 200, await routingReport(room, config));
  } else if (path === "/troubles" && request.method === "GET") {
    const { all: troubles } = routeDesk.troubles;
    sendJson(response, 200, { troubles } satisfies { troubles: readonly RouteTrouble[] });
  } else if (path === "/dial" && request.method === "POST") {
    const asked = turnDialSchema.safeParse(await json(request));
    const policy = config.policies.find(({ name }) => asked.data?.policy === name);
    if (!asked.success) sendJson(response, 400, {});
    else if (policy === undefined) sendJson(response, 404, {});
    else {
      routeDesk.dials.turn(policy.name, asked.data.quality ?? undefined);
      const quality = routeDesk.dials.of(policy.route, policy.name);
      sendJson(response, 200, { policy: policy.name, quality });
    }
  } else if (path === "/feedback" && request.method === "POST") {
    const asked = feedbackSchema.safeParse(await json(request));
    if (asked.success) {
      sendJson(response, 200, await feedbackAnswer(feedback, asked.data, undefined));
    } else sendJson(response, 400, {});
  } else if (path === "/served" && request.method === "POST") {
    const told = servedAnswersSchema.safeParse(await json(request));
    for (const { failed, ...of } of told.data?.answers ?? []) routeDesk.served.told(of, failed);
    sendJson(response, told.success ? 200 : 400, {});
  } else sendJson(response, 404, {});
}
