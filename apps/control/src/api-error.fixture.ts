import { type ApiError, apiErrorSchema } from "@headgate/contract";
import { expect } from "vitest";

/** Reads a refusal in the one shape that failures have, and checks its status and code. */
export async function expectError(
  response: Response,
  status: number,
  code: string,
): Promise<ApiError["error"]> {
  const { error } = apiErrorSchema.strict().parse(await response.json());
  expect({ status: response.status, code: error.code }).toEqual({ status, code });
  return error;
}
