import { configSchema, type LedgerRow, ratedAttemptSchema } from "@headgate/contract";
import {
  attemptTerms,
  loadPriceBook,
  type PriceBook,
  type RerateOutcome,
  rerateAttempt,
} from "@headgate/pricing";
import { expect, test } from "vitest";
import type { AttemptFacts } from "../source.ts";
import { call } from "./import.fixture.ts";
import { createPriceAttempt } from "./price-attempt.ts";

const book = loadPriceBook();
const configOf = (providers: unknown) => configSchema.parse({ providers });
const aws = { kind: "bedrock", region: "us-east-1", api_key: "k" };
/** A call that a log of Bedrock tells of. */
const bedrockCall = (model: string, about: Partial<AttemptFacts> = {}): AttemptFacts =>
  call("a", {
    source: "bedrock_invocation_log",
    provider: "bedrock",
    request_model: model,
    response_model: undefined,
    ...about,
  });

/** As the ledger hands a row out again, and by a price book that may know more meanwhile. */
function ratedAgain(
  row: LedgerRow,
  config: ReturnType<typeof configOf>,
  now: PriceBook = book,
): RerateOutcome {
  const attempt = ratedAttemptSchema.parse(
    Object.fromEntries(
      Object.entries(row).filter(([name]) => Object.hasOwn(ratedAttemptSchema.shape, name)),
    ),
  );
  return rerateAttempt(now, attempt, attemptTerms(config)(attempt));
}

test.each([
  [
    "a name of the operator's own stands for the same model",
    configOf({
      aws: {
        ...aws,
        region: "us-east-1",
        price_names: { mine: { model: "amazon.nova-lite-v1:0" } },
      },
    }),
    bedrockCall("mine", { region: "us-east-1" }),
  ],
  [
    "the region of a provider that is called like the price book's is not taken for theirs",
    configOf({ bedrock: { ...aws, region: "eu-west-1" } }),
    bedrockCall("amazon.nova-lite-v1:0"),
  ],
  [
    "a provider that is called like the price book's, and priced as another, is not taken for theirs",
    configOf({ bedrock: { ...aws, region: "us-east-1", prices: "anthropic" } }),
    bedrockCall("amazon.nova-lite-v1:0", { region: "us-east-1" }),
  ],
])("of calls that were imported and are rated again %s", (_name, config, facts) => {
  const row = createPriceAttempt(book, config)(facts, {});
  expect(row.charge.effective_cost).not.toBeNull();

  expect(ratedAgain(row, config)).toEqual({ kind: "same" });
});

test("a deployment of the configuration stands for its model, at import and when it is rated again", () => {
  const azure = {
    kind: "azure-openai",
    base_url: "https://one.openai.azure.com",
    api_key: "k",
    deployments: { "chat-prod": "gpt-4o", "gpt-4": "gpt-4o" },
  };
  const config = configOf({ azure });
  const price = createPriceAttempt(book, config);
  const costOf = (request_model: string) =>
    price(call("a", { provider: "azure", request_model, response_model: undefined }), {});

  const plain = costOf("gpt-4o").charge.effective_cost;
  expect(plain).not.toBeNull();
  expect(costOf("chat-prod").charge.effective_cost).toBe(plain);
  expect(costOf("gpt-4").charge.effective_cost).toBe(plain);
  expect(ratedAgain(costOf("chat-prod"), config)).toEqual({ kind: "same" });
});

test("work beside the answer's own is a part of the charge, at import and when it is rated again", () => {
  const usage = { input: 1000, output: 100 };
  const facts = call("a", { provider: "anthropic", request_model: "claude-sonnet-4-6", usage });
  const other_usage = [{ model: "claude-opus-4-8", usage }];
  const price = createPriceAttempt(book, configOf({}));
  const row = price({ ...facts, other_usage }, {});

  // 1,000 × 3 + 100 × 15 µ$, and 1,000 × 5 + 100 × 25 µ$ of the advisor's
  expect(price(facts, {}).charge.list_cost).toBe("0.004500000000");
  expect(row.charge.list_cost).toBe("0.012000000000");
  expect(ratedAgain(row, configOf({}))).toEqual({ kind: "same" });
});

test("a call that was imported without a price gets the one that is added", () => {
  const model = "amazon.nova-lite-v1:0";
  const facts = bedrockCall("new-model-of-ours", { region: "us-east-1" });
  const row = createPriceAttempt(book, configOf({}))(facts, {});
  expect(row.charge.effective_cost).toBeNull();

  const now = configOf({
    aws: { ...aws, region: "eu-west-1", price_names: { "new-model-of-ours": { model } } },
  });

  expect(ratedAgain(row, now)).toMatchObject({ kind: "revised", parts: [{ cause: "now_priced" }] });
});
