import { createLine } from "@todoke/line";

const { LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken = "", LINE_API_BASE_URL: apiBaseUrl } = process.env;
const [to = "", text = "Hello from Todoke"] = process.argv.slice(2);

const line = createLine({ channelAccessToken, ...(apiBaseUrl !== undefined && { apiBaseUrl }) });
const { requestId, providerMessageIds } = await line.send({ to, content: text }, { attempts: 3 });
console.log("Accepted by LINE:", { requestId, providerMessageIds });
await line.close();
