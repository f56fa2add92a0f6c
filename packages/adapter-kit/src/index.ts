export { startScriptedProvider } from "./scripted-provider.ts";
export type { BackgroundAnswer, ScriptedProvider } from "./scripted-provider.ts";
export type { Script, ScriptedAnswer, ScriptedFault, ScriptedResponse } from "./scripted-answer.ts";
export { textOf } from "./recorded-request.ts";
export type { RecordedRequest } from "./recorded-request.ts";
