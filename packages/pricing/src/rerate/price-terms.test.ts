import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { priceTerms } from "./price-terms.ts";
import { ratedAttempt } from "./rated-attempt.fixture.ts";
import { chargeAgain } from "./rerate-attempt.ts";

const book = loadPriceBook();

/** What a call costs again that a configured provider answered. */
function recordOf(provider: unknown, models: Readonly<Record<string, string>>): string | undefined {
  const terms = priceTerms(configSchema.parse({ providers: { ours: provider } }));
  const attempt = ratedAttempt(book, { provider: "ours", usage: { input: 1_000 }, ...models });
  return chargeAgain(book, attempt, terms("ours"))?.lines[0]?.priceRecord;
}

test("a call of Vertex is rated again in the location that its provider is configured for", () => {
  const vertex = { kind: "vertex", project: "ours", access_token: "t" };
  const model = { response_model: "claude-sonnet-4-5" };

  expect(recordOf({ ...vertex, location: "europe-west1" }, model)).toContain("/in_region");
  expect(recordOf({ ...vertex, location: "global" }, model)).toContain("/global");
});

test("a call of an Azure deployment is rated again as the model that the deployment stands for", () => {
  const azure = {
    kind: "azure-openai",
    base_url: "https://ours.openai.azure.com",
    api_key: "k",
    deployments: { cheap: "gpt-4o-mini" },
  };

  expect(recordOf(azure, { request_model: "cheap" })).toContain("azure/gpt-4o-mini/");
});
