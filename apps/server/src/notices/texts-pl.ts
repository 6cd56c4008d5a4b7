import type { NoticeTexts } from "./notice-texts.ts";

export const polishTexts: NoticeTexts = {
  kinds: {
    available_for_pickup: {
      subject: ({ siteName }) => `Paczka czeka na odbiór: ${siteName}`,
      paragraphs: ({ shopName, lockerName, siteName }) => [
        `Paczka ze sklepu ${shopName} leży w automacie „${lockerName}”, ${siteName}.`,
        "Wpisz kod na ekranie automatu albo pokaż kod QR skanerowi. Twoja skrytka się otworzy.",
      ],
    },
    reminder: {
      subject: ({ siteName }) => `Paczka nadal na Ciebie czeka: ${siteName}`,
      paragraphs: ({ shopName, lockerName }) => [
        `Paczka ze sklepu ${shopName} nadal leży w automacie „${lockerName}”.`,
        "Po podanym niżej czasie wróci do sklepu.",
      ],
    },
    overdue: {
      subject: () => "Minął czas na odbiór paczki",
      paragraphs: ({ shopName, lockerName }) => [
        `Paczka ze sklepu ${shopName} nie została odebrana na czas z automatu „${lockerName}”.`,
        "Kod już nie działa. Kurier wyjmie paczkę i wróci ona do sklepu. Jeśli nadal jej potrzebujesz, zapytaj w sklepie.",
      ],
    },
    collected: {
      subject: ({ shopName }) => `Paczka ze sklepu ${shopName} została odebrana`,
      paragraphs: ({ shopName, lockerName, siteName }) => [
        `Paczka ze sklepu ${shopName} została wyjęta z automatu „${lockerName}”, ${siteName}.`,
        "Jeśli to nie Ty ani osoba, którą o to prosisz, daj nam znać od razu.",
      ],
    },
    returned: {
      subject: ({ shopName }) => `Paczka wraca do sklepu ${shopName}`,
      paragraphs: ({ shopName }) => [
        `Kurier wyjął paczkę z automatu. Jest w drodze powrotnej do sklepu ${shopName}.`,
        "Nie musisz nic robić. W sprawie zwrotu pieniędzy lub nowej dostawy zapytaj w sklepie.",
      ],
    },
    cancelled: {
      subject: ({ shopName }) => `Paczka ze sklepu ${shopName} została anulowana`,
      paragraphs: ({ shopName }) => [
        `Sklep ${shopName} anulował paczkę. Nie trafi ona do automatu.`,
        "Jeśli się tego nie spodziewasz, zapytaj w sklepie.",
      ],
    },
    problem_noted: {
      subject: () => "Zapisaliśmy, że z paczką jest coś nie tak",
      paragraphs: ({ shopName, lockerName }) => [
        `Przy automacie „${lockerName}” otrzymaliśmy zgłoszenie, że z paczką ze sklepu ${shopName} jest coś nie tak. Już to sprawdzamy.`,
        "Sklep też o tym wie. Nic więcej nie musisz robić; odezwiemy się.",
      ],
    },
  },
  greeting: ({ recipientName }) => `Dzień dobry, ${recipientName}!`,
  codeLabel: "Twój kod odbioru",
  codeHint: "Kod działa bez telefonu i bez sieci.",
  qrAlt: "Kod QR dla skanera automatu. Kod z cyfr powyżej działa tak samo.",
  collectBy: "Odbierz",
  place: "Gdzie",
  openingHours: "Godziny otwarcia",
  directions: "Jak trafić",
  trackingNumber: "Numer przesyłki",
  from: "Od",
  openPage: "Otwórz stronę paczki",
  help: (phone) =>
    phone === null
      ? "Coś jest nie tak? Zgłoś to na stronie paczki."
      : `Coś jest nie tak? Zadzwoń: ${phone} albo zgłoś to na stronie paczki.`,
  safety: "Nigdy nie pytamy o kod. Podaj go tylko osobie, która odbiera za Ciebie.",
};
