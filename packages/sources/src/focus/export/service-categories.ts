import type { SpendCategory } from "@headgate/contract";

/**
 * FOCUS 1.2's allowed values of ServiceCategory with those of ServiceSubcategory; each has `Other (…)` beside.
 * https://github.com/finopsfoundation/focus_validator, focus_validator/rules/model-1.2.0.1.json, rules
 * ServiceCategory-C-003-M and ServiceSubcategory-C-004-M, read 2026-11-28.
 */
const subcategories: Readonly<Record<string, readonly string[]>> = {
  "AI and Machine Learning": [
    "AI Platforms",
    "Bots",
    "Generative AI",
    "Machine Learning",
    "Natural Language Processing",
  ],
  Analytics: [
    "Analytics Platforms",
    "Business Intelligence",
    "Data Processing",
    "Search",
    "Streaming Analytics",
  ],
  "Business Applications": ["Productivity and Collaboration"],
  Compute: [
    "Containers",
    "End User Computing",
    "Quantum Compute",
    "Serverless Compute",
    "Virtual Machines",
  ],
  Databases: [
    "Caching",
    "Data Warehouses",
    "Ledger Databases",
    "NoSQL Databases",
    "Relational Databases",
    "Time Series Databases",
  ],
  "Developer Tools": [
    "Developer Platforms",
    "Continuous Integration and Deployment",
    "Development Environments",
    "Source Code Management",
    "Quality Assurance",
  ],
  Identity: ["Identity and Access Management"],
  Integration: ["API Management", "Messaging", "Workflow Orchestration"],
  "Internet of Things": ["IoT Analytics", "IoT Platforms"],
  "Management and Governance": [
    "Architecture",
    "Compliance",
    "Cost Management",
    "Data Governance",
    "Disaster Recovery",
    "Endpoint Management",
    "Observability",
    "Support",
  ],
  Media: ["Content Creation", "Gaming", "Media Streaming", "Mixed Reality"],
  Migration: ["Data Migration", "Resource Migration"],
  Mobile: [],
  Multicloud: ["Multicloud Integration"],
  Networking: [
    "Application Networking",
    "Content Delivery",
    "Network Connectivity",
    "Network Infrastructure",
    "Network Routing",
    "Network Security",
  ],
  Security: ["Secret Management", "Security Posture Management", "Threat Detection and Response"],
  Storage: [
    "Backup Storage",
    "Block Storage",
    "File Storage",
    "Object Storage",
    "Storage Platforms",
  ],
  Web: ["Application Platforms"],
  Other: [],
};

export type ServiceClass = Readonly<{ category: string; subcategory: string }>;

/**
 * A service's category and subcategory in FOCUS's words: those of the bill where they are allowed ones, else what
 * the money went to. FOCUS 1.0's subcategories were partly others: such a one becomes `Other (…)`.
 */
export function serviceClassOf(
  told: Readonly<{ category?: string | undefined; subcategory?: string | undefined }>,
  spending: SpendCategory,
): ServiceClass {
  const known = told.category === undefined ? undefined : subcategories[told.category];
  if (told.category === undefined || known === undefined) return ofSpending[spending];
  const subcategory = known.find((name) => name === told.subcategory);
  return { category: told.category, subcategory: subcategory ?? `Other (${told.category})` };
}

const AI = "AI and Machine Learning";
const ofSpending: Readonly<Record<SpendCategory, ServiceClass>> = {
  inference: { category: AI, subcategory: "Generative AI" },
  accelerators_serving: { category: "Compute", subcategory: "Virtual Machines" },
  accelerators_training: { category: "Compute", subcategory: "Virtual Machines" },
  data_processing: { category: AI, subcategory: "Generative AI" },
  storage: { category: "Storage", subcategory: "Other (Storage)" },
  other_ai: { category: AI, subcategory: `Other (${AI})` },
  not_ai: { category: "Other", subcategory: "Other (Other)" },
};
