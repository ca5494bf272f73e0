import type { ProviderConfig } from "@headgate/contract";

/** A base URL in the parts that requests are put together from. */
export type ProviderAddress = Readonly<{
  host: string;
  /** Without a slash at its end. */
  basePath: string;
  query: string;
}>;

/** Base URLs are parsed once a configuration. */
const addresses = new WeakMap<ProviderConfig, ProviderAddress>();

export function addressOf(provider: ProviderConfig): ProviderAddress {
  const known = addresses.get(provider);
  if (known !== undefined) return known;
  const url = new URL(provider.base_url);
  const basePath = url.pathname.endsWith("/") ? url.pathname.slice(0, -1) : url.pathname;
  const address = { host: url.host, basePath, query: url.search.slice(1) };
  addresses.set(provider, address);
  return address;
}

export const withQuery = (path: string, query: string): string => {
  if (query === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
};
