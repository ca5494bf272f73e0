/** How telling a request's address of its end stands. */
const webhookStates = ["waiting", "delivered", "given_up"] as const;
export type WebhookState = (typeof webhookStates)[number];

/** That a request has ended, on its way to the address that its client named. */
export type Webhook = Readonly<{
  /** The request's id, and its key's. */
  itemId: string;
  keyId: string;
  url: string;
  status: "completed" | "failed" | "expired";
  endedAtMs: number;
  state: WebhookState;
  /** How many times it was tried. */
  tries: number;
  /** Of one that waits. */
  nextAtMs?: number;
  /** Of one that was delivered. */
  deliveredAtMs?: number;
  /** Why the last try was in vain. */
  problem?: string;
}>;

/** What came of a try. */
export type WebhookTry =
  | Readonly<{ kind: "delivered"; atMs: number }>
  /** `nextAtMs` absent: it is not tried again. */
  | Readonly<{ kind: "failed"; problem: string; nextAtMs?: number }>;
