import { type DoctorCheck, excludedByRoutes, type HeadgateConfig } from "@headgate/contract";
import { finding, ok } from "./check.ts";

/** Whether policies can ask what they name for the choice of models; nothing where none chooses. */
export function checkRouting(config: HeadgateConfig | undefined): readonly DoctorCheck[] {
  const choosing = config?.policies.filter(({ route }) => route.mode !== "off") ?? [];
  if (config === undefined || choosing.length === 0) return [];
  const excluded = excludedByRoutes(config);
  if (excluded.length === 0) {
    return [ok("routing", `policies: ${choosing.map(({ name }) => name).join(", ")}`)];
  }
  return [
    finding(
      "routing",
      excluded.map(({ place, message }) => `${place}: ${message}`).join("; "),
      "Name another one, or say the provider's region; providers and regions of a route hold for all that is asked with the text of its calls.",
    ),
  ];
}
