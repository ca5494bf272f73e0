import {
  alarmListResponse,
  type DoctorCheck,
  type HeadgateConfig,
  latestDeliveries,
  type NotifierConfig,
  readSmtpUrl,
} from "@headgate/contract";
import type { connectManagement } from "../management/gateway-address.ts";
import { finding, findingOf, ok } from "./check.ts";

type Api = ReturnType<typeof connectManagement>;

/** What alarms there are, whom they can tell, and whether telling works; nothing where there is nothing to say. */
export async function checkAlarms(
  config: HeadgateConfig | undefined,
  api: Api | undefined,
): Promise<readonly DoctorCheck[]> {
  if (config === undefined) return [];
  const notifiers = Object.entries(config.notifiers);
  if (config.alarms.length + notifiers.length === 0) return [];
  const told = notifiers.map(([name, notifier]) => `${name} (${notifierText(notifier)})`);
  const about = `${config.alarms.length}, notifiers: ${told.join(", ") || "none"}`;
  if (api === undefined) return [ok("alarms", about)];
  try {
    const { alarms } = await api.get("/api/alarms", {}, alarmListResponse);
    const faults = alarms.flatMap((alarm) => [
      ...(alarm.last_error === null
        ? []
        : [`${alarm.name} cannot be measured: ${alarm.last_error}`]),
      ...latestDeliveries(alarm).flatMap(({ notifier, delivery }) =>
        delivery === undefined || delivery.last_error === null
          ? []
          : [`${alarm.name} did not reach ${notifier}: ${delivery.last_error}`],
      ),
    ]);
    if (faults.length === 0) return [ok("alarms", about)];
    const mend = "Correct the notifier, then try it: `headgate alarms test --notifier NAME`.";
    return [finding("alarms", faults.join("; "), mend)];
  } catch (error) {
    return [findingOf("alarms", error)];
  }
}

/** Without the address, which is a secret. */
function notifierText(notifier: NotifierConfig): string {
  if (notifier.kind !== "email") return notifier.kind;
  const server = readSmtpUrl(notifier.smtp);
  const tls = { implicit: "TLS", starttls: "STARTTLS", none: "this machine, no TLS" } as const;
  return server === undefined ? "email" : `email, ${tls[server.tls]}`;
}
