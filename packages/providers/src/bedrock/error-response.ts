import type { HeadgateError } from "@headgate/contract";
import { errorHeaders, errorMessage, errorStatus } from "../error-headers.ts";
import type { WireErrorResponse } from "../wire.ts";
import { encodeFrame } from "./frame-codec.ts";

/**
 * Bedrock's error types by status (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * read 2026-11-28 in a copy, and …/CommonErrors.html, not read again). Its clients choose the class of an error by this name.
 */
function typeOf(status: number): string {
  if (status === 401) return "UnrecognizedClientException";
  if (status === 403) return "AccessDeniedException";
  if (status === 404) return "ResourceNotFoundException";
  if (status === 408 || status === 504) return "ModelTimeoutException";
  if (status === 429) return "ThrottlingException";
  if (status === 502 || status === 503) return "ServiceUnavailableException";
  if (status >= 500) return "InternalServerException";
  return "ValidationException";
}

const bodyFor = (error: HeadgateError): string =>
  JSON.stringify({ message: `${errorMessage(error)} [${error.code}]` });

/** An error of ours in Bedrock's shape, which has no place for a code: it stands at the message's end. */
export function bedrockErrorResponse(error: HeadgateError, callId: string): WireErrorResponse {
  const status = errorStatus(error);
  return {
    status,
    headers: {
      ...errorHeaders(error, callId),
      "x-amzn-requestid": callId,
      "x-amzn-errortype": typeOf(status),
    },
    body: bodyFor(error),
  };
}

/** An error of ours as the last frame of a stream: an exception that both streaming operations know. */
export const bedrockErrorEvent = (error: HeadgateError): Buffer =>
  encodeFrame(
    {
      ":message-type": "exception",
      ":exception-type": streamExceptionFor(errorStatus(error)),
      ":content-type": "application/json",
    },
    bodyFor(error),
  );

const streamExceptionFor = (status: number): string => {
  if (status === 503) return "serviceUnavailableException";
  return status === 502 || status === 504 ? "modelStreamErrorException" : "internalServerException";
};
