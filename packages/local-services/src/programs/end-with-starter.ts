// Loaded before a child program (`node --import`). The program's standard input is a pipe that only
// its starter holds: when the starter is gone, however it went, the pipe ends and so does the
// program, as cleanly as by a signal. Otherwise a closed terminal would leave a network behind.
const { stdin } = process;

stdin.on("end", () => process.kill(process.pid, "SIGTERM"));
stdin.on("error", () => process.kill(process.pid, "SIGTERM"));
stdin.resume();
// The pipe alone is no reason to stay.
if ("unref" in stdin) stdin.unref();
