import { parentPort } from "node:worker_threads";
import { RouteLearner, type RouteSettings } from "@headgate/levers";
import { readWhole } from "../kept/read-whole.ts";
import { writeWhole } from "../kept/write-whole.ts";
import type { FromStudy, ToStudy } from "./study-messages.ts";

/** Learns in a thread of its own: fitting takes seconds, and no call waits for it. */

type Studied = { readonly learner: RouteLearner; readonly file: string; unsaved: boolean };

const port = parentPort;
if (port === null) throw new Error("this file is started as a thread");
const studies = new Map<string, Studied>();
const tell = (message: FromStudy): void => port.postMessage(message);

port.on("message", (message: ToStudy) => {
  switch (message.kind) {
    case "open":
      open(message.name, message.settings, message.file);
      break;
    case "see":
      studies.get(message.name)?.learner.see(message.prompt);
      break;
    case "learn": {
      const study = studies.get(message.name);
      if (study === undefined) break;
      study.learner.learn(message.example);
      study.unsaved = true;
      if (study.learner.isDue) fit(message.name, study);
      break;
    }
    case "fit": {
      const study = studies.get(message.name);
      if (study !== undefined) fit(message.name, study);
      tell({ kind: "done", id: message.id });
      break;
    }
    case "save":
      for (const [name, study] of studies) save(name, study);
      tell({ kind: "done", id: message.id });
      break;
    default:
      message satisfies never;
  }
});

function open(name: string, settings: RouteSettings, file: string): void {
  const known = studies.get(name);
  const learner =
    known?.learner.inPool(settings) ??
    readSaved(name, settings, file) ??
    new RouteLearner(settings);
  studies.set(name, { learner, file, unsaved: known?.unsaved ?? false });
  tell({ kind: "snapshot", name, snapshot: learner.snapshot });
}

function readSaved(name: string, settings: RouteSettings, file: string): RouteLearner | undefined {
  try {
    const text = readWhole(file);
    return text === undefined ? undefined : RouteLearner.load(text, settings);
  } catch (error) {
    warn(name, error);
    return undefined;
  }
}

function fit(name: string, study: Studied): void {
  study.learner.refit();
  tell({ kind: "snapshot", name, snapshot: study.learner.snapshot });
  save(name, study);
}

function save(name: string, study: Studied): void {
  if (!study.unsaved) return;
  const { file, learner } = study;
  try {
    writeWhole(file, learner.save());
    study.unsaved = false;
  } catch (error) {
    warn(name, error);
  }
}

const warn = (name: string, error: unknown): void =>
  tell({
    kind: "warning",
    name,
    message: error instanceof Error ? error.message : String(error),
  });
