import { expect, test } from "vitest";
import { tellsOfRequest } from "./tells-of-request.ts";

test("why a model stopped is told by the answer, not by the request", () => {
  expect(tellsOfRequest({})).toBe(false);
  expect(tellsOfRequest({ request_facts: { finish_reason: "length" } })).toBe(false);
  expect(tellsOfRequest({ request_facts: { not_cached: "unusual_body" } })).toBe(true);
});
