import { apiErrorSchema } from "@headgate/contract";
import { ApiFailure, failureOf } from "./api-failure.ts";

/** A schema as this page needs it: something that reads an unknown value. */
export type Reader<Value> = {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: { message: string } };
};

type Request = Readonly<{
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  signal?: AbortSignal | undefined;
}>;

const send = async (path: string, request: Request): Promise<Response> => {
  const headers: Record<string, string> = { accept: "application/json" };
  if (request.body !== undefined) headers["content-type"] = "application/json";
  try {
    return await fetch(path, {
      method: request.method ?? "GET",
      headers,
      credentials: "same-origin",
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    throw failureOf("control_unavailable", undefined, undefined, { cause });
  }
};

const jsonOf = async (response: Response, path: string): Promise<unknown> => {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch (cause) {
    if (response.status >= 502 && response.status <= 504) {
      throw failureOf("control_unavailable", undefined, response.status, { cause });
    }
    throw failureOf(
      "internal",
      `${path} answered ${response.status} with something that is not JSON.`,
      response.status,
      { cause },
    );
  }
};

const failureIn = (response: Response, body: unknown, path: string): ApiFailure => {
  const read = apiErrorSchema.safeParse(body);
  if (read.success) return new ApiFailure({ ...read.data.error, status: response.status });
  if (response.status === 404) return failureOf("not_found", path, 404);
  return failureOf(
    "internal",
    `${path} answered ${response.status} without the agreed error shape.`,
    response.status,
  );
};

/**
 * Asks the management API and reads its answer with a schema of the contract.
 * @throws ApiFailure when the API is away, answers with an error, or answers in another shape.
 */
export const askApi = async <Value>(
  path: string,
  reader: Reader<Value>,
  request: Request = {},
): Promise<Value> => {
  const response = await send(path, request);
  const body = await jsonOf(response, path);
  if (!response.ok) throw failureIn(response, body, path);
  const read = reader.safeParse(body);
  if (read.success) return read.data;
  throw failureOf(
    "internal",
    `${path} answered in a shape that is not the agreed one: ${read.error.message}`,
    response.status,
  );
};

/** As {@link askApi}, for requests whose answer says nothing more than that it was done. */
export const tellApi = async (path: string, request: Request): Promise<void> => {
  const response = await send(path, request);
  if (response.ok) return;
  throw failureIn(response, await jsonOf(response, path), path);
};

/** A path with its query; parameters without a value are left out. */
export const pathWith = (
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
};
