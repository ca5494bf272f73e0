/** The name in a Host header: without its port, IPv6 without brackets; `undefined` when it is no host. */
function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}

/** Whether a name or address, as a listener has it, is this machine and only this machine. */
export function isLoopbackName(name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "localhost" || lower.endsWith(".localhost") || lower === "::1") return true;
  const numbers = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(lower)?.slice(1);
  return numbers?.every((number) => Number(number) <= 255) ?? false;
}

/** Whether a Host header names this machine by its loopback name or address. */
export function isLoopbackHost(host: string): boolean {
  const name = hostName(host);
  return name !== undefined && isLoopbackName(name);
}
