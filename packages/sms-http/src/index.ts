export type { Locator } from "./answers/locator.ts";
export type {
  CallbackAuthentication,
  CallbackFormat,
  CallbackReportFields,
  CallbackRules,
  HeaderSecret,
  HmacAuthentication,
  InboundFields,
  QuerySecret,
  TokenOnly,
} from "./callback-config.ts";
export type {
  AnswerRules,
  BodyTemplate,
  EndpointName,
  ErrorTable,
  FailureClass,
  HttpSmsConfig,
  NumberFormat,
  ReportFields,
  RequestTemplate,
  StatusMeaning,
  StatusQueryRules,
  StatusTable,
  TextEncoding,
  TextEscape,
  UnknownRefusalClass,
} from "./config.ts";
export { createHttpSms } from "./create-http-sms.ts";
export type { HttpSms } from "./create-http-sms.ts";
export { httpSmsProvider } from "./definition.ts";
export type { HttpSmsPayload } from "./render-content.ts";
