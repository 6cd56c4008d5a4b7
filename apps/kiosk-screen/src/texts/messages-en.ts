// What the screen says, in English. Placeholders are ICU MessageFormat; keys are screen.part.
// Every language has the same keys and placeholders; a test sees to it.
export const messagesEn = {
  "language.name": "English",

  "frame.help": "Help",
  "frame.accessibility": "Accessibility",
  "frame.languages": "Language",
  "frame.presence": "Presence code",
  "frame.offline": "No network at the moment. Codes work as usual.",
  "frame.close": "Close",
  "frame.not_sent": "That did not reach the locker. Please press again.",

  "warn.title": "Are you still there?",
  "warn.body":
    "This screen starts over in {seconds, plural, one {# second} other {# seconds}}. Your parcels stay safe.",
  "warn.spoken": "Are you still there? This screen starts over soon.",
  "warn.more_time": "I need more time",
  "warn.done": "I am done",

  "help.title": "Help",
  "help.collect":
    "To collect: type the code from your message, or hold its QR code to the scanner. A door opens. Take your parcel and push the door shut.",
  "help.name": "You are at {locker}, {site}. Your message names the locker where your parcel is.",
  "help.presence":
    "Your tracking page may ask for the presence code. It shows that you stand here: {code}",
  "help.phone": "Call {phone}. Say the name of the locker.",
  "help.no_phone": "Answer the message that brought your code.",

  "accessibility.title": "Make this screen easier",
  "accessibility.large": "Large text",
  "accessibility.contrast": "High contrast",
  "accessibility.low": "Everything in the lower half",
  "accessibility.simple": "Explain in simple words",

  "keypad.label": "Your code",
  "keypad.erase": "Erase",
  "keypad.submit": "Open",
  "keypad.ask": "Enter a code",
  "keypad.back": "Back",
  "keypad.group": "Keypad",

  "idle.title": "Type your code",
  "idle.scan": "Or hold your QR code to the scanner.",
  "idle.courier": "Couriers: scan your badge.",
  "idle.throttled": "Too many wrong codes",
  "idle.throttled_wait":
    "The keypad works again in {seconds, plural, one {# second} other {# seconds}}. QR codes open doors now.",
  "idle.simple_1": "Look for the code in your message.",
  "idle.simple_2": "Press the digits on the screen.",
  "idle.simple_3": "Press “Open”. A door opens.",
  "idle.spoken":
    "This is {locker}. Type your code and press “Open”, or hold your QR code to the scanner.",
  "idle.throttled_spoken":
    "The keypad is closed for a short time. Hold your QR code to the scanner.",

  "choose.title":
    "{count, plural, one {One parcel is here for you} other {# parcels are here for you}}",
  "choose.body": "Choose the one you want to take first.",
  "choose.parcel": "Door {door}",
  "choose.simple": "Press one of the fields. Its door opens.",
  "choose.spoken":
    "{count, plural, one {One parcel is} other {# parcels are}} here for you. Choose a door.",

  "door.opening": "Door {door} is opening",
  "door.open": "Door {door} is open",
  "door.closed": "Door {door} is shut",
  "door.unknown": "Look for door {door}",
  "door.unknown_body": "The locker cannot see whether the door is open. Please look.",
  "door.closed_simple": "The door is shut. You need not do anything with it.",
  "door.remind": "Please push door {door} shut",
  "door.remind_body": "It still stands open.",
  "door.pull": "Pull gently if it does not spring open.",
  "door.place": "{place}. {direction}.",

  "pickup.take": "Take your parcel and push the door shut.",
  "pickup.position": "Parcel {position} of {total}",
  "pickup.parcel": "Parcel {tracking}",
  "pickup.simple_1": "Go to door {door}. It is yellow in the picture.",
  "pickup.simple_2": "Take out your parcel.",
  "pickup.simple_3": "Push the door until it clicks.",

  "pickup_done.title": "Thank you",
  "pickup_done.body": "Door {door} is shut.",
  "pickup_done.left":
    "{count, plural, one {One more parcel is} other {# more parcels are}} here for you.",
  "pickup_done.reopen_until":
    "Forgot something? You can open door {door} again for {seconds, plural, one {# second} other {# seconds}}.",
  "pickup_done.simple": "You are done. You can go.",
  "pickup_done.simple_left": "Press the large button. The next door opens.",

  "problem.empty_title": "We noted: the compartment was empty",
  "problem.not_mine_title": "We noted: not your parcel",
  "problem.not_mine_body": "Please put the parcel back and push the door shut.",
  "problem.body": "Somebody will see to it.",
  "problem.call": "If you need help now, call {phone} and say this number.",
  "problem.no_call": "Keep this number. Say it when you ask about your parcel.",
  "problem.reference": "Reference",
  "problem.simple": "Write the number down or take a picture of it.",

  "courier_ready.title": "Scan a label",
  "courier_ready.body": "A door of the right size opens.",
  "courier_ready.expected": "Expected",
  "courier_ready.deposited": "Deposited now",
  "courier_ready.overdue": "To take back",
  "courier_ready.typed": "Label",
  "courier_ready.simple": "Hold the label of a parcel to the scanner.",
  "courier_ready.spoken":
    "Scan the label of a parcel. {deposited} deposited, {expected} expected, {overdue} to take back.",

  "deposit.put": "Put the parcel in and push the door shut.",
  "deposit.no_larger": "No larger door is free.",
  "deposit.simple_1": "Go to door {door}. It is yellow in the picture.",
  "deposit.simple_2": "Put the parcel in.",
  "deposit.simple_3": "Push the door until it clicks.",

  "deposit_check.title": "Is the parcel behind door {door}?",
  "deposit_check.none": "The door is shut.",
  "deposit_check.sensor_says_empty": "The sensor sees nothing inside. Please look again.",
  "deposit_check.door_open_too_short": "The door was open only for a moment.",
  "deposit_check.simple": "Press “Yes” only when the parcel is inside.",

  "collection.take": "Take the parcel out and push the door shut.",
  "collection.left":
    "{count, plural, =0 {This is the last one.} one {One more after this.} other {# more after this.}}",
  "collection.simple_1": "Go to door {door}. It is yellow in the picture.",
  "collection.simple_2": "Take the parcel out.",
  "collection.simple_3": "Push the door until it clicks.",

  "no_open.title": "Door {door} did not open",
  "no_open.body": "What is inside is safe.",
  "no_open.again": "Press “Try again” and pull the door gently.",
  "no_open.call": "Call {phone}. Say the name of the locker and the door.",
  "no_open.no_call": "Please report it by answering the message that brought your code.",
  "no_open.simple": "The door is stuck. Nothing is lost.",

  "out.title": "This locker is out of service",
  "out.safe": "Parcels inside are safe.",
  "out.not_enrolled": "It is not set up yet.",
  "out.no_config": "It waits for its settings.",
  "out.quarantined": "The operator has stopped it for a check.",
  "out.disk_full": "Its memory is full, so it opens no doors.",
  "out.journal_damaged": "Its records must be checked first, so it opens no doors.",
  "out.boards_silent": "The doors do not answer.",
  "out.clock_untrusted": "Its clock must be set first.",
  "out.call": "For help call {phone}.",
  "out.fingerprint": "Fingerprint of the device",
  "out.simple": "You cannot get your parcel now. It is safe. Please come back later.",

  "away.title": "One moment, please",
  "away.body": "The locker is starting. This screen comes back by itself.",
  "away.safe": "Parcels inside are safe.",
  "away.simple": "Wait here for a minute.",

  "action.confirm_deposit": "Yes, it is inside",
  "action.does_not_fit": "It does not fit",
  "action.report_occupied": "Something is inside already",
  "action.report_broken": "The door is broken",
  "action.report_wrong_door": "Another door opened",
  "action.open_again": "Open the door again",
  "action.report_empty": "The compartment is empty",
  "action.report_not_mine": "This is not my parcel",
  "action.take_next": "Open the next door",
  "action.start_collection": "Take back overdue parcels",
  "action.finish": "Done",
  "action.cancel": "Cancel",
  "action.stay_awake": "I need more time",
  "action.try_again": "Try again",

  "refusal.code_unknown":
    "This code is not known here. Check the digits and the name of the locker.",
  "refusal.code_wrong_locker":
    "This code belongs to another locker. Look at the name in your message.",
  "refusal.code_already_collected": "The parcel of this code was collected already.",
  "refusal.code_deadline_passed": "The pickup deadline has passed. The parcel goes back.",
  "refusal.code_not_deposited_yet": "The parcel is not here yet. We write to you when it is.",
  "refusal.code_revoked": "This code is no longer valid. Use the newest message.",
  "refusal.too_many_tries": "There were too many wrong codes. Wait a little or use your QR code.",
  "refusal.label_unreadable": "The label could not be read. Please scan it again.",
  "refusal.label_not_expected": "This parcel is not expected at this locker.",
  "refusal.label_already_deposited": "This parcel is in the locker already.",
  "refusal.label_cancelled": "This parcel was cancelled. Please take it back.",
  "refusal.locker_full": "No door is free.",
  "refusal.nothing_fits": "No free door is large enough.",
  "refusal.nothing_low_enough": "This parcel needs a low door, and none is free.",
  "refusal.door_did_not_open": "The door did not open.",
  "refusal.wrong_door_opened": "Another door opened. Please push it shut.",
  "refusal.not_allowed_now": "That is not possible at this moment.",
  "refusal.out_of_service": "The locker is out of service.",
} as const;

export type MessageKey = keyof typeof messagesEn;
export type Messages = Readonly<Record<MessageKey, string>>;
