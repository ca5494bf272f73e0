import { expect, test } from "vitest";
import { Grounding } from "./grounding.ts";

const web = { web: { uri: "https://example.org" } };
const maps = { maps: { uri: "https://maps.google.com/?cid=1" } };

const counted = (model: string | undefined, ...metadata: readonly unknown[]) => {
  const grounding = new Grounding();
  for (const groundingMetadata of metadata) grounding.take({ candidates: [{ groundingMetadata }] });
  return grounding.addTo({ usage: { input: 1 }, violations: [] }, model);
};
const searched = (...queries: readonly string[]) => ({
  webSearchQueries: queries,
  groundingChunks: [web],
});

test("an answer without grounding is left as it was read", () => {
  expect(counted("gemini-3-flash-preview")).toEqual({ usage: { input: 1 }, violations: [] });
  expect(counted("gemini-3-flash-preview", {}).usage).toEqual({ input: 1 });
});

test("from Gemini 3 on each unique query counts, over all chunks; empty ones do not", () => {
  const read = counted("models/gemini-3.1-pro-preview", searched("a", " "), searched("a", "b"));

  expect(read).toEqual({ usage: { input: 1, web_searches: 2 }, violations: [] });
});

test("before Gemini 3 a prompt counts once, however many queries it led to", () => {
  expect(counted("gemini-2.5-pro", searched("a", "b", "c")).usage.web_searches).toBe(1);
});

test("queries that found places alone are Maps', and count as the generation does", () => {
  const found = { webSearchQueries: ["cafes", "bars"], groundingChunks: [maps] };

  expect(counted("gemini-2.5-flash", found).usage).toEqual({ input: 1, maps_requests: 1 });
  expect(counted("gemini-3-flash-preview", found).usage).toEqual({ input: 1, maps_requests: 2 });
});

test("where Search and Maps were both used, no query is counted twice", () => {
  const both = { webSearchQueries: ["a", "b"], groundingChunks: [web, maps] };

  expect(counted("gemini-3-flash-preview", both).usage).toEqual({ input: 1, web_searches: 2 });
  expect(counted("gemini-2.5-flash", both).usage).toEqual({
    input: 1,
    web_searches: 1,
    maps_requests: 1,
  });
});

test("several queries of a model whose generation is not known are named", () => {
  expect(counted(undefined, searched("a")).violations).toEqual([]);
  expect(counted("my-tuned-model", searched("a", "b"))).toEqual({
    usage: { input: 1, web_searches: 1 },
    violations: [
      "whether its 2 search queries are billed one by one is not known for my-tuned-model",
    ],
  });
});

test("a search whose queries are not stated counts once and is named", () => {
  expect(counted("gemini-3-flash-preview", { groundingChunks: [web] })).toEqual({
    usage: { input: 1, web_searches: 1 },
    violations: ["it was grounded with a search whose queries are not stated"],
  });
});
