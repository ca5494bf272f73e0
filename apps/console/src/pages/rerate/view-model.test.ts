import { expect, test } from "vitest";
import { previewJob } from "./rerate.fixture.ts";
import {
  applyRequestOf,
  callsOf,
  progressOf,
  rerateFacts,
  rerateRequestOf,
  signedText,
  sumText,
} from "./view-model.ts";

const [priced, corrected] = previewJob.difference.by_model;

test("a preview is asked for the address's range as it is now", () => {
  const request = rerateRequestOf(
    { range: "24h", provider: "main" },
    Date.parse("2026-11-25T10:20:30Z"),
  );

  expect(request).toEqual({
    from: "2026-11-24T10:00:00.000Z",
    to: "2026-11-25T10:21:00.000Z",
    provider: "main",
    apply: false,
  });
});

test("what is applied is the preview's own range, by the prices that were looked at", () => {
  expect(applyRequestOf(previewJob)).toEqual({
    from: previewJob.from,
    to: previewJob.to,
    apply: true,
    price_book: previewJob.price_book,
  });
});

test("the head tells before, after and what is simulated; a sum with holes is a lower bound", () => {
  expect(rerateFacts(previewJob)).toEqual([
    { label: "Before", value: "≥ $2.00", note: "2 attempts unpriced" },
    { label: "After", value: "$2.50", note: undefined },
    { label: "Difference", value: "+$0.500", note: "+$0.250 of it is simulated" },
    { label: "Attempts", value: "3", note: "charged otherwise, of 5" },
  ]);
});

test("what was unknown as a whole is unpriced, never $0", () => {
  if (priced === undefined) throw new Error("there is a model");

  expect(sumText(priced.before, priced.attempts)).toBe("unpriced");
  expect(sumText(priced.after, priced.attempts)).toBe("$1.00");
});

test("a model's line opens the calls of the range that it is about", () => {
  if (corrected === undefined) throw new Error("there is a model");

  expect(callsOf(previewJob, corrected)).toEqual({
    from: previewJob.from,
    to: previewJob.to,
    provider: "main",
    model: "",
  });
});

test("a difference has its sign, and progress ends at a hundred", () => {
  expect([signedText("0.500000000000"), signedText("-0.500000000000")]).toEqual([
    "+$0.500",
    "−$0.500",
  ]);
  expect(progressOf({ ...previewJob, progress: { attempts_done: 7, attempts_total: 5 } })).toBe(
    100,
  );
  expect(progressOf({ ...previewJob, progress: { attempts_done: 0, attempts_total: 0 } })).toBe(
    100,
  );
});
