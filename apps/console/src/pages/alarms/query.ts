import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { askAlarmEvents, askAlarms, sendTest, snoozeAlarm } from "../../api/alarms.ts";
import { useAskedAgain } from "../../shell/held-still.ts";

/** Alarms are measured once a minute; asked twice, none is shown later than it has to be. */
const REFRESH_MS = 30_000;

/** The alarms and what happened to them, and what can be done with them. */
export const useAlarms = () => {
  const client = useQueryClient();
  const alarms = useQuery({
    queryKey: ["alarms"],
    queryFn: ({ signal }) => askAlarms(signal),
    ...useAskedAgain(REFRESH_MS),
  });
  const events = useQuery({
    queryKey: ["alarms", "events"],
    queryFn: ({ signal }) => askAlarmEvents(signal),
    ...useAskedAgain(REFRESH_MS),
  });
  const test = useMutation({ mutationFn: sendTest });
  const snooze = useMutation({
    mutationFn: snoozeAlarm,
    onSuccess: () => client.invalidateQueries({ queryKey: ["alarms"] }),
  });
  return { alarms, events, test, snooze };
};
