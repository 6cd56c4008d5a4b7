/**
 * Every error code that leaves an HTTP edge: status, public title, what happened and what to do.
 * The reference pages are generated from here, one for each code; a code never changes its meaning.
 */
export type ErrorEntry = {
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
  readonly cure: string;
};

function entry(status: number, title: string, meaning: string, cure: string): ErrorEntry {
  return { status, title, meaning, cure };
}

export const errorCatalogue = {
  "request.invalid": entry(
    400,
    "The request does not have the documented shape",
    "A field is missing, unknown, of the wrong type or out of range. `errors` names each place.",
    "Correct the named fields and send the request again.",
  ),
  "request.not_json": entry(
    400,
    "The body is not JSON",
    "The body could not be read as JSON in UTF-8.",
    "Send valid JSON with the content type application/json.",
  ),
  "request.too_large": entry(
    413,
    "The body is too large",
    "A request body may have 4 MiB at most.",
    "Send less at a time; a batch takes up to 1,000 rows.",
  ),
  "request.unsupported_media_type": entry(
    415,
    "The body has the wrong content type",
    "Only application/json is read.",
    "Set the header content-type: application/json.",
  ),
  "request.not_found": entry(
    404,
    "There is nothing here",
    "No such address, or nothing of that id that you may see.",
    "Check the address and the id.",
  ),
  "request.method_not_allowed": entry(
    405,
    "This address does not take that method",
    "The address exists, but not with this HTTP method.",
    "Look the method up in the reference.",
  ),
  "request.rate_limited": entry(
    429,
    "Too many requests",
    "More requests came from you than the limit allows.",
    "Wait as long as the header Retry-After says.",
  ),
  "auth.missing": entry(
    401,
    "An API key is needed",
    "The request carries no API key.",
    "Send the header Authorization: Bearer with your key.",
  ),
  "auth.invalid": entry(
    401,
    "The API key is not valid",
    "The key is unknown, revoked or has passed its last day.",
    "Check the key, or ask the operator for a new one.",
  ),
  "auth.scope_missing": entry(
    403,
    "The API key may not do this",
    "The key lacks the scope that this endpoint needs; `scope` names it.",
    "Ask the operator for a key with that scope.",
  ),
  "idempotency.key_reused": entry(
    422,
    "The idempotency key belongs to another request",
    "The same Idempotency-Key came with a different payload.",
    "Use a new key for a new request.",
  ),
  "idempotency.in_progress": entry(
    409,
    "The same request is still being worked on",
    "A request with this Idempotency-Key has not ended yet.",
    "Wait a second and send the same request again.",
  ),
  "idempotency.key_invalid": entry(
    400,
    "The idempotency key is not usable",
    "An Idempotency-Key has 1 to 255 visible characters.",
    "Send a key such as a UUID.",
  ),
  "parcel.reference_conflict": entry(
    409,
    "This reference belongs to a different announcement",
    "A parcel with the same reference was announced with other contents.",
    "Use another reference, or send the same contents again to get the same answer.",
  ),
  "parcel.not_cancellable": entry(
    409,
    "The parcel cannot be cancelled any more",
    "It already lies in the locker or its journey has ended.",
    "Look at the parcel's state and its allowedActions.",
  ),
  "locker.unknown": entry(
    404,
    "There is no such locker",
    "No locker has this id.",
    "Choose one from GET /v1/sites.",
  ),
  "locker.not_serving": entry(
    409,
    "The locker takes no parcels at present",
    "It is being installed, paused or has been out of reach for too long.",
    "Choose one of `alternatives`, or try later.",
  ),
  "room.full": entry(
    409,
    "The locker has no room left",
    "All compartments of a fitting size are promised to others in that time.",
    "Choose one of `alternatives`, or a later arrival.",
  ),
  "room.nothing_fits": entry(
    422,
    "No compartment of this locker is large enough",
    "The parcel's size or mass exceeds every compartment of this locker.",
    "Choose one of `alternatives` with larger compartments.",
  ),
  "room.nothing_low_enough": entry(
    409,
    "No low compartment is free",
    "The recipient needs a low compartment and none that fits is left.",
    "Choose one of `alternatives`.",
  ),
  "reservation.unknown": entry(
    404,
    "There is no such reservation",
    "No reservation of yours has this id.",
    "Make a new reservation.",
  ),
  "reservation.ended": entry(
    409,
    "The reservation has ended",
    "It passed its last minute, was released, or is already used by a parcel.",
    "Make a new reservation.",
  ),
  "scan.unknown_parcel": entry(
    404,
    "No parcel has this tracking number",
    "The number is not known, or it has a typing error.",
    "Check the number.",
  ),
  "scan.too_old": entry(
    422,
    "The scan is too old",
    "Scans are taken up to 30 days after they were made.",
    "Leave it out.",
  ),
  "scan.in_future": entry(
    422,
    "The scan lies in the future",
    "A scan may be 5 minutes ahead of our clock at most.",
    "Check the clock of the scanner.",
  ),
  "tracking.unknown": entry(
    404,
    "We do not know this tracking number",
    "The number is unknown, or it has a typing error.",
    "Compare it with the mail, sign by sign.",
  ),
  "link.unknown": entry(
    404,
    "This link does not lead anywhere",
    "It was revoked, its time is over, or it was not copied whole.",
    "Use the newest mail about your parcel.",
  ),
  "share.limit_reached": entry(
    409,
    "No further share can be made",
    "A parcel may be shared with 5 people at a time.",
    "Revoke a share first.",
  ),
  "opening.not_possible": entry(
    409,
    "The door cannot be opened from here now",
    "The parcel is not in the locker, or the locker is not in reach.",
    "Type your code at the locker; that works without a network.",
  ),
  "opening.refused": entry(
    403,
    "The locker did not open the door",
    "The short code did not match what its screen shows, or too many tries were made.",
    "Read the four digits from the screen again, or type your pickup code there.",
  ),
  "webhook.url_not_allowed": entry(
    422,
    "This address cannot receive webhooks",
    "It must be https (http only for loopback in trials) and must not lead into a private network.",
    "Use a public https address.",
  ),
  "enrolment.refused": entry(
    403,
    "The kiosk was not enrolled",
    "The one-time code is wrong, already used or older than 15 minutes.",
    "Make a new code for this locker and try again.",
  ),
  "layout.in_use": entry(
    409,
    "The layout cannot change like that now",
    "A compartment that would go still holds a parcel.",
    "Empty it first.",
  ),
  "region.exists": entry(
    409,
    "The region exists",
    "There is a region with this code already.",
    "Choose another code.",
  ),
  "network.unavailable": entry(
    503,
    "The network's database is out of reach",
    "The request was not done. Lockers go on working for parcels on their lists.",
    "Send the same request again in a little while; with the same Idempotency-Key it is safe.",
  ),
  "server.defect": entry(
    500,
    "Something broke on our side",
    "The request met a defect; it was recorded under `instance`.",
    "Try again; if it stays, tell the operator the `instance`.",
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
export const errorCodes = Object.keys(errorCatalogue) as ErrorCode[];
