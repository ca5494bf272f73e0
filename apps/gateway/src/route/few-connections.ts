import type { StoresConfig } from "@headgate/contract";

/** What a node's count of connections to PostgreSQL has for its gateway, which writes there what people thought of answers alone. */
const GATEWAY_CONNECTIONS = 2;

/** The state as the gateway opens it: control has the connections that the configuration names. */
export const fewConnections = (state: StoresConfig["state"]): StoresConfig["state"] =>
  state.kind === "postgres" ? { ...state, max_connections: GATEWAY_CONNECTIONS } : state;
