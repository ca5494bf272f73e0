import { HeadgateError } from "@headgate/contract";
import { isJsonObject } from "@headgate/providers";
import { type Asking, askProvider } from "./ask-provider.ts";

/** More pages than a month of days has groups for: a cursor that leads in circles ends here. */
const MOST_PAGES = 2_000;

type AdminQuestion = Readonly<{
  /** Without a query. */
  url: string;
  query: readonly (readonly [name: string, value: string])[];
  headers: Readonly<Record<string, string>>;
}>;

/**
 * The pages of a list of an admin API, each as the provider sent it: `{data: […], has_more, next_page}`, where the
 * next page is asked for as `page` of the same question. OpenAI
 * (https://platform.openai.com/docs/api-reference/usage/costs) and Anthropic
 * (https://docs.anthropic.com/en/api/usage-cost-api, read 2026-11-28) do it alike.
 *
 * @throws HeadgateError of {@link askProvider}, and `pull_answer_unusable` where a page is none
 */
export async function* adminPages(
  { url, query, headers }: AdminQuestion,
  asking: Asking,
): AsyncIterable<Uint8Array> {
  const seen = new Set<string>();
  let page: string | undefined;
  do {
    const asked = new URL(url);
    for (const [name, value] of query) asked.searchParams.append(name, value);
    if (page !== undefined) asked.searchParams.set("page", page);
    const body = await askProvider({ url: asked.href, headers }, asking);
    page = nextPageOf(body);
    yield body;
    if (page === undefined) return;
    if (seen.has(page)) throw unusable("Its pages lead in a circle.");
    seen.add(page);
  } while (seen.size < MOST_PAGES);
  throw unusable(`It has more than ${MOST_PAGES} pages.`);
}

function nextPageOf(body: Uint8Array): string | undefined {
  const value = parsed(body);
  if (!isJsonObject(value) || !Array.isArray(value.data)) {
    throw unusable("It is no page: it has no list under data.");
  }
  const { has_more: hasMore, next_page: next } = value;
  if (hasMore === false || (hasMore === undefined && (next === null || next === undefined))) {
    return undefined;
  }
  if (typeof next === "string" && next !== "") return next;
  throw unusable("It says that more pages follow, and not which.");
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw unusable("It is no JSON.");
  }
}

const unusable = (why: string): HeadgateError => new HeadgateError("pull_answer_unusable", why);
