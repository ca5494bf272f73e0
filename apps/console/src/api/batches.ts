import { batchesResponse } from "@headgate/contract";
import { askApi } from "./request.ts";

/** How work that can wait stands. */
export const askBatches = (signal?: AbortSignal) =>
  askApi("/api/batches", batchesResponse, { signal });
