import type { TaskClass } from "@headgate/contract";

/**
 * Words that say what is asked for. `plain` ones nearly say it alone; `slight` ones only beside others. `*` stands for
 * any ending, `_` for the space between two words. In English first, then German, French, Spanish, Portuguese, Italian,
 * Dutch and Russian; East Asian words are looked for within the text, since no white space stands around them.
 */
export type CueWords = Readonly<{ plain: string; slight?: string; within?: string }>;

export const cueWords = {
  intent: {
    plain:
      "intent intents intention department_should absicht absichten intention intención intenção намерени*",
    slight:
      "classify classifies classifier classification categorise categorize category categories triage route routing label labels klassifizier* kategorie* classe* classif* clasific* categor* класс* категор*",
    within: "意图 意図 의도 分类 分類 분류",
  },
  extraction: {
    plain:
      "extract extracts extracting extraction named_entities extrahier* extrais extraire extrae extraer extraia extrair estrai estrarre haal извлек*",
    slight:
      "entity entities mentions mentioned find_all list_all pull_out dates amounts names fields",
    within: "提取 抽出 추출",
  },
  formatting: {
    plain:
      "reformat reformats reformatting capitalise capitalize lowercase uppercase title_case markdown_table normalise_the normalize_the formatier* reformatea formata reformate форматиру*",
    slight:
      "format formatting convert indentation whitespace punctuation csv yaml table bullets headings spelling",
    within: "格式化 整形 서식",
  },
  filtering: {
    plain:
      "moderation moderate moderator spam toxic toxicity nsfw profanity offensive hateful off_topic spamnachricht* modération moderación moderação модер* спам",
    slight:
      "filter flag allowed block relevant irrelevant appropriate inappropriate harmful violates yes_or true_or",
    within: "审核 垃圾邮件 スパム 스팸",
  },
  language: {
    plain:
      "which_language what_language detect_language language_detection language_code language_identification identify_language welche_sprache welcher_sprache quelle_langue qué_idioma que_idioma quale_lingua welke_taal каком_языке",
    slight: "language sprache langue idioma lingua written detect identify",
    within: "什么语言 何語 무슨언어",
  },
  summarise: {
    plain:
      "summarise summarize summarises summarizes summarising summarizing summary summaries tldr zusammenfass* zusammenfassung* fasse_den fasse_die fasse_das résume* résumé* resum* riassum* riepilog* samenvat* резюм* кратко",
    slight:
      "key_points main_points condense shorten recap gist digest minutes briefly abstract highlights stichpunkte*",
    within: "总结 摘要 概括 要約 요약",
  },
  translate: {
    plain:
      "translate translates translating translation translator übersetz* traduis* traduire traduction traduce traducir traducción traduz* tradução traduci traduzione vertaal vertaling перевед* перевод*",
    slight: "localise localize english german french spanish italian japanese chinese",
    within: "翻译 翻訳 번역",
  },
  structured_extraction: {
    plain: "json_schema key_value structured_data structured_output into_json as_json",
    slight: "json schema fields parse invoice invoices receipt receipts record records",
  },
  faq: {
    plain:
      "faq faqs frequently_asked knowledge_base provided_context given_context context_provided context_below only_the help_centre help_center häufige_fragen preguntas_frecuentes questions_fréquentes",
    slight: "context documentation passage passages answer question manual handbook",
    within: "常见问题 よくある質問",
  },
  sentiment: {
    plain: "sentiment sentiments polarity stimmung tonalität sentimiento sentimento тональност*",
    slight: "positive negative neutral tone emotion emotions mood reviews review",
    within: "情感 情绪 感情 감정 감성",
  },
  generation: {
    plain:
      "story stories poem essay slogan slogans lyrics novel blog_post blog_posts marketing_copy ad_copy product_description* cover_letter press_release newsletter screenplay copywriter gedicht geschichte poème cuento poema racconto verhaal gedichten рассказ стих*",
    slight:
      "write writes writing compose draft create creative brainstorm email emails letter headline headlines tagline article speech schreib* verfass* écri* rédige* escrib* redacta escrev* scriv* schrijf напиши",
    within: "写一 故事 诗 物語 書いて 이야기 작성",
  },
  analysis: {
    plain:
      "analyse analyze analyses analyzes analysing analyzing analysis analyst root_cause pros_and swot analysier* auswert* analys* analiz* analise анализ*",
    slight:
      "compare evaluate evaluates assess interpret trend trends insights causes implications dataset explain_why forecast bewerte* vergleich* évalu* evalúa compar*",
    within: "分析 分析して 분석",
  },
  support: {
    plain:
      "customer_support customer_service customer_care support_agent support_assistant support_team service_agent helpdesk help_desk kundendienst kundenservice kundensupport service_client atención_al servicio_al assistenza_clienti klantenservice поддержк*",
    slight:
      "customer customers refund refunds order orders troubleshoot ticket complaint complaints account subscription delivery kunde kunden",
    within: "客服 カスタマーサポート 고객",
  },
  code: {
    plain:
      "python javascript typescript java rust golang kotlin sql refactor debug debugging debugger unit_test unit_tests regex codebase pull_request stack_trace programming programmer programmier* pair_programmer source_code code_review compiler bash_script shell_script разработ* код",
    slight:
      "code coding function functions class method bug bugs script api implement algorithm exception variable repository test tests query fonction función funktion функци*",
    within: "代码 编程 函数 コード 関数 코드 함수",
  },
  multi_step: {
    plain:
      "autonomous agentic multi_step multistep subtask subtasks sub_tasks orchestrat* several_steps tools_available available_tools use_tools your_tools",
    slight: "plan planning steps tools tool browse workflow execute iterate agent goal",
    within: "自主 多步 自律",
  },
  research: {
    plain:
      "literature research researcher researching literature_review systematic_review meta_analysis peer_reviewed academic_papers forschung* literaturrecherche recherchier* recherche investiga* ricerca onderzoek исследован*",
    slight:
      "sources cite citations papers studies evidence survey synthesise synthesize findings references scholarly",
    within: "文献 研究 論文 연구",
  },
  legal_medical: {
    plain:
      "legal lawyer lawyers attorney paralegal lawsuit litigation liability statute statutes clause clauses indemnity gdpr hipaa diagnosis diagnose diagnoses diagnostic patient patients symptom symptoms medication medications dosage clinical clinician prescription medical physician rechtlich* anwalt rechtsanwalt vertragsklausel* arzt patienten symptome diagnose juridique avocat médical médecin diagnostic legales abogado médico paciente síntomas jurídico advogado legale avvocato juridisch медицин* юридическ* юрист* пациент*",
    slight:
      "law court contract contracts disease doctor treatment regulation tax vertrag contrat contrato contratto health",
    within: "法律 合同 诊断 患者 症状 律师 契約 診断 법률 진단 환자",
  },
  architecture: {
    plain:
      "architect architecture architectures microservice microservices system_design distributed_system distributed_systems high_availability scalability softwarearchitektur systementwurf architektur архитектур*",
    slight:
      "design scalable throughput latency sharding tradeoffs trade_offs infrastructure migration availability queue database requirements",
    within: "架构 系统设计 アーキテクチャ 아키텍처",
  },
} as const satisfies Readonly<Record<TaskClass, CueWords>>;
