/**
 * Pairs of questions that differ by one small edit, made from the lists of this file. All but the controls ask for
 * something else, so that the answer to one is wrong for the other. The vetoes' own lists were not looked up for them.
 */
export type EditedPair = Readonly<{ kind: EditKind; a: string; b: string }>;

export const editKinds = [
  "negation",
  "antonym",
  "number",
  "sign",
  "unit",
  "swap",
  "name",
  "control: please",
  "control: wording",
] as const;
export type EditKind = (typeof editKinds)[number];

const clauses = [
  "I share my account with a colleague",
  "the invoice is paid before the deadline",
  "guests bring food into the museum",
  "the battery charges in the cold",
  "children ride this train for free",
  "the warranty covers water damage",
  "refunds reach the original card",
  "a visitor parks behind the building",
  "the trial converts into a subscription",
  "employees carry vacation into next year",
  "the flight leaves from the main terminal",
  "this shampoo contains alcohol",
  "the API retries failed requests",
  "the lease allows subletting",
  "the report counts deleted users",
  "my landlord pays for heating",
  "the library opens on public holidays",
  "the vaccine protects against both strains",
  "the oven heats the bottom rack",
  "the contract renews itself",
] as const;

/** Question and the same with "not": both ways that English has. */
const negations: readonly (readonly [string, string])[] = clauses.flatMap((clause) => [
  [`Is it true that ${clause}?`, `Is it not true that ${clause}?`] as const,
  [`What happens if ${clause}?`, `What happens unless ${clause}?`] as const,
  [`Tell me why ${clause}`, `Tell me why never ${clause}`] as const,
  [`I was told that ${clause}, correct?`, `I wasn't told that ${clause}, correct?`] as const,
]);

const antonyms: readonly (readonly [string, string, string])[] = [
  ["How do I _ the alarm on my phone?", "activate", "deactivate"],
  ["How can I _ my spending this month?", "increase", "decrease"],
  ["Which bank has the _ fees for students?", "highest", "lowest"],
  ["What is the _ way to cook rice?", "best", "worst"],
  ["What is the _ route to the airport?", "fastest", "slowest"],
  ["Is it _ to travel there alone?", "safe", "dangerous"],
  ["How do I _ a folder in the shared drive?", "add", "remove"],
  ["When does the shop _ today?", "open", "close"],
  ["Should I _ shares of this company now?", "buy", "sell"],
  ["What is the _ speed on this road?", "maximum", "minimum"],
  ["How do I _ photos to the cloud?", "upload", "download"],
  ["Can I drink coffee _ the blood test?", "before", "after"],
  ["Can I go there _ a reservation?", "with", "without"],
  ["How do I _ dark mode in the settings?", "enable", "disable"],
  ["Which exercises help to _ weight?", "gain", "lose"],
  ["Is the water there _ enough to swim?", "warm", "cold"],
  ["How do I _ a call from the app?", "accept", "decline"],
  ["Which of the two phones is _?", "cheaper", "dearer"],
  ["What are the _ of remote work?", "advantages", "disadvantages"],
  ["Is this plant _ for cats?", "toxic", "nontoxic"],
  ["How do I make the text _?", "bigger", "smaller"],
  ["Is the museum _ on Sundays?", "crowded", "empty"],
  ["Why is my internet so _ lately?", "fast", "slow"],
  ["How do I _ a member of the group?", "invite", "expel"],
  ["Where do I see my _ messages?", "sent", "received"],
  ["How do I _ the file with a password?", "encrypt", "decrypt"],
  ["What does it cost to _ money abroad?", "send", "receive"],
  ["Is the new version _ than the old one?", "better", "worse"],
  ["How do I _ notifications for comments?", "mute", "unmute"],
  ["Is it _ to keep bees in the city?", "legal", "illegal"],
  ["How do I _ the tyre pressure?", "raise", "lower"],
  ["Who was the _ president of the club?", "first", "last"],
  ["Why is the sauce so _?", "thick", "thin"],
  ["Is the deposit _?", "refundable", "nonrefundable"],
  ["How do I _ the printer to my laptop?", "connect", "disconnect"],
  ["Which rooms are _ the second floor?", "above", "below"],
  ["Do I need the _ version of the form?", "long", "short"],
  ["Is this answer _?", "true", "false"],
  ["How do I sort the list in _ order?", "ascending", "descending"],
  ["Is the battery _ when the light is on?", "full", "empty"],
  ["When was the _ letter written?", "earlier", "later"],
  ["Can my account be _ by support?", "locked", "unlocked"],
  ["Is attendance _ for this course?", "mandatory", "optional"],
  ["How do I _ the app on my tablet?", "install", "uninstall"],
  ["Is the error in the _ layer?", "upper", "lower"],
  ["Which side is on the _?", "left", "right"],
  ["How many people _ the vote?", "won", "lost"],
  ["What is a _ number?", "positive", "negative"],
  ["Is the manager _ with the result?", "satisfied", "dissatisfied"],
  ["What is the price for _ rooms?", "single", "double"],
  ["Do you ship to _ addresses?", "domestic", "international"],
  ["How do I _ the screen?", "lock", "unlock"],
  ["When do prices usually _?", "rise", "fall"],
  ["Is the test _ or must I pay?", "free", "paid"],
  ["What do I do in a _ marriage?", "happy", "unhappy"],
  ["Is it _ to say that?", "polite", "impolite"],
  ["Why was the request _?", "approved", "rejected"],
  ["Which files are _ in the backup?", "included", "excluded"],
  ["How do I _ the tent?", "fold", "unfold"],
  ["Is the data _ at rest?", "visible", "hidden"],
  ["How do I become more _?", "patient", "impatient"],
  ["Is my card _ for online shops?", "blocked", "unblocked"],
  ["What makes dough _?", "soft", "hard"],
  ["Why do leaves _ in autumn?", "grow", "shrink"],
  ["Where is the _ of the building?", "entrance", "exit"],
  ["Which tasks are done _?", "manually", "automatically"],
  ["Is this tool for _ networks?", "public", "private"],
  ["How do I become _?", "rich", "poor"],
  ["Should I _ the offer?", "accept", "refuse"],
  ["How do I _ a zip file?", "compress", "extract"],
  ["Is the engine too _?", "loud", "quiet"],
  ["Which is the _ lake?", "deepest", "shallowest"],
  ["Is my _ payment visible?", "incoming", "outgoing"],
  ["How can I _ an argument with my boss?", "start", "end"],
  ["What should I wear in _ weather?", "wet", "dry"],
  ["Is the trend _ for us?", "favourable", "unfavourable"],
  ["Should I _ the window at night?", "open", "shut"],
  ["How do I treat _ skin?", "oily", "dry"],
  ["Are these figures _?", "accurate", "inaccurate"],
  ["Is the room on the _ side?", "north", "south"],
];

