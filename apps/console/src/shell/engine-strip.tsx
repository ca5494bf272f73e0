import type { EngineStatus } from "@headgate/contract";
import { engineTroubles } from "./engine-troubles.ts";

/** Says on every page which server does not answer, and what that means. */
export const EngineStrip = ({ engines }: Readonly<{ engines: readonly EngineStatus[] }>) =>
  engineTroubles(engines, Date.now()).map(({ part, text }) => (
    <div className="lost-strip" role="status" key={part}>
      {text}
    </div>
  ));
