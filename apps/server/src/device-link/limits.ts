/** Every wait, queue and batch of the device link, by name and unit. */

/** A token lives this long at most, so that one that leaks is worth little. */
export const tokenLifeMaxSeconds = 300;
/** How far a kiosk's clock may differ from ours; the refusal's `Date` header tells it the time. */
export const clockToleranceSeconds = 60;
/** Used token ids remembered by a process until they expire. */
export const tokensRememberedMax = 200_000;

/** Malformed frames of one connection until it is closed. */
export const badFramesMax = 5;
/** A socket that takes no more is cut rather than buffered for without end. */
export const bufferedDownBytesMax = 8_000_000;

/** Facts a kiosk may have on the way. Five full frames keep a fast link busy. */
export const factsInFlightMax = 1_000;
/** How long the first fact of a quiet region waits for company before its transaction begins. */
export const groupCommitWindowMs = 5;
/** Facts of one transaction: large enough to share a commit, small enough to be undone quickly. */
export const factsPerTransactionMax = 4_000;
/** Facts of a region that wait until its sockets are paused, and until they run again. */
export const factsQueuedHigh = 40_000;
export const factsQueuedLow = 20_000;
/** Waits between tries while the database is away. The last one repeats. */
export const databaseRetryMs = [100, 250, 500, 1_000, 2_000, 5_000] as const;

/** How long look-ups, greetings and heartbeats of many kiosks are gathered into one statement. */
export const gatherWindowMs = 10;
export const gatheredMax = 500;
/** Lockers whose lists are read in one go; bounds the memory of a mass reconnect. */
export const lockersPerSyncMax = 50;

/** A silent network path is noticed by this ping; two unanswered ones end the connection. */
export const pingEverySeconds = 20;
export const pingsUnansweredMax = 2;
/** The kiosk keeps a floor of the last server time. */
export const timeEverySeconds = 60;
/** All connections are compared with the database again, whether or not a change was told of. */
export const resyncEverySeconds = 180;

/** Questions of one kind and region that wait for the database; above it a new one is refused. */
export const gatherQueueMax = 20_000;
