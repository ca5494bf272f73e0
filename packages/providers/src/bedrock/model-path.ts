import { HeadgateError } from "@headgate/contract";
import type { RequestBytes } from "../wire.ts";

/** Where clients point the endpoint of their AWS SDK: the provider's own paths follow. */
export const BEDROCK_PREFIX = "/bedrock";

/** The operations of Bedrock's runtime that are served, by the last segment of their path. */
const operations = {
  converse: { format: "bedrock.converse", stream: false },
  "converse-stream": { format: "bedrock.converse", stream: true },
  invoke: { format: "bedrock.invoke_model", stream: false },
  "invoke-with-response-stream": { format: "bedrock.invoke_model", stream: true },
} as const;

export type BedrockPath = Readonly<{
  /** Decoded: an id, the id of an inference profile, or an ARN. */
  model: string;
  /** The model as it stands in the path. */
  escapedModel: string;
  operation: keyof typeof operations;
  format: (typeof operations)[keyof typeof operations]["format"];
  stream: boolean;
}>;

const PATH = /^\/bedrock\/model\/([^/]+)\/([a-z-]+)$/;

/**
 * The characters of Bedrock's model ids, profile ids and ARNs (`modelId` in
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, read 2026-11-28 in a copy), and
 * of names of the operator's own.
 */
const MODEL = /^[\w.:/+@-]{1,2048}$/;
/** A segment that is empty or leads upwards or nowhere. */
const MISLEADING = /(?:^|\/)\.{0,2}(?:\/|$)/;
const ESCAPED_DOT = /%2e/i;

/**
 * Reads `/bedrock/model/{modelId}/{operation}`; `undefined` for any other path. The model goes on to the
 * provider as it came, with the operator's credentials: one that a server could resolve to another path is
 * no model. AWS's own clients escape the slashes of an ARN, so only escaped ones belong to it.
 */
export function readBedrockPath(path: string): BedrockPath | undefined {
  const match = PATH.exec(path);
  const escapedModel = match?.[1];
  const name = match?.[2];
  if (escapedModel === undefined || name === undefined || !Object.hasOwn(operations, name)) {
    return undefined;
  }
  const model = decoded(escapedModel);
  if (model === undefined || !MODEL.test(model) || MISLEADING.test(model)) return undefined;
  if (ESCAPED_DOT.test(escapedModel)) return undefined;
  const operation = name as keyof typeof operations;
  return { model, escapedModel, operation, ...operations[operation] };
}

/** @throws HeadgateError `path_unknown` */
export function bedrockPath(path: string): BedrockPath {
  const read = readBedrockPath(path);
  if (read === undefined) throw new HeadgateError("path_unknown", `${path}.`);
  return read;
}

/** {@link Wire.withModel}: the path names the model. */
export function modelInPath({ pathAndQuery, body }: RequestBytes, model: string): RequestBytes {
  const queryAt = pathAndQuery.indexOf("?");
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt);
  const { operation } = bedrockPath(path);
  const query = queryAt < 0 ? "" : pathAndQuery.slice(queryAt);
  return {
    pathAndQuery: `${BEDROCK_PREFIX}/model/${encodeURIComponent(model)}/${operation}${query}`,
    body,
  };
}

function decoded(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
