import type { CacheEntryInfo, LedgerRow } from "@headgate/contract";
import { expect, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { explainCache } from "./explain-cache.ts";

const entry: CacheEntryInfo = {
  call_id: "call-1",
  namespace: "faq",
  age_ms: 60_000,
  expires_in_ms: 120_000,
  bytes: 4_096,
  hits: 3,
};
const sentencesOf = (row: Partial<LedgerRow>, held?: CacheEntryInfo): readonly string[] =>
  explainCache("call-1", [ledgerRow({ call_id: "call-1", ...row })], held).sentences;

test("a hit names the call, the age and the dollars, or that they are not known", () => {
  const cache = { status: "hit", tier: "exact", call_id: "call-0", age_ms: 12_000 } as const;

  expect(
    sentencesOf({ cache, savings: [{ lever: "exact-cache", amount: "0.000450000000" }] }),
  ).toEqual([
    "It was answered with the answer of call call-0, 12 s old, found by its exact question.",
    "That saved $0.000450000000.",
  ]);
  expect(sentencesOf({ cache, savings: [{ lever: "exact-cache", amount: null }] })[1]).toContain(
    "not known",
  );
});

test("a hit of a near question says how near it was", () => {
  const cache = {
    status: "hit",
    tier: "semantic",
    similarity: 0.97123,
    call_id: "call-0",
    age_ms: 0,
  } as const;

  expect(sentencesOf({ cache })[0]).toContain("found by a near question (cosine 0.9712).");
});

test("a bypass says why, a miss what became of its answer", () => {
  expect(sentencesOf({ cache: { status: "bypass", reason: "policy" } })).toEqual([
    "It passed the cache by.",
    "The policy for this traffic says never.",
  ]);
  expect(sentencesOf({ cache: { status: "miss" } }, entry)[1]).toBe(
    "Its answer is kept in namespace faq, for 120 s more, and answered 3 calls so far.",
  );
  expect(sentencesOf({ cache: { status: "miss" } })[1]).toContain("not kept now");
  expect(sentencesOf({})).toEqual(["No cache was asked for this call."]);
});
