import { between, createRandom, pick } from "../seeded-random.ts";

const words =
  `the a of to and in for with on by from that this it as at is was are be has had will can
account address agent amount analysis answer approach archive area balance batch board branch budget
build cache call capacity carrier case change channel check claim clause client code column
comment contract copy cost country customer data date day decision delay delivery demand design
detail device document draft driver effect email engine entry error estimate event example export
factor feature field figure file filter finding flow folder forecast form function gateway goal
group growth guide history hour idea image impact import index input invoice issue item job journey
key label language layer lead lesson letter level limit line link list load location machine
manager market measure meeting member message method minute model module month name network note
notice number offer office option order output owner package page panel parcel part partner path
pattern payment period person plan point policy price process product profile program project
proposal provider quality quarter query question queue range rate reason record reference refund
region release renewal report request response result return review risk role route row rule
sample schedule scope score screen section segment sender series server service session share
signal site source stage standard state status step stock store stream summary supplier support
system table target task team template term test text ticket time token tool topic total trace
train transfer trend trial unit update upload usage user value vendor version view volume warehouse
week window work year accept add agree allow apply arrive ask begin bring build charge choose
collect compare confirm connect create decide deliver describe expect explain find follow give
group help hold improve include keep learn leave look make match meet mention move need open pay
prepare prove provide read reduce remain remove repeat reply resolve save see send show sign solve
split start stop take tell track turn understand use wait write brief clear close common complete
correct current daily early exact fast final first former full general good great large last late
likely local long main new next old open plain previous quick ready recent regular right safe short
simple small stable strong sure useful usual valid whole young`.split(/\s+/);

const POOL_TOKENS = 16_384;

/** A long run of seeded sentences from which answers are cut, so that no words are drawn while serving. */
export interface TextPool {
  /** `tokens` words that start at a sentence; the same `choice` gives the same text. */
  text(choice: number, tokens: number): string;
}

export function createTextPool(seed: number): TextPool {
  const random = createRandom(seed);
  const starts: number[] = [];
  const offsets = new Uint32Array(POOL_TOKENS + 1);
  let text = "";
  let left = 0;
  for (let index = 0; index < POOL_TOKENS; index += 1) {
    offsets[index] = text.length;
    const opens = left === 0;
    if (opens) {
      starts.push(index);
      left = between(random, 6, 16);
    }
    left -= 1;
    const word = pick(random, words);
    const cased = opens ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    text += `${cased}${left === 0 || index === POOL_TOKENS - 1 ? "." : ""} `;
  }
  offsets[POOL_TOKENS] = text.length;
  const offset = (index: number): number => offsets.at(index) ?? text.length;

  return {
    text(choice, tokens) {
      if (tokens === 0) return "";
      const start = starts[choice % starts.length] ?? 0;
      if (start + tokens <= POOL_TOKENS) {
        return text.slice(offset(start), offset(start + tokens) - 1);
      }
      let joined = text.slice(offset(start));
      let missing = tokens - (POOL_TOKENS - start);
      for (; missing > POOL_TOKENS; missing -= POOL_TOKENS) joined += text;
      return joined + text.slice(0, offset(missing) - 1);
    },
  };
}
