import { type ApiEffects, apiEffects } from "./field-effects.ts";

const buckets = `| bucket | holds |
|---|---|
| \`input\` | prompt tokens that were neither read from nor written to the provider's cache |
| \`cache_read\`, \`cache_read_audio\` | prompt tokens that came from it |
| \`cache_write_5m\`, \`cache_write_1h\`, \`cache_write\` | prompt tokens written to it, by their time to live; the last where it was not told |
| \`output\` | tokens of the visible answer |
| \`reasoning\` | tokens of thinking; priced as output where they have no price of their own |
| \`input_audio\`, \`input_image\`, \`input_video\`, \`output_audio\`, \`output_image\`, \`output_video\` | tokens of a kind that has a rate of its own |
| \`web_searches\`, \`web_search_previews\`, \`x_searches\`, \`maps_requests\`, \`file_searches\`, \`web_fetches\`, \`code_sessions\` | runs of the provider's own tools, as it bills them |
| \`requests\`, \`seconds\`, \`pages\`, \`images\`, \`characters\` | what else is billed by the piece |`;

/** The reference page of usage, written from what the readers do with documented usage objects. */
export function usagePage(): string {
  const providers = [...new Set(apiEffects().map(({ provider }) => provider))];
  return `# Usage

Providers state usage in different words, and one's total includes what another's leaves out. Headgate reads
each into buckets that never overlap, so that every billed token is in exactly one of them:

${buckets}

- What the provider did not say is absent, which is not 0.
- Buckets are checked against the provider's own totals. A contradiction is reported with its place; the
  split that contradicts is left out, and a charge for such usage is never \`exact\`.
- A count that is negative, broken, too large or no number is reported and not used; so is a count of tokens
  that is not known here.
- The provider's own object is kept as it was sent, so that a wrong reading can be repaired.
- Another model may work within an answer: an advisor that is asked, a model that declines before a fallback
  answers. What it used has buckets of its own under its name, one set for each piece of work, and is charged
  at that model's prices; token totals are those of all models. An attempt that was declined before any
  output is not billed, which is reported.
- Moderation and counting tokens are free. What is billed and not stated in usage (guardrails) is reported, and its charge does not pass for whole.
- Runs of a provider's own tools are counted where the usage or the answer states them: Anthropic's, xAI's and
  OpenRouter's in the usage, OpenAI's among a response's items, Google's in \`groundingMetadata\`. Google bills
  each unique query from Gemini 3 on, and each grounded prompt before. A container of OpenAI's counts once for a
  response, however often code ran in it; one that serves several responses is counted in each.
- What no answer states comes from the bill alone: storage of files and vectors (OpenAI's $0.10 a gigabyte and
  day), of Google's explicit caches (by the hour), hours of Anthropic's containers beyond the free ones, sources
  of xAI's retired live search, the minutes of Groq's code tool. Groq's tools, and images made in a response, are
  reported.
- \`gpt-4o-search-preview\` and its like search once for each chat completion, without saying so: that search is
  counted.
- Gemini's OpenAI-compatible endpoint counts thoughts in its total alone: what is missing between sum and
  total is reported, and not made up.

The tables below say where each count goes. They are made by \`npm run write-reference\`, which changes each
count of a documented usage object and writes down what the readers then do; \`npm run conformance\` prints
what is tested, provider by provider, with the rates.

${providers.map(providerSection).join("\n\n")}
`;
}

const providerSection = (provider: string): string =>
  `## ${provider}\n\n${apiEffects()
    .filter((api) => api.provider === provider)
    .map(apiTable)
    .join("\n\n")}`;

const apiTable = ({
  shape,
  document,
  readAt,
  fields,
}: ApiEffects): string => `\`${shape}\`, after ${document}, ${readAt === undefined ? "not read again" : `read ${readAt}`}:

| count | goes to |
|---|---|
${fields.map(({ field, effect }) => `| \`${field}\` | ${effect} |`).join("\n")}`;
