/** Under this name they stand in an endpoint's query, as in the header. */
export const BETA_HEADER = "anthropic-beta";

/** Of batches themselves, which are no beta any more; the SDK's beta client sends it with each. */
const OF_BATCHES = /^message-batches-/;

/**
 * An endpoint with the betas under which its requests are asked: they are part of what is asked, so that requests of other
 * betas go in batches of their own and share no answer.
 */
export function withBetas(endpoint: string, header: string | undefined): string {
  const betas = (header ?? "")
    .split(",")
    .map((beta) => beta.trim())
    .filter((beta) => beta !== "" && !OF_BATCHES.test(beta));
  if (betas.length === 0) return endpoint;
  const query = new URLSearchParams({ [BETA_HEADER]: [...new Set(betas)].toSorted().join(",") });
  return `${endpoint}?${query.toString()}`;
}

/** The header of the betas that an endpoint names; `undefined`: none. */
export const betasOf = (endpoint: string): string | undefined =>
  new URLSearchParams(endpoint.split("?", 2)[1] ?? "").get(BETA_HEADER) ?? undefined;
