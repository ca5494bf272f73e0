import { pricesResponse } from "@headgate/contract";
import { askApi } from "./request.ts";

/** Every price as it holds today. */
export const askPrices = (signal?: AbortSignal) =>
  askApi("/api/prices", pricesResponse, { signal });
