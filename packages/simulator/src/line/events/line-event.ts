import type { LineGroup } from "../../options.ts";

/** Where something happens, and through whom. */
interface Scene {
  /** LINE user id. In a group or room it may be absent, as LINE leaves it out for those who did not consent. */
  readonly userId?: string;
  /** Of a group (`C…`) or room (`R…`); absent: in the chat with the user alone. */
  readonly groupId?: string;
  /** Default: `active`. In `standby` another module answers: there is no reply token. */
  readonly mode?: "active" | "standby";
}

/** What a person writes or sends; its id and quote token are added. */
export type WrittenMessage =
  | { readonly type: "text"; readonly text: string; readonly quotedMessageId?: string }
  | { readonly type: "sticker"; readonly packageId: string; readonly stickerId: string }
  | { readonly type: "image" }
  /** Durations in milliseconds. */
  | { readonly type: "video"; readonly duration: number }
  | { readonly type: "audio"; readonly duration: number }
  | { readonly type: "file"; readonly fileName: string; readonly fileSize: number }
  | {
      readonly type: "location";
      readonly title?: string;
      readonly address?: string;
      readonly latitude: number;
      readonly longitude: number;
    };

/** Something that happens on LINE, in the words of its webhooks ("Messaging API reference", Webhook event objects). */
export type LineEvent = Scene &
  (
    | { readonly type: "message"; readonly message: WrittenMessage }
    | { readonly type: "messageEdited"; readonly message: { readonly id: string; readonly text: string } }
    | { readonly type: "unsend"; readonly unsend: { readonly messageId: string } }
    /** The account is added to a group, or to a room, of so many people. Default: one. */
    | { readonly type: "join"; readonly group?: Omit<LineGroup, "groupId"> }
    | { readonly type: "leave" }
    | { readonly type: "memberJoined"; readonly members: readonly string[] }
    | { readonly type: "memberLeft"; readonly members: readonly string[] }
    | {
        readonly type: "postback";
        readonly postback: { readonly data: string; readonly params?: Readonly<Record<string, string>> };
      }
    | { readonly type: "videoPlayComplete"; readonly videoPlayComplete: { readonly trackingId: string } }
    | {
        readonly type: "beacon";
        readonly beacon: { readonly hwid: string; readonly type: "enter" | "banner" | "stay"; readonly dm?: string };
      }
    | { readonly type: "accountLink"; readonly link: { readonly result: "ok" | "failed"; readonly nonce: string } }
    | {
        readonly type: "membership";
        readonly membership: { readonly type: "joined" | "left" | "renewed"; readonly membershipId: number };
      }
  );
