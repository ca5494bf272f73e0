import { DEFERRED_PATH, HeadgateError, INTERNAL_DEFER_PATH } from "@headgate/contract";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import { asHeadgateError } from "../../http/api-error.ts";
import type { StoresHold } from "../../migration/stores-hold.ts";
import { unlessHeld } from "../../migration/unless-held.ts";
import { registerDeferred } from "./deferred-calls.ts";
import { faceError } from "./face-context.ts";
import { registerMessageBatches } from "./message-batches.ts";
import type { BatchFaces } from "./open-faces.ts";
import { registerBatches } from "./openai-batches.ts";
import { registerFiles } from "./openai-files.ts";

const CLIENT_PATHS = ["/v1/files", "/v1/batches", "/v1/messages/batches", DEFERRED_PATH];

/**
 * What clients see of batches: OpenAI's and Anthropic's own paths, and calls with a deadline. The gateway admits each
 * request before it comes here. Errors have the shape of the format whose path it is.
 */
export function registerFaces(
  app: OpenAPIHono,
  { dependencies, keeper }: Pick<BatchFaces, "dependencies" | "keeper">,
  hold: StoresHold,
): void {
  const faces = new Hono();
  const look = (): void => {
    keeper.tick().catch((error: unknown) => {
      dependencies.log.error({ err: error }, "clients' batches could not be looked at");
    });
  };
  faces.onError((thrown, context) => {
    const error = asHeadgateError(thrown, context.req.path);
    if (error.code === "internal")
      dependencies.log.error({ err: thrown }, "a batch request failed");
    return faceError(context, error);
  });
  for (const path of [...CLIENT_PATHS, INTERNAL_DEFER_PATH]) {
    for (const below of [path, `${path}/*`]) faces.use(below, unlessHeld(hold));
  }
  registerFiles(faces, dependencies);
  registerBatches(faces, dependencies, look);
  registerMessageBatches(faces, dependencies, look);
  registerDeferred(faces, dependencies);
  for (const path of CLIENT_PATHS) {
    for (const below of [path, `${path}/*`]) {
      faces.all(below, (context) => {
        throw new HeadgateError("path_unknown", `${context.req.method} ${context.req.path}.`);
      });
    }
  }
  app.route("/", faces);
}
