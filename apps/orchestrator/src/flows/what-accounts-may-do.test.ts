import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { noEnvironmentAccounts, simulatedAccounts } from "../testing/simulated-accounts.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const japan = "+819012345678";
const thailand = "+66812345678";
const america = "+14155552671";
const shipped = { type: "notification", templateKey: "shipment_completed_ja" };

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    const [line, ...others] = simulatedAccounts({
      settings: {
        country: "TH",
        tier: "verified",
        notification: {
          numbersFrom: ["TH"],
          flexibleDesigns: [{ name: "parcel", approved: true }],
        },
      },
    });
    const elsewhere = { ...line, id: "line-us", settings: { ...(line as { settings: object }).settings, country: "US", tier: "unverified", notification: false } };
    service = await startService({
      environment: { ...environment, ...noEnvironmentAccounts },
      configuration: { accounts: [line, ...others, elsewhere] },
    });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const steps = (...of: readonly object[]) => ({ plan: { steps: of } });
  const byNotification = { channel: "line-notification", allowUnverifiedInbound: true };
  const notification = { ...byNotification, content: { type: "notification", templateKey: "new_in_thailand" } };
  const filter = { demographic: { type: "gender", oneOf: ["female"] } };

  it.each<[string, object, string, string]>([
    ["a template of another country", { content: shipped, ...steps(byNotification) }, "/content/templateKey", "other-country"],
    ["a number from elsewhere than the contract says", { text: "a", ...steps(notification), to: [{ addresses: { phone: japan } }] }, "/to/0/addresses/phone", "malformed-address"],
    [
      "attributes of people on an account that knows none",
      { text: "a", to: undefined, audience: { type: "line-narrowcast", filter }, ...steps({ channel: "line", account: "line-us" }) },
      "/audience/filter",
      "not-for-this-account",
    ],
    [
      "notifications on an account without a contract",
      { content: shipped, ...steps({ channel: "line-notification", account: "line-us" }) },
      "/plan/steps/0/account",
      "unknown-account",
    ],
  ])("refuses %s, in a plan and when it is submitted", async (_name, body, pointer, code) => {
    const request = { to: [{ addresses: { phone: thailand } }], ...body };
    for (const path of ["/v1/plans", "/v1/messages"]) {
      const answer = await post(service.url, path, request);
      expect(answer).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ pointer, code })] } });
    }
  });

  it("keeps nobody from SMS because notifications do not go there", async () => {
    const request = { to: [japan, thailand, america].map((phone) => ({ addresses: { phone } })), text: "a" };
    const { body } = await post(service.url, "/v1/plans", { ...request, ...steps(notification, { channel: "sms" }) });
    const verdicts = (body as { recipients: { steps: { verdict: string; reason: string }[] }[] }).recipients.map(({ steps: all }) =>
      all.map(({ verdict, reason }) => (verdict === "skip" ? reason : verdict)));
    expect(verdicts).toEqual([
      ["address-refused", "use"],
      ["use", "standby"],
      ["address-refused", "use"],
    ]);
    expect(await post(service.url, "/v1/messages", { ...request, ...steps({ channel: "sms" }) })).toMatchObject({ status: 202 });
  });

  it("shows what notifications may be made of", async () => {
    const { body } = await get(service.url, "/v1/accounts/line/notification-templates");
    expect(body).toMatchObject({ country: "TH", complete: false, designs: [{ name: "parcel", approved: true }] });
    expect((body as { templates: object[] }).templates).toHaveLength(22);
    expect(await get(service.url, "/v1/accounts/nobody/notification-templates")).toMatchObject({ status: 404 });
    for (const id of ["line-us", "twilio"]) {
      expect(await get(service.url, `/v1/accounts/${id}/notification-templates`)).toMatchObject({ body: { code: "not-offered" } });
    }
  });

  it("begins no import of friends that LINE would not list", async () => {
    const before = service.simulator.statistics().endpoints["followers"].requests;
    const { body } = await post(service.url, "/v1/accounts/line-us/followers/import", {});
    expect(body).toMatchObject({ code: "not-offered", detail: expect.stringContaining("verified") });
    expect(service.simulator.statistics().endpoints["followers"].requests).toBe(before);
  });
});
