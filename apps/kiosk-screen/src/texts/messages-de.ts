// Was der Bildschirm sagt, auf Deutsch.
import type { Messages } from "./messages-en.ts";

export const messagesDe: Messages = {
  "language.name": "Deutsch",

  "frame.help": "Hilfe",
  "frame.accessibility": "Bedienhilfen",
  "frame.languages": "Sprache",
  "frame.presence": "Anwesenheitscode",
  "frame.offline": "Gerade ohne Netz. Codes gelten wie immer.",
  "frame.close": "Schließen",
  "frame.not_sent": "Das kam nicht an. Bitte noch einmal drücken.",

  "warn.title": "Sind Sie noch da?",
  "warn.body":
    "In {seconds, plural, one {# Sekunde} other {# Sekunden}} beginnt der Bildschirm von vorn. Ihre Pakete bleiben sicher.",
  "warn.spoken": "Sind Sie noch da? Der Bildschirm beginnt bald von vorn.",
  "warn.more_time": "Ich brauche mehr Zeit",
  "warn.done": "Ich bin fertig",

  "help.title": "Hilfe",
  "help.collect":
    "Abholen: Tippen Sie den Code aus Ihrer Nachricht oder halten Sie den QR-Code an den Scanner. Eine Tür geht auf. Nehmen Sie Ihr Paket und drücken Sie die Tür zu.",
  "help.name":
    "Sie stehen vor {locker}, {site}. In Ihrer Nachricht steht, in welcher Station Ihr Paket liegt.",
  "help.presence":
    "Ihre Sendungsseite fragt vielleicht nach dem Anwesenheitscode. Er zeigt, dass Sie hier stehen: {code}",
  "help.phone": "Rufen Sie {phone} an. Nennen Sie den Namen der Station.",
  "help.no_phone": "Antworten Sie auf die Nachricht mit Ihrem Code.",

  "accessibility.title": "Bildschirm leichter bedienen",
  "accessibility.large": "Große Schrift",
  "accessibility.contrast": "Starker Kontrast",
  "accessibility.low": "Alles in der unteren Hälfte",
  "accessibility.simple": "In einfachen Worten erklären",

  "keypad.label": "Ihr Code",
  "keypad.erase": "Löschen",
  "keypad.submit": "Öffnen",
  "keypad.ask": "Code eingeben",
  "keypad.back": "Zurück",
  "keypad.group": "Tastenfeld",

  "idle.title": "Code eintippen",
  "idle.scan": "Oder QR-Code an den Scanner halten.",
  "idle.courier": "Zusteller: Ausweis scannen.",
  "idle.throttled": "Zu viele falsche Codes",
  "idle.throttled_wait":
    "Das Tastenfeld geht in {seconds, plural, one {# Sekunde} other {# Sekunden}} wieder. QR-Codes öffnen jetzt schon.",
  "idle.simple_1": "Suchen Sie den Code in Ihrer Nachricht.",
  "idle.simple_2": "Drücken Sie die Ziffern auf dem Bildschirm.",
  "idle.simple_3": "Drücken Sie „Öffnen“. Eine Tür geht auf.",
  "idle.spoken":
    "Hier ist {locker}. Tippen Sie Ihren Code und drücken Sie „Öffnen“, oder halten Sie Ihren QR-Code an den Scanner.",
  "idle.throttled_spoken":
    "Das Tastenfeld ist kurz gesperrt. Halten Sie Ihren QR-Code an den Scanner.",

  "choose.title": "{count, plural, one {Ein Paket liegt} other {# Pakete liegen}} hier für Sie",
  "choose.body": "Wählen Sie, welches Sie zuerst nehmen.",
  "choose.parcel": "Tür {door}",
  "choose.simple": "Drücken Sie auf ein Feld. Die Tür dazu geht auf.",
  "choose.spoken":
    "{count, plural, one {Ein Paket liegt} other {# Pakete liegen}} hier für Sie. Wählen Sie eine Tür.",

  "door.opening": "Tür {door} öffnet sich",
  "door.open": "Tür {door} ist offen",
  "door.closed": "Tür {door} ist zu",
  "door.unknown": "Suchen Sie Tür {door}",
  "door.unknown_body": "Die Station sieht nicht, ob die Tür offen ist. Bitte schauen Sie nach.",
  "door.closed_simple": "Die Tür ist zu. Sie müssen nichts mehr mit ihr tun.",
  "door.remind": "Bitte Tür {door} zudrücken",
  "door.remind_body": "Sie steht noch offen.",
  "door.pull": "Ziehen Sie leicht, wenn sie nicht aufspringt.",
  "door.place": "{place}. {direction}.",

  "pickup.take": "Nehmen Sie Ihr Paket und drücken Sie die Tür zu.",
  "pickup.position": "Paket {position} von {total}",
  "pickup.parcel": "Paket {tracking}",
  "pickup.simple_1": "Gehen Sie zu Tür {door}. Im Bild ist sie gelb.",
  "pickup.simple_2": "Nehmen Sie Ihr Paket heraus.",
  "pickup.simple_3": "Drücken Sie die Tür zu, bis es klickt.",

  "pickup_done.title": "Danke",
  "pickup_done.body": "Tür {door} ist zu.",
  "pickup_done.left":
    "{count, plural, one {Noch ein Paket liegt} other {Noch # Pakete liegen}} hier für Sie.",
  "pickup_done.reopen_until":
    "Etwas vergessen? Tür {door} lässt sich noch {seconds, plural, one {# Sekunde} other {# Sekunden}} lang öffnen.",
  "pickup_done.simple": "Sie sind fertig. Sie können gehen.",
  "pickup_done.simple_left": "Drücken Sie den großen Knopf. Die nächste Tür geht auf.",

  "problem.empty_title": "Notiert: Das Fach war leer",
  "problem.not_mine_title": "Notiert: Nicht Ihr Paket",
  "problem.not_mine_body": "Bitte legen Sie das Paket zurück und drücken Sie die Tür zu.",
  "problem.body": "Jemand kümmert sich darum.",
  "problem.call": "Wenn Sie gleich Hilfe brauchen: {phone}. Nennen Sie diese Nummer.",
  "problem.no_call": "Merken Sie sich diese Nummer. Nennen Sie sie, wenn Sie nachfragen.",
  "problem.reference": "Vorgang",
  "problem.simple": "Schreiben Sie die Nummer auf oder machen Sie ein Foto.",

  "courier_ready.title": "Label scannen",
  "courier_ready.body": "Eine Tür in der richtigen Größe geht auf.",
  "courier_ready.expected": "Erwartet",
  "courier_ready.deposited": "Jetzt eingelegt",
  "courier_ready.overdue": "Mitzunehmen",
  "courier_ready.typed": "Label",
  "courier_ready.simple": "Halten Sie das Label eines Pakets an den Scanner.",
  "courier_ready.spoken":
    "Scannen Sie das Label eines Pakets. {deposited} eingelegt, {expected} erwartet, {overdue} mitzunehmen.",

  "deposit.put": "Legen Sie das Paket hinein und drücken Sie die Tür zu.",
  "deposit.no_larger": "Keine größere Tür ist frei.",
  "deposit.simple_1": "Gehen Sie zu Tür {door}. Im Bild ist sie gelb.",
  "deposit.simple_2": "Legen Sie das Paket hinein.",
  "deposit.simple_3": "Drücken Sie die Tür zu, bis es klickt.",

  "deposit_check.title": "Liegt das Paket hinter Tür {door}?",
  "deposit_check.none": "Die Tür ist zu.",
  "deposit_check.sensor_says_empty":
    "Der Sensor sieht nichts im Fach. Bitte schauen Sie noch einmal.",
  "deposit_check.door_open_too_short": "Die Tür war nur einen Augenblick offen.",
  "deposit_check.simple": "Drücken Sie nur dann „Ja“, wenn das Paket im Fach liegt.",

  "collection.take": "Nehmen Sie das Paket heraus und drücken Sie die Tür zu.",
  "collection.left":
    "{count, plural, =0 {Das ist das letzte.} one {Danach noch eines.} other {Danach noch #.}}",
  "collection.simple_1": "Gehen Sie zu Tür {door}. Im Bild ist sie gelb.",
  "collection.simple_2": "Nehmen Sie das Paket heraus.",
  "collection.simple_3": "Drücken Sie die Tür zu, bis es klickt.",

  "no_open.title": "Tür {door} ging nicht auf",
  "no_open.body": "Was darin liegt, ist sicher.",
  "no_open.again": "Drücken Sie „Noch einmal“ und ziehen Sie leicht an der Tür.",
  "no_open.call": "Rufen Sie {phone} an. Nennen Sie den Namen der Station und die Tür.",
  "no_open.no_call": "Bitte melden Sie es als Antwort auf die Nachricht mit Ihrem Code.",
  "no_open.simple": "Die Tür klemmt. Nichts ist verloren.",

  "out.title": "Diese Station ist außer Betrieb",
  "out.safe": "Pakete darin sind sicher.",
  "out.not_enrolled": "Sie ist noch nicht eingerichtet.",
  "out.no_config": "Sie wartet auf ihre Einstellungen.",
  "out.quarantined": "Der Betreiber hat sie zur Prüfung angehalten.",
  "out.disk_full": "Ihr Speicher ist voll, darum öffnet sie keine Türen.",
  "out.journal_damaged": "Ihre Aufzeichnungen müssen geprüft werden, darum öffnet sie keine Türen.",
  "out.boards_silent": "Die Türen antworten nicht.",
  "out.clock_untrusted": "Ihre Uhr muss erst gestellt werden.",
  "out.call": "Hilfe: {phone}.",
  "out.fingerprint": "Fingerabdruck des Geräts",
  "out.simple":
    "Sie bekommen Ihr Paket jetzt nicht. Es ist sicher. Bitte kommen Sie später wieder.",

  "away.title": "Einen Moment bitte",
  "away.body": "Die Station startet. Der Bildschirm kommt von selbst wieder.",
  "away.safe": "Pakete darin sind sicher.",
  "away.simple": "Warten Sie hier eine Minute.",

  "action.confirm_deposit": "Ja, es liegt darin",
  "action.does_not_fit": "Passt nicht hinein",
  "action.report_occupied": "Es liegt schon etwas darin",
  "action.report_broken": "Die Tür ist kaputt",
  "action.report_wrong_door": "Eine andere Tür ging auf",
  "action.open_again": "Tür noch einmal öffnen",
  "action.report_empty": "Das Fach ist leer",
  "action.report_not_mine": "Das ist nicht mein Paket",
  "action.take_next": "Nächste Tür öffnen",
  "action.start_collection": "Überfällige Pakete mitnehmen",
  "action.finish": "Fertig",
  "action.cancel": "Abbrechen",
  "action.stay_awake": "Ich brauche mehr Zeit",
  "action.try_again": "Noch einmal",

  "refusal.code_unknown":
    "Diesen Code gibt es hier nicht. Prüfen Sie die Ziffern und den Namen der Station.",
  "refusal.code_wrong_locker":
    "Dieser Code gehört zu einer anderen Station. Der Name steht in Ihrer Nachricht.",
  "refusal.code_already_collected": "Das Paket zu diesem Code wurde schon abgeholt.",
  "refusal.code_deadline_passed": "Die Abholfrist ist vorbei. Das Paket geht zurück.",
  "refusal.code_not_deposited_yet":
    "Das Paket ist noch nicht hier. Wir schreiben Ihnen, sobald es da ist.",
  "refusal.code_revoked": "Dieser Code gilt nicht mehr. Nehmen Sie die neueste Nachricht.",
  "refusal.too_many_tries":
    "Es waren zu viele falsche Codes. Warten Sie kurz oder nehmen Sie Ihren QR-Code.",
  "refusal.label_unreadable": "Das Label war nicht lesbar. Bitte noch einmal scannen.",
  "refusal.label_not_expected": "Dieses Paket wird an dieser Station nicht erwartet.",
  "refusal.label_already_deposited": "Dieses Paket liegt schon in der Station.",
  "refusal.label_cancelled": "Dieses Paket wurde storniert. Bitte nehmen Sie es wieder mit.",
  "refusal.locker_full": "Keine Tür ist frei.",
  "refusal.nothing_fits": "Keine freie Tür ist groß genug.",
  "refusal.nothing_low_enough": "Dieses Paket braucht eine niedrige Tür, und keine ist frei.",
  "refusal.door_did_not_open": "Die Tür ging nicht auf.",
  "refusal.wrong_door_opened": "Eine andere Tür ging auf. Bitte drücken Sie sie zu.",
  "refusal.not_allowed_now": "Das geht in diesem Augenblick nicht.",
  "refusal.out_of_service": "Die Station ist außer Betrieb.",
};
