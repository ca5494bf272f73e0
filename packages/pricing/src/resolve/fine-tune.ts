import type { Address, AddressReading, AddressRule } from "./resolution.ts";

const OPENAI = /^ft:([^:]+)(?::.*)?$/;
/** Who writes fine-tunes so: `FineTuningJob` of OpenAI, and Mistral (`suffix` of its jobs, read 2026-11-28). */
const writers: ReadonlySet<string | undefined> = new Set([undefined, "openai", "mistral"]);
const AZURE = /^([^/]+)\.ft-[0-9a-f]+(?:-.*)?$/;
/** Marks a base model whose fine-tunes have the price; never the price of the base itself. */
const FINE_TUNED = "ft:";

/**
 * Fine-tunes: `ft:gpt-4o-mini-2024-07-18:org::id` at OpenAI, `gpt-4o-mini-2024-07-18.ft-<job>` at Azure.
 * They are priced by their base model, but not at its price: the price book must have `ft:<base>`.
 */
export const fineTune: AddressRule = {
  id: "fine-tune",
  sources: [
    { url: "https://www.npmjs.com/package/openai", readAt: "2026-11-28" },
    {
      url: "https://github.com/MicrosoftDocs/azure-ai-docs/blob/main/articles/ai-foundry/openai/includes/fine-tuning-oai-sdk.md",
      readAt: "2026-11-28",
    },
  ],
  tellsPlace: false,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    const base = (
      provider === "azure" ? AZURE.exec(name) : writers.has(provider) ? OPENAI.exec(name) : null
    )?.[1];
    if (base === undefined || name === FINE_TUNED + base) return undefined;
    return {
      kind: "read",
      name: FINE_TUNED + base,
      how: `the name is a fine-tune of "${base}"`,
    };
  },
};

/** The base of a fine-tune that the price book does not price. */
export const fineTuneBase = (name: string): string | undefined =>
  name.startsWith(FINE_TUNED) ? name.slice(FINE_TUNED.length) : undefined;