const numbers: readonly (readonly [string, string, string])[] = [
  ["Can I withdraw _ euros a day?", "500", "900"],
  ["What is _ percent of my salary?", "15", "50"],
  ["Is chapter _ part of the exam?", "3", "8"],
  ["How do I cook pasta for _ people?", "four", "fourteen"],
  ["Does it run on version _ of the system?", "8.4", "9.1"],
  ["Who won the cup in _?", "1998", "1989"],
  ["Which bus leaves at _?", "7:15", "7:45"],
  ["I ordered _ shirts, where are they?", "two", "three"],
  ["How long is a _ kilometre run?", "10", "21"],
  ["Is a credit score of _ good?", "640", "740"],
  ["What does error _ mean?", "404", "403"],
  ["Can a child of _ fly alone?", "5", "12"],
  ["Give me _ ideas for a party", "5", "15"],
  ["Is my _ payment late?", "second", "third"],
  ["Was I charged _ for one order?", "once", "twice"],
  ["How do I split the bill by _?", "3", "4"],
  ["What is the square root of _?", "144", "169"],
  ["Are _ eggs a day too many?", "2", "6"],
  ["What can I buy for $_?", "1,000", "10,000"],
  ["Is the interest _ a year?", "2.5", "25"],
];

const units: readonly (readonly [string, string, string])[] = [
  ["How many cups are in 2 _?", "litres", "gallons"],
  ["Can I pay 40 _ in cash?", "dollars", "pounds"],
  ["Is 30 _ too warm for a room?", "celsius", "fahrenheit"],
  ["Do you deliver on _?", "Monday", "Friday"],
  ["What is the weather like _?", "today", "tomorrow"],
  ["Is the shop closed in _?", "January", "June"],
  ["Is 50 _ enough for the backup?", "gigabytes", "terabytes"],
  ["I run 5 _ every morning, is it enough?", "miles", "kilometres"],
  ["Is the fee charged per _?", "month", "year"],
  ["How long is 90 _?", "minutes", "hours"],
  ["Should I take 20 _ of it?", "mg", "grams"],
  ["What happens in the _?", "morning", "evening"],
  ["Is the meeting at 9 _?", "am", "pm"],
  ["What is my balance in _?", "EUR", "USD"],
  ["What did I spend _?", "weekly", "yearly"],
  ["Is the table 80 _ wide?", "cm", "inches"],
  ["How hot is _ there?", "summer", "winter"],
  ["Who worked here _?", "yesterday", "today"],
  ["Add 3 _ of sugar?", "tablespoons", "teaspoons"],
  ["Does it weigh 12 _?", "kg", "lb"],
];

const swaps: readonly (readonly [string, string, string])[] = [
  ["How do I move money from _ to |?", "savings", "checking"],
  ["Is there a train from _ to |?", "Lyon", "Turin"],
  ["How do I convert _ to |?", "pdf", "word"],
  ["Is _ better than |?", "tea", "coffee"],
  ["Translate this from _ to |", "Dutch", "Polish"],
  ["Can _ infect |?", "cats", "dogs"],
  ["Does _ come before |?", "lunch", "training"],
  ["Did _ defeat |?", "Chelsea", "Arsenal"],
  ["How do I copy files from _ into |?", "laptop", "phone"],
  ["Is _ cheaper than |?", "gas", "electricity"],
  ["Which _ replaces the |?", "manager", "director"],
  ["Can I exchange _ for |?", "francs", "crowns"],
  ["Is _ heavier than |?", "gold", "lead"],
  ["Does _ depend on |?", "billing", "search"],
  ["Who pays the _ for the |?", "landlord", "tenant"],
];

