import { randomUUID } from "node:crypto";
import type { ValkeyConfig } from "@headgate/contract";
import type { TestServer } from "@headgate/tests/servers";

/** A Headgate of its own on a server, with time enough for a busy machine. */
export const countersOn = ({ url }: Pick<TestServer, "url">): ValkeyConfig => ({
  ...{ kind: "valkey" as const, url, prefix: randomUUID(), mode: "single" as const, nodes: [] },
  tls: false,
  ...{ connect_timeout_ms: 10_000, command_timeout_ms: 5_000 },
  when_away: { do: "refuse" as const },
});
