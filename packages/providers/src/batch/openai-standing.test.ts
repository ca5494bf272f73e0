import { expect, test } from "vitest";
import { readOpenaiStanding } from "./openai-standing.ts";

const failed = (...data: readonly object[]) =>
  readOpenaiStanding(
    { id: "batch_1", status: "failed", created_at: 1, errors: { object: "list", data } },
    "marker",
  );
const at = { line: null, param: null };

test.each([
  [
    "OpenAI",
    // https://github.com/openai/openai-python/issues/2084 (2025-02-04), its organization left out.
    "Enqueued token limit reached for gpt-4o-mini in organization org-x. Limit: 2,000,000 enqueued tokens. Please try again once some in_progress batches have been completed.",
  ],
  [
    "Azure",
    // https://learn.microsoft.com/en-us/answers/questions/2285577 (2025-06-19)
    "The number of enqueued tokens has surpassed the configured limit of 30K for the deployment 'gpt-4.1-batch'. Please either increase the limit or try again once the current jobs have finished.",
  ],
])("a batch that %s's queue had no room for may be sent again", (_, message) => {
  expect(failed({ ...at, code: "token_limit_exceeded", message })).toMatchObject({
    ...{ state: "failed", isPassing: true, reason: `token_limit_exceeded: ${message}` },
  });
});

test("a batch that failed for its lines, or for no stated reason, is not to be sent again as it is", () => {
  const full = { ...at, code: "token_limit_exceeded", message: "full" };
  const wrong = { code: "invalid_json_line", message: "no JSON", line: 3, param: null };
  expect(failed(wrong)).not.toHaveProperty("isPassing");
  expect(failed(full, wrong)).not.toHaveProperty("isPassing");
  expect(failed()).not.toHaveProperty("isPassing");
});
