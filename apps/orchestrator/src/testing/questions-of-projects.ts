import { infobipMessage } from "./infobip-messages.ts";

/** One thing of each kind, by what operations call it. */
type Kind = "message" | "openMessage" | "delivery" | "list" | "member" | "push" | "contact" | "suppression" | "apiKey" | "subscription" | "endpoint"
  | "contactsImport" | "suppressionsImport" | "followersImport" | "erasure" | "event" | "template" | "templateVersion" | "account" | "storedAccount" | "providerAudience" | "budget" | "trigger";
export type Ids = Readonly<Record<Kind, string>>;

/** What is asked of an operation, of things that are another project's or nobody's. */
export interface Question {
  /** Parameters of the path. */
  readonly of?: Readonly<Record<string, Kind>>;
  readonly query?: (ids: Ids) => string;
  readonly body?: (ids: Ids) => object | string;
}

/** Who is written to. */
export const person = `U${"7".repeat(32)}`;
/** Who is not. */
export const somebodyElse = `U${"8".repeat(32)}`;
export const text = "Hello";
export const to = [{ addresses: { line: person } }];

const dayMs = 86_400_000;
const aroundNow = `from=${new Date(Date.now() - dayMs).toISOString()}&until=${new Date(Date.now() + dayMs).toISOString()}`;

const ofMessage: Question = { of: { id: "message" } };
const ofList: Question = { of: { id: "list" } };
const ofTemplate: Question = { of: { id: "template" } };
const ofEndpoint: Question = { of: { id: "endpoint" } };
const ofAccount: Question = { of: { id: "account" } };
const ofStoredAccount: Question = { of: { id: "storedAccount" } };
const ofProviderAudience: Question = { of: { accountId: "account", id: "providerAudience" } };
const ofContact: Question = { of: { id: "contact" } };
const ofTrigger: Question = { of: { id: "trigger" } };
const ofApiKey: Question = { of: { id: "apiKey" } };

