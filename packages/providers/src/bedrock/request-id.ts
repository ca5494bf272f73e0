import type { IncomingHttpHeaders } from "node:http";
import { textOrAbsent } from "../json-values.ts";

/** The id that Bedrock's invocation log, too, knows a request by; its bodies have none of the kind. */
export const bedrockRequestId = (headers: IncomingHttpHeaders): string | undefined =>
  textOrAbsent(headers["x-amzn-requestid"]);
