/**
 * Parameters of Google's APIs by which a client says who it is: they end here, as such headers do
 * (https://cloud.google.com/apis/docs/system-parameters, read 2026-11-25).
 */
const credentials: ReadonlySet<string> = new Set(["key", "$key", "access_token", "oauth_token"]);

/**
 * A query without the parameters that are credentials, all other bytes unchanged.
 *
 * @param query without its question mark
 */
export const withoutCredentials = (query: string): string =>
  query
    .split("&")
    .filter((parameter) => !credentials.has(nameOf(parameter)))
    .join("&");

/** The key that a client of Google's APIs put into the query; `undefined` when there is none. */
export function keyInQuery(query: string): string | undefined {
  for (const parameter of query.split("&")) {
    if (nameOf(parameter) === "key") return decoded(parameter.slice(parameter.indexOf("=") + 1));
  }
  return undefined;
}

/** Whether the answer is to be streamed as server-sent events; otherwise it is a JSON array. */
export const wantsEvents = (query: string): boolean =>
  query.split("&").some((parameter) => {
    const name = nameOf(parameter);
    return (name === "alt" || name === "$alt") && parameter.endsWith("=sse");
  });

function nameOf(parameter: string): string {
  const equals = parameter.indexOf("=");
  return decoded(equals < 0 ? parameter : parameter.slice(0, equals)).toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // Not percent-encoded after all: the text is meant as it stands.
    if (error instanceof URIError) return text;
    throw error;
  }
}
