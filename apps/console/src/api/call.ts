import { callDetailSchema } from "@headgate/contract";
import { askApi } from "./request.ts";

export const askCall = (callId: string, signal?: AbortSignal) =>
  askApi(`/api/calls/${encodeURIComponent(callId)}`, callDetailSchema, { signal });
