/**
 * The HTTP status behind an error that the log names
 * (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ResponseStream.html, read 2026-11-28).
 */
const statuses: Readonly<Record<string, number>> = {
  ValidationException: 400,
  ModelTimeoutException: 408,
  ModelStreamErrorException: 424,
  ThrottlingException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
};

/** `undefined` for an error whose status is not documented there. */
export const errorStatus = (code: string): number | undefined =>
  Object.hasOwn(statuses, code) ? statuses[code] : undefined;
