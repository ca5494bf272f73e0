import { callDetailSchema } from "@headgate/contract";
import type { Stack } from "./start-stack.ts";

/** The first attempt of a call, as soon as the ledger has it. */
export async function ledgeredAttempt(
  stack: Stack,
  callId: string | null | undefined,
): Promise<Attempt> {
  for (;;) {
    const response = await fetch(`${stack.url}/api/calls/${callId}`);
    if (response.ok) {
      const [attempt] = callDetailSchema.parse(await response.json()).attempts;
      if (attempt !== undefined) return attempt;
    }
    // The ledger tells of a call when it is loaded: it is asked again, until the test's own time is up.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Attempt = ReturnType<typeof callDetailSchema.parse>["attempts"][number];
