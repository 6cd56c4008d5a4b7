import type { NoticeTexts } from "./notice-texts.ts";

export const germanTexts: NoticeTexts = {
  kinds: {
    available_for_pickup: {
      subject: ({ siteName }) => `Ihr Paket liegt bereit: ${siteName}`,
      paragraphs: ({ shopName, lockerName, siteName }) => [
        `Ihr Paket von ${shopName} liegt im Paketautomaten „${lockerName}“, ${siteName}.`,
        "Tippen Sie den Code am Automaten ein oder halten Sie den QR-Code vor den Scanner. Ihr Fach öffnet sich.",
      ],
    },
    reminder: {
      subject: ({ siteName }) => `Ihr Paket wartet noch auf Sie: ${siteName}`,
      paragraphs: ({ shopName, lockerName }) => [
        `Ihr Paket von ${shopName} liegt noch im Paketautomaten „${lockerName}“.`,
        "Nach der unten genannten Zeit geht es an den Händler zurück.",
      ],
    },
    overdue: {
      subject: () => "Die Abholzeit für Ihr Paket ist vorbei",
      paragraphs: ({ shopName, lockerName }) => [
        `Ihr Paket von ${shopName} wurde nicht rechtzeitig aus dem Paketautomaten „${lockerName}“ abgeholt.`,
        "Der Code gilt nicht mehr. Ein Kurier nimmt das Paket heraus, und es geht an den Händler zurück. Wenn Sie es noch möchten, fragen Sie den Händler.",
      ],
    },
    collected: {
      subject: ({ shopName }) => `Sie haben Ihr Paket von ${shopName} abgeholt`,
      paragraphs: ({ shopName, lockerName, siteName }) => [
        `Ihr Paket von ${shopName} wurde aus dem Paketautomaten „${lockerName}“, ${siteName}, entnommen.`,
        "Waren das weder Sie noch jemand in Ihrem Auftrag, sagen Sie uns bitte sofort Bescheid.",
      ],
    },
    returned: {
      subject: ({ shopName }) => `Ihr Paket geht an ${shopName} zurück`,
      paragraphs: ({ shopName }) => [
        `Ein Kurier hat Ihr Paket aus dem Automaten genommen. Es ist auf dem Rückweg zu ${shopName}.`,
        "Sie müssen nichts tun. Wegen einer Erstattung oder neuen Lieferung fragen Sie bitte den Händler.",
      ],
    },
    cancelled: {
      subject: ({ shopName }) => `Ihr Paket von ${shopName} ist storniert`,
      paragraphs: ({ shopName }) => [
        `${shopName} hat Ihr Paket storniert. Es kommt nicht zum Automaten.`,
        "Haben Sie damit nicht gerechnet, fragen Sie bitte den Händler.",
      ],
    },
    problem_noted: {
      subject: () => "Wir haben notiert, dass mit Ihrem Paket etwas nicht stimmt",
      paragraphs: ({ shopName, lockerName }) => [
        `Am Paketautomaten „${lockerName}“ haben Sie gemeldet, dass mit Ihrem Paket von ${shopName} etwas nicht stimmt. Wir gehen dem jetzt nach.`,
        "Auch der Händler weiß Bescheid. Sie haben alles getan; wir melden uns bei Ihnen.",
      ],
    },
  },
  greeting: ({ recipientName }) => `Guten Tag ${recipientName},`,
  codeLabel: "Ihr Abholcode",
  codeHint: "Der Code funktioniert ohne Telefon und ohne Netz.",
  qrAlt: "QR-Code für den Scanner des Automaten. Der Code in Ziffern darüber leistet dasselbe.",
  collectBy: "Abholen",
  place: "Wo",
  openingHours: "Geöffnet",
  directions: "So finden Sie hin",
  trackingNumber: "Sendungsnummer",
  from: "Von",
  openPage: "Seite Ihres Pakets öffnen",
  help: (phone) =>
    phone === null
      ? "Stimmt etwas nicht? Sagen Sie es uns auf der Seite Ihres Pakets."
      : `Stimmt etwas nicht? Rufen Sie ${phone} an oder sagen Sie es uns auf der Seite Ihres Pakets.`,
  safety: "Wir fragen Sie nie nach Ihrem Code. Geben Sie ihn nur jemandem, der für Sie abholt.",
};
