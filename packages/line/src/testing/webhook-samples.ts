import { createHmac } from "node:crypto";
import type { WebhookSample, WebhookSamples } from "@todoke/adapter-kit";
import type { InboundMessageEvent, InboundRequest, JsonObject, Reachability } from "@todoke/core";

export const channelSecret = "8c570fa6dd201bb328f1c1eac23a96d8";
export const friend = `U${"4af4980629cbdbb9".repeat(2)}`;
export const replyToken = "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA";
const at = new Date(1_650_591_346_705);

/** Signed as "Verify webhook signature" describes. */
function posted(...events: readonly JsonObject[]): InboundRequest {
  const body = Buffer.from(JSON.stringify({ destination: "Ubakery", events }));
  const signature = createHmac("sha256", channelSecret).update(body).digest("base64");
  return {
    method: "POST",
    url: "https://hooks.example.com/v1/inbound/line",
    headers: { "content-type": "application/json", "x-line-signature": signature },
    body,
  };
}

function event(type: string, webhookEventId: string, more: JsonObject = {}, isRedelivery = false): JsonObject {
  const source = { type: "user", userId: friend };
  const common = { webhookEventId, timestamp: at.getTime(), mode: "active", deliveryContext: { isRedelivery } };
  return { type, ...common, source, ...more };
}

const unknown = [
  posted(event("hologram", "01U")),
  posted(),
  posted(event("follow", "01V", { replyToken: "0".repeat(32) })),
  posted(event("message", "01V", { replyToken: "f".repeat(32) })),
  posted({ type: "follow", timestamp: at.getTime(), source: { type: "user", userId: friend } }),
  posted({ webhookEventId: "01V", timestamp: at.getTime(), source: { type: "user", userId: friend } }),
  posted(event("follow", "01V", { source: { type: "user" } })),
  posted(event("delivery", "01V", { delivery: "none" })),
  posted(event("delivery", "01V", { delivery: { data: "0f8e1c2a7b3d4c559a601d2e3f405162".repeat(2) } })),
] as const;

const forged = [
  {
    title: "signed with another secret",
    request: {
      ...posted(event("follow", "01F")),
      headers: { "x-line-signature": createHmac("sha256", "another").update(posted(event("follow", "01F")).body).digest("base64") },
    },
  },
];

type Told = Partial<Pick<InboundMessageEvent, "party" | "joined" | "left" | "replyToken" | "act">>;

/** An event of a type that is passed on: what it says of reachability, and itself. */
function told(
  type: string,
  { source = { type: "user", userId: friend }, reachability, more = {}, expected = {} }: {
    readonly source?: { readonly type: string; readonly userId: string; readonly groupId?: string; readonly roomId?: string };
    readonly reachability?: Reachability;
    readonly more?: JsonObject;
    readonly expected?: Told;
  } = {},
): WebhookSample {
  const address = source.groupId ?? source.roomId ?? source.userId;
  const id = createHmac("sha256", type).update(JSON.stringify([source, more])).digest("hex");
  const sent = event(type, id, { source, ...more });
  const { replyToken: _, ...payload } = sent;
  const about = { addressKind: "line", address, providerCode: type, at } as const;
  return {
    title: `${type} in ${JSON.stringify(source)}`,
    request: posted(sent),
    events: [
      ...(reachability ? [{ type: "reachability", eventId: `${id}:reachability`, ...about, reachability } as const] : []),
      { type: "inbound", eventId: id, ...about, payload: { ...payload, destination: "Ubakery" }, ...expected },
    ],
  };
}

const group = { type: "group", groupId: `C${"e".repeat(32)}`, userId: friend };
const room = { type: "room", roomId: `R${"f".repeat(32)}`, userId: friend };
const inGroup = { source: group, expected: { party: "group" } } as const;
const members = { members: [{ type: "user", userId: friend }, { type: "user" }] };

const everyType: readonly WebhookSample[] = [
  told("message", { reachability: "reachable" }),
  told("message", inGroup),
  told("message", { ...inGroup, source: room }),
  told("follow", { reachability: "reachable", expected: { act: { type: "follow" } } }),
  told("join", { source: group, reachability: "reachable", expected: { party: "group", act: { type: "join" } } }),
  told("leave", { ...inGroup, source: room, reachability: "unreachable" }),
  told("memberJoined", { ...inGroup, more: { joined: members }, expected: { party: "group", joined: [friend], act: { type: "member-joined" } } }),
  told("memberLeft", { ...inGroup, more: { left: members }, expected: { party: "group", left: [friend] } }),
  told("memberLeft", { ...inGroup, more: { left: "all" }, expected: { party: "group", left: [] } }),
  ...["messageEdited", "unsend", "videoPlayComplete", "beacon", "accountLink", "membership"].map((type) => told(type)),
  // Another module answers: the token is not ours to spend.
  told("postback", { more: { mode: "standby", replyToken } }),
  told("postback", { more: { replyToken: `${"0".repeat(32)}1` }, expected: { replyToken: `${"0".repeat(32)}1` } }),
  told("postback", { more: { replyToken: `1${"0".repeat(32)}` }, expected: { replyToken: `1${"0".repeat(32)}` } }),
];

const unfollow = { addressKind: "line", address: friend, providerCode: "unfollow" } as const;

/** What LINE posts about the channel `line`. */
export const chatWebhook: WebhookSamples = {
  signatureHeader: "x-line-signature",
  reports: [
    {
      title: "a person who blocked the account",
      request: posted(event("unfollow", "01A")),
      copies: [posted(event("unfollow", "01A", {}, true))],
      events: [
        { type: "reachability", eventId: "01A:reachability", ...unfollow, reachability: "unreachable", at },
        {
          type: "inbound",
          eventId: "01A",
          ...unfollow,
          payload: { ...event("unfollow", "01A"), destination: "Ubakery" },
        },
      ],
    },
    {
      title: "a person who tapped and can be answered",
      request: posted(event("postback", "01B", { postback: { data: "a=1" }, replyToken })),
      events: [
        {
          type: "inbound",
          eventId: "01B",
          ...unfollow,
          providerCode: "postback",
          payload: { ...event("postback", "01B", { postback: { data: "a=1" } }), destination: "Ubakery" },
          act: { type: "postback", data: "a=1" },
          replyToken,
          at,
        },
      ],
    },
    ...everyType,
  ],
  forged,
  unknown,
};

/** What LINE posts about the channel `line-notification`. */
export const noticeWebhook: WebhookSamples = {
  signatureHeader: "x-line-signature",
  reports: [
    {
      title: "a notice that arrived",
      request: posted(event("delivery", "01D", { delivery: { data: "0f8e1c2a7b3d4c559a601d2e3f405162" } })),
      events: [
        {
          type: "evidence",
          eventId: "01D",
          correlation: { attemptId: "0f8e1c2a-7b3d-4c55-9a60-1d2e3f405162" },
          evidence: "delivered",
          providerCode: "delivery",
          at,
        },
      ],
    },
  ],
  forged,
  unknown: [...unknown, posted(event("delivery", "01X", { delivery: { data: "of_another_sender" } }))],
  reportOn: ({ attemptId }) => posted(event("delivery", "01R", { delivery: { data: tagOf(attemptId) } })),
};

/** The delivery tag of an attempt. */
export function tagOf(attemptId: string): string {
  return attemptId.replaceAll("-", "");
}
