import { isJsonObject, textOrAbsent } from "./json-values.ts";

/** One line for an error object that a provider put into a 200; `undefined` when there is none. */
export function providerErrorText(error: unknown): string | undefined {
  if (error === undefined || error === null) return undefined;
  if (!isJsonObject(error)) return textOrAbsent(error);
  const kind = textOrAbsent(error.type) ?? textOrAbsent(error.code) ?? textOrAbsent(error.status);
  const message = textOrAbsent(error.message);
  const said = [kind, message].filter((part) => part !== undefined).join(": ");
  return said === "" ? "the provider reported an error without saying which" : said;
}
