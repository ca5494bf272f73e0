import type { TaskClass } from "@headgate/contract";

/** A constructed prompt, its task as its author sees it; undefined: nobody could say. */
export type HeldOutPrompt = Readonly<{
  task: TaskClass | undefined;
  system?: string;
  message: string;
}>;

const of = (task: TaskClass | undefined, message: string, system?: string): HeldOutPrompt => ({
  task,
  message,
  ...(system !== undefined && { system }),
});

/**
 * Constructed, every one: written by hand after the lists of cues, to judge them; the lists were not changed by what
 * came of it.
 */
export const heldOutPrompts: readonly HeldOutPrompt[] = [
  of(
    "intent",
    "my card was swallowed",
    "Decide what the caller wants. Reply with one intent name: block_card, balance, agent.",
  ),
  of(
    "intent",
    "I moved house",
    "Classify each message into one of these categories: billing, shipping, returns, other. Output the label only.",
  ),
  of(
    "intent",
    "hallo, ich will kündigen",
    "Bestimme die Absicht des Nutzers und gib genau einen Namen aus der Liste zurück.",
  ),
  of("intent", "Which department should handle this? 'The heating is broken in room 4.'"),
  of("extraction", "Extract the order number from this mail: Hi, order 7781 never came."),
  of("extraction", "Find all people mentioned in the article and list their names."),
  of("extraction", "Extrahiere alle Telefonnummern aus dem Text."),
  of("extraction", "请从下面的文字中提取日期。会议在三月五日。"),
  of("formatting", "Reformat this list as a Markdown table."),
  of("formatting", "Convert these rows to CSV with semicolons."),
  of(
    "formatting",
    "Fix the punctuation and whitespace, change nothing else.",
    "You clean up the formatting of what you are given.",
  ),
  of("formatting", "Put the headings in title case."),
  of("filtering", "buy cheap watches now", "Is this comment spam? Answer yes or no."),
  of("filtering", "you are all idiots", "You are a content moderator. Flag what is offensive."),
  of("filtering", "Does this post violate our rules on hateful speech?"),
  of("filtering", "Keep only the relevant rows; filter out the rest."),
  of("language", "Which language is this written in: 'Dobrý den'?"),
  of("language", "Buongiorno a tutti", "Output the ISO language code of the text."),
  of("language", "In welcher Sprache ist dieser Satz?"),
  of("summarise", "Summarise the minutes of the meeting in five bullets."),
  of("summarise", "tl;dr of the thread above please, only the main points"),
  of(
    "summarise",
    "Fasse die E-Mail kurz zusammen.",
    "Du schreibst Zusammenfassungen für Führungskräfte.",
  ),
  of("summarise", "Résume ce texte en trois phrases."),
  of("translate", "Translate into Dutch: the train leaves at nine."),
  of("translate", "Good morning, dear guests.", "You are a translator from English to Portuguese."),
  of("translate", "Übersetze den folgenden Brief ins Englische."),
  of("translate", "把这句话翻译成英文。"),
  of(
    "structured_extraction",
    "Read the invoice and return JSON with the fields number, date, total, vat.",
  ),
  of("structured_extraction", "Receipt: milk 1.20, bread 2.40", "Extract line items as JSON."),
  of("structured_extraction", "Parse this CV into JSON following the schema."),
  of(
    "faq",
    "Can I bring my dog?",
    "Answer the question from the context below. Context: dogs are welcome.",
  ),
  of("faq", "When do you open?", "You answer frequently asked questions of a museum."),
  of("faq", "How do I reset it?", "Use only the manual passages given to answer."),
  of("sentiment", "The food was cold.", "Is the review positive, negative or neutral?"),
  of("sentiment", "What is the sentiment of this tweet: 'great, another delay'"),
  of("sentiment", "Wie ist die Stimmung in dieser Bewertung?"),
  of("generation", "Write a short story about a lighthouse."),
  of("generation", "Draft a friendly email inviting the team to a picnic."),
  of("generation", "Escribe un poema sobre el mar."),
  of("generation", "Five taglines for a bakery, be creative."),
  of("analysis", "Analyse why our sales fell in the north and compare it with last year."),
  of("analysis", "What trends do you see in this dataset, and what might the causes be?"),
  of("analysis", "Give me the pros and cons of leasing a van."),
  of("analysis", "Analysiere die Quartalszahlen."),
  of(
    "support",
    "my parcel is lost",
    "You are a customer service agent of a shop. Be polite and solve the issue.",
  ),
  of("support", "Ich möchte mein Geld zurück", "Du arbeitest im Kundendienst eines Händlers."),
  of("support", "I was charged twice for my subscription and want a refund on my account."),
  of("code", "Write a Python function that merges two sorted lists."),
  of("code", "Why does this crash?\n```\nfor (let i = 0; i <= a.length; i++) f(a[i].x);\n```"),
  of("code", "Add unit tests for the date parser in this repository."),
  of("code", "Schreibe eine SQL-Abfrage, die alle Kunden ohne Bestellung findet."),
  of(
    "multi_step",
    "Book the cheapest flight and tell my team.",
    "You are an autonomous agent. Plan your steps and use tools until the goal is reached.",
  ),
  of("multi_step", "Break the job into subtasks and execute them one after the other."),
  of("research", "Do a literature review on coral bleaching with citations."),
  of("research", "Research what peer-reviewed studies say about naps and cite your sources."),
  of("research", "Suche Studien dazu und fasse den Stand der Forschung mit Quellen zusammen."),
  of("legal_medical", "Is the indemnity clause in this contract enforceable?"),
  of(
    "legal_medical",
    "The patient has had these symptoms for two weeks. What is the likely diagnosis?",
  ),
  of("legal_medical", "Summarise this lawsuit for the attorney."),
  of("legal_medical", "Welche Dosis darf der Arzt den Patienten geben?"),
  of("architecture", "Design a scalable architecture for a chat service with ten million users."),
  of(
    "architecture",
    "Should we split the monolith into microservices? Discuss trade-offs and migration.",
  ),
  of("architecture", "You are the architect: propose a system design for payments."),
  of(undefined, "Hello!"),
  of(undefined, "And what about the second one?", "You are a helpful assistant."),
  of(undefined, "Who won the match in 1998?"),
  of(undefined, "If a train leaves at nine and another at ten, when do they meet?"),
  of(undefined, "Tell me something interesting about owls."),
  of(undefined, "ok thanks"),
];
