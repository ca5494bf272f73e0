import { addOutcomesResponse, MOST_OUTCOMES_AT_ONCE, type Outcome } from "@headgate/contract";
import { connectManagement } from "../management/gateway-address.ts";

/** Tells a Headgate that just came up what its simulated calls were for. */
export async function sendOutcomes(url: string, outcomes: readonly Outcome[]): Promise<void> {
  const api = connectManagement(url, process.env);
  for (let start = 0; start < outcomes.length; start += MOST_OUTCOMES_AT_ONCE) {
    const batch = outcomes.slice(start, start + MOST_OUTCOMES_AT_ONCE);
    await api.post("/api/outcomes", { outcomes: batch }, addOutcomesResponse);
  }
}
