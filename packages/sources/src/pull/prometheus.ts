import type { PullOf } from "@headgate/contract";
import { type Asking, askProvider } from "./ask-provider.ts";

/** What an exporter shows now, in Prometheus' text format. */
export async function* prometheusPages(
  { url, bearer_token }: PullOf<"prometheus">,
  asking: Asking,
): AsyncIterable<Uint8Array> {
  yield await askProvider(
    {
      url,
      headers: {
        accept: "text/plain;version=0.0.4",
        "user-agent": "headgate",
        ...(bearer_token !== undefined && { authorization: `Bearer ${bearer_token}` }),
      },
    },
    asking,
  );
}
