import { setFlagsFromString } from "node:v8";

/**
 * V8 takes no object for long-lived that a call makes. It would otherwise learn from a moment in which calls
 * waited that their objects survive, and put later ones straight into the old generation for the life of
 * the process: each of them keeps all that its call made until the next full collection, so that
 * collections of new objects take several times as long and memory grows
 * (decisions/0028-no-object-of-a-call-is-old.md). A V8 that does not know the switch says so on stderr and
 * goes on.
 */
setFlagsFromString("--no-allocation-site-pretenuring");
