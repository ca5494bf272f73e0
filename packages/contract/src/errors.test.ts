import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCatalogue, HeadgateError } from "./errors.ts";

const page = readFileSync(new URL("../../../docs/reference/errors.md", import.meta.url), "utf8");

test("the reference page and the catalogue tell of the same errors, in the same words", () => {
  const onPage = [
    ...page.matchAll(/^\| `([a-z_]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$/gm),
  ].map(([, code = "", status = "", retry = "", summary = "", mend = ""]) => ({
    code,
    status: status.trim(),
    retry: retry.trim(),
    summary: summary.trim(),
    mend: mend.trim(),
  }));
  const inCatalogue = Object.entries(errorCatalogue).map(([code, entry]) => ({
    code,
    status: "status" in entry ? String(entry.status) : "–",
    retry: entry.retry ? "yes" : "no",
    summary: entry.summary,
    mend: entry.mend,
  }));

  expect(onPage).toEqual(inCatalogue);
});

test("an error carries its code, the catalogue's sentence and the particulars", () => {
  const error = new HeadgateError("model_unknown", "gpt-9.", { model: "gpt-9" });

  expect(error.message).toBe("No configured provider serves this model. gpt-9.");
  expect(error.entry.status).toBe(404);
});
