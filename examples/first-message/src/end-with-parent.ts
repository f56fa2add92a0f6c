/**
 * Loaded into every child before its own code. Its standard input is a pipe from the process that started it: when that
 * one is killed outright the pipe closes, and the child ends in good order instead of holding port and folder for ever.
 */
process.stdin.resume();
process.stdin.on("close", () => process.kill(process.pid, "SIGTERM"));
process.stdin.on("error", () => undefined);
if ("unref" in process.stdin) process.stdin.unref();
