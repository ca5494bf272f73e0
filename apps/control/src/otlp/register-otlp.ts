import {
  HeadgateError,
  OTLP_PATHS,
  requestHeaders,
  VIRTUAL_KEY_PREFIX,
  type VirtualKey,
} from "@headgate/contract";
import { hashVirtualKey } from "@headgate/ledger";
import { encodeOtlpAnswer, type OtlpSignal } from "@headgate/sources";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ControlDependencies } from "../dependencies.ts";
import type { AdminSessions } from "../http/admin-sessions.ts";
import { errorAnswer } from "../http/api-error.ts";
import { guardManagement } from "../http/request-guard.ts";
import { createOtlpReceiver, type ReceivedOutcome } from "./otlp-receiver.ts";
import { MAX_SENT_BYTES, readPayloadBody } from "./read-payload-body.ts";

const JSON_TYPE = "application/json";
const PROTOBUF_TYPE = "application/x-protobuf";
const signals = Object.keys(OTLP_PATHS) as readonly OtlpSignal[];
const rejectedMember = {
  traces: "rejectedSpans",
  metrics: "rejectedDataPoints",
  logs: "rejectedLogRecords",
} as const satisfies Record<OtlpSignal, string>;

/**
 * OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp) behind a Headgate key or whatever the
 * management API takes.
 */
export function registerOtlp(
  api: OpenAPIHono,
  dependencies: ControlDependencies,
  sessions: AdminSessions,
): void {
  const receiver = createOtlpReceiver(dependencies);
  const guard = guardManagement(dependencies.config().listen.host, sessions);
  const limit = bodyLimit({
    maxSize: MAX_SENT_BYTES,
    onError: () => {
      throw new HeadgateError(
        "body_too_large",
        `A payload may be sent as ${MAX_SENT_BYTES} bytes.`,
      );
    },
  });
  const keys = new WeakMap<Context, VirtualKey>();
  const admit: MiddlewareHandler = async (context, next) => {
    const key = await keyOf(context, dependencies);
    if (key === undefined) return guard(context, next);
    keys.set(context, key);
    await next();
    return undefined;
  };
  for (const signal of signals) {
    const path = OTLP_PATHS[signal];
    api.use(path, admit);
    api.use(path, limit);
    api.post(path, async (context) => {
      const encoding = encodingOf(context);
      const sent = new Uint8Array(await context.req.arrayBuffer());
      const body = await readPayloadBody(sent, context.req.header("content-encoding"));
      const key = keys.get(context);
      try {
        const outcome = await receiver.receive({ signal, body, encoding, key });
        if (outcome.rejected > 0) {
          dependencies.log.warn({ signal, ...outcome }, "a part of an OTLP payload was not taken");
        }
        return answer(context, { signal, encoding, outcome });
      } catch (error) {
        if (error instanceof SyntaxError) throw new HeadgateError("body_malformed", error.message);
        if (!(error instanceof HeadgateError) || error.code !== "import_running") throw error;
        // Exporters send again after 503, but not after 409.
        context.header("retry-after", "10");
        return context.json(errorAnswer(error).body, 503);
      }
    });
    api.all(path, (context) => {
      throw new HeadgateError(
        "method_not_allowed",
        `${path} takes POST, not ${context.req.method}.`,
      );
    });
  }
}

/** The live Headgate key that a request shows. One that is none is refused, whoever else may come in. */
async function keyOf(
  context: Context,
  { state }: Pick<ControlDependencies, "state">,
): Promise<VirtualKey | undefined> {
  const shown =
    context.req.header(requestHeaders.key) ??
    /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
  if (shown === undefined || !shown.startsWith(VIRTUAL_KEY_PREFIX)) return undefined;
  const hash = hashVirtualKey(shown);
  const key = (await state.keySnapshot()).keys.find((one) => one.hash === hash);
  if (key === undefined) throw new HeadgateError("key_unknown");
  return key;
}

function encodingOf(context: Context): "json" | "protobuf" {
  const type = context.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === JSON_TYPE) return "json";
  if (type === PROTOBUF_TYPE) return "protobuf";
  throw new HeadgateError(
    "request_invalid",
    `content-type: expected ${JSON_TYPE} or ${PROTOBUF_TYPE}`,
  );
}

function answer(
  context: Context,
  about: { signal: OtlpSignal; encoding: "json" | "protobuf"; outcome: ReceivedOutcome },
): Response {
  const { signal, encoding, outcome } = about;
  const { rejected, reasons } = outcome;
  const errorMessage = reasons.join("; ");
  if (encoding === "protobuf") {
    const bytes =
      rejected === 0 ? encodeOtlpAnswer() : encodeOtlpAnswer({ rejected, errorMessage });
    return context.body(new Uint8Array(bytes), 200, { "content-type": PROTOBUF_TYPE });
  }
  // 64-bit numbers are text in OTLP's JSON.
  return context.json(
    rejected === 0
      ? {}
      : { partialSuccess: { [rejectedMember[signal]]: String(rejected), errorMessage } },
    200,
  );
}
