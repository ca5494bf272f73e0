const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/u).filter(Boolean));

/** Words of dates and times, masked where they stand beside something that is: "29 November 2026", "Montag, 3.", "9 pm". */
export const calendarWords = wordsOf(`
  january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec
  monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
  januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
  janvier février mars avril juin juillet août septembre octobre novembre décembre
  lundi mardi mercredi jeudi vendredi samedi dimanche
  enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
  lunes martes miércoles jueves viernes sábado domingo
  gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
  janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
  am pm utc gmt cet cest est edt pst pdt`);

/** A capitalised word behind one of these is taken for a name: "an agent for Acme", "the user is Anna". */
export const nameCues = wordsOf(`
  for at from by with to of on is help named called dear mr mrs ms mx dr prof user customer client employee
  namens heißt frau herr`);

/** Capitalised words behind one of these are a role or a thing: "a Customer Support Agent". */
export const articles = wordsOf("a an the your our their this that each every any");

/** Capitalised, and no names: what they say is part of the task. */
export const keptWords = wordsOf(`
  english german french spanish italian portuguese dutch russian chinese mandarin cantonese japanese korean arabic
  hebrew hindi turkish polish czech swedish danish norwegian finnish greek ukrainian romanian hungarian vietnamese
  thai indonesian latin british american
  python java javascript typescript rust ruby go kotlin swift scala haskell perl php bash shell markdown latex
  docker kubernetes terraform postgres postgresql mysql react vue angular`);

/** A line that begins with a label ending in one of these has a value behind its colon: "Current date: …". */
export const valueLabels = wordsOf(`
  name names user username customer client company organisation organization tenant employee date today time datetime
  timezone location city country email phone address id session account locale url title author document article
  transcript passage context text input query question
  datum uhrzeit benutzer kunde firma standort dokument nombre fecha usuario cliente nom utilisateur`);

/** Tags whose content is quoted, and no instruction. */
export const quotingTags = wordsOf(`
  document documents doc docs context data source sources file files transcript email article text conversation
  history search_results results result excerpt excerpts passage passages chunk chunks page pages content quote
  memory memories user_info user_data profile input query question code diff log logs`);
