import type { NoticeTexts } from "./notice-texts.ts";

export const englishTexts: NoticeTexts = {
  kinds: {
    available_for_pickup: {
      subject: ({ siteName }) => `Your parcel is ready: ${siteName}`,
      paragraphs: ({ shopName, lockerName, siteName }) => [
        `Your parcel from ${shopName} lies in the locker “${lockerName}”, ${siteName}.`,
        "Type the code at the locker, or hold the QR code in front of its scanner. Your door opens.",
      ],
    },
    reminder: {
      subject: ({ siteName }) => `Still waiting for you: your parcel at ${siteName}`,
      paragraphs: ({ shopName, lockerName }) => [
        `Your parcel from ${shopName} still lies in the locker “${lockerName}”.`,
        "After the time below it goes back to the shop.",
      ],
    },
    overdue: {
      subject: () => "The time to collect your parcel is over",
      paragraphs: ({ shopName, lockerName }) => [
        `Your parcel from ${shopName} was not collected in time from the locker “${lockerName}”.`,
        "The code no longer works. A courier takes the parcel out and it goes back to the shop. If you still want it, ask the shop.",
      ],
    },
    collected: {
      subject: ({ shopName }) => `You have collected your parcel from ${shopName}`,
      paragraphs: ({ shopName, lockerName, siteName }) => [
        `Your parcel from ${shopName} was taken out of the locker “${lockerName}”, ${siteName}.`,
        "If that was not you or somebody you asked, tell us at once.",
      ],
    },
    returned: {
      subject: ({ shopName }) => `Your parcel goes back to ${shopName}`,
      paragraphs: ({ shopName }) => [
        `A courier has taken your parcel out of the locker. It is on its way back to ${shopName}.`,
        "There is nothing you have to do. For a refund or a new delivery, ask the shop.",
      ],
    },
    cancelled: {
      subject: ({ shopName }) => `Your parcel from ${shopName} is cancelled`,
      paragraphs: ({ shopName }) => [
        `${shopName} has cancelled your parcel. It will not come to the locker.`,
        "If you did not expect that, ask the shop.",
      ],
    },
    problem_noted: {
      subject: () => "We have noted that something is wrong with your parcel",
      paragraphs: ({ shopName, lockerName }) => [
        `At the locker “${lockerName}” you told us that something is wrong with your parcel from ${shopName}. We look into it now.`,
        "The shop knows about it too. You have done all you can; we come back to you.",
      ],
    },
  },
  greeting: ({ recipientName }) => `Hello ${recipientName},`,
  codeLabel: "Your pickup code",
  codeHint: "The code works without a phone and without a network.",
  qrAlt: "QR code for the scanner of the locker. The code in figures above does the same.",
  collectBy: "Collect it",
  place: "Where",
  openingHours: "Open",
  directions: "How to find it",
  trackingNumber: "Tracking number",
  from: "From",
  openPage: "Open the page of your parcel",
  help: (phone) =>
    phone === null
      ? "Something is wrong? Say so on the page of your parcel."
      : `Something is wrong? Call ${phone}, or say so on the page of your parcel.`,
  safety: "We never ask you for your code. Give it only to somebody who collects for you.",
};
