import { expect, test } from "vitest";
import { isForOnePurpose } from "./is-for-one-purpose.ts";

test("models that search, speak, judge or were made for one field are no stand-ins for one that chats", () => {
  for (const model of [
    "gpt-5-search-api",
    "gpt-4o-mini-search-preview",
    "o3-deep-research",
    "computer-use-preview",
    "gpt-4o-audio-preview",
    "meta.llama-guard-4",
    "gpt-5.3-codex",
    "gpt-6-rosalind",
  ]) {
    expect([model, isForOnePurpose(model)]).toEqual([model, true]);
  }
  for (const model of ["gpt-4.1-nano", "claude-sonnet-4-5", "research-7b", "mistral-medium-3-5"]) {
    expect([model, isForOnePurpose(model)]).toEqual([model, false]);
  }
});
