import { HeadgateError } from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { LiveFeed } from "../live/live-feed.ts";
import { failure } from "./responses.ts";

const route = createRoute({
  method: "get",
  path: "/api/live",
  summary: "Server-sent events: `loaded` whenever rows came into the ledger.",
  responses: {
    200: {
      description: "A stream of `loaded` events; comments keep it open when nothing happens.",
      content: { "text/event-stream": { schema: z.string() } },
    },
    default: failure,
  },
});

export function registerLive(api: OpenAPIHono, feed: LiveFeed): void {
  api.openapi(route, (context) => {
    if (context.req.method === "HEAD") {
      throw new HeadgateError("method_not_allowed", "The live feed takes GET.");
    }
    const listener = feed.listen();
    if (listener === undefined) throw new HeadgateError("live_feed_full");
    return streamSSE(context, async (stream) => {
      stream.onAbort(() => listener.close());
      try {
        // Sent at once, so that the client sees an open stream before anything happens.
        await stream.write(": listening\n\n");
        for (let heard = await listener.next(); heard !== "ended"; heard = await listener.next()) {
          if (heard === "quiet") await stream.write(": quiet\n\n");
          else await stream.writeSSE({ event: "loaded", data: JSON.stringify(heard) });
        }
      } finally {
        listener.close();
      }
    });
  });
}
