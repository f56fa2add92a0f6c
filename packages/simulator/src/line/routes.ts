import type { FastifyInstance } from "fastify";
import {
  addToAudience,
  addToAudienceByFile,
  createAudience,
  createAudienceByFile,
} from "./audiences/upload-audience.ts";
import { deleteAudience, getAudience, listAudiences, renameAudience } from "./audiences/manage-audiences.ts";
import { createClickAudience, createImpressionAudience } from "./audiences/message-audience.ts";
import { broadcast } from "./broadcast.ts";
import { botInfo, quotaConsumption, quotaLimit } from "./account.ts";
import { closeCoupon, createCoupon, getCoupon, listCoupons } from "./coupons/coupon-endpoints.ts";
import { deliveryCount, flexibleCount, templateCount } from "./delivery-counts.ts";
import { followers } from "./followers.ts";
import { groupSummary, leaveGroup, memberCount, memberIds, memberProfile } from "./groups/group-endpoints.ts";
import { deliveryInsight, demographicInsight, followersInsight } from "./insight/account-insight.ts";
import { messageInsight, unitInsight } from "./insight/message-insight.ts";
import { unitCount, unitList } from "./insight/unit-endpoints.ts";
import { lineHandler, type LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { multicast } from "./multicast.ts";
import { narrowcast } from "./narrowcast/narrowcast.ts";
import { narrowcastProgress } from "./narrowcast/progress.ts";
import { pnpFlexible, pnpTemplate } from "./notification.ts";
import { profile } from "./profile.ts";
import { push } from "./push.ts";
import { reply } from "./reply.ts";
import { issueShortLivedToken, issueStatelessToken, issueToken } from "./tokens/issue-token.ts";
import { listTokenKeys, revokeToken, revokeTokenBySecret, verifyToken } from "./tokens/manage-tokens.ts";
import { tokenHandler, type TokenEndpoint } from "./tokens/token-call.ts";
import { validate } from "./validate.ts";
import { getWebhookEndpoint, setWebhookEndpoint, testWebhookEndpoint } from "./webhook-settings.ts";

/** Every LINE call that is answered. */
const routes: readonly (readonly [method: "GET" | "POST" | "PUT" | "DELETE", url: string, endpoint: LineEndpoint])[] = [
  ["POST", "/v2/bot/message/push", push],
  ["POST", "/v2/bot/message/reply", reply],
  ["POST", "/v2/bot/message/multicast", multicast],
  ["POST", "/v2/bot/message/broadcast", broadcast],
  ["POST", "/v2/bot/message/narrowcast", narrowcast],
  ["GET", "/v2/bot/message/progress/narrowcast", narrowcastProgress],
  ["POST", "/v2/bot/message/pnp/templated/push", pnpTemplate],
  ["POST", "/bot/pnp/push", pnpFlexible],
  ["POST", "/v2/bot/message/validate/:kind", validate],
  ["GET", "/v2/bot/message/quota", quotaLimit],
  ["GET", "/v2/bot/message/quota/consumption", quotaConsumption],
  ["POST", "/v2/bot/audienceGroup/upload", createAudience],
  ["PUT", "/v2/bot/audienceGroup/upload", addToAudience],
  ["POST", "/v2/bot/audienceGroup/upload/byFile", createAudienceByFile],
  ["PUT", "/v2/bot/audienceGroup/upload/byFile", addToAudienceByFile],
  ["POST", "/v2/bot/audienceGroup/click", createClickAudience],
  ["POST", "/v2/bot/audienceGroup/imp", createImpressionAudience],
  ["GET", "/v2/bot/audienceGroup/list", listAudiences],
  ["GET", "/v2/bot/audienceGroup/:audienceGroupId", getAudience],
  ["DELETE", "/v2/bot/audienceGroup/:audienceGroupId", deleteAudience],
  ["PUT", "/v2/bot/audienceGroup/:audienceGroupId/updateDescription", renameAudience],
  ["POST", "/v2/bot/coupon", createCoupon],
  ["GET", "/v2/bot/coupon", listCoupons],
  ["GET", "/v2/bot/coupon/:couponId", getCoupon],
  ["PUT", "/v2/bot/coupon/:couponId/close", closeCoupon],
  ["GET", "/v2/bot/message/delivery/:method", deliveryCount],
  ["GET", "/v2/bot/message/delivery/pnp", flexibleCount],
  ["GET", "/v2/bot/message/delivery/pnp/templated", templateCount],
  ["GET", "/v2/bot/message/aggregation/info", unitCount],
  ["GET", "/v2/bot/message/aggregation/list", unitList],
  ["GET", "/v2/bot/insight/message/delivery", deliveryInsight],
  ["GET", "/v2/bot/insight/message/event", messageInsight],
  ["GET", "/v2/bot/insight/message/event/aggregation", unitInsight],
  ["GET", "/v2/bot/insight/followers", followersInsight],
  ["GET", "/v2/bot/insight/demographic", demographicInsight],
  ["GET", "/v2/bot/profile/:userId", profile],
  ["GET", "/v2/bot/followers/ids", followers],
  ["GET", "/v2/bot/group/:groupId/summary", groupSummary],
  ["GET", "/v2/bot/group/:groupId/members/count", memberCount],
  ["GET", "/v2/bot/group/:groupId/members/ids", memberIds],
  ["GET", "/v2/bot/group/:groupId/member/:userId", memberProfile],
  ["POST", "/v2/bot/group/:groupId/leave", leaveGroup],
  ["GET", "/v2/bot/room/:roomId/members/count", memberCount],
  ["GET", "/v2/bot/room/:roomId/members/ids", memberIds],
  ["GET", "/v2/bot/room/:roomId/member/:userId", memberProfile],
  ["POST", "/v2/bot/room/:roomId/leave", leaveGroup],
  ["GET", "/v2/bot/info", botInfo],
  ["GET", "/v2/bot/channel/webhook/endpoint", getWebhookEndpoint],
  ["PUT", "/v2/bot/channel/webhook/endpoint", setWebhookEndpoint],
  ["POST", "/v2/bot/channel/webhook/test", testWebhookEndpoint],
];

/** The calls that carry no token. */
const tokenRoutes: readonly (readonly [method: "GET" | "POST", url: string, endpoint: TokenEndpoint])[] = [
  ["POST", "/oauth2/v2.1/token", issueToken],
  ["POST", "/oauth2/v3/token", issueStatelessToken],
  ["POST", "/v2/oauth/accessToken", issueShortLivedToken],
  ["GET", "/oauth2/v2.1/tokens/kid", listTokenKeys],
  ["GET", "/oauth2/v2.1/verify", verifyToken],
  ["POST", "/v2/oauth/verify", verifyToken],
  ["POST", "/oauth2/v2.1/revoke", revokeTokenBySecret],
  ["POST", "/v2/oauth/revoke", revokeToken],
];

/** A file of 1,500,000 user ids fits. */
const largestFile = 64 * 1_024 * 1_024;

export function registerLineRoutes(server: FastifyInstance, line: LineChannel): void {
  for (const [method, url, endpoint] of routes) {
    const bodyLimit = endpoint.body === "multipart" ? { bodyLimit: largestFile } : {};
    server.route({ method, url, ...bodyLimit, handler: lineHandler(line, endpoint) });
  }
  for (const [method, url, endpoint] of tokenRoutes) server.route({ method, url, handler: tokenHandler(line, endpoint) });
}
