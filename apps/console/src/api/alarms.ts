import { alarmListResponse } from "@headgate/contract";
import { askApi } from "./request.ts";

export const askAlarms = (signal?: AbortSignal) =>
  askApi("/api/alarms", alarmListResponse, { signal });
