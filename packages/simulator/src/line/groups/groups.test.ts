import { afterEach, beforeEach, expect, test } from "vitest";
import type { LineOptions } from "../../options.ts";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { blocker, crowd, friend, lineCast, lineUserId, stranger } from "../../testing/cast.ts";
import { callLine, getFromLine, hello, postToLine, pushPath } from "../../testing/line-request.ts";
import { lineClient } from "../../testing/official-clients.ts";

const group = `C${"1".repeat(32)}`;
const room = `R${"2".repeat(32)}`;
const elsewhere = `C${"3".repeat(32)}`;
const memberIds = [friend, blocker, ...Array.from({ length: 148 }, (_, index) => lineUserId(`5${index}`))];
let simulator: Simulator;

beforeEach(() => start());
afterEach(() => simulator.close());

async function start(line: LineOptions = {}): Promise<void> {
  const groups = [
    { groupId: group, name: "Ramen club", members: 150, memberIds },
    { groupId: room, members: 2 },
  ];
  simulator = await startSimulator({ people: [...lineCast, ...crowd(700)], line: { groups, ...line } });
}

test("a group tells its name, its members and their profiles, friends or not", async () => {
  const client = lineClient(simulator);

  expect(await client.getGroupSummary(group)).toMatchObject({ groupId: group, groupName: "Ramen club" });
  expect(await client.getGroupMemberCount(group)).toMatchObject({ count: 150 });
  expect(await client.getGroupMemberProfile(group, blocker)).toMatchObject({ userId: blocker });
  expect((await getFromLine(simulator, `/v2/bot/group/${group}/member/${stranger}`)).status).toBe(404);
});

test("members come a hundred at a time, and a page's token is good for a day", async () => {
  const client = lineClient(simulator);
  const first = await client.getGroupMembersIds(group);
  const second = await client.getGroupMembersIds(group, first.next);
  simulator.advanceClock(24 * 3_600_000);
  const late = await getFromLine(simulator, `/v2/bot/group/${group}/members/ids?start=${first.next}`);

  expect([...first.memberIds, ...second.memberIds]).toEqual(memberIds);
  expect(second.next).toBeUndefined();
  expect(late.status).toBe(400);
});

test("a group that was left is not pushed to any more; a room can be left twice", async () => {
  const client = lineClient(simulator);
  await client.leaveGroup(group);
  await client.leaveRoom(room);
  const again = [
    await callLine(simulator, "POST", `/v2/bot/group/${group}/leave`),
    await callLine(simulator, "POST", `/v2/bot/room/${room}/leave`),
  ];
  const push = await postToLine(simulator, pushPath, { to: group, messages: [hello] });

  expect(again.map(({ status }) => status)).toEqual([404, 200]);
  expect(push).toMatchObject({ status: 400, body: { message: "Failed to send messages" } });
});

test.each([
  [`/v2/bot/group/${elsewhere}/summary`, 404, "Not found"],
  ["/v2/bot/group/C1/summary", 400, "The value for the 'groupId' parameter is invalid"],
  [`/v2/bot/room/${group}/members/count`, 400, "The value for the 'roomId' parameter is invalid"],
  [`/v2/bot/group/${group}/member/Aiko`, 400, "The value for the 'userId' parameter is invalid"],
  ["/v2/bot/followers/ids?limit=1001", 400, "The value for the 'limit' parameter is invalid"],
])("%s is answered %i", async (path, status, message) => {
  expect(await getFromLine(simulator, path)).toMatchObject({ status, body: { message } });
});

test("followers come in pages: friends and nobody else", async () => {
  const client = lineClient(simulator);
  const first = await client.getFollowers(undefined, 600);
  const second = await client.getFollowers(first.next, 600);

  expect([first.userIds.length, second.userIds.length, second.next]).toEqual([600, 101, undefined]);
  expect(first.userIds).not.toContain(blocker);
});

test("an account that is not verified lists neither followers nor members", async () => {
  await simulator.close();
  await start({ verified: false });
  const paths = ["/v2/bot/followers/ids", `/v2/bot/group/${group}/members/ids`];
  const answers = await Promise.all(paths.map((path) => getFromLine(simulator, path)));

  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
});