/** Operations that name something which is there already. */
export const questions: Readonly<Record<string, Question>> = {
  submitMessage: { body: ({ list }) => ({ audience: { type: "list", id: list }, text }) },
  submitMessages: { body: ({ list, event, template, account }) => ({ messages: [{ audience: { type: "list", id: list }, text }, { inReplyTo: event, text }, { to, template: { id: template } }, { to, text, plan: { steps: [{ channel: "line", account }] } }] }) },
  sendTest: { body: ({ contact }) => ({ contact, text }) },
  explainPlan: { body: ({ list }) => ({ audience: { type: "list", id: list }, text }) },
  addRecipients: { of: { id: "openMessage" }, body: () => `{"addresses":{"line":"${person}"}}\n` },
  listRecipientParts: { of: { id: "openMessage" } },
  listRefusedLines: { of: { id: "openMessage" } },
  startMessage: { of: { id: "openMessage" }, body: () => ({}) },
  getMessage: ofMessage,
  cancelMessage: ofMessage,
  pauseMessage: ofMessage,
  resumeMessage: ofMessage,
  rescheduleMessage: { ...ofMessage, body: () => ({ sendAt: "2035-01-01T00:00:00Z" }) },
  cancelDelivery: { of: { id: "delivery" } },
  listDeliveries: ofMessage,
  getDelivery: { of: { id: "delivery" } },
  getMessageStatistics: ofMessage,
  getStatistics: { query: ({ message }) => `${aroundNow}&groupBy=message,account,channel&message=${message}` },
  getTemplate: ofTemplate,
  addTemplateVersion: { ...ofTemplate, body: () => ({ text }) },
  getTemplateVersion: { of: { id: "template", version: "templateVersion" } },
  previewTemplate: { ...ofTemplate, body: () => ({}) },
  archiveTemplate: ofTemplate,
  getAudience: ofList,
  changeAudience: { ...ofList, body: () => ({ name: "stolen" }) },
  deleteAudience: ofList,
  addAudienceMembers: { ...ofList, body: () => ({ members: to }) },
  listAudienceMembers: ofList,
  removeAudienceMember: { of: { id: "list", memberId: "member" } },
  pushAudience: { ...ofList, body: ({ account }) => ({ account }) },
  listAudiencePushes: ofList,
  getAudiencePush: { of: { id: "list", pushId: "push" } },
  createProviderAudience: { of: { accountId: "account" }, body: () => ({ name: "Osaka", ids: [person] }) },
  createProviderAudienceFromClicks: { of: { accountId: "account" }, body: ({ message }) => ({ name: "clicked", message }) },
  createProviderAudienceFromImpressions: { of: { accountId: "account" }, body: ({ message }) => ({ name: "seen", message }) },
  listProviderAudiences: { of: { accountId: "account" } },
  getProviderAudience: ofProviderAudience,
  renameProviderAudience: { ...ofProviderAudience, body: () => ({ name: "stolen" }) },
  deleteProviderAudience: ofProviderAudience,
  addToProviderAudience: { ...ofProviderAudience, body: () => ({ ids: [person] }) },
  getInboundEvent: { of: { id: "event" } },
  getTrigger: ofTrigger,
  changeTrigger: { ...ofTrigger, body: () => ({ name: "stolen" }) },
  deleteTrigger: ofTrigger,
  listFirings: ofTrigger,
  createTrigger: { body: ({ account }) => ({ name: "answer", account, when: { type: "follow" }, message: { text } }) },
  unsubscribeFromReports: { of: { name: "subscription" } },
  readReports: { query: ({ subscription }) => `subscription=${subscription}` },
  acknowledgeReports: { body: ({ subscription }) => ({ subscription, cursor: "1" }) },
  getWebhookEndpoint: ofEndpoint,
  changeWebhookEndpoint: { ...ofEndpoint, body: () => ({ name: "stolen" }) },
  deleteWebhookEndpoint: ofEndpoint,
  pauseWebhookEndpoint: ofEndpoint,
  resumeWebhookEndpoint: ofEndpoint,
  testWebhookEndpoint: ofEndpoint,
  rotateWebhookEndpointSecret: { ...ofEndpoint, body: () => ({}) },
  replayWebhookEndpoint: { ...ofEndpoint, body: () => ({ from: new Date(Date.now() - 60_000).toISOString() }) },
  listWebhookAttempts: ofEndpoint,
  getSuppression: { of: { id: "suppression" } },
  removeSuppression: { of: { id: "suppression" } },
  getContactsImport: { of: { name: "contactsImport" } },
  listContactsImportRefusals: { of: { name: "contactsImport" } },
  getSuppressionsImport: { of: { name: "suppressionsImport" } },
  listSuppressionsImportRefusals: { of: { name: "suppressionsImport" } },
  listBudgets: { query: ({ message }) => `message=${message}` },
  raiseBudget: { of: { name: "budget" }, body: () => ({ to: "2000" }) },
  getAccountStatistics: { ...ofAccount, query: () => "date=2026-01-01" },
  getAccount: ofAccount,
  changeAccount: { ...ofStoredAccount, body: () => ({ name: "stolen" }) },
  deleteAccount: ofStoredAccount,
  pauseAccount: ofAccount,
  resumeAccount: ofAccount,
  probeAccount: ofAccount,
  verifyInbound: { ...ofAccount, body: () => ({}) },
  getAccountHealth: ofAccount,
  pinAccount: { ...ofAccount, body: () => ({ state: "avoid" }) },
  getContact: ofContact,
  changeContact: { ...ofContact, body: () => ({ reference: "stolen" }) },
  eraseContact: ofContact,
  getErasure: { of: { id: "erasure" } },
  listConsents: ofContact,
  importFollowers: ofAccount,
  getImport: { of: { id: "followersImport" } },
  getNotificationTemplates: ofAccount,
  getApiKey: ofApiKey,
  rotateApiKey: { ...ofApiKey, body: () => ({}) },
  revokeApiKey: ofApiKey,
  sendAsInfobip: { body: ({ account }) => ({ messages: [infobipMessage([{ to: person, messageId: "a" }, { to: somebodyElse, messageId: "b" }], { sender: account })], options: { schedule: { bulkId: "bulk" } } }) },
  fetchReportsAsInfobip: { query: ({ message }) => `messageId=${message}` },
  sendAsSinch: { body: ({ contact }) => ({ app_id: "shop", recipient: { contact_id: contact }, message: { text_message: { text } }, channel_priority_order: ["LINE"] }) },
};

/** Operations that tell of many things, or of the project as a whole. */
export const lists = [
  "listMessages", "listAudiences", "listTemplates", "listInboundEvents", "listTriggers", "listReportSubscriptions", "listWebhookEndpoints", "getMessageWebhookSecret", "listSuppressions",
  "listContactsImports", "listSuppressionsImports", "listBudgets", "listAccounts", "listContacts", "listApiKeys",
];

/** Operations that make something, and name nothing that is there. */
export const makers = [
  "createAudience", "countAudience", "createTemplate", "subscribeToReports", "createWebhookEndpoint", "rotateMessageWebhookSecret", "addSuppressions", "importContacts",
  "importSuppressions", "createAccount", "storeContact", "createApiKey",
];

/** Operations on projects, which keys of the default project alone may ask for. */
export const onProjects = ["createProject", "listProjects", "getProject", "renameProject", "createApiKeyOfProject"];
