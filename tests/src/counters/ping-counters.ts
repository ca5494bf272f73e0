import { connectValkey } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";

/** A process of its own, as it trusts authorities of its own: asks counters until they answer, and says what. */
const { counters } = configSchema.parse({
  stores: { counters: JSON.parse(process.env.PINGED_COUNTERS ?? "") },
}).stores;
if (counters.kind !== "valkey") throw new Error("the counters are not on a server");
const client = connectValkey(counters);
client.on("error", () => undefined);
const ask = async (): Promise<void> => {
  try {
    const key = `{${counters.prefix}}:asked`;
    process.send?.(await client.set(key, "1"));
    client.disconnect();
    process.disconnect();
  } catch {
    setTimeout(() => void ask(), 100);
  }
};
void ask();
