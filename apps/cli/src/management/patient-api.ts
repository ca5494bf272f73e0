import { setTimeout as delay } from "node:timers/promises";
import { HeadgateError } from "@headgate/contract";
import type { ManagementApi } from "./management-api.ts";

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;

/** The same API, for long work: while gateway or control restart, questions are asked again for `patienceMs`. */
export function patientApi(api: ManagementApi, patienceMs: number): ManagementApi {
  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + patienceMs;
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(MAX_DELAY_MS, delayMs * 2)) {
      try {
        return await ask();
      } catch (error) {
        if (!isAwayForNow(error) || performance.now() > deadline) throw error;
        await delay(delayMs);
      }
    }
  };
  return {
    url: api.url,
    get: (path, query, schema) => patiently(() => api.get(path, query, schema)),
    post: (path, body, schema) => patiently(() => api.post(path, body, schema)),
    delete: (path, schema) => patiently(() => api.delete(path, schema)),
    // Pieces that were taken cannot be taken back: it is not asked again.
    download: (path, query, take) => api.download(path, query, take),
  };
}

const isAwayForNow = (error: unknown): boolean =>
  error instanceof HeadgateError &&
  (error.code === "gateway_unreachable" || error.code === "control_unavailable");
