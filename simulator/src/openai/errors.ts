import { type AnswerHeaders, type JsonAnswer, RefusedRequest } from "../server/answer.ts";

/** An error in OpenAI's shape. */
export function openaiError(
  status: number,
  error: Readonly<{
    message: string;
    type?: string;
    param?: string | null;
    code?: string | null;
  }>,
  headers: AnswerHeaders = {},
): JsonAnswer {
  const body = {
    error: {
      message: error.message,
      type: error.type ?? "invalid_request_error",
      param: error.param ?? null,
      code: error.code ?? null,
    },
  };
  return { kind: "json", status, body: JSON.stringify(body, null, 2), headers };
}

/** A refusal with status 400. */
export const invalidRequest = (
  message: string,
  param: string | null,
  code: string | null,
): RefusedRequest => new RefusedRequest(openaiError(400, { message, param, code }));

/** A refusal of a value that is none of the supported ones. */
export function invalidValue(
  param: string,
  value: unknown,
  supported: readonly string[],
): RefusedRequest {
  const quoted = supported.map((name) => `'${name}'`);
  const list = quoted.length === 2 ? quoted.join(" and ") : listed(quoted);
  return invalidRequest(
    `Invalid value: '${asText(value)}'. Supported values are: ${list}.`,
    param,
    "invalid_value",
  );
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(", ")}, and ${names.at(-1) ?? ""}`;

export const asText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

export const modelUnknown = (name: string): RefusedRequest =>
  new RefusedRequest(
    openaiError(404, {
      message: `The model \`${name}\` does not exist or you do not have access to it.`,
      code: "model_not_found",
    }),
  );
