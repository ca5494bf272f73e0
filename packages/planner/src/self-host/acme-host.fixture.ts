import { type SelfHostPlanRequest, selfHostPlanRequest } from "@headgate/contract";
import { loadPriceBook, type PriceBook } from "@headgate/pricing";

/** The moment of the tests' plans. */
export const NOW_MS = Date.parse("2026-11-29T12:00:00Z");

/** A constructed host that sells Llama 3.3 70B for so many dollars a million tokens, beside the built-in book. */
export const bookWithAcme = (dollars: string): PriceBook =>
  loadPriceBook({
    extra: [
      {
        name: "acme.json",
        content: {
          provider: "acme",
          sources: { acme: { url: "https://acme.example/prices", read_at: "2026-11-01" } },
          models: [{ model: "llama-3.3-70b-instruct", aliases: [] }],
          prices: [
            {
              model: "llama-3.3-70b-instruct",
              tier: "standard",
              valid_from: "2026-01-01",
              recorded_at: "2026-11-01",
              source: "acme",
              confidence: "exact",
              per_million_tokens: { input: dollars, cache_read: "0.01", output: dollars },
            },
          ],
        },
      },
    ],
  });

/** Asks about Llama 3.3 70B on rented H100s against that host, with what a test is about. */
export const askSelfHost = (about: Readonly<Record<string, unknown>> = {}): SelfHostPlanRequest =>
  selfHostPlanRequest.parse({
    model: "llama-3.3-70b",
    api_providers: ["acme"],
    accelerator: "h100",
    machine: { kind: "stated", dollars_per_hour: "2.95" },
    demand: { kind: "stated", calls_per_day: 1_000_000, prompt_tokens: 1000, answer_tokens: 300 },
    ...about,
  });
