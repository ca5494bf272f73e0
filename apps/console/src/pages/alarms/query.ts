import { useQuery } from "@tanstack/react-query";
import { askAlarms } from "../../api/alarms.ts";

/** Alarms are measured once a minute; asked twice, none is shown later than it has to be. */
const REFRESH_MS = 30_000;

export const useAlarms = () =>
  useQuery({
    queryKey: ["alarms"],
    queryFn: ({ signal }) => askAlarms(signal),
    refetchInterval: REFRESH_MS,
  });