const names: readonly (readonly [string, string, string])[] = [
  ["What is the capital of _?", "Angola", "Armenia"],
  ["How do I get to _ from the airport?", "Lisbon", "Porto"],
  ["Does it work with _?", "Postgres", "MySQL"],
  ["Who is the chief executive of _?", "Siemens", "Philips"],
  ["What is the population of _?", "Norway", "Finland"],
  ["What does the function _ do?", "read_frame", "drop_frame"],
  ["When was _ born?", "Mozart", "Haydn"],
  ["Is _ open at the weekend?", "Ikea", "Lidl"],
  ["How do I install _ on a server?", "Nginx", "Apache"],
  ["Which visa do I need for _?", "Vietnam", "Thailand"],
];

const pleases = (question: string): string =>
  `Please, ${question.charAt(0).toLowerCase()}${question.slice(1)}`;

/** The same question in other words of the same meaning. */
const wordings: readonly (readonly [string, string])[] = [
  ["How do I cancel my order?", "How can I cancel my order?"],
  ["What is the capital of Peru?", "What's the capital of Peru?"],
  ["Where can I find my invoices?", "Where do I find my invoices?"],
  ["Can you tell me how to reset my password?", "Could you tell me how to reset my password?"],
  ["Why has my parcel not arrived yet?", "Why hasn't my parcel arrived yet?"],
  ["Is there a fee for transfers?", "Are there fees for transfers?"],
  ["How long does delivery take?", "How long will delivery take?"],
  ["What documents do I need for a visa?", "Which documents do I need for a visa?"],
  ["I want to change my address", "I'd like to change my address"],
  ["Do you ship to Norway?", "Will you ship to Norway?"],
];

/** Numbers by what is around their digits: a sign, a point, a thousandfold. */
const writtenNumbers: readonly (readonly [string, string])[] = [
  ["How many degrees fahrenheit are -10 degrees?", "How many degrees fahrenheit are 10 degrees?"],
  ["Is a balance of -250 euros a problem?", "Is a balance of 250 euros a problem?"],
  ["Is .75 a good score?", "Is 75 a good score?"],
  ["Is a mortgage of $300k too much?", "Is a mortgage of $300m too much?"],
  ["Can I get a loan of 8k?", "Can I get a loan of 8m?"],
];

/** Numbers that change places; what stands around them does not. */
const swappedNumbers: readonly (readonly [string, string, string])[] = [
  ["What is _ divided by |?", "84", "7"],
  ["What is _ minus |?", "31", "12"],
  ["Is the shop open from _ to |?", "6", "11"],
  ["Is _ more than |?", "3.12", "3.8"],
  ["How many centimetres are _ feet |?", "6", "2"],
  ["Is _ kg heavier than | kg?", "40", "80"],
  ["What is _ to the power of |?", "three", "eight"],
];

/** One operator for another, or none. */
const operators: readonly (readonly [string, string, string])[] = [
  ["What is 48 _ 6?", "+", "-"],
  ["What is 48 _ 6 in words?", "*", "/"],
  ["Is 0.4 _ 0.39 true?", ">", "<"],
  ["What does the operator _ do in C?", "==", "!="],
  ["What does x _ y mean?", "&&", "||"],
  ["What is the value of 6_", "!", ""],
];

/** Languages whose names differ by a sign. */
const signedNames: readonly (readonly [string, string, string])[] = [
  ["How do I sort a list in _?", "C", "C++"],
  ["How do I read a file in _?", "C", "C#"],
  ["Which compiler do I need for _?", "C++", "C#"],
];

/** All pairs of all kinds. */
export function editedPairs(): readonly EditedPair[] {
  const filled = (
    kind: EditKind,
    list: readonly (readonly [string, string, string])[],
  ): readonly EditedPair[] =>
    list.map(([frame, one, other]) => ({
      kind,
      a: frame.replace("_", one).replace("|", other),
      b: frame.replace("_", other).replace("|", one),
    }));
  const frames = [...antonyms, ...numbers, ...units, ...names];
  return [
    ...negations.map(([a, b]) => ({ kind: "negation", a, b }) as const),
    ...filled("antonym", antonyms),
    ...filled("number", numbers),
    ...writtenNumbers.map(([a, b]) => ({ kind: "number", a, b }) as const),
    ...filled("sign", operators),
    ...filled("unit", units),
    ...filled("swap", [...swaps, ...swappedNumbers]),
    ...filled("name", [...names, ...signedNames]),
    ...frames.map(([frame, one]) => {
      const question = frame.replace("_", one);
      return { kind: "control: please", a: question, b: pleases(question) } as const;
    }),
    ...wordings.map(([a, b]) => ({ kind: "control: wording", a, b }) as const),
  ];
}
