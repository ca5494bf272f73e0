import type { AlarmFacts } from "../alarms/measure/measure-alarm.ts";
import type { AskedGateway } from "./ask-gateway.ts";
import { nearQuestions } from "./near-questions.ts";
import { routingTroubles } from "./routing-troubles.ts";

/** What alarms are measured from that only the gateway of this run knows. */
export const factsOfGateway = (
  gateway: () => AskedGateway,
): Pick<AlarmFacts, "routingTroubles" | "nearQuestions"> => ({
  routingTroubles: () => routingTroubles(gateway()),
  nearQuestions: () => nearQuestions(gateway()),
});
