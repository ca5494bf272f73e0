import { HeadgateError } from "@headgate/contract";
import { isJsonObject, type JsonObject, textOrAbsent } from "../json-values.ts";
import { batchEndpoints } from "./batch-endpoints.ts";

/** One request of a client's batch, as the client wrote it. */
export type ClientRequest = Readonly<{
  customId: string;
  /** The path that it would be sent to by itself. */
  endpoint: string;
  body: JsonObject;
}>;

/** Ours: OpenAI states none. */
const MOST_CUSTOM_ID = 512;
/** https://platform.claude.com/docs/en/api/typescript/messages/batches/create, a copy read 2026-11-29. */
const MOST_MESSAGE_CUSTOM_ID = 64;

/**
 * One line of a file for OpenAI's batches: `{custom_id, method, url, body}`
 * (`BatchRequestInput` of OpenAI's OpenAPI, by
 * https://github.com/oapicf/openapi-openai/blob/main/clients/php/generated/docs/Model/BatchRequestInput.md, read 2026-11-29).
 *
 * @param place how messages name the line, e.g. `line 7`
 * @throws HeadgateError `file_invalid` that names the place and the member; never the content
 */
export function readRequestLine(text: string, place: string): ClientRequest {
  const line = parsed(text, place);
  const customId = textOrAbsent(line.custom_id);
  if (customId === undefined || customId.length > MOST_CUSTOM_ID) {
    throw invalid(place, "custom_id", `expected 1 to ${MOST_CUSTOM_ID} characters`);
  }
  if (line.method !== "POST") throw invalid(place, "method", 'expected "POST"');
  const endpoint = batchEndpoints.find((path) => path === line.url);
  if (endpoint === undefined) {
    throw invalid(place, "url", `expected one of ${batchEndpoints.join(", ")}`);
  }
  if (!isJsonObject(line.body)) throw invalid(place, "body", "expected an object");
  return { customId, endpoint, body: checkedBody(line.body, place, "body") };
}

/**
 * One member of `requests` of Anthropic's message batches: `{custom_id, params}`
 * (`BatchCreateParams` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-29).
 *
 * @throws HeadgateError `batch_invalid` that names the place and the member; never the content
 */
export function readMessageBatchRequest(value: unknown, place: string): ClientRequest {
  if (!isJsonObject(value)) throw invalidBatch(place, undefined, "expected an object");
  const customId = textOrAbsent(value.custom_id);
  if (customId === undefined || customId.length > MOST_MESSAGE_CUSTOM_ID) {
    throw invalidBatch(place, "custom_id", `expected 1 to ${MOST_MESSAGE_CUSTOM_ID} characters`);
  }
  if (!isJsonObject(value.params)) throw invalidBatch(place, "params", "expected an object");
  const { params } = value;
  if (textOrAbsent(params.model) === undefined) {
    throw invalidBatch(place, "params.model", "expected the name of a model");
  }
  if (params.stream === true) throw invalidBatch(place, "params.stream", NO_STREAM);
  return { customId, endpoint: "/v1/messages", body: params };
}

const NO_STREAM = "an answer that comes later cannot be streamed";

function checkedBody(body: JsonObject, place: string, member: string): JsonObject {
  if (textOrAbsent(body.model) === undefined) {
    throw invalid(place, `${member}.model`, "expected the name of a model");
  }
  if (body.stream === true) throw invalid(place, `${member}.stream`, NO_STREAM);
  return body;
}

function parsed(text: string, place: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The message of a JSON error quotes the text, which may be private.
    throw invalid(place, undefined, "not JSON");
  }
  if (isJsonObject(value)) return value;
  throw invalid(place, undefined, "expected an object");
}

const told = (place: string, member: string | undefined, reason: string): string =>
  `${place}${member === undefined ? "" : `, ${member}`}: ${reason}.`;

const invalid = (place: string, member: string | undefined, reason: string): HeadgateError =>
  new HeadgateError("file_invalid", told(place, member, reason), {
    place,
    ...(member !== undefined && { param: member }),
  });

const invalidBatch = (place: string, member: string | undefined, reason: string): HeadgateError =>
  new HeadgateError("batch_invalid", told(place, member, reason), {
    place,
    ...(member !== undefined && { param: member }),
  });
