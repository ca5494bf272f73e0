import type { HeadgateConfig } from "@headgate/contract";

/** Whether an address may be told: over TLS, or on this machine; and its host is one that the operator named. */
export function mayTell(address: string, { batch }: Pick<HeadgateConfig, "batch">): boolean {
  return toldHost(address, batch.webhook_hosts) !== undefined;
}

/** By which of the operator's names an address may be told; `undefined`: it may not. */
export function toldHost(address: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, host, username } = new URL(address);
  if (username !== "") return undefined;
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname))) return undefined;
  return hosts.find((allowed) => allowed === host) ?? hosts.find((allowed) => allowed === hostname);
}

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
