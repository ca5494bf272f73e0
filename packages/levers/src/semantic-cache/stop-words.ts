/**
 * English words without a subject of their own. Negations, prepositions of direction and words of number are
 * not among them where a veto compares them.
 */
const stopWords: ReadonlySet<string> = new Set(
  `a an the this that these those some any each
  i me my mine myself we us our ours you your yours he him his she her hers it its they them their theirs
  who whom whose what which when where why how whether
  is am are was were be been being do does did doing done have has had having
  can could will would shall should may might must ought
  of at by for with about as into onto upon to from in on off out up down over under than then there here
  and or but if because so while although though also just too very really quite please kindly thanks thank hi
  hello hey ok okay well like
  one ones thing things
  get got gets getting let lets want wants wanted need needs needed know tell
  i'm i've i'd i'll it's what's that's there's how's who's where's you're we're they're let's`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** True for a word that says nothing of a question's subject. */
export const isStopWord = (lower: string): boolean => stopWords.has(lower);

/** Function words of English that are none in the languages below. */
const english: ReadonlySet<string> = new Set(
  `the is are were does did have has can could will would should what which when where why how who of and
  to for with from my your this that it not be i we you they there about if how's i'm don't what's i've can't`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Function words of German, French, Spanish, Portuguese, Italian, Dutch, Polish and Swedish that English has not. */
const foreign: ReadonlySet<string> = new Set(
  `der die das und ist nicht ich wie kann mein meine ein eine mit auf für von zu den dem wo wann warum
  le les des est pas je comment mon ma une du et où quand pourquoi puis avec sur dans
  el los las es qué cómo como mi puedo una dónde cuándo por para con del y
  o os não meu minha posso onde quando um uma
  il che non come mio mia posso dove perché gli della
  het een niet hoe mijn ik waar wanneer waarom van voor met op
  jak nie się jest gdzie kiedy dlaczego moje mój czy na
  och är inte jag hur kan min mitt var när varför för med på`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** True where more of a text's function words are English ones than of another language, and one at least. */
export function isMostlyEnglish(lowers: readonly string[]): boolean {
  const ofEnglish = lowers.filter((lower) => english.has(lower)).length;
  return ofEnglish > lowers.filter((lower) => foreign.has(lower)).length;
}
