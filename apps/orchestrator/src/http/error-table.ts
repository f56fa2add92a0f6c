/** One kind of refusal, as the service answers it. */
interface ErrorEntry {
  readonly status: number;
  /** The same at every occurrence. */
  readonly title: string;
  /** What a caller should do about it, for the documentation. */
  readonly advice: string;
}

/** Every code that a problem document can carry. Codes never change; new ones may be added. */
export const errorTable = {
  "malformed-request": {
    status: 400,
    title: "The request does not have the required shape",
    advice: "`errors` names each field and what it must be. Correct them and send again; nothing was written.",
  },
  "api-key-missing": {
    status: 401,
    title: "A key is needed",
    advice: "Send `Authorization: Bearer` and a key with every request.",
  },
  "api-key-refused": {
    status: 401,
    title: "The key is not taken",
    advice: "It is unknown, was revoked or rotated away, or has expired. Ask whoever manages the keys for another.",
  },
  "scope-missing": {
    status: 403,
    title: "The key may not do this",
    advice: "`detail` names the scope that it lacks. Scopes of a key never change: make another key that has it.",
  },
  "invalid-signature": {
    status: 401,
    title: "The signature does not fit",
    advice: "Check the account's secret, and that PUBLIC_BASE_URL is the address that the provider calls.",
  },
  "not-found": {
    status: 404,
    title: "There is no such thing",
    advice: "Check the path, the method and the id.",
  },
  "not-offered": {
    status: 404,
    title: "The account does not offer this",
    advice: "Its provider has nothing of the kind. `detail` names the accounts that do.",
  },
  "request-timeout": {
    status: 408,
    title: "The request did not arrive in time",
    advice: "Send headers within 10 seconds and the whole request within 30, or keep the lines of an upload coming: it goes on where it was cut off.",
  },
  "reference-in-use": {
    status: 409,
    title: "Another message has this reference",
    advice: "`messageId` names it. If it is the message that you meant to send, all is done; else choose another reference.",
  },
  "contact-conflict": {
    status: 409,
    title: "These are several contacts",
    advice:
      "`contactIds` names whom the reference and the addresses lead to. Take the address away from one of them, or give its " +
      "reference. Nothing was written.",
  },
  "project-exists": {
    status: 409,
    title: "There is a project with this id",
    advice: "Choose another id, or use the project that there is.",
  },
  "template-exists": {
    status: 409,
    title: "Another template has this name",
    advice: "Choose another name, archive the template that has it, or give that one a new version. Nothing was written.",
  },
  "idempotency-key-in-use": {
    status: 409,
    title: "A request with this key is being carried out",
    advice: "Wait for `retry-after` and send the same request again: it gets the answer of the first.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "Another request was sent with this key",
    advice: "A key stands for one request, its body included. Choose a new key for each new request. Nothing was written.",
  },
  "already-over": {
    status: 409,
    title: "It is over",
    advice: "The message, delivery, key or template has ended, and nothing can be changed about it any more.",
  },
  "under-way": {
    status: 409,
    title: "It is being sent",
    advice: "Pause the message first, then do this, then resume it.",
  },
  "not-open": {
    status: 409,
    title: "Recipients can no longer be added",
    advice: "The message was not made with `open`, or has been started, cancelled, or ended. What is sent again and is there already is answered all the same.",
  },
  "not-started": {
    status: 409,
    title: "The message is still open",
    advice: "Start it first, or cancel it.",
  },
  "no-recipients": {
    status: 409,
    title: "Nobody has been added",
    advice: "Add recipients to the message, then start it.",
  },
  "endpoint-disabled": {
    status: 409,
    title: "The endpoint is disabled",
    advice: "See `disabledReason`, set right what is wrong there, resume the endpoint, then do this.",
  },
  "part-in-use": {
    status: 409,
    title: "Another request is adding this part",
    advice: "Wait for `retry-after` and send the same again: it goes on where that one has come to.",
  },
  "part-differs": {
    status: 409,
    title: "Other lines were sent as this part",
    advice: "A part stands for its lines. Give others another name in `part`; what is stored stays.",
  },
  "account-of-configuration": {
    status: 409,
    title: "The account stands in the configuration",
    advice: "Whoever runs the service changes it there. Pausing and resuming it here is possible.",
  },
  "account-in-use": {
    status: 409,
    title: "A message needs the account",
    advice: "`detail` names one whose plan does. Pause the account, and wait until such messages are completed, or cancel them.",
  },
  "no-secrets-key": {
    status: 409,
    title: "The service has no key to keep secrets under",
    advice: "Whoever runs it sets TODOKE_SECRETS_KEY; `openssl rand -base64 32` makes one. Nothing was stored.",
  },
  "secret-unreadable": {
    status: 409,
    title: "A stored secret cannot be opened",
    advice: "Whoever runs the service brings back the key that `detail` names, or the secret is set anew.",
  },
  "body-too-large": {
    status: 413,
    title: "The body is too large",
    advice: "Make the message with `open` and stream its recipients: 10,000 recipients and 4 MiB fit into one request.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "The body is of a type that is not understood here",
    advice: "Send `content-type: application/json`, or what the endpoint names.",
  },
  "invalid-request": {
    status: 422,
    title: "The request was understood and cannot be carried out",
    advice:
      "`errors` names each field and the reason: an address, content that a channel refuses, a plan that cannot work. " +
      "Nothing was written.",
  },
  "too-much-to-count": {
    status: 422,
    title: "These are too many figures",
    advice: "Ask for a shorter time, for one message, channel or account, or group by less; several questions together tell the same.",
  },
  "provider-refused": {
    status: 422,
    title: "The provider refused the request",
    advice: "`errors` holds the provider's own code. Nothing was changed there.",
  },
  "provider-throttled": {
    status: 429,
    title: "The provider asks to slow down",
    advice: "Wait for what is under way there, or for `retry-after`, and send the same request again.",
  },
  "too-many-requests": {
    status: 429,
    title: "The key has asked too often",
    advice: "Wait for `retry-after` and send the same request again. The headers `ratelimit-policy` and `ratelimit` say beforehand what a key may, and what is left.",
  },
  "headers-too-large": {
    status: 431,
    title: "The headers are too large",
    advice: "Send fewer or shorter headers: 16 KiB fit.",
  },
  "internal-error": {
    status: 500,
    title: "Something went wrong here",
    advice: "The log says what. Whether a message was accepted is answered by `GET /v1/messages?reference=…`.",
  },
  "account-refused": {
    status: 502,
    title: "The provider does not let this account do that",
    advice: "Check the account's credentials, plan, country and permissions at the provider.",
  },
  "provider-unavailable": {
    status: 503,
    title: "The provider did not take the request",
    advice: "Try again later; nothing was changed there.",
  },
  "provider-answer-lost": {
    status: 504,
    title: "The provider's answer was lost",
    advice: "It may have done what was asked: look there before you ask again.",
  },
  "not-ready": {
    status: 503,
    title: "The service cannot work at the moment",
    advice:
      "The database does not answer, or has no room. Wait for `retry-after` and send the same request again, with the same " +
      "`Idempotency-Key`: without one, what was asked for may be carried out twice.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;
