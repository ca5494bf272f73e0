import { statusSchema } from "@headgate/contract";
import { askApi } from "./request.ts";

export const askStatus = (signal?: AbortSignal) => askApi("/api/status", statusSchema, { signal });
