export { createGreyQuetzalAnyChannel } from "./create-grey-quetzal-any-channel.ts";
export type { GreyQuetzalAnyChannel } from "./create-grey-quetzal-any-channel.ts";
export type { GreyQuetzalConfig } from "./config.ts";
export { greyQuetzalProvider } from "./definition.ts";
