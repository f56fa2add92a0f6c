/**
 * What turns a provider's words into the contract's and back, by adapter: sends, refusals, webhooks. Paths are relative
 * to the adapter's package.
 */
export const mutatedFiles = {
  line: [
    "src/error-rules.ts",
    "src/errors.ts",
    "src/refusal-details.ts",
    "src/webhook.ts",
    "src/webhook-events.ts",
    "src/delivery-tag.ts",
    "src/adapter.ts",
    "src/line-api.ts",
    "src/send-receipt.ts",
    "src/reply.ts",
    "src/notification/notification-adapter.ts",
    "src/audience-sends/audience-capability.ts",
  ],
  "sms-twilio": [
    "src/errors.ts",
    "src/error-codes.ts",
    "src/webhook.ts",
    "src/signature.ts",
    "src/statuses.ts",
    "src/send-message.ts",
  ],
  "sms-vonage": [
    "src/errors.ts",
    "src/error-codes.ts",
    "src/webhook.ts",
    "src/signature.ts",
    "src/statuses.ts",
    "src/send-message.ts",
  ],
  "sms-http": [
    "src/errors.ts",
    "src/read-report.ts",
    "src/callbacks/webhook.ts",
    "src/callbacks/signature.ts",
    "src/callbacks/document.ts",
    "src/callbacks/query.ts",
    "src/send-message.ts",
    "src/answers/read-answer.ts",
    "src/answers/retry-after.ts",
    "src/templates/fill-request.ts",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type MutatedAdapter = keyof typeof mutatedFiles;
