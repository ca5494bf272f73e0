import { ADMITTED_HEADER, type Admitted, HeadgateError, readAdmitted } from "@headgate/contract";
import { errorWireFor } from "@headgate/providers";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/**
 * Whose request it is, as the gateway admitted it.
 * @throws HeadgateError `not_allowed` for what did not come through the gateway
 */
export function admittedOf(context: Context): Admitted {
  const header = context.req.header(ADMITTED_HEADER);
  const admitted = header === undefined ? undefined : readAdmitted(header);
  if (admitted === undefined) throw new HeadgateError("not_allowed", "There is no key with it.");
  return admitted;
}

/** One of Headgate's own errors, in the shape of the format that the path belongs to. */
export function faceError(context: Context, error: HeadgateError): Response {
  const wire = errorWireFor(context.req.path, context.req.header());
  const header = context.req.header(ADMITTED_HEADER);
  const callId = (header === undefined ? undefined : readAdmitted(header))?.call_id ?? "";
  const { status, headers, body } = wire.errorResponse(error, callId);
  return context.body(body, status as ContentfulStatusCode, headers);
}

/** A page of a list. */
export type AskedPage = Readonly<{ after?: string; limit: number }>;

/** @throws HeadgateError `request_invalid` */
export function pageOf(
  context: Context,
  names: Readonly<{ after: string; usual: number; most: number }>,
): AskedPage {
  const text = context.req.query("limit");
  const limit = text === undefined ? names.usual : Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > names.most) {
    throw new HeadgateError("request_invalid", `limit: expected 1 to ${names.most}`, {
      param: "limit",
    });
  }
  const after = context.req.query(names.after);
  return { limit, ...(after !== undefined && after !== "" && { after }) };
}

/** A page's members, and whether there are more: one more than asked for was read. */
export const cutPage = <T>(
  found: readonly T[],
  limit: number,
): Readonly<{ members: readonly T[]; more: boolean }> => ({
  members: found.slice(0, limit),
  more: found.length > limit,
});
